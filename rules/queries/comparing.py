"""Comparisons with what a rule says, as shapes: which column is compared, and with which constant."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from grammar import nodes as n
from rules.queries.constants import Constants, UnshapedError
from rules.queries.numbers import day_number, day_of, number_of, scaled
from rules.queries.shapes import (
    Cell,
    Equal,
    FieldCell,
    Fixed,
    GradeOrder,
    OwnScaleOrder,
    SameLevel,
    Shape,
    Within,
)
from rules.values import Content, written_value
from rules.words import fold, level_place

NUMBERS = frozenset({"score", "qf_level", "credits", "hours", "age"})
DAYS = frozenset({"awarded_on", "enrolled_on"})
MOST = 2**62  # beyond all that a column holds
RANGES: dict[str, Callable[[int], tuple[int, int]]] = {
    "=": lambda constant: (constant, constant),
    "<": lambda constant: (-MOST, constant - 1),
    "<=": lambda constant: (-MOST, constant),
    ">": lambda constant: (constant + 1, MOST),
    ">=": lambda constant: (constant, MOST),
}
UNKNOWN = Fixed(value=None)


@dataclass(frozen=True, slots=True)
class Comparing:
    """One subject in one slot; the scale is the one that the rule names."""

    constants: Constants
    subject: n.Subject
    slot: int
    scale: str | None

    def same(self, value: n.Value) -> Shape:
        """Return the shape of "equals"."""
        written = written_value(value, None)
        if self.subject.name == "level":
            return self._same_level(written.content)
        if self.subject.name == "grade":
            if self.scale:
                return self._on_scale("=", written.shown, graded=True)
            return Equal(Cell(self.slot, "grade"), self.constants.word(written.shown))
        if self._textual and isinstance(written.content, str):
            return Equal(self._text, self.constants.word(written.content))
        return self._measured("=", written.content)

    def order(self, operator: str, value: n.Value) -> Shape:
        """Return the shape of "stands so to"."""
        written = written_value(value, None)
        if self.subject.name == "level":
            place = level_place(str(written.content))
            return UNKNOWN if place is None else self._compare(Cell(self.slot, "level_place"), operator, place)
        if self.subject.name == "grade" and not self.scale:
            return OwnScaleOrder(self.slot, operator, self.constants.word(written.shown))
        if self.subject.name == "grade" or (self._textual and self.scale and isinstance(written.content, str)):
            return self._on_scale(operator, written.shown, graded=self.subject.name == "grade")
        if self._textual and isinstance(written.content, str):
            return UNKNOWN
        return self._measured(operator, written.content)

    @property
    def _textual(self) -> bool:
        return self.subject.name in {"field", "major"}

    @property
    def _text(self) -> Cell | FieldCell:
        return self._field("text") if isinstance(self.subject, n.OutcomeAttribute) else Cell(self.slot, "major")

    def _field(self, part: str) -> FieldCell:
        label = self.subject.label if isinstance(self.subject, n.OutcomeAttribute) else None
        return FieldCell(self.slot, part, self.constants.word(label or ""))

    def _compare(self, cell: Cell | FieldCell, operator: str, constant: int) -> Within:
        low, high = RANGES[operator](constant)
        return Within(cell, self.constants.place(low), self.constants.place(high))

    def _same_level(self, content: Content | None) -> Shape:
        if not isinstance(content, str):
            return UNKNOWN
        place = level_place(content)
        if place is None:
            return Equal(Cell(self.slot, "level"), self.constants.word(content))
        return SameLevel(self.slot, self.constants.place(place))

    def _on_scale(self, operator: str, grade: str, *, graded: bool) -> Shape:
        grades = {each: place for place, each in enumerate(self.constants.book.grades(self.scale or ""))}
        place = grades.get(fold(grade))
        if place is None:
            return UNKNOWN
        cell = Cell(self.slot, "grade") if graded else self._text
        scale = self.constants.word(self.scale or "")
        return GradeOrder(cell, operator, scale, self.constants.place(place), graded)

    def _measured(self, operator: str, content: Content | None) -> Shape:
        if self.scale or self.subject.name == "major":
            raise UnshapedError(self.subject.name)
        if self.subject.name == "field":
            part = "day" if isinstance(content, date) else "number"
            wanted = content
        elif self.subject.name in NUMBERS:
            part = "number"
            wanted = number_of(content) if isinstance(content, str) else content
        else:
            part = "day"
            wanted = day_of(content) if isinstance(content, str) else content
        constant = _constant(part, wanted)
        if constant is None:
            return UNKNOWN
        cell = self._field(part) if self.subject.name == "field" else Cell(self.slot, self.subject.name)
        return self._compare(cell, operator, constant)


def _constant(part: str, wanted: Content | None) -> int | None:
    """Return what a column of days or numbers is compared with; None for what no day or number compares to."""
    if part == "day":
        return day_number(wanted) if isinstance(wanted, date) else None
    if not isinstance(wanted, Decimal) or wanted.is_nan():
        return None
    try:
        return scaled(wanted)
    except ValueError as unkept:
        raise UnshapedError(str(wanted)) from unkept
