"""What is counted: the rows of each measure, their moment, and the columns that narrow and group them."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.orm import aliased

from backoffice.accounts.models import Learner
from backoffice.catalogue.models import CatalogueOutcome
from backoffice.conversion import reviews
from backoffice.conversion.models import ConversionApplication, ConversionSource, ConversionTarget, ReviewRecord
from backoffice.conversion.workflow import ASIDE, FINAL_STEPS, FIRST_STEPS, STOP_RULE
from backoffice.institutions.models import Membership
from backoffice.ledger.models import CreditEntry
from backoffice.outcomes.models import EntryChannel, LearnerOutcome, RecognitionState
from backoffice.recognition import workflow as recognition
from backoffice.recognition.models import RecognitionApplication, RecognitionRecord
from backoffice.rulebook.models import Decision, RuleVersion
from backoffice.statistics.reasons import reason_of_recognition, reason_of_review

Join = tuple[Any, Any]  # a table and the condition that joins it


class By(StrEnum):
    """What rows are narrowed and grouped by; the values are the words of the addresses."""

    INSTITUTION = "institution"
    COMMITTEE = "committee"
    KIND = "kind"
    RULE = "rule"
    REASON = "reason"  # why it did not come through


@dataclass(frozen=True, slots=True)
class Dimension:
    """A column and the tables that lead to it; `many` where one row may meet several values."""

    column: Any
    joins: tuple[Join, ...] = ()
    many: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Measure:
    """Rows of `model` that meet `where`; `total` is what is added up, without it the rows are counted.

    `begun` is the moment from which the row's days are counted, for reviews.
    """

    name: str
    model: Any
    moment: Any
    dimensions: Mapping[By, Dimension]
    where: tuple[ColumnElement[bool], ...] = ()
    total: Any = None
    begun: Any = None


original = aliased(CreditEntry)
_RECORDED: tuple[Join, ...] = ((ConversionApplication, ReviewRecord.application_id == ConversionApplication.id),)
_AIMED: tuple[Join, ...] = (
    (ConversionTarget, ConversionTarget.application_id == ConversionApplication.id),
    (CatalogueOutcome, ConversionTarget.catalogue_outcome_id == CatalogueOutcome.id),
)
_RECORD_AIMED: tuple[Join, ...] = (
    (ConversionTarget, ConversionTarget.application_id == ReviewRecord.application_id),
    (CatalogueOutcome, ConversionTarget.catalogue_outcome_id == CatalogueOutcome.id),
)
_VERSION: tuple[Join, ...] = ((RuleVersion, ConversionApplication.rule_version_id == RuleVersion.id),)
_DECIDED: tuple[Join, ...] = (
    (original, CreditEntry.reverses_id == original.id),
    (Decision, Decision.id == func.coalesce(CreditEntry.decision_id, original.decision_id)),
)
_ASKED: tuple[Join, ...] = ((RecognitionApplication, RecognitionRecord.application_id == RecognitionApplication.id),)
_CATALOGUED: tuple[Join, ...] = ((CatalogueOutcome, LearnerOutcome.catalogue_outcome_id == CatalogueOutcome.id),)
_BOOKED: tuple[Join, ...] = ((CatalogueOutcome, CreditEntry.target_id == CatalogueOutcome.id),)

OF_LEARNERS = {
    By.INSTITUTION: Dimension(
        Membership.institution_id, ((Membership, Membership.learner_id == Learner.id),), many=True
    ),
    By.KIND: Dimension(LearnerOutcome.kind_id, ((LearnerOutcome, LearnerOutcome.learner_id == Learner.id),), many=True),
}
OF_OUTCOMES = {
    By.INSTITUTION: Dimension(CatalogueOutcome.institution_id, _CATALOGUED),
    By.KIND: Dimension(LearnerOutcome.kind_id),
}
OF_APPLICATIONS = {
    By.INSTITUTION: Dimension(ConversionApplication.institution_id),
    By.COMMITTEE: Dimension(ConversionApplication.committee_id),
    By.KIND: Dimension(CatalogueOutcome.kind_id, _AIMED, many=True),
    By.RULE: Dimension(RuleVersion.rule_id, _VERSION),
}
OF_RECORDS = {
    by: Dimension(each.column, (*_RECORDED, *each.joins), many=each.many) for by, each in OF_APPLICATIONS.items()
} | {
    By.KIND: Dimension(CatalogueOutcome.kind_id, _RECORD_AIMED, many=True),
    By.REASON: Dimension(reason_of_review(), _RECORDED),
}
OF_CREDITS = {
    By.INSTITUTION: Dimension(CatalogueOutcome.institution_id, _BOOKED),
    By.COMMITTEE: Dimension(
        ConversionApplication.committee_id,
        (*_DECIDED, (ConversionApplication, ConversionApplication.decision_id == Decision.id)),
    ),
    By.KIND: Dimension(CatalogueOutcome.kind_id, _BOOKED),
    By.RULE: Dimension(RuleVersion.rule_id, (*_DECIDED, (RuleVersion, Decision.rule_version_id == RuleVersion.id))),
}
OF_RECOGNITIONS = {
    By.INSTITUTION: Dimension(RecognitionApplication.institution_id, _ASKED),
    By.KIND: Dimension(
        LearnerOutcome.kind_id, (*_ASKED, (LearnerOutcome, RecognitionApplication.outcome_id == LearnerOutcome.id))
    ),
    By.REASON: Dimension(reason_of_recognition()),
}


def _begun_review() -> ColumnElement[Any]:
    """Return when an application came to the review that a record ends: the record that moved it before."""
    before = aliased(ReviewRecord)
    found = select(func.max(before.happened_at)).where(
        before.application_id == ReviewRecord.application_id,
        before.id < ReviewRecord.id,
        before.step.not_in(ASIDE),
    )
    handed_in = select(ConversionApplication.applied_at).where(ConversionApplication.id == ReviewRecord.application_id)
    return func.coalesce(
        found.correlate(ReviewRecord).scalar_subquery(), handed_in.correlate(ReviewRecord).scalar_subquery()
    )


def _begun_recognition() -> ColumnElement[Any]:
    """Return when a recognition was last handed in; what the institution found meanwhile is part of the time."""
    before = aliased(RecognitionRecord)
    handed_in = (recognition.APPLY, recognition.CORRECT)
    found = select(func.max(before.happened_at)).where(
        before.application_id == RecognitionRecord.application_id,
        before.id < RecognitionRecord.id,
        before.step.in_(handed_in),
    )
    asked = select(RecognitionApplication.applied_at).where(
        RecognitionApplication.id == RecognitionRecord.application_id
    )
    return func.coalesce(
        found.correlate(RecognitionRecord).scalar_subquery(), asked.correlate(RecognitionRecord).scalar_subquery()
    )


def _reviewed(name: str, *steps: str) -> Measure:
    where = (ReviewRecord.step.in_(steps),)
    return Measure(name, ReviewRecord, ReviewRecord.happened_at, OF_RECORDS, where, begun=_begun_review())


def _recognised(name: str, *steps: str) -> Measure:
    where = (RecognitionRecord.step.in_(steps),)
    begun = _begun_recognition()
    return Measure(name, RecognitionRecord, RecognitionRecord.happened_at, OF_RECOGNITIONS, where, begun=begun)


def _stage(name: str, *met: ColumnElement[bool]) -> Measure:
    own = LearnerOutcome.entry_channel != EntryChannel.CONVERSION
    return Measure(name, LearnerOutcome, LearnerOutcome.added_at, OF_OUTCOMES, (own, *met))


def _taken_through(*steps: str) -> ColumnElement[bool]:
    """Return the condition on outcomes that served an application which passed a step."""
    through = (
        select(ConversionSource.outcome_id)
        .join(ReviewRecord, ReviewRecord.application_id == ConversionSource.application_id)
        .where(ReviewRecord.step.in_(steps))
    )
    return LearnerOutcome.id.in_(through)


LEARNERS = Measure("learners", Learner, Learner.opened_at, OF_LEARNERS)
OUTCOMES = Measure("outcomes", LearnerOutcome, LearnerOutcome.added_at, OF_OUTCOMES)
APPLICATIONS = Measure("applications", ConversionApplication, ConversionApplication.applied_at, OF_APPLICATIONS)
CONVERSIONS = _reviewed("conversions", reviews.PASS_FINAL)
CREDITS = Measure("credits", CreditEntry, CreditEntry.booked_at, OF_CREDITS, total=CreditEntry.credits)
GROWTH = (LEARNERS, OUTCOMES, APPLICATIONS, CONVERSIONS, CREDITS)

HELD = (RecognitionState.RECOGNISED, RecognitionState.CATALOGUED)
REACHED = (1, 2, 3)  # applied for, passed the first review, passed the final one: what FURTHEST tells
FURTHEST = (
    select(
        func.max(
            case((ReviewRecord.step == reviews.PASS_FINAL, 3), (ReviewRecord.step == reviews.PASS_FIRST, 2), else_=1)
        )
    )
    .select_from(ConversionSource)
    .outerjoin(ReviewRecord, ReviewRecord.application_id == ConversionSource.application_id)
    .where(ConversionSource.outcome_id == LearnerOutcome.id)
    .correlate(LearnerOutcome)
    .scalar_subquery()
)
FUNNEL = (
    _stage("added"),
    _stage("recognised", LearnerOutcome.state.in_(HELD)),
    _stage("applied", LearnerOutcome.id.in_(select(ConversionSource.outcome_id))),
    _stage("first-passed", _taken_through(reviews.PASS_FIRST)),
    _stage("converted", _taken_through(reviews.PASS_FINAL)),
)

RECOGNITION_REVIEWS = _recognised("recognition-reviews", recognition.RECOGNISE, recognition.RETURN, recognition.REFUSE)
FIRST_REVIEWS = _reviewed("first-reviews", *FIRST_STEPS)
FINAL_REVIEWS = _reviewed("final-reviews", *FINAL_STEPS)
REVIEWS = (RECOGNITION_REVIEWS, FIRST_REVIEWS, FINAL_REVIEWS)

RETURNED = _reviewed("returned", reviews.RETURN)
REFUSED_FIRST = _reviewed("refused-first", reviews.REFUSE_FIRST)
REFUSED_FINAL = _reviewed("refused-final", reviews.REFUSE_FINAL)
REVOKED = _reviewed("revoked", "revoke")
STOPPED = _reviewed("stopped", STOP_RULE)
RECOGNITION_RETURNED = _recognised("recognition-returned", recognition.RETURN)
RECOGNITION_REFUSED = _recognised("recognition-refused", recognition.REFUSE)
REFUSALS = (RECOGNITION_RETURNED, RECOGNITION_REFUSED, RETURNED, REFUSED_FIRST, REFUSED_FINAL, STOPPED, REVOKED)

MEASURES = {each.name: each for each in (*GROWTH, *FUNNEL, *REVIEWS, *REFUSALS)}
