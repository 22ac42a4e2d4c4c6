"""Columns of a population: exact numbers, days and words, each knowing where it is empty."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.integer]
Bools = NDArray[np.bool_]
Bits = NDArray[np.uint64]

DIGITS = 4  # decimal places that every column of numbers keeps at least
MOST_DIGITS = 28  # that decimals are scaled with exactly
LARGEST = 2**62


@dataclass(frozen=True, slots=True)
class Numbers:
    """Exact numbers, `digits` decimal places kept as whole numbers; `missing` is None where all are known."""

    values: Ints
    missing: Bools | None = None
    digits: int = DIGITS

    def part(self, rows: slice) -> "Numbers":
        """Return some rows."""
        return Numbers(self.values[rows], None if self.missing is None else self.missing[rows], self.digits)

    def at(self, place: int) -> Decimal | None:
        """Return one number, exactly."""
        if self.missing is not None and self.missing[place]:
            return None
        return self.exact(int(self.values[place]))

    def exact(self, value: int) -> Decimal:
        """Return the number that a whole number of this column stands for."""
        return _shortest(Decimal(value).scaleb(-self.digits))

    def scaled(self, number: Decimal) -> int | None:
        """Return the whole number that stands for a number; None when the column cannot hold it."""
        scaled = number.scaleb(self.digits)
        return int(scaled) if scaled == scaled.to_integral_value() else None

    def absent(self, rows: Ints) -> Bools:
        """Tell which of some rows are empty."""
        return np.zeros(len(rows), np.bool_) if self.missing is None else self.missing[rows]


@dataclass(frozen=True, slots=True)
class Days:
    """Days as ordinals (1 is 0001-01-01); 0 is unknown."""

    values: Ints

    def part(self, rows: slice) -> "Days":
        """Return some rows."""
        return Days(self.values[rows])

    def at(self, place: int) -> date | None:
        """Return one day."""
        ordinal = int(self.values[place])
        return date.fromordinal(ordinal) if ordinal else None

    def absent(self, rows: Ints) -> Bools:
        """Tell which of some rows are empty."""
        empty: Bools = self.values[rows] == 0
        return empty


@dataclass(frozen=True)
class Words:
    """Words as places in `words`, whose first is the empty one."""

    codes: Ints
    words: tuple[str, ...]

    def part(self, rows: slice) -> "Words":
        """Return some rows."""
        return Words(self.codes[rows], self.words)

    def at(self, place: int) -> str:
        """Return one word."""
        return self.words[int(self.codes[place])]

    @cached_property
    def places(self) -> dict[str, int]:
        """Where each word stands."""
        return {word: place for place, word in enumerate(self.words)}


Column = Numbers | Days | Words


def numbers(values: Sequence[Decimal | int | None]) -> Numbers:
    """Return exact numbers as a column, with more decimal places where one needs them.

    Raises ValueError for a number that 62 bits cannot hold exactly, or that is none.
    """
    known = [Decimal(value) for value in values if value is not None]
    if not all(value.is_finite() for value in known):
        raise ValueError("a column of numbers holds finite numbers only")
    if any(len(value.as_tuple().digits) > MOST_DIGITS for value in known):
        raise ValueError(f"a number has more than {MOST_DIGITS} digits")
    digits = max([DIGITS, *(-_exponent(value) for value in known)])
    scaled = [0 if value is None else int(Decimal(value).scaleb(digits)) for value in values]
    if any(abs(value) >= LARGEST for value in scaled):
        raise ValueError(f"a number is too large to be kept with {digits} decimal places")
    missing = np.array([value is None for value in values], np.bool_)
    return Numbers(np.array(scaled, np.int64), missing if missing.any() else None, digits)


def days(values: Iterable[date | None]) -> Days:
    """Return days as a column."""
    return Days(np.array([0 if value is None else value.toordinal() for value in values], np.int32))


def words(values: Iterable[str]) -> Words:
    """Return words as a column."""
    places = {"": 0}
    codes = [places.setdefault(value, len(places)) for value in values]
    return Words(np.array(codes, np.int32), tuple(places))


def no_numbers(count: int) -> Numbers:
    """Return a column of numbers that are all unknown."""
    return Numbers(np.zeros(count, np.int8), np.ones(count, np.bool_))


def no_words(count: int) -> Words:
    """Return a column of words that are all unknown."""
    return Words(np.zeros(count, np.int8), ("",))


def no_days(count: int) -> Days:
    """Return a column of days that are all unknown."""
    return Days(np.zeros(count, np.int8))


def _exponent(value: Decimal) -> int:
    exponent = value.normalize().as_tuple().exponent
    return exponent if isinstance(exponent, int) else 0


def _shortest(value: Decimal) -> Decimal:
    """Return a number without trailing zeros behind its point, and without an exponent."""
    whole = value.to_integral_value()
    return whole if whole == value else value.normalize()
