"""Factories of the rows that the review desks keep, beside those of tests/factories.py."""

from datetime import UTC, datetime

from backoffice.recognition.workflow import AssessmentState

MOMENT = datetime(2020, 11, 15, 3, 21, 3, tzinfo=UTC)


def of_desks(need):
    """Return the factories; `need` names the rows that a row needs beside it."""
    return {
        "RecognitionAssignment": lambda _n: {
            "application": need("RecognitionApplication"),
            "assignee": need("User"),
            "assigner": need("User"),
            "assigned_at": MOMENT,
        },
        "Assessment": lambda n: {
            "assessor": need("User"),
            "asker": need("User"),
            "request": f"示例评审要求{n}",
            "state": AssessmentState.ASKED,
            "asked_at": MOMENT,
        },
        "AssessmentFile": lambda _n: {"assessment": need("Assessment"), "file": need("StoredFile")},
        "Recusal": lambda n: {
            "application": need("ConversionApplication"),
            "user": need("User"),
            "remarks": f"示例回避原因{n}",
            "happened_at": MOMENT,
        },
        "ConversionAssessment": lambda _n: {
            "application": need("ConversionApplication"),
            "assessment": need("Assessment"),
        },
    }
