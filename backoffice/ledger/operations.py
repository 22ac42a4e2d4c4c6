"""Booking credits, and what the ledger already holds."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from backoffice.catalogue.models import CatalogueOutcome
from backoffice.ledger.models import CreditEntry, OutcomeUse
from backoffice.rulebook.models import Decision


def book_credits(
    session: Session, *, learner_id: int, decision: Decision, credits_of: Mapping[int, Decimal], now: datetime
) -> None:
    """Book what a decision grants; `credits_of` gives the credits by catalogue outcome."""
    for target_id, granted in credits_of.items():
        session.add(
            CreditEntry(
                learner_id=learner_id, decision_id=decision.id, target_id=target_id, credits=granted, booked_at=now
            )
        )
    session.flush()


def note_uses(session: Session, *, decision: Decision, outcome_ids: Iterable[int], consumed: bool) -> None:
    """Note which outcomes a decision used; the database refuses a second consuming use."""
    for outcome_id in outcome_ids:
        session.add(OutcomeUse(outcome_id=outcome_id, decision_id=decision.id, consumed=consumed))
    session.flush()


def consumed_outcomes(session: Session, outcome_ids: Iterable[int]) -> set[int]:
    """Return those of the outcomes that a conversion has used up."""
    query = select(OutcomeUse.outcome_id).where(OutcomeUse.outcome_id.in_(list(outcome_ids)), OutcomeUse.consumed)
    query = query.where(OutcomeUse.released_at.is_(None))
    return set(session.scalars(query))


def used_outcomes(session: Session, outcome_ids: Iterable[int]) -> set[int]:
    """Return those of the outcomes that have served any conversion, used up by it or not."""
    query = select(OutcomeUse.outcome_id).where(OutcomeUse.outcome_id.in_(list(outcome_ids)))
    return set(session.scalars(query.where(OutcomeUse.released_at.is_(None))))


def reverse(session: Session, *, decision_id: int, remarks: str, now: datetime) -> None:
    """Take back what a decision booked: an opposite entry for each of its own; the outcomes it used are free again."""
    for entry in session.scalars(select(CreditEntry).filter_by(decision_id=decision_id).order_by(CreditEntry.id)):
        session.add(
            CreditEntry(
                learner_id=entry.learner_id,
                target_id=entry.target_id,
                credits=-entry.credits,
                reverses_id=entry.id,
                remarks=remarks,
                booked_at=now,
            )
        )
    for use in session.scalars(select(OutcomeUse).filter_by(decision_id=decision_id)):
        use.released_at = now
    session.flush()


def credited_targets(session: Session, learner_id: int) -> Sequence[CatalogueOutcome]:
    """Return the catalogue's outcomes that a learner has been credited for, and that no reversal took back."""
    undone = select(CreditEntry.reverses_id).where(CreditEntry.reverses_id.is_not(None))
    query = (
        select(CatalogueOutcome)
        .join(CreditEntry, CreditEntry.target_id == CatalogueOutcome.id)
        .where(CreditEntry.learner_id == learner_id, CreditEntry.reverses_id.is_(None), CreditEntry.id.not_in(undone))
        .order_by(CatalogueOutcome.id)
    )
    return session.scalars(query).unique().all()


def balance(session: Session, learner_id: int) -> Decimal:
    """Return the credits that a learner's account holds."""
    return session.scalar(
        select(func.coalesce(func.sum(CreditEntry.credits), 0)).where(CreditEntry.learner_id == learner_id)
    ) or Decimal(0)
