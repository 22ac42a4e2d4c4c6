"""Figures, each aggregated by the database: totals, by month, by what rows belong to, by the days that reviews took."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from math import ceil
from typing import Any

from sqlalchemy import Select, func, literal, select, union_all
from sqlalchemy.orm import Session

from backoffice.outcomes.models import LearnerOutcome
from backoffice.statistics.measures import FUNNEL, FURTHEST, HELD, REACHED, By, Measure
from backoffice.statistics.months import calendar_day, days_of, months_between
from backoffice.statistics.narrowing import Narrowing, Value, counted, fits, joined, multiplied

NOUGHT = Decimal(0)
GROUPED = "grouped_by"  # named in the statement: an expression with values in it would not be known again


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


@dataclass(frozen=True, slots=True)
class Months:
    """The figure of each month, and that of the same days a year before; months without any are left out."""

    now: Mapping[str, Decimal] = field(default_factory=dict)
    before: Mapping[str, Decimal] = field(default_factory=dict)


def by_month(session: Session, measure: Measure, narrowing: Narrowing) -> Months:
    """Return the figure of each month and of the year before.

    Each is a range of an index: to ask every row for its month would take ten times as long.
    """
    if not fits(measure, narrowing):
        return Months()
    parts = []
    for month in months_between(narrowing.since, narrowing.until):
        part = narrowing.within(*days_of(month))
        for years, days in ((0, part), (1, part.year_before())):
            labels = literal(years).label("years"), literal(month).label("month")
            parts.append(joined(select(*labels, counted(measure, narrowing).label("figure")), session, measure, days))
    found: tuple[dict[str, Decimal], dict[str, Decimal]] = ({}, {})
    for years, month, figure in session.execute(union_all(*parts)):
        if figure:
            found[years][month] = Decimal(figure)
    return Months(*found)


def by_value(session: Session, measure: Measure, narrowing: Narrowing, by: By) -> dict[Value, Decimal]:
    """Return the figure of each value that rows belong to."""
    if by not in measure.dimensions:
        return {}
    column = measure.dimensions[by].column.label(GROUPED)
    query = joined(select(column, counted(measure, narrowing, by)), session, measure, narrowing, by)
    return _figures(session, measure, narrowing, query.group_by(GROUPED))


def stages(session: Session, narrowing: Narrowing) -> list[int]:
    """Count how many outcomes came to each stage of FUNNEL, in one pass over them."""
    each = joined(select(LearnerOutcome.state, FURTHEST.label("far")), session, FUNNEL[0], narrowing)
    column = each.subquery().c
    rows = session.execute(select(column.state, column.far, func.count()).group_by(column.state, column.far)).all()
    held = sum(count for state, _far, count in rows if state in HELD)
    reached = [sum(count for _state, far, count in rows if far is not None and far >= each) for each in REACHED]
    return [sum(count for _state, _far, count in rows), held, *reached]


def days_of_reviews(session: Session, measure: Measure, narrowing: Narrowing) -> Days:
    """Return how long reviews took, counted in days of the calendar."""
    if not fits(measure, narrowing):
        return Days({})
    begun, ended = calendar_day(session, measure.begun), calendar_day(session, measure.moment)
    each = joined(select(begun.label("begun"), ended.label("ended")), session, measure, narrowing)
    if multiplied(measure, narrowing):
        each = each.add_columns(measure.model.id.label("id")).distinct()
    column = each.subquery().c
    query = select(column.begun, column.ended, func.count()).group_by(column.begun, column.ended)
    counts: dict[tuple[str, int], int] = {}
    for begun_on, ended_on, count in session.execute(query):
        first, last = (date.fromisoformat(str(each)) for each in (begun_on, ended_on))
        key = f"{last:%Y-%m}", (last - first).days
        counts[key] = counts.get(key, 0) + count
    return Days(counts)


def merged(found: Sequence[dict[Value, Decimal]]) -> list[Value]:
    """Return every value that some figure is known for, those with the largest last figures first."""
    values = dict.fromkeys(value for figures in found for value in figures)
    return sorted(values, key=lambda value: [*(-figures.get(value, NOUGHT) for figures in reversed(found)), str(value)])


def _figures(session: Session, measure: Measure, narrowing: Narrowing, query: Select[Any]) -> dict[Any, Decimal]:
    if not fits(measure, narrowing):
        return {}
    return {row[0]: Decimal(row[1] or 0) for row in session.execute(query)}
