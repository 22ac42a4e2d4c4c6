"""The ways to fill a source, written out: which slots go together, in the order of the text."""

from collections.abc import Iterator
from itertools import islice, product
from typing import assert_never

from grammar import nodes as n
from rules.book import Book
from rules.queries.constants import UnshapedError
from rules.sources import EverySlot, Slot, Slots, SomeSlots

Way = tuple[Slot, ...]
MOST_WAYS = 64  # beyond, the rows of one rule would outgrow the rule
MOST_SLOTS = 4  # each is a join


def ways_of(slots: Slots) -> tuple[Way, ...]:
    """Return every set of slots that fills a source; raise UnshapedError when they are too many or too long."""
    found = tuple(islice(_ways(slots), MOST_WAYS + 1))
    if len(found) > MOST_WAYS or any(not 0 < len(way) <= MOST_SLOTS for way in found):
        raise UnshapedError("many ways to fill the source")
    return found


def _ways(slots: Slots) -> Iterator[Way]:
    match slots:
        case Slot():
            yield (slots,)
        case EverySlot(members=members):
            yield from _all_of(members)
        case SomeSlots(count=count, members=members):
            yield from _some_of(count, members)
        case _ as unknown:
            assert_never(unknown)


def _all_of(members: tuple[Slots, ...]) -> Iterator[Way]:
    if not members:
        yield ()
        return
    for first in _ways(members[0]):
        for rest in _all_of(members[1:]):
            yield first + rest


def _some_of(count: int, members: tuple[Slots, ...]) -> Iterator[Way]:
    if count <= 0:
        yield ()
        return
    for place in range(len(members) - count + 1):
        for first in _ways(members[place]):
            for rest in _some_of(count - 1, members[place + 1 :]):
                yield first + rest


def named_ways(way: Way, book: Book) -> tuple[tuple[n.Reference, ...], ...]:
    """Return the references of a way under each of the names that the aliases give them."""
    found = tuple(islice(product(*(book.same_as(slot.reference) for slot in way)), MOST_WAYS + 1))
    if len(found) > MOST_WAYS:
        raise UnshapedError("many names of the sources")
    return found
