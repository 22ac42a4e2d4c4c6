"""The ways in which a learner's outcomes can fill the slots of a source."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Generic, Protocol, TypeVar

from rules.facts import Outcome
from rules.sources import EverySlot, Slot, Slots, SomeSlots, each_slot

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
        self._plans: dict[int, _Plan] = {}

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
            case EverySlot() | SomeSlots():
                plan = self._plans.get(id(slots))  # the slots live as long as the rule is looked at
                if plan is None:
                    plan = self._plans[id(slots)] = self._plan(slots)
                yield from _Beginnings(self, plan).ways(used)

    def _plan(self, slots: EverySlot | SomeSlots) -> "_Plan":
        members = tuple(each for each in slots.members if can_be_filled(each, self.candidates))
        count = slots.count if isinstance(slots, SomeSlots) else len(slots.members)
        if self.fit is None or count <= 0:
            return _Plan(members, count)
        fillable = replace(slots, members=members)
        named = self._candidates_of(each_slot(fillable)).bit_count()
        ids = [[each.outcome_id for each in self.candidates(slot)] for slot in each_slot(fillable)]
        by_ids = all(each == sorted(each) for each in ids)
        return _Plan(members, count, _equal_places(members), number_of_outcomes(fillable) == named, by_ids)

    def left(self, slot: Slots, used: int) -> int:
        """Return how many candidates of a slot are not used yet."""
        return (self._candidates_of([slot]) & ~used).bit_count() if isinstance(slot, Slot) else 0

    def bits(self, filled: Fill[Held]) -> int:
        """Return the outcomes of a way as the bits of a number."""
        return sum(self._bit(outcome) for _, outcome in filled)

    def worst(self, filled: Fill[Held]) -> int:
        """Return how well the worst outcome of a way does in its slot."""
        return max((self.fit(*each) for each in filled), default=0) if self.fit else 0

    def _candidates_of(self, slots: Iterable[Slot]) -> int:
        found = 0
        for slot in slots:
            for outcome in self.candidates(slot):
                found |= self._bit(outcome)
        return found

    def _bit(self, outcome: Held) -> int:
        return 1 << self._bits.setdefault(outcome.outcome_id, len(self._bits))

    def _outcomes(self, slot: Slot, used: int) -> Iterator[Fill[Held]]:
        for outcome in self.candidates(slot):
            if not used & self._bit(outcome):
                self.steps += 1
                if self.steps > MOST_STEPS:
                    return
                yield ((slot, outcome),)


@dataclass(frozen=True, slots=True)
class _Plan:
    """So many of some members to fill.

    `equal` has for the place of each slot like another all places of such slots; `takes_all` says that every way takes
    the same outcomes: all candidates there are; `by_ids` that the candidates come in the order of the ids.
    """

    members: tuple[Slots, ...]
    count: int
    equal: Mapping[int, Sequence[int]] = field(default_factory=dict)
    takes_all: bool = False
    by_ids: bool = False


@dataclass(frozen=True, slots=True)
class _Begun(Generic[Held]):
    """A way as far as it is begun: the outcomes taken, as bits too, the worst fit, and what equal slots hold so far.

    `twins` say for slots that equal slots are still to follow which outcomes they took, and which they passed by.
    """

    filled: Fill[Held] = ()
    taken: int = 0
    worst: int = 0
    twins: Mapping[int, tuple[int, int]] = field(default_factory=dict)

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of the outcomes, in the order of the text."""
        return tuple([outcome.outcome_id for _, outcome in self.filled])


