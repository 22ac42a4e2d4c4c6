"""Why a case did not come through, as far as its records say so; remarks are words for people and are not sorted."""

from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, case, exists, func, select
from sqlalchemy.orm import aliased

from backoffice.conversion.models import ConversionApplication, ConversionAssessment, ReviewRecord
from backoffice.conversion.workflow import APPEAL, CHECK_MATERIALS, REVOKE, STOP_RULE
from backoffice.recognition import workflow as recognition
from backoffice.recognition.models import Assessment, RecognitionRecord
from backoffice.recognition.workflow import Conclusion, MaterialCheck


class Reason(StrEnum):
    """Classes of reasons, each row in the first that holds; the values are the words of the addresses."""

    STOPPED = "rule-stopped"
    REVOKED = "revoked"
    DIFFER = "originals-differ"
    MISSING = "originals-missing"
    ADVISED = "assessor-against"
    JUDGED = "judged"  # a performance outcome: no rule applies
    UNCHECKED = "unchecked"  # nobody recorded a look at the originals
    REMARKS = "remarks"  # originals agree and, where there is one, the rule fits: what is left is in the remarks


def reason_of_review() -> ColumnElement[Any]:
    """Return the class of a review's record; needs its application beside it."""
    before = aliased(ReviewRecord)
    looked = (
        select(before.material_check)
        .where(
            before.application_id == ReviewRecord.application_id,
            before.id < ReviewRecord.id,
            before.step.in_([CHECK_MATERIALS, "correct", APPEAL]),
        )
        .order_by(before.id.desc())
        .limit(1)
        .correlate(ReviewRecord)
        .scalar_subquery()
    )
    check = func.coalesce(ReviewRecord.material_check, looked)
    advised = exists(
        select(Assessment.id)
        .join(ConversionAssessment, ConversionAssessment.assessment_id == Assessment.id)
        .where(
            ConversionAssessment.application_id == ReviewRecord.application_id,
            Assessment.conclusion == Conclusion.AGAINST,
            Assessment.answered_at <= ReviewRecord.happened_at,
        )
        .correlate(ReviewRecord)
    )
    return case(
        (ReviewRecord.step == STOP_RULE, Reason.STOPPED.value),
        (ReviewRecord.step == REVOKE, Reason.REVOKED.value),
        (check == MaterialCheck.DIFFERS, Reason.DIFFER.value),
        (check == MaterialCheck.NOT_HANDED_IN, Reason.MISSING.value),
        (advised, Reason.ADVISED.value),
        (ConversionApplication.rule_version_id.is_(None), Reason.JUDGED.value),
        (check.is_(None), Reason.UNCHECKED.value),
        else_=Reason.REMARKS.value,
    )


def reason_of_recognition() -> ColumnElement[Any]:
    """Return the class of a recognition's record."""
    before = aliased(RecognitionRecord)
    looked = (
        select(before.originals_check)
        .where(
            before.application_id == RecognitionRecord.application_id,
            before.id < RecognitionRecord.id,
            before.step.in_([recognition.CHECK, recognition.CORRECT]),
        )
        .order_by(before.id.desc())
        .limit(1)
        .correlate(RecognitionRecord)
        .scalar_subquery()
    )
    check = func.coalesce(RecognitionRecord.originals_check, looked)
    advised = exists(
        select(Assessment.id)
        .where(
            Assessment.recognition_id == RecognitionRecord.application_id,
            Assessment.conclusion == Conclusion.AGAINST,
            Assessment.answered_at <= RecognitionRecord.happened_at,
        )
        .correlate(RecognitionRecord)
    )
    return case(
        (check == MaterialCheck.DIFFERS, Reason.DIFFER.value),
        (check == MaterialCheck.NOT_HANDED_IN, Reason.MISSING.value),
        (advised, Reason.ADVISED.value),
        (check.is_(None), Reason.UNCHECKED.value),
        else_=Reason.REMARKS.value,
    )
