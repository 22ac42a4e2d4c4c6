"""Tests of one value, as expressions; usual ones written out, rare ones by the values' own comparisons."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from grammar import nodes as n
from rules.book import Book
from rules.compiled.general import general_gaps, general_test
from rules.compiled.prepared import ordinal_of, step_of
from rules.compiled.writer import Writer
from rules.conditions import Test, values_of
from rules.words import fold, level_place

OPERATORS = {"=": "==", "!=": "!=", "<": "<", "<=": "<=", ">": ">", ">=": ">="}
NUMBERS = {"score", "credits", "hours", "qf_level"}
EQUALITY = {"=", "!="}
ABSENT = "None"


@dataclass(frozen=True, slots=True)
class Leaf:
    """A test as expressions: `missing` and `holds` where it is written out, else `code` (0 yes, 1 pending, 2 no).

    `holds` may read what `missing` has bound, so `missing` comes first. `gaps` is a tuple of the facts that a pending
    one waits for.
    """

    gaps: str
    missing: str = ""
    holds: str = ""
    general: str = ""

    @property
    def code(self) -> str:
        """The truth as a number."""
        return self.general or f"1 if {self.missing} else 0 if {self.holds} else 2"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a test is written: the variables of the outcome whose attribute it reads, and of its source."""

    outcome: str = ABSENT
    source: str = ABSENT


def leaf_of(test: Test, place: Place, writer: Writer, book: Book) -> Leaf:
    """Return a test of one outcome, or of the learner."""
    for usual in (_of_number, _of_day, _of_level, _of_grade, _of_word):
        found = usual(test, place, writer, book)
        if found is not None:
            return found
    called = f"(p, {place.outcome}, {place.source})"
    compared, waited = writer.constant(general_test(test, book)), writer.constant(general_gaps(test))
    return Leaf(f"{waited}{called}", general=f"{compared}{called}")


def _contents(test: Test, kind: type) -> tuple[Any, ...] | None:
    """Return the values written in a test when all are of one kind, else None."""
    found = tuple(getattr(each, "value", None) for each in values_of(test))
    return found if found and all(type(each) is kind for each in found) else None


def _written(test: Test, held: str, constants: tuple[str, ...]) -> str:
    """Return the expression of a test on values that are known and can be compared."""
    match test:
        case n.Comparison(operator=operator):
            return f"{held} {OPERATORS[operator]} {constants[0]}"
        case n.Between():
            return f"{constants[0]} <= {held} <= {constants[1]}"
        case n.Inclusion(negated=negated):
            return f"{held} {'not in' if negated else 'in'} ({', '.join(constants)},)"


def _of_number(test: Test, place: Place, writer: Writer, _book: Book) -> Leaf | None:
    subject, numbers = test.subject, _contents(test, Decimal)
    values = tuple(map(step_of, numbers or ()))
    if not values or test.scale or any(step is None or step % 2 for step in values):
        return None
    if isinstance(subject, n.LearnerAttribute):
        read = ("p.age", "('learner.birth_date',)") if subject.name == "age" else None
    else:
        read = (f"{place.outcome}.{subject.name}", _gap(place, subject.name)) if subject.name in NUMBERS else None
    return _bound(test, read, values, writer) if read else None


def _of_day(test: Test, place: Place, writer: Writer, _book: Book) -> Leaf | None:
    subject, days = test.subject, _contents(test, date)
    if days is None or test.scale:
        return None
    values = tuple(map(ordinal_of, days))
    if subject.name == "enrolled_on":
        return _bound(test, ("p.enrolled_on", "('learner.enrolled_on',)"), values, writer)
    if subject.name == "awarded_on":
        return _bound(test, (f"{place.outcome}.awarded_on", _gap(place, "awarded_on")), values, writer)
    return None


def _bound(test: Test, read: tuple[str, str], values: tuple[object, ...], writer: Writer) -> Leaf:
    held = writer.read(read[0])
    constants = tuple(map(writer.constant, values))
    return Leaf(read[1], f"{held} is None", _written(test, held, constants))


def _of_level(test: Test, place: Place, writer: Writer, _book: Book) -> Leaf | None:
    """Write a test of the level; a word that is no level equals none, and stands in no order."""
    values = _contents(test, str)
    if test.subject.name != "level" or values is None:
        return None
    places = [level_place(value) for value in values]
    if None in places:
        return None
    of_learner = isinstance(test.subject, n.LearnerAttribute)
    owner, gap = ("p", "('learner.level',)") if of_learner else (place.outcome, _gap(place, "level"))
    wanted, held = tuple(map(writer.constant, places)), writer.read(f"{owner}.level")
    if isinstance(test, n.Inclusion) or (isinstance(test, n.Comparison) and test.operator in EQUALITY):
        return Leaf(gap, f"not {writer.read(f'{owner}.level_word')}", _written(test, held, wanted))
    return Leaf(gap, f"{held} is None", _written(test, held, wanted))


def _of_grade(test: Test, place: Place, writer: Writer, book: Book) -> Leaf | None:
    """Write a test of the grade on a scale that the rule names and the book declares."""
    values = _contents(test, str)
    if test.subject.name != "grade" or values is None or not test.scale:
        return None
    ladder_places = {grade: step for step, grade in enumerate(book.grades(test.scale))}
    if any(fold(value) not in ladder_places for value in values) or not fold(test.scale):
        return None
    held, ladder = writer.name(), writer.constant(ladder_places)
    wanted = tuple(writer.constant(ladder_places[fold(value)]) for value in values)
    scale, outcome = writer.constant(fold(test.scale)), place.outcome
    placed = f"({ladder}.get({outcome}.grade) if {outcome}.scale in ('', {scale}) else None)"
    return Leaf(_gap(place, "grade"), f"({held} := {placed}) is None", _written(test, held, wanted))


def _of_word(test: Test, place: Place, writer: Writer, _book: Book) -> Leaf | None:
    """Write a test whether a form field or the learner's major is one of some words."""
    subject, values = test.subject, _contents(test, str)
    ordered = isinstance(test, n.Between) or (isinstance(test, n.Comparison) and test.operator not in EQUALITY)
    if values is None or test.scale or ordered:
        return None
    constants = tuple(writer.constant(fold(value)) for value in values)
    if subject.name == "major":
        held = writer.read("p.major")
        return Leaf("('learner.major',)", f"{held} is None", _written(test, held, constants))
    if subject.name != "field" or not isinstance(subject, n.OutcomeAttribute):
        return None
    label, held = subject.label or "", writer.name()
    read = f"({held} := {place.outcome}.fields.get({writer.constant(fold(label))})) is None"
    return Leaf(_gap(place, f"field:{label}", writer), read, _written(test, held, constants))


def _gap(place: Place, name: str, writer: Writer | None = None) -> str:
    dotted = f"'.{name}'" if writer is None else writer.constant(f".{name}")
    return f"({place.outcome}.outcome_id + {dotted},)"
