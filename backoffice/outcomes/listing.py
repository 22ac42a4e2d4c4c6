"""What the account page shows: the list of outcomes and its counters."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from backoffice.kernel.paging import Page, fetch_page
from backoffice.outcomes.models import LearnerOutcome, RecognitionState

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
    found = dict(session.execute(query).tuples().all())
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
