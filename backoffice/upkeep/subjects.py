"""What a file may hold: one subject for each table, and how its rows are judged together."""

from collections.abc import Callable, Mapping, MutableMapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from backoffice.institutions.models import Institution
from backoffice.kernel.sealing import Sealer
from backoffice.upkeep.columns import Column, Reading
from rules.planning.terms import Terms

USUAL_TERMS = Terms()
Seen = MutableMapping[tuple[object, ...], int]


class Answer(StrEnum):
    """What becomes of a row; each is counted in the run's column of the same name."""

    ADDED = "added"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Scope:
    """For whom a file is read: `institution_id` names the one institution that its rows may be of."""

    institution_id: int | None
    sealer: Sealer
    actor_id: int
    now: datetime
    today: date
    terms: Terms = USUAL_TERMS


@dataclass(slots=True)
class Judged:
    """A row with its answer, and the row of the table that it changes."""

    reading: Reading
    answer: Answer
    found: Any = None


@dataclass(frozen=True, slots=True)
class Subject:
    """A table that comes in as a file.

    `resolve` fills what the table keeps and the keys of the rows; `existing` finds rows that are there, by the first
    key; `current` gives what a row holds of the columns kept; `write` adds and changes.
    """

    key: str
    title: tuple[str, str]
    note: tuple[str, str]
    columns: tuple[Column, ...]
    resolve: Callable[[Session, Sequence[Reading], Scope], None]
    existing: Callable[[Session, Sequence[Reading]], dict[tuple[object, ...], Any]]
    write: Callable[[Session, Sequence[Judged], Scope], None]
    centre_alone: bool = False
    of_one_institution: bool = False  # the rows do not say whose they are
    touched: Callable[..., Any] | None = None  # what the rows touch beside the table, added to what is known so far
    fixed: Callable[[Session, Sequence[Any]], Mapping[int, str]] | None = None  # why rows may not be changed, by id
    told: bool = False  # the learner of every row that was taken over gets to know of it

    @property
    def headers(self) -> tuple[str, ...]:
        """The headings of every column."""
        return tuple(each.header for each in self.columns)

    @property
    def required(self) -> tuple[str, ...]:
        """The headings of the columns that must be there."""
        return tuple(each.header for each in self.columns if each.required)


def judge(session: Session, subject: Subject, readings: Sequence[Reading], *, scope: Scope, seen: Seen) -> list[Judged]:
    """Answer every row; `seen` remembers the keys of the rows before, which no later row may repeat."""
    take_note(session, subject, readings, scope=scope, seen=seen)
    sound = [each for each in readings if not each.problems]
    found = subject.existing(session, sound)
    answers = [_judged(each, found.get(each.keys[0]) if each.keys else None) for each in readings]
    _hold_fixed(session, subject, [each for each in answers if each.answer is Answer.CHANGED])
    return answers


def take_note(session: Session, subject: Subject, readings: Sequence[Reading], *, scope: Scope, seen: Seen) -> None:
    """Resolve rows and remember their keys."""
    subject.resolve(session, readings, scope)
    for each in readings:
        if each.problems:
            continue
        earlier = next((seen[key] for key in each.keys if key in seen), None)
        if earlier is not None:
            each.refuse("row_doubled", "", number=str(earlier))
        for key in each.keys:
            seen.setdefault(key, each.line.number)


def _judged(reading: Reading, found: Any) -> Judged:  # noqa: ANN401 - a row or None
    if reading.problems:
        return Judged(reading, Answer.REFUSED)
    if found is None:
        return Judged(reading, Answer.ADDED)
    if all(getattr(found, name) == value for name, value in reading.kept.items()):
        return Judged(reading, Answer.UNCHANGED, found)
    return Judged(reading, Answer.CHANGED, found)


def _hold_fixed(session: Session, subject: Subject, changed: Sequence[Judged]) -> None:
    """Refuse the changes of rows that may not be changed."""
    if subject.fixed is None or not changed:
        return
    reasons = subject.fixed(session, [each.found for each in changed])
    for each in changed:
        if each.found.id in reasons:
            each.reading.refuse(reasons[each.found.id], "")
            each.answer, each.found = Answer.REFUSED, None


def resolve_institutions(session: Session, readings: Sequence[Reading], scope: Scope) -> None:
    """Fill the institution of every row, named by code or by title; refuse a row of another one than the scope's."""
    words = {each.values.get("institution", "") for each in readings} - {""}
    query = select(Institution.id, Institution.code, Institution.title)
    rows = session.execute(query.where(Institution.code.in_(words) | Institution.title.in_(words))).all()
    known = {row.title: row.id for row in rows} | {row.code: row.id for row in rows}
    for each in readings:
        word = each.values.get("institution", "")
        if not word and scope.institution_id is not None:
            each.problems = [one for one in each.problems if (one.code, one.field) != ("cell_empty", "institution")]
            each.kept["institution_id"] = scope.institution_id
        elif word and word not in known:
            each.refuse("cell_institution_unknown", "institution", text=word)
        elif word and scope.institution_id not in {None, known[word]}:
            each.refuse("cell_institution_other", "institution", text=word)
        elif word:
            each.kept["institution_id"] = known[word]
