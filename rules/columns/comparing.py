"""Tests of attributes, judged over columns: by whole numbers where that is exact, else once for each distinct value."""

import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from grammar import nodes as n
from rules.book import Book
from rules.catalogue import Entry
from rules.columns.arrays import Bools, Column, Days, Ints, Numbers
from rules.columns.formulas import Gap, Pair, Rows, Situation
from rules.conditions import Setting, Test, judge, values_of
from rules.facts import Facts, Learner, Outcome
from rules.truth import Truth

SELF = "\0"  # the id of the outcome that a distinct value is judged on
OPERATORS: dict[str, Callable[[Any, Any], Bools]] = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
LEARNER_COLUMNS = {"age": "birth_date"}
Reading = tuple[str, str, str | None]  # "outcome" or "learner", the attribute, the label of a field


@dataclass(frozen=True)
class Attributes:
    """A test of attributes; those of an outcome are read at `place`, or from `target` where it speaks of a target."""

    condition: Test
    place: int
    target: Entry | None = None
    book: Book | None = None

    def __hash__(self) -> int:
        return hash((self.condition, self.place, self.target))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Attributes):
            return NotImplemented
        mine = (self.condition, self.place, self.target)
        return mine == (other.condition, other.place, other.target)

    @property
    def of_learner(self) -> bool:
        """Whether only the learner is asked."""
        return all(reading[0] == "learner" for reading in self._readings())

    def judge(self, rows: Rows, block: Situation) -> Pair:
        """Judge the test row by row; a way without this place passes."""
        absent = self._absent(rows)
        surely, maybe = self._whole_numbers(rows, block) or self._distinct(rows, block).judged()
        return (surely, maybe) if absent is None else (surely | absent, maybe | absent)

    def gaps(self, rows: Rows, block: Situation) -> list[Gap]:
        """Return the facts that were missing, or that could not be compared."""
        owner = rows.places[self.place] if self.place < len(rows.places) else None
        absent = self._absent(rows)
        return [
            Gap(
                name.removeprefix(SELF + "."),
                lacking if absent is None else lacking & ~absent,
                owner if name.startswith(SELF) else None,
            )
            for name, lacking in self._distinct(rows, block).lacking()
        ]

    def _absent(self, rows: Rows) -> Bools | None:
        if self.place == 0 or self.of_learner:
            return None
        absent = rows.places[self.place] < 0
        return absent if absent.any() else None

    def _readings(self) -> tuple[Reading, ...]:
        """Return what is read from the facts, each once; a grade is read with its scale."""
        subject = self.condition.subject
        attributes = [each.attribute for each in values_of(self.condition) if isinstance(each, n.SourceAttribute)]
        if isinstance(subject, n.OutcomeAttribute) and self.target is None:
            attributes.insert(0, subject)
        read: list[Reading] = [("outcome", each.name, each.label) for each in attributes]
        read += [("outcome", "scale", None) for each in attributes if each.name == "grade"]
        if isinstance(subject, n.LearnerAttribute):
            read.append(("learner", LEARNER_COLUMNS.get(subject.name, subject.name), None))
        return tuple(dict.fromkeys(read))

    def _column(self, reading: Reading, block: Situation) -> Column | None:
        of, name, label = reading
        if of == "learner":
            column: Column = getattr(block.population.learners, name)
            return column
        return block.population.outcomes.column(name, label)

    def _rows_read(self, reading: Reading, rows: Rows) -> Ints:
        return rows.learner if reading[0] == "learner" else rows.places[self.place]

    def _read(self, reading: Reading, values: NDArray[Any], rows: Rows) -> NDArray[Any]:
        return values[rows.learner] if reading[0] == "learner" else rows.read(values, self.place)

    def _whole_numbers(self, rows: Rows, block: Situation) -> Pair | None:
        """Judge by whole numbers; None where the test is not one of a single number or day with plain values."""
        readings = self._readings()
        if len(readings) != 1 or self.condition.scale or self.condition.subject.name == "age" or self.target:
            return None
        column = self._column(readings[0], block)
        if not isinstance(column, Numbers | Days):
            return None
        wanted = [_whole(value, column) for value in values_of(self.condition)]
        known = [each for each in wanted if each is not None]
        if len(known) < len(wanted):
            return None
        held = self._read(readings[0], column.values, rows)
        surely = _compared(self.condition, held, known)
        if isinstance(column, Numbers) and column.missing is None:
            return surely, surely
        gaps = None if isinstance(column, Days) else column.missing
        missing = held == 0 if gaps is None else self._read(readings[0], gaps, rows)
        return surely & ~missing, surely | missing

    def _distinct(self, rows: Rows, block: Situation) -> "Distinct":
        readings = self._readings()
        columns = {reading: self._column(reading, block) for reading in readings}
        inverse: Ints = np.zeros(len(rows), np.int64)
        first: Ints = np.zeros(min(1, len(rows)), np.int64)
        for reading, column in columns.items():
            if column is not None:
                codes = _codes(column, self._rows_read(reading, rows))
                first, inverse = _numbered(inverse * (int(codes.max(initial=0)) + 1) + codes)
        held = [self._facts(columns, rows, int(row)) for row in first]
        return Distinct(inverse, tuple(self._said(each, block) for each in held))

    def _facts(self, columns: Mapping[Reading, Column | None], rows: Rows, row: int) -> tuple[Learner, Outcome]:
        read: dict[str, dict[str, Any]] = {"learner": {}, "outcome": {}}
        fields: dict[str, str] = {}
        for reading, column in columns.items():
            of, name, label = reading
            value: Any = None if column is None else column.at(int(self._rows_read(reading, rows)[row]))
            if name == "field":
                fields[label or ""] = value or ""
            else:
                read[of][name] = int(value) if name == "qf_level" and value is not None else value
        return Learner("", **read["learner"]), Outcome(SELF, "", fields=fields, **read["outcome"])

    def _said(self, held: tuple[Learner, Outcome], block: Situation) -> tuple[Truth, frozenset[str]]:
        learner, outcome = held
        facts = Facts(learner, (outcome,), on=block.on)
        book = self.book or Book()
        if self.target is None:
            trace = judge(self.condition, Setting(facts, book, (outcome,)))
        else:
            trace = judge(self.condition, Setting(facts, book, (course_of(self.target),), (outcome,)))
        return trace.truth, trace.gaps()


