"""The workload of each reviewer: what is open and overdue, what was decided in a month, and how long that took."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from typing import Any

from flask_appbuilder.security.sqla.models import User
from sqlalchemy import ColumnElement, FromClause, Integer, cast, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from backoffice.accounts.models import Learner
from backoffice.conversion.models import ConversionApplication, Recusal, ReviewRecord
from backoffice.conversion.workflow import ASIDE, FINAL_STEPS, FIRST_STEPS, ConversionState
from backoffice.conversion.worklist import Days, is_overdue
from backoffice.institutions.models import Committee, CommitteeMember, Institution, InstitutionAdministrator
from backoffice.kernel.clock import HOUSE_ZONE
from backoffice.kernel.intervals import DaysBetween

A = ConversionApplication
DECEMBER = 12


class Review(StrEnum):
    """What reviewers do: check originals (材料审查), recognise (认定), make the first and the final review."""

    MATERIALS = "materials"
    RECOGNITION = "recognition"
    FIRST = "first"
    FINAL = "final"


@dataclass(frozen=True, slots=True)
class Load:
    """A reviewer in one review: people share what is open in their places, and decide each for themselves.

    The centre's people have no `places`.
    """

    user_id: int
    name: str
    places: tuple[str, ...]
    review: Review
    open: int
    overdue: int
    decided: int
    median_days: float | None


@dataclass(frozen=True, slots=True)
class Month:
    """A month of the calendar on the wall."""

    year: int
    number: int

    @classmethod
    def of(cls, day: date) -> "Month":
        """Return the month of a day."""
        return cls(day.year, day.month)

    @property
    def word(self) -> str:
        """The month as it is written: 2020-11."""
        return f"{self.year:04d}-{self.number:02d}"

    @property
    def begins(self) -> datetime:
        """Its first moment."""
        return datetime.combine(date(self.year, self.number, 1), time(), HOUSE_ZONE)

    @property
    def ends(self) -> datetime:
        """The first moment after it."""
        later = Month(self.year + 1, 1) if self.number == DECEMBER else Month(self.year, self.number + 1)
        return later.begins


@dataclass(frozen=True, slots=True)
class Counts:
    """What each user has open and overdue, and what they decided with the median of its days."""

    open: dict[int, tuple[int, int]]
    decided: dict[int, tuple[int, float | None]]

    def of(self, user_id: int, name: str, places: tuple[str, ...], review: Review) -> Load:
        """Return the load of one of them."""
        return Load(
            user_id, name, places, review, *self.open.get(user_id, (0, 0)), *self.decided.get(user_id, (0, None))
        )


def workload(session: Session, month: Month, days: Days) -> list[Load]:
    """Return every reviewer's load of conversions: the first review, then the final one, each by name."""
    found = []
    for review, final in ((Review.FIRST, False), (Review.FINAL, True)):
        counts = Counts(_open(session, days, final=final), _decided(session, month, final=final))
        found += [counts.of(*person, review) for person in people_of(session, final=final)]
    return found


def people_of(session: Session, *, final: bool) -> list[tuple[int, str, tuple[str, ...]]]:
    """Return who is named for a review, with the titles of the places."""
    place, seat, title, _own = _places(final=final)
    query = (
        select(User.id, User.first_name, User.last_name, title)
        .join(seat, seat.user_id == User.id)
        .join(place)
        .order_by(User.first_name, User.id, title)
    )
    found: dict[int, tuple[str, list[str]]] = {}
    for row in session.execute(query):
        found.setdefault(row[0], (f"{row[1]} {row[2]}".strip(), []))[1].append(row[3])
    return [(user_id, name, tuple(titles)) for user_id, (name, titles) in found.items()]


def _places(
    *, final: bool
) -> tuple[
    type[Institution] | type[Committee],
    type[InstitutionAdministrator] | type[CommitteeMember],
    InstrumentedAttribute[str],
    InstrumentedAttribute[int],
]:
    if final:
        return Committee, CommitteeMember, Committee.title, CommitteeMember.committee_id
    return Institution, InstitutionAdministrator, Institution.title, InstitutionAdministrator.institution_id


def _open(session: Session, days: Days, *, final: bool) -> dict[int, tuple[int, int]]:
    """Return by user how many cases they may decide now, and how many of those are overdue."""
    _place, seat, _title, own = _places(final=final)
    waits = ConversionState.FIRST_PASSED if final else ConversionState.APPLIED
    stepped_back = select(Recusal.id).where(Recusal.application_id == A.id, Recusal.user_id == seat.user_id)
    query = (
        select(seat.user_id, func.count(), func.sum(cast(is_overdue(days), Integer)))
        .join(A, (A.committee_id if final else A.institution_id) == own)
        .join(Learner, Learner.id == A.learner_id)
        .where(A.state == waits, Learner.user_id != seat.user_id, ~stepped_back.exists())
        .group_by(seat.user_id)
    )
    return {row[0]: (row[1], row[2] or 0) for row in session.execute(query)}


def _decided(session: Session, month: Month, *, final: bool) -> dict[int, tuple[int, float | None]]:
    """Return by user how many reviews they made in a month, and the median of the days that these had waited."""
    came = func.lag(ReviewRecord.happened_at).over(partition_by=ReviewRecord.application_id, order_by=ReviewRecord.id)
    within = made_in(ReviewRecord, FINAL_STEPS if final else FIRST_STEPS, month)
    waited = (
        select(
            ReviewRecord.actor_id,
            ReviewRecord.step,
            ReviewRecord.happened_at,
            DaysBetween(came, ReviewRecord.happened_at).label("days"),
        )
        .where(
            ReviewRecord.step.not_in(ASIDE),
            ReviewRecord.application_id.in_(select(ReviewRecord.application_id).where(*within)),
        )
        .subquery()
    )
    return medians(session, waited, made_in(waited.c, FINAL_STEPS if final else FIRST_STEPS, month))


def made_in(records: Any, steps: Sequence[str], month: Month) -> tuple[ColumnElement[bool], ...]:  # noqa: ANN401
    """Return the conditions that records are some steps of a month."""
    return (
        records.step.in_(steps),
        records.happened_at >= month.begins,
        records.happened_at < month.ends,
    )


def medians(
    session: Session, waited: FromClause, within: Sequence[ColumnElement[bool]]
) -> dict[int, tuple[int, float | None]]:
    """Return by `actor_id` how many rows there are, and the median of their `days`."""
    placed = (
        select(
            waited.c.actor_id,
            waited.c.days,
            func.row_number().over(partition_by=waited.c.actor_id, order_by=waited.c.days).label("place"),
            func.count().over(partition_by=waited.c.actor_id).label("total"),
        )
        .where(*within)
        .subquery()
    )
    query = (
        select(placed.c.actor_id, func.max(placed.c.total), func.avg(placed.c.days))
        .where(2 * placed.c.place >= placed.c.total, 2 * placed.c.place <= placed.c.total + 2)
        .group_by(placed.c.actor_id)
    )
    return {row[0]: (row[1], row[2]) for row in session.execute(query)}


def months_back(month: Month, count: int) -> Sequence[Month]:
    """Return a month and those before it, the newest first.

    >>> [each.word for each in months_back(Month(2020, 2), 3)]
    ['2020-02', '2020-01', '2019-12']
    """
    first = month.year * DECEMBER + month.number - 1
    return [Month((first - each) // DECEMBER, (first - each) % DECEMBER + 1) for each in range(count)]
