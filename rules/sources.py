"""The references that a source consists of, and the outcomes that they name."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import assert_never

from grammar import nodes as n
from rules.book import Book
from rules.catalogue import names
from rules.facts import Outcome
from rules.words import fold


@dataclass(frozen=True, slots=True)
class Slot:
    """A reference that one outcome must fill, with the conditions on that outcome."""

    reference: n.Reference
    wheres: tuple[n.Condition, ...] = ()


@dataclass(frozen=True, slots=True)
class EverySlot:
    """All members must be filled."""

    members: tuple["Slots", ...]


@dataclass(frozen=True, slots=True)
class SomeSlots:
    """So many of the members must be filled."""

    count: int
    members: tuple["Slots", ...]


Slots = Slot | EverySlot | SomeSlots


def slots_of(source: n.Source, book: Book) -> Slots:
    """Return the slots of a source: sets written out, shared places and conditions handed down."""
    match source:
        case n.SourceReference(reference=reference, where=where) | n.SourcePool(reference=reference, where=where):
            return Slot(reference, (where,) if where else ())
        case n.SourceAll(members=members):
            return EverySlot(tuple(slots_of(member, book) for member in members))
        case n.SourceEither(members=members):
            return SomeSlots(1, tuple(slots_of(member, book) for member in members))
        case n.SourceCount(count=count):
            return SomeSlots(
                count, tuple(_completed(slots_of(member, book), source) for member in members_of(source, book))
            )
        case _ as unknown:
            assert_never(unknown)


def members_of(source: n.SourceCount, book: Book) -> tuple[n.Source, ...]:
    """Return the members that are written out, or those of the named set; a set that nobody declared has none."""
    if source.named_set is None:
        return source.members
    declared = book.sets.get(fold(source.named_set))
    return tuple(n.SourceReference(each, span=source.span) for each in declared.members) if declared else ()


def _completed(slots: Slots, source: n.SourceCount) -> Slots:
    match slots:
        case Slot(reference=reference, wheres=wheres):
            added = (source.where,) if source.where else ()
            return Slot(_with_place(reference, source.shared), wheres + added)
        case EverySlot(members=members):
            return EverySlot(tuple(_completed(member, source) for member in members))
        case SomeSlots(count=count, members=members):
            return SomeSlots(count, tuple(_completed(member, source) for member in members))


def _with_place(reference: n.Reference, shared: n.Reference | None) -> n.Reference:
    """Return a reference with what it leaves out taken from the place that is written once for all."""
    if shared is None:
        return reference
    return replace(
        reference,
        code=reference.code or shared.code,
        institution=reference.institution or shared.institution,
        programme=reference.programme or shared.programme,
    )


def each_slot(slots: Slots) -> Iterator[Slot]:
    """Yield every slot, in the order of the text."""
    if isinstance(slots, Slot):
        yield slots
    else:
        for member in slots.members:
            yield from each_slot(member)


def named_by(slot: Slot, outcomes: tuple[Outcome, ...], book: Book) -> tuple[Outcome, ...]:
    """Return the outcomes that a slot's reference names, under any of its aliases."""
    alternatives = book.same_as(slot.reference)
    return tuple(each for each in outcomes if any(names(one, each) for one in alternatives))
