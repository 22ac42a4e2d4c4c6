"""The constants of a rule, and the names of what it can miss, gathered in the order of the text."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from rules.book import Book
from rules.queries.shapes import LEARNER
from rules.words import fold

Member = TypeVar("Member")


class UnshapedError(Exception):
    """A rule says what the columns cannot; the tree walker evaluates it."""


@dataclass(frozen=True, slots=True)
class Word:
    """A constant that is a word; it goes into the parameter table by number."""

    text: str


@dataclass(frozen=True, slots=True)
class Gap:
    """The name of a fact: of the outcome in a slot, of the learner, or only the tree walker's to tell ("")."""

    slot: int
    name: str


Constant = int | Word
ASK_THE_WALKER = Gap(LEARNER, "")


@dataclass(slots=True)
class Constants:
    """What makes one rule differ from others of its shape."""

    book: Book
    values: list[Constant] = field(default_factory=list)
    gaps: list[Gap] = field(default_factory=list)

    def place(self, constant: Constant) -> int:
        """Return the place given to a constant."""
        self.values.append(constant)
        return len(self.values) - 1

    def word(self, text: str) -> int:
        """Return the place given to a word, folded."""
        return self.place(Word(fold(text)))

    def narrow(self, kept: tuple[int, int], other: tuple[int, int]) -> None:
        """Make the range at two places what it has in common with another."""
        for place, taken, tighter in zip(kept, other, (max, min), strict=True):
            one, two = self.values[place], self.values[taken]
            if isinstance(one, int) and isinstance(two, int):
                self.values[place] = tighter(one, two)


def padded(members: Sequence[Member]) -> tuple[Member, ...]:
    """Return members with the last repeated up to a power of two, so that lists of many lengths share few shapes."""
    room = 1
    while room < len(members):
        room *= 2
    return (*members, *[members[-1]] * (room - len(members)))
