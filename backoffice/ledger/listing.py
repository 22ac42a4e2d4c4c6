"""A learner's ledger as its page shows it: every entry, with the balance after it."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from backoffice.catalogue.models import CatalogueOutcome
from backoffice.kernel.paging import Page
from backoffice.ledger.models import CreditEntry
from backoffice.rulebook.models import Decision


@dataclass(frozen=True, slots=True)
class Line:
    """An entry and the credits that the account held after it."""

    entry: CreditEntry
    balance: Decimal


def ledger_lines(session: Session, *, learner_id: int, page: int, size: int) -> Page[Line]:
    """Return one page of a learner's entries with running balances, the newest first."""
    total = session.scalar(select(func.count()).where(CreditEntry.learner_id == learner_id)) or 0
    number = min(max(1, page), max(1, -(-total // size)))
    running = func.sum(CreditEntry.credits).over(order_by=CreditEntry.id)
    query = (
        select(CreditEntry, running)
        .options(
            joinedload(CreditEntry.target).joinedload(CatalogueOutcome.institution),
            joinedload(CreditEntry.target).joinedload(CatalogueOutcome.kind),
            joinedload(CreditEntry.decision).joinedload(Decision.rule_version),
        )
        .where(CreditEntry.learner_id == learner_id)
        .order_by(CreditEntry.id.desc())
    )
    rows = session.execute(query.limit(size).offset((number - 1) * size)).all()
    return Page([Line(row[0], row[1]) for row in rows], total, number, size)


def reversed_among(session: Session, entry_ids: Sequence[int]) -> set[int]:
    """Return those of the entries that a later entry takes back."""
    found = session.scalars(select(CreditEntry.reverses_id).where(CreditEntry.reverses_id.in_(entry_ids)))
    return {each for each in found if each is not None}