class _Beginnings(Generic[Held]):
    """The ways to fill so many of some members, each begun with the first and gone on with.

    What a rule says of a way depends on which outcomes it takes and on how badly the worst of them fits; among ways
    alike in this the order of the ids decides. So equal slots take their outcomes in one order only, and a beginning is
    left when an earlier one took the same outcomes, which fit as well, in an order of the ids as good, and had as many
    members left to go on with.
    """

    def __init__(self, filling: Filling[Held], plan: _Plan) -> None:
        self._filling = filling
        self._plan = plan
        self._earlier: dict[tuple[object, ...], tuple[int, tuple[str, ...]]] = {}
        self._found: tuple[int, tuple[str, ...]] | None = None

    def ways(self, used: int) -> Iterator[Fill[Held]]:
        """Yield the ways by outcomes that are not used yet."""
        return self._go_on(self._plan.count, used, 0, _Begun())

    def _go_on(self, count: int, used: int, place: int, begun: _Begun[Held]) -> Iterator[Fill[Held]]:
        """Yield the ways to fill so many more of the members from a place on."""
        if count <= 0:
            if self._plan.takes_all:
                self._found = min(self._found or (begun.worst, begun.ids), (begun.worst, begun.ids))
            yield begun.filled
            return
        for here in range(place, len(self._plan.members) - count + 1):
            if any(place <= other < here for other in self._plan.equal.get(here, ())):
                continue  # the slot like it that stands before was gone on with
            for further in self._one_more(here, count, used, begun):
                if self._filling.fit is None or self._is_better(count, here, further):
                    yield from self._go_on(count - 1, used, here + 1, further)

    def _one_more(self, here: int, count: int, used: int, begun: _Begun[Held]) -> Iterator[_Begun[Held]]:
        """Yield a beginning with one more member filled, in each way."""
        member, equal = self._plan.members[here], self._plan.equal.get(here, ())
        held, passed = begun.twins.get(equal[0], (0, 0)) if equal else (0, 0)
        following = sum(place > here for place in equal)
        spare = len(self._plan.members) - here - count  # members that may be left out
        needed = following - spare
        others = {first: twins for first, twins in begun.twins.items() if not equal or first != equal[0]}
        for first in self._filling.ways_beside(member, used | begun.taken | passed):
            bits, worst = self._filling.bits(first), max(begun.worst, self._filling.worst(first))
            if not equal:
                yield _Begun(begun.filled + first, begun.taken | bits, worst, others)
                continue
            passed |= bits
            if needed > 0 and self._filling.left(member, used | begun.taken | passed) < needed:
                return
            twins = {**others, equal[0]: (held | bits, passed)} if following else others
            likes = {id(self._plan.members[place]) for place in equal}
            yield _Begun(_in_order(begun.filled, first, likes), begun.taken | bits, worst, twins)

    def _is_better(self, count: int, place: int, begun: _Begun[Held]) -> bool:
        ids = begun.ids
        settled = self._plan.by_ids or not begun.twins  # no later twin changes the order
        if self._found and settled and begun.worst >= self._found[0] and ids > self._found[1][: len(ids)]:
            return False  # the way that was found takes the same outcomes as every other
        twins = tuple(sorted([(first, held) for first, (held, _) in begun.twins.items()]))
        alike = count, begun.taken, begun.worst, twins
        earlier = self._earlier.get(alike)
        if earlier is not None and earlier[0] <= place and earlier[1] <= ids:
            return False
        if earlier is None or (place <= earlier[0] and ids <= earlier[1]):
            self._earlier[alike] = place, ids
        return True


def _equal_places(members: tuple[Slots, ...]) -> dict[int, list[int]]:
    """Return for each member that is a slot like another all places of such slots."""
    found: dict[Slots, list[int]] = {}
    for place, member in enumerate(members):
        if isinstance(member, Slot):
            found.setdefault(member, []).append(place)
    return {place: equal for equal in found.values() for place in equal if len(equal) > 1}


def _in_order(filled: Fill[Held], last: Fill[Held], likes: set[int]) -> Fill[Held]:
    """Return a way with one more slot, the outcomes of the slots that are like it in the order of their ids."""
    ((slot, outcome),) = last
    places = [place for place, (each, _) in enumerate(filled) if id(each) in likes]
    if not places or filled[places[-1]][1].outcome_id < outcome.outcome_id:
        return filled + last
    longer = [*filled, (slot, outcome)]
    places.append(len(filled))
    ordered = sorted((longer[place] for place in places), key=lambda pair: pair[1].outcome_id)
    for place, (_, held) in zip(places, ordered, strict=True):
        longer[place] = longer[place][0], held
    return tuple(longer)


def can_be_filled(slots: Slots, candidates: Candidates[Held]) -> bool:
    """Tell whether there are candidates enough, one slot apart from the other."""
    match slots:
        case Slot():
            return bool(candidates(slots))
        case EverySlot(members=members):
            return all(can_be_filled(member, candidates) for member in members)
        case SomeSlots(count=count, members=members):
            return sum(can_be_filled(member, candidates) for member in members) >= count


def number_of_outcomes(slots: Slots) -> int | None:
    """Return how many outcomes fill the slots, or None where this depends on what is chosen."""
    if isinstance(slots, Slot):
        return 1
    found = [number_of_outcomes(member) for member in slots.members]
    known = [each for each in found if each is not None]
    if len(known) < len(found):
        return None
    if isinstance(slots, EverySlot):
        return sum(known)
    return known[0] * slots.count if len(set(known)) == 1 else None
