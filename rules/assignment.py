"""The ways in which a learner's outcomes can fill the slots of a source."""

from collections.abc import Callable, Iterator
from typing import Generic, Protocol, TypeVar

from rules.facts import Outcome
from rules.sources import EverySlot, Slot, Slots, SomeSlots

MOST_STEPS = 20_000  # in looking for ways to fill the sources of one rule: outcomes tried, and sources of ways found


class Identified(Protocol):
    """What can fill a slot, once."""

    @property
    def outcome_id(self) -> str: ...  # noqa: D102 - the attribute of the same name


Held = TypeVar("Held", bound=Identified)
Filled = tuple[tuple[Slot, Outcome], ...]
Candidates = Callable[[Slot], tuple[Held, ...]]
Fit = Callable[[Slot, Held], int]
Fill = tuple[tuple[Slot, Held], ...]


class Filling(Generic[Held]):
    """Looks for the ways to fill slots from candidates, until it has taken so many steps.

    Where `fit` tells how well a candidate does in a slot, ways that can be no better than an earlier one are left out.
    """

    def __init__(self, candidates: Candidates[Held], fit: Fit[Held] | None = None) -> None:
        self.candidates = candidates
        self.fit = fit
        self.steps = 0
        self._bits: dict[str, int] = {}

    def ways(self, slots: Slots) -> Iterator[Fill[Held]]:
        """Yield ways to fill the slots, in the order of the candidates; an outcome fills one slot only."""
        if not can_be_filled(slots, self.candidates):
            return
        for filled in self.ways_beside(slots, 0):
            yield filled
            self.steps += len(filled)

    def ways_beside(self, slots: Slots, used: int) -> Iterator[Fill[Held]]:
        """Yield ways to fill some of the slots by outcomes that are not used yet."""
        match slots:
            case Slot():
                yield from self._outcomes(slots, used)
            case EverySlot(members=members):
                yield from _Beginnings(self, members).ways(len(members), 0, used)
            case SomeSlots(count=count, members=members):
                fillable = tuple(each for each in members if can_be_filled(each, self.candidates))
                yield from _Beginnings(self, fillable).ways(count, 0, used)

    def bits(self, filled: Fill[Held]) -> int:
        """Return the outcomes of a way as the bits of a number."""
        return sum(self._bit(outcome) for _, outcome in filled)

    def worst(self, filled: Fill[Held]) -> int:
        """Return how well the worst outcome of a way does in its slot."""
        return max((self.fit(*each) for each in filled), default=0) if self.fit else 0

    def _bit(self, outcome: Held) -> int:
        return 1 << self._bits.setdefault(outcome.outcome_id, len(self._bits))

    def _outcomes(self, slot: Slot, used: int) -> Iterator[Fill[Held]]:
        for outcome in self.candidates(slot):
            if not used & self._bit(outcome):
                self.steps += 1
                if self.steps > MOST_STEPS:
                    return
                yield ((slot, outcome),)


class _Beginnings(Generic[Held]):
    """The ways to fill so many of some members, each begun with the first and gone on with.

    What a rule says of a way depends on which outcomes it takes and on how badly the worst of them fits; among ways
    alike in this the order of the ids decides. So a beginning is left when an earlier one took the same outcomes, which
    fit as well, in an order of the ids as good, and had as many members left to go on with.
    """

    def __init__(self, filling: Filling[Held], members: tuple[Slots, ...]) -> None:
        self._filling = filling
        self._members = members
        self._earlier: dict[tuple[int, int, int], tuple[int, tuple[str, ...]]] = {}

    def ways(  # noqa: PLR0913 - a beginning is all of these
        self, count: int, place: int, used: int, *, begun: Fill[Held] = (), taken: int = 0, worst: int = 0
    ) -> Iterator[Fill[Held]]:
        """Yield the ways to fill so many more of the members from a place on."""
        if count <= 0:
            yield begun
            return
        for here in range(place, len(self._members) - count + 1):
            for first in self._filling.ways_beside(self._members[here], used | taken):
                filled = begun + first
                both = taken | self._filling.bits(first)
                least = max(worst, self._filling.worst(first))
                if self._is_better((count, both, least), here, filled):
                    yield from self.ways(count - 1, here + 1, used, begun=filled, taken=both, worst=least)

    def _is_better(self, alike: tuple[int, int, int], place: int, filled: Fill[Held]) -> bool:
        if self._filling.fit is None:
            return True
        ids = tuple([outcome.outcome_id for _, outcome in filled])
        earlier = self._earlier.get(alike)
        if earlier is not None and earlier[0] <= place and earlier[1] <= ids:
            return False
        if earlier is None or (place <= earlier[0] and ids <= earlier[1]):
            self._earlier[alike] = place, ids
        return True


def can_be_filled(slots: Slots, candidates: Candidates[Held]) -> bool:
    """Tell whether there are candidates enough, one slot apart from the other."""
    match slots:
        case Slot():
            return bool(candidates(slots))
        case EverySlot(members=members):
            return all(can_be_filled(member, candidates) for member in members)
        case SomeSlots(count=count, members=members):
            return sum(can_be_filled(member, candidates) for member in members) >= count
