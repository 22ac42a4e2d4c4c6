"""The alternatives of a source: each a list of slots that must be filled together."""

from itertools import combinations, islice, product

from rules.sources import EverySlot, Slot, Slots

Arm = tuple[Slot, ...]

MOST_ARMS = 64
MOST_PLACES = 8


def arms_of(slots: Slots) -> tuple[Arm, ...] | None:
    """Return every list of slots that fills a source, in the order of the text; None where there are too many."""
    arms = _arms(slots)
    if arms is None or len(arms) > MOST_ARMS or any(not 1 <= len(arm) <= MOST_PLACES for arm in arms):
        return None
    return tuple(arms)


def _arms(slots: Slots) -> list[Arm] | None:
    if isinstance(slots, Slot):
        return [(slots,)]
    parts = [_arms(member) for member in slots.members]
    known = [part for part in parts if part is not None]
    if len(known) < len(parts):
        return None
    count = len(known) if isinstance(slots, EverySlot) else slots.count
    found = (
        tuple(slot for arm in arms for slot in arm)
        for chosen in combinations(known, count)
        for arms in product(*chosen)
    )
    arms = list(islice(found, MOST_ARMS + 1))
    return arms if len(arms) <= MOST_ARMS else None
