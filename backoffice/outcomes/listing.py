"""What the account page shows: the list of outcomes and its counters."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from backoffice.catalogue.models import OutcomeKind
from backoffice.kernel.paging import Page, fetch_page
from backoffice.outcomes.models import Evidence, LearnerOutcome, RecognitionState

R = RecognitionState


@dataclass(frozen=True, slots=True)
class Counters:
    """How many outcomes an account holds, by recognition; `total` is the sum of the four."""

    not_applied: int
    applied: int
    recognised: int
    refused: int

    @property
    def total(self) -> int:
        """All outcomes of the account (成果总数)."""
        return self.not_applied + self.applied + self.recognised + self.refused


def counters(session: Session, learner_id: int) -> Counters:
    """Count a learner's outcomes from the same rows that the list shows."""
    query = (
        select(LearnerOutcome.state, func.count())
        .where(LearnerOutcome.learner_id == learner_id)
        .group_by(LearnerOutcome.state)
    )
    found = {row[0]: row[1] for row in session.execute(query)}
    return Counters(
        not_applied=found.get(R.NOT_APPLIED, 0),
        applied=found.get(R.APPLIED, 0) + found.get(R.RETURNED, 0),
        recognised=found.get(R.CATALOGUED, 0) + found.get(R.RECOGNISED, 0),
        refused=found.get(R.REFUSED, 0),
    )


def list_outcomes(session: Session, *, learner_id: int, page: int, size: int) -> Page[LearnerOutcome]:
    """Return one page of a learner's outcomes, the newest first."""
    query = (
        select(LearnerOutcome)
        .options(joinedload(LearnerOutcome.kind))
        .where(LearnerOutcome.learner_id == learner_id)
        .order_by(LearnerOutcome.added_at.desc(), LearnerOutcome.id.desc())
    )
    return fetch_page(session, query, number=page, size=size)


def own_outcome(session: Session, outcome_id: int, *, learner_id: int) -> LearnerOutcome | None:
    """Return an outcome with its kind, if it is the learner's own."""
    query = (
        select(LearnerOutcome)
        .options(joinedload(LearnerOutcome.kind).joinedload(OutcomeKind.category))
        .where(LearnerOutcome.id == outcome_id, LearnerOutcome.learner_id == learner_id)
    )
    return session.scalar(query)


def evidence_of(session: Session, outcome_id: int) -> list[Evidence]:
    """Return the evidence of an outcome with its files."""
    query = select(Evidence).options(joinedload(Evidence.file)).where(Evidence.outcome_id == outcome_id)
    return list(session.scalars(query.order_by(Evidence.id)))


def own_evidence(session: Session, evidence_id: int, *, learner_id: int) -> Evidence | None:
    """Return a piece of evidence, if it proves an outcome of the learner's own."""
    query = (
        select(Evidence)
        .join(Evidence.outcome)
        .options(joinedload(Evidence.file))
        .where(Evidence.id == evidence_id, LearnerOutcome.learner_id == learner_id)
    )
    return session.scalar(query)


def transcript_of(session: Session, learner_id: int) -> Sequence[LearnerOutcome]:
    """Return a learner's recognised outcomes by the day of their award, those without one last."""
    query = (
        select(LearnerOutcome)
        .options(joinedload(LearnerOutcome.kind))
        .where(LearnerOutcome.learner_id == learner_id, LearnerOutcome.state.in_((R.CATALOGUED, R.RECOGNISED)))
        .order_by(LearnerOutcome.awarded_on.is_(None), LearnerOutcome.awarded_on, LearnerOutcome.id)
    )
    return session.scalars(query).all()
