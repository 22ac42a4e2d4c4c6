"""Which rows of a measure are asked for: a period, what they belong to, and what the asking person may see."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, cast, false, func, select
from sqlalchemy.orm import Session

from backoffice.statistics.measures import By, Measure
from backoffice.statistics.months import calendar_day, midnight, year_before

Value = int | str | None  # None: those that belong to nothing of this sort


@dataclass(frozen=True, slots=True)
class Reach:
    """What somebody may see: everything, or what belongs to some institutions, or to some committees."""

    institutions: tuple[int, ...] | None = None
    committees: tuple[int, ...] | None = None

    @property
    def whole(self) -> bool:
        """Whether nothing is kept from them."""
        return self.institutions is None and self.committees is None


@dataclass(frozen=True, slots=True)
class Narrowing:
    """Days from `since` to `until`, both included; `least` and `most` are days that a review took."""

    since: date
    until: date
    chosen: Mapping[By, Value] = field(default_factory=dict)
    reach: Reach = Reach()
    least: int | None = None
    most: int | None = None

    def choose(self, by: By, value: Value) -> "Narrowing":
        """Return the part that belongs to one value."""
        return replace(self, chosen={**self.chosen, by: value})

    def within(self, since: date, until: date) -> "Narrowing":
        """Return the part that lies within some days too."""
        return replace(self, since=max(self.since, since), until=min(self.until, until))

    def year_before(self) -> "Narrowing":
        """Return the same days of the year before; the last day of a month stays the last."""
        return replace(self, since=year_before(self.since), until=year_before(self.until))

    def lasting(self, least: int | None = None, most: int | None = None) -> "Narrowing":
        """Return the part whose review took so many days."""
        return replace(self, least=least, most=most)


def fits(measure: Measure, narrowing: Narrowing) -> bool:
    """Tell whether rows of a measure can belong to what is chosen, and may be seen in part."""
    needed = set(narrowing.chosen)
    if narrowing.reach.committees is not None:
        needed.add(By.COMMITTEE)
    return needed <= measure.dimensions.keys() and (measure.begun is not None or narrowing.least is None)


def keys(session: Session, measure: Measure, narrowing: Narrowing) -> Select[Any]:
    """Return the query for the keys of the rows; a key may come more than once."""
    return joined(select(measure.model.id), session, measure, narrowing)


def counted(measure: Measure, narrowing: Narrowing, *groups: By) -> ColumnElement[Any]:
    """Return the figure of a measure: the sum, or how many rows there are."""
    if measure.total is not None:
        return func.sum(measure.total)
    column = measure.model.id
    return func.count(column.distinct()) if multiplied(measure, narrowing, *groups) else func.count(column)


def multiplied(measure: Measure, narrowing: Narrowing, *groups: By) -> bool:
    """Tell whether a row may come more than once."""
    return any(measure.dimensions[by].many for by in used(narrowing, *groups) if by in measure.dimensions)


def used(narrowing: Narrowing, *groups: By) -> tuple[By, ...]:
    """Return what a query narrows and groups by."""
    seen = [By.INSTITUTION] if narrowing.reach.institutions is not None else []
    seen += [By.COMMITTEE] if narrowing.reach.committees is not None else []
    return tuple(dict.fromkeys([*narrowing.chosen, *seen, *groups]))


def joined(query: Select[Any], session: Session, measure: Measure, narrowing: Narrowing, *groups: By) -> Select[Any]:
    """Return a query of a measure with the tables that it needs, narrowed; nothing where the measure does not fit."""
    if not fits(measure, narrowing):
        return query.select_from(measure.model).where(false())
    query = query.select_from(measure.model)
    tables: dict[Any, Any] = {}
    for by in used(narrowing, *groups):
        tables |= dict(measure.dimensions[by].joins)
    for table, on in tables.items():
        query = query.outerjoin(table, on)
    return query.where(*_conditions(session, measure, narrowing))


def _conditions(session: Session, measure: Measure, narrowing: Narrowing) -> list[ColumnElement[bool]]:
    found = [
        *measure.where,
        measure.moment >= midnight(narrowing.since),
        measure.moment < midnight(narrowing.until + timedelta(days=1)),
    ]
    for by, value in narrowing.chosen.items():
        column = measure.dimensions[by].column
        found.append(column.is_(None) if value is None else column == value)
    if narrowing.reach.institutions is not None:
        found.append(measure.dimensions[By.INSTITUTION].column.in_(narrowing.reach.institutions))
    if narrowing.reach.committees is not None:
        found.append(measure.dimensions[By.COMMITTEE].column.in_(narrowing.reach.committees))
    if narrowing.least is not None:
        found.append(days_taken(session, measure) >= narrowing.least)
    if narrowing.most is not None:
        found.append(days_taken(session, measure) <= narrowing.most)
    return found


def days_taken(session: Session, measure: Measure) -> ColumnElement[Any]:
    """Return how many days of the calendar a review took; 0 when it ended on the day on which it began."""
    ended, begun = calendar_day(session, measure.moment), calendar_day(session, measure.begun)
    if session.get_bind().dialect.name == "sqlite":
        return cast(func.julianday(ended) - func.julianday(begun), Integer)
    return ended - begun
