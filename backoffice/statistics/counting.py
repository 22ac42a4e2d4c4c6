"""Figures, each aggregated by the database: totals, by month, by what rows belong to, by the days that reviews took."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import ceil
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from backoffice.statistics.measures import By, Measure
from backoffice.statistics.months import month_of
from backoffice.statistics.narrowing import Narrowing, Value, counted, days_taken, fits, joined

NOUGHT = Decimal(0)


@dataclass(frozen=True, slots=True)
class Days:
    """How many reviews took how many days, by month; what is told of them is exact to the day."""

    counts: dict[tuple[str, int], int]

    def of(self, month: str) -> "Days":
        """Return those of one month alone."""
        return Days({each: count for each, count in self.counts.items() if each[0] == month})

    def by_days(self) -> dict[int, int]:
        """Return how many took each number of days."""
        found: dict[int, int] = {}
        for (_month, days), count in self.counts.items():
            found[days] = found.get(days, 0) + count
        return dict(sorted(found.items()))

    def done(self) -> int:
        """Return how many there are."""
        return sum(self.counts.values())

    def late(self, promised: int) -> int:
        """Return how many took longer than promised."""
        return sum(count for (_month, days), count in self.counts.items() if days > promised)

    def within(self, percent: int) -> int | None:
        """Return in how many days so many of a hundred were done; 50 is the (lower) median."""
        place, seen = ceil(self.done() * percent / 100), 0
        for days, count in self.by_days().items():
            seen += count
            if seen >= place:
                return days
        return None


def total(session: Session, measure: Measure, narrowing: Narrowing) -> Decimal:
    """Return one figure."""
    query = joined(select(counted(measure, narrowing)), session, measure, narrowing)
    return Decimal(session.scalar(query) or 0)


def by_month(session: Session, measure: Measure, narrowing: Narrowing) -> dict[str, Decimal]:
    """Return the figure of each month in which there is any."""
    month = month_of(session, measure.moment)
    query = joined(select(month, counted(measure, narrowing)), session, measure, narrowing)
    return _figures(session, measure, narrowing, query.group_by(month))


def by_value(session: Session, measure: Measure, narrowing: Narrowing, by: By) -> dict[Value, Decimal]:
    """Return the figure of each value that rows belong to."""
    if by not in measure.dimensions:
        return {}
    column = measure.dimensions[by].column
    query = joined(select(column, counted(measure, narrowing, by)), session, measure, narrowing, by)
    return _figures(session, measure, narrowing, query.group_by(column))


def stages(session: Session, measures: Iterable[Measure], narrowing: Narrowing) -> list[int]:
    """Count the rows of several measures in one statement."""
    counts = [joined(select(counted(each, narrowing)), session, each, narrowing).scalar_subquery() for each in measures]
    return [int(each or 0) for each in session.execute(select(*counts)).one()]


def days_of_reviews(session: Session, measure: Measure, narrowing: Narrowing) -> Days:
    """Return how long reviews took, counted in days of the calendar."""
    if not fits(measure, narrowing):
        return Days({})
    rows = joined(
        select(
            measure.model.id.label("id"),
            month_of(session, measure.moment).label("month"),
            days_taken(session, measure).label("days"),
        ).distinct(),
        session,
        measure,
        narrowing,
    ).subquery()
    query = select(rows.c.month, rows.c.days, func.count()).group_by(rows.c.month, rows.c.days)
    return Days({(month, int(days)): count for month, days, count in session.execute(query)})


def merged(found: Sequence[dict[Value, Decimal]]) -> list[Value]:
    """Return every value that some figure is known for, those with the largest last figures first."""
    values = dict.fromkeys(value for figures in found for value in figures)
    return sorted(values, key=lambda value: [*(-figures.get(value, NOUGHT) for figures in reversed(found)), str(value)])


def _figures(session: Session, measure: Measure, narrowing: Narrowing, query: Select[Any]) -> dict[Any, Decimal]:
    if not fits(measure, narrowing):
        return {}
    return {row[0]: Decimal(row[1] or 0) for row in session.execute(query)}
