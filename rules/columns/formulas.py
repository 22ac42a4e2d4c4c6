"""Conditions as formulas over leaves; equal ones are one node, so that each is judged once for many rules."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from rules.columns.arrays import Bits, Bools, Ints
from rules.columns.identities import NameSet
from rules.columns.population import ColumnPopulation

Pair = tuple[Bools, Bools]  # surely holds, may hold: a pending truth may hold but does not surely
Value = TypeVar("Value", bound=np.generic)
Kind = Literal["all", "any", "not"]


@dataclass(frozen=True, slots=True)
class Rows:
    """Ways to fill a source: the outcomes of each, place by place (-1: this way has no such place), and the learner.

    `arm` says which of several alternatives a way fills.
    """

    places: tuple[Ints, ...]
    learner: Ints
    arm: Ints
    _read: dict[tuple[int, int], NDArray[Any]] = field(default_factory=dict, compare=False, repr=False)

    def __len__(self) -> int:
        return len(self.learner)

    def read(self, values: NDArray[Value], place: int) -> NDArray[Value]:
        """Return what the outcomes at a place have in a column that lives as long as these rows; kept for the next."""
        key = (id(values), place)
        if key not in self._read:
            self._read[key] = values[self.places[place]]
        return self._read[key]

    def part(self, rows: slice | Bools | Ints) -> "Rows":
        """Return some rows."""
        return Rows(tuple(each[rows] for each in self.places), self.learner[rows], self.arm[rows])


@dataclass(frozen=True, slots=True)
class Gap:
    """A missing fact: its name, the rows that lack it, and, where it is one of an outcome, which outcome's."""

    name: str
    lacking: Bools
    owner: Ints | None = None

    def at(self, rows: Ints) -> "Gap":
        """Return the gap as seen from other rows, each of which stands for one of these."""
        return Gap(self.name, self.lacking[rows], None if self.owner is None else self.owner[rows])


class Situation(Protocol):
    """Learners on a day, as leaves are judged against them."""

    @property
    def population(self) -> ColumnPopulation: ...  # noqa: D102 - the class of the same name says it
    @property
    def on(self) -> date: ...  # noqa: D102
    def holds(self, node: int, rows: Rows) -> Pair:
        """Judge a formula row by row."""

    def gaps(self, node: int, rows: Rows) -> list[Gap]:
        """Return what a formula lacks where it is pending."""

    def named(self, names: NameSet) -> Rows:
        """Return one row for each outcome that a set of names means."""

    def holds_for(self, names: NameSet, node: int) -> Pair:
        """Judge a formula for each outcome that a set of names means."""


class Leaf(Protocol):
    """A test that is judged over rows; with `of_learner` it depends on the learner alone."""

    @property
    def of_learner(self) -> bool: ...  # noqa: D102 - the class says it
    def judge(self, rows: Rows, block: Situation) -> Pair: ...  # noqa: D102
    def gaps(self, rows: Rows, block: Situation) -> list[Gap]: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class Joint:
    """Nodes joined."""

    kind: Kind
    members: tuple[int, ...]


@dataclass(slots=True)
class Formulas:
    """The nodes, each named by its place; equal leaves and joints are one."""

    nodes: list[Leaf | Joint] = field(default_factory=list)
    _places: dict[Leaf | Joint, int] = field(default_factory=dict)

    def add(self, node: Leaf | Joint) -> int:
        """Return the place of a leaf or joint."""
        place = self._places.get(node)
        if place is None:
            place = self._places[node] = len(self.nodes)
            self.nodes.append(node)
        return place

    def every(self, members: Iterable[int]) -> int:
        """Return the conjunction."""
        return self._joined("all", members)

    def either(self, members: Iterable[int]) -> int:
        """Return the disjunction."""
        return self._joined("any", members)

    def opposite(self, member: int) -> int:
        """Return the negation."""
        return self.add(Joint("not", (member,)))

    def conjuncts(self, node: int) -> tuple[int, ...]:
        """Return what must all hold, conjunctions within opened, each once."""
        held = self.nodes[node]
        if not isinstance(held, Joint) or held.kind != "all":
            return (node,)
        return tuple(dict.fromkeys(each for member in held.members for each in self.conjuncts(member)))

    def leaves(self, nodes: Iterable[int]) -> frozenset[int]:
        """Return the leaves of some formulas."""
        found: set[int] = set()
        for node in nodes:
            held = self.nodes[node]
            found |= self.leaves(held.members) if isinstance(held, Joint) else {node}
        return frozenset(found)

    def _joined(self, kind: Kind, members: Iterable[int]) -> int:
        kept = tuple(members)
        return kept[0] if len(kept) == 1 else self.add(Joint(kind, kept))


def opposite_of(pair: Pair) -> Pair:
    """Return the negation: it surely holds what may not hold."""
    return ~pair[1], ~pair[0]


def pending(pair: Pair) -> Bools:
    """Tell where a truth is pending."""
    return pair[1] & ~pair[0]


def packed(pair: Pair) -> Bits:
    """Return a truth of 64 rows for each word, as two rows of words: surely, maybe."""
    sides = [np.packbits(side, bitorder="little").view(np.uint64) for side in pair]
    return np.stack(sides)


def unpacked(bits: Bits) -> Bools:
    """Return one bool for each bit."""
    return np.unpackbits(bits.view(np.uint8), bitorder="little").view(np.bool_)
