"""Figures of the whole house, each one aggregated by the database."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Row, Select, bindparam, func, select
from sqlalchemy.orm import Session

from backoffice.accounts.models import Learner
from backoffice.catalogue.models import CatalogueOutcome, OutcomeKind
from backoffice.conversion.models import ConversionApplication, ReviewRecord
from backoffice.conversion.workflow import ConversionState
from backoffice.institutions.models import Institution
from backoffice.kernel.clock import HOUSE_ZONE
from backoffice.ledger.models import CreditEntry
from backoffice.outcomes.models import LearnerOutcome
from backoffice.rulebook.live import in_force
from backoffice.rulebook.models import RuleEntry

MONTHS = 12
MOST_BARS = 10
EAST_OF_UTC = "+8 hours"  # the house's zone for SQLite, which knows none by name
Bar = tuple[str, Decimal]  # label, figure


@dataclass(frozen=True, slots=True)
class HouseFigures:
    """How large the house is."""

    learners: int
    outcomes: int
    conversions: int
    credits: Decimal
    catalogue: int
    rules: int
    institutions: int


def house_figures(session: Session, *, on: date) -> HouseFigures:
    """Count what the house holds, in one statement."""
    converted = ConversionApplication.state == ConversionState.CONVERTED
    rules = select(func.count(RuleEntry.id)).join(RuleEntry.rule_version).where(*in_force(on))
    query = select(
        _count(select(func.count(Learner.id))),
        _count(select(func.count(LearnerOutcome.id))),
        _count(select(func.count(ConversionApplication.id)).where(converted)),
        select(func.sum(CreditEntry.credits)).scalar_subquery(),
        _count(select(func.count(CatalogueOutcome.id)).where(CatalogueOutcome.current)),
        _count(rules),
        _count(select(func.count(Institution.id)).where(Institution.registered)),
    )
    learners, outcomes, conversions, credits_, catalogue, counted, institutions = session.execute(query).one()
    return HouseFigures(learners, outcomes, conversions, credits_ or Decimal(0), catalogue, counted, institutions)


def outcomes_by_month(session: Session, *, on: date) -> list[Bar]:
    """Return how many outcomes were added in each of the last months."""
    return _by_month(session, select(func.count(LearnerOutcome.id)), LearnerOutcome.added_at, on)


def conversions_by_month(session: Session, *, on: date) -> list[Bar]:
    """Return how many conversions were approved in each of the last months."""
    approved = select(func.count(ReviewRecord.id)).where(ReviewRecord.state == ConversionState.CONVERTED)
    return _by_month(session, approved, ReviewRecord.happened_at, on)


def credits_by_month(session: Session, *, on: date) -> list[Bar]:
    """Return the credits booked in each of the last months; reversed entries count against them."""
    return _by_month(session, select(func.sum(CreditEntry.credits)), CreditEntry.booked_at, on)


def outcomes_by_kind(session: Session) -> list[Bar]:
    """Return how many outcomes there are of each kind, the most first."""
    count = func.count(LearnerOutcome.id)
    query = select(OutcomeKind.title, count).join(LearnerOutcome, LearnerOutcome.kind_id == OutcomeKind.id)
    rows = session.execute(query.group_by(OutcomeKind.id, OutcomeKind.title).order_by(count.desc(), OutcomeKind.title))
    return _bars(rows.all())


def credits_by_kind(session: Session) -> list[Bar]:
    """Return the credits booked for each kind of outcome, the most first."""
    total = func.sum(CreditEntry.credits)
    query = (
        select(OutcomeKind.title, total)
        .join(CatalogueOutcome, CatalogueOutcome.kind_id == OutcomeKind.id)
        .join(CreditEntry, CreditEntry.target_id == CatalogueOutcome.id)
    )
    rows = session.execute(query.group_by(OutcomeKind.id, OutcomeKind.title).order_by(total.desc(), OutcomeKind.title))
    return _bars(rows.all())


def credits_by_institution(session: Session) -> list[Bar]:
    """Return the credits that the institutions have granted, the most first, no more than ten."""
    total = func.sum(CreditEntry.credits)
    query = (
        select(Institution.title, total)
        .join(CatalogueOutcome, CatalogueOutcome.institution_id == Institution.id)
        .join(CreditEntry, CreditEntry.target_id == CatalogueOutcome.id)
    )
    rows = session.execute(query.group_by(Institution.id, Institution.title).order_by(total.desc(), Institution.title))
    return _bars(rows.all()[:MOST_BARS])


def last_months(on: date) -> list[str]:
    """Return the last months up to the one of a day, as 2020-11.

    >>> last_months(date(2020, 2, 3))[-3:]
    ['2019-12', '2020-01', '2020-02']
    """
    first = on.year * 12 + on.month - MONTHS
    return [f"{number // 12}-{number % 12 + 1:02d}" for number in range(first, first + MONTHS)]


def _count(query: Select[Any]) -> ColumnElement[int]:
    return query.scalar_subquery()


def _by_month(session: Session, query: Select[Any], moment: Any, on: date) -> list[Bar]:  # noqa: ANN401 - a column
    months = last_months(on)
    month = month_of(session, moment)
    rows = session.execute(query.add_columns(month).where(month >= months[0]).group_by(month)).all()
    found = {row[1]: Decimal(row[0] or 0) for row in rows}
    return [(each, found.get(each, Decimal(0))) for each in months]


def month_of(session: Session, moment: Any) -> ColumnElement[str]:  # noqa: ANN401 - a column
    """Return the month of a moment by this house's calendar, as 2020-11."""
    if session.get_bind().dialect.name == "sqlite":
        return func.strftime(_word("%Y-%m"), moment, _word(EAST_OF_UTC))
    return func.to_char(func.timezone(_word(str(HOUSE_ZONE)), moment), _word("YYYY-MM"))


def _word(text: str) -> BindParameter[str]:
    """Return a constant that stands in the statement itself, so that it may be grouped by."""
    return bindparam(None, text, literal_execute=True)


def _bars(rows: Sequence[Row[str, Any]]) -> list[Bar]:
    return [(row[0], Decimal(row[1] or 0)) for row in rows]
