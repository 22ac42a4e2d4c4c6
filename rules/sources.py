"""Which outcomes of the learner can fill the sources of a rule."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import combinations, product
from typing import assert_never

from grammar import nodes as n
from rules.book import Book
from rules.catalogue import names
from rules.facts import Outcome
from rules.words import fold


@dataclass(frozen=True, slots=True)
class Slot:
    """One reference that an outcome must fill, with the conditions on it."""

    reference: n.Reference
    wheres: tuple[n.Condition, ...] = ()


Assignment = tuple[tuple[Slot, Outcome], ...]


def slots_of(source: n.Source, book: Book, outcomes: tuple[Outcome, ...]) -> Iterator[tuple[Slot, ...]]:
    """Yield every combination of slots that satisfies the source; slots that nothing can fill are left out early."""
    match source:
        case n.SourceReference(reference=reference, where=where) | n.SourcePool(reference=reference, where=where):
            yield (Slot(reference, (where,) if where else ()),)
        case n.SourceEither(members=members):
            for member in members:
                yield from slots_of(member, book, outcomes)
        case n.SourceAll(members=members):
            for parts in product(*(list(slots_of(member, book, outcomes)) for member in members)):
                yield tuple(slot for part in parts for slot in part)
        case n.SourceCount():
            yield from _counted(source, book, outcomes)
        case _ as unknown:
            assert_never(unknown)


def _counted(source: n.SourceCount, book: Book, outcomes: tuple[Outcome, ...]) -> Iterator[tuple[Slot, ...]]:
    fillable = []
    for member in members_of(source, book):
        parts = [_complete(part, source) for part in slots_of(member, book, outcomes)]
        kept = [part for part in parts if all(candidates(slot, book, outcomes) for slot in part)]
        if kept:
            fillable.append(kept)
    for chosen in combinations(fillable, source.count):
        for filled in product(*chosen):
            yield tuple(slot for part in filled for slot in part)


def members_of(source: n.SourceCount, book: Book) -> tuple[n.Source, ...]:
    """Return the members that are written out, or those of the named set."""
    if source.named_set is None:
        return source.members
    declared = book.sets.get(fold(source.named_set))
    return tuple(n.SourceReference(each, span=each.span) for each in declared.members) if declared else ()


def complete(reference: n.Reference, shared: n.Reference | None) -> n.Reference:
    """Return a reference with what it leaves out taken from the place that is written once for all."""
    if shared is None:
        return reference
    return replace(
        reference,
        code=reference.code or shared.code,
        institution=reference.institution or shared.institution,
        programme=reference.programme or shared.programme,
    )


def _complete(part: tuple[Slot, ...], source: n.SourceCount) -> tuple[Slot, ...]:
    extra = (source.where,) if source.where else ()
    return tuple(Slot(complete(slot.reference, source.shared), slot.wheres + extra) for slot in part)


def candidates(slot: Slot, book: Book, outcomes: tuple[Outcome, ...]) -> tuple[Outcome, ...]:
    """Return the outcomes whose names fill a slot."""
    alternatives = book.same_as(slot.reference)
    return tuple(each for each in outcomes if any(names(one, each) for one in alternatives))


def assignments(source: n.Source, book: Book, outcomes: tuple[Outcome, ...]) -> Iterator[Assignment]:
    """Yield every way to fill the source; an outcome fills one slot only."""
    for slots in slots_of(source, book, outcomes):
        choices = [candidates(slot, book, outcomes) for slot in slots]
        for filled in product(*choices):
            if len({each.outcome_id for each in filled}) == len(filled):
                yield tuple(zip(slots, filled, strict=True))


def references_of(source: n.Source, book: Book) -> Iterator[n.Reference]:
    """Yield every reference of a source, completed."""
    match source:
        case n.SourceReference(reference=reference) | n.SourcePool(reference=reference):
            yield reference
        case n.SourceEither(members=members) | n.SourceAll(members=members):
            for member in members:
                yield from references_of(member, book)
        case n.SourceCount(shared=shared):
            for member in members_of(source, book):
                for reference in references_of(member, book):
                    yield complete(reference, shared)
        case _ as unknown:
            assert_never(unknown)