@dataclass(frozen=True, slots=True)
class Distinct:
    """What was said of each distinct value, and which value each row has."""

    inverse: Ints
    said: tuple[tuple[Truth, frozenset[str]], ...]

    def judged(self) -> Pair:
        """Return the truths row by row."""
        surely = np.array([truth is Truth.YES for truth, _ in self.said], np.bool_)
        maybe = np.array([truth is not Truth.NO for truth, _ in self.said], np.bool_)
        return surely[self.inverse], maybe[self.inverse]

    def lacking(self) -> list[tuple[str, Bools]]:
        """Return the missing facts, each with the rows that lack it."""
        names = sorted(frozenset[str]().union(*(gaps for _, gaps in self.said)))
        return [(name, np.array([name in gaps for _, gaps in self.said], np.bool_)[self.inverse]) for name in names]


def course_of(entry: Entry) -> Outcome:
    """Return a target's entry as conditions read it."""
    names = (entry.title, entry.code)
    numbers = {"qf_level": entry.qf_level, "credits": entry.credits, "hours": entry.hours}
    return Outcome("target", entry.kind, *names, level=entry.level, **numbers)  # type: ignore[arg-type]


def _whole(value: n.Value, column: Numbers | Days) -> int | None:
    """Return a plain value as the column keeps it; None where it has to be compared otherwise."""
    if isinstance(column, Numbers):
        return column.scaled(value.value) if isinstance(value, n.Number) else None
    day = value.value if isinstance(value, n.Day) else None
    return day.toordinal() if isinstance(day, date) else None


def _compared(condition: Test, held: Ints, wanted: list[int]) -> Bools:
    match condition:
        case n.Comparison(operator=sign):
            return OPERATORS[sign](held, wanted[0])
        case n.Inclusion(negated=negated):
            found: Bools = np.isin(held, wanted, invert=negated)
            return found
        case n.Between():
            inside: Bools = (held >= wanted[0]) & (held <= wanted[1])
            return inside


def _numbered(codes: Ints) -> tuple[Ints, Ints]:
    """Give each distinct code a number; return one row of each, and the number in each row."""
    size = int(codes.max(initial=0)) + 1
    if size > len(codes) + 1000:
        _, first, inverse = np.unique(codes, return_index=True, return_inverse=True)
        return first, inverse
    example = np.full(size, -1, np.int64)
    example[codes] = np.arange(len(codes))
    present = example >= 0
    return example[present], (np.cumsum(present) - 1)[codes]


def _codes(column: Column, rows: Ints) -> Ints:
    """Return small codes of some rows of a column; rows that are alike have one code."""
    if isinstance(column, Numbers):
        _, codes = np.unique(column.values[rows], return_inverse=True)
        return np.where(column.absent(rows), 0, codes + 1)
    if isinstance(column, Days):
        _, codes = np.unique(column.values[rows], return_inverse=True)
        return codes
    return column.codes[rows].astype(np.int64)
