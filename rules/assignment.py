"""The ways in which a learner's outcomes can fill the slots of a source."""

from collections.abc import Callable, Iterator
from typing import Protocol, TypeVar

from rules.facts import Outcome
from rules.sources import EverySlot, Slot, Slots, SomeSlots


class Identified(Protocol):
    """What can fill a slot, once."""

    @property
    def outcome_id(self) -> str: ...  # noqa: D102 - the attribute of the same name


Held = TypeVar("Held", bound=Identified)
Filled = tuple[tuple[Slot, Outcome], ...]
Candidates = Callable[[Slot], tuple[Held, ...]]
Fill = tuple[tuple[Slot, Held], ...]


def ways_to_fill(
    slots: Slots, candidates: Candidates[Held], used: frozenset[str] = frozenset()
) -> Iterator[Fill[Held]]:
    """Yield every way to fill the slots, in the order of the candidates; an outcome fills one slot only."""
    match slots:
        case Slot():
            for outcome in candidates(slots):
                if outcome.outcome_id not in used:
                    yield ((slots, outcome),)
        case EverySlot(members=members):
            yield from _fill_all(members, candidates, used)
        case SomeSlots(count=count, members=members):
            fillable = tuple(each for each in members if can_be_filled(each, candidates))
            yield from _fill_some(count, fillable, candidates, used)


def _fill_all(members: tuple[Slots, ...], candidates: Candidates[Held], used: frozenset[str]) -> Iterator[Fill[Held]]:
    if not members:
        yield ()
        return
    for first in ways_to_fill(members[0], candidates, used):
        taken = used | {outcome.outcome_id for _, outcome in first}
        for rest in _fill_all(members[1:], candidates, taken):
            yield first + rest


def _fill_some(
    count: int, members: tuple[Slots, ...], candidates: Candidates[Held], used: frozenset[str]
) -> Iterator[Fill[Held]]:
    if count <= 0:
        yield ()
        return
    for place in range(len(members) - count + 1):
        for first in ways_to_fill(members[place], candidates, used):
            taken = used | {outcome.outcome_id for _, outcome in first}
            for rest in _fill_some(count - 1, members[place + 1 :], candidates, taken):
                yield first + rest


def can_be_filled(slots: Slots, candidates: Candidates[Held]) -> bool:
    """Tell whether there are candidates enough, one slot apart from the other."""
    match slots:
        case Slot():
            return bool(candidates(slots))
        case EverySlot(members=members):
            return all(can_be_filled(member, candidates) for member in members)
        case SomeSlots(count=count, members=members):
            return sum(can_be_filled(member, candidates) for member in members) >= count
