"""Whether some facts satisfy one rule, or two rules together."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import product

from grammar import nodes as n
from rules.analysis.boxes import Box, merged
from rules.analysis.shapes import Shape, Way, judgements_of
from rules.analysis.witnesses import Candidate, Finder, Witness, accepted
from rules.book import Book
from rules.words import fold, kind_of

MOST_TRIED = 40  # candidates that the evaluator is asked about for one pair of rules


class Together(StrEnum):
    """Some facts satisfy all of the rules, none do, or it was not decided."""

    SOME = "some"
    NONE = "none"
    UNDECIDED = "undecided"


@dataclass(frozen=True, slots=True)
class Compared:
    """What comparing came to, with a witness when some facts satisfy all."""

    together: Together
    witness: Witness | None = None


NONE = Compared(Together.NONE)
UNDECIDED = Compared(Together.UNDECIDED)


@dataclass(frozen=True, slots=True)
class Filling:
    """How two ways are filled by the same outcomes: what fills each place, and the places of the second way."""

    references: tuple[n.Reference, ...]
    places: tuple[int, ...]
    certain: bool = True


def satisfiable(shape: Shape, finder: Finder) -> Compared:
    """Return whether some facts satisfy a rule."""
    if not shape.decided:
        return UNDECIDED
    months, judged = shape.months, judgements_of(shape.rule)
    candidates = (
        Candidate(way.references, box, (months,) * len(way.keys), judged) for way in shape.ways for box in way.boxes
    )
    return _first_accepted(candidates, finder, (shape,), certain=True)


def compare(one: Shape, other: Shape, finder: Finder) -> Compared:
    """Return whether some facts satisfy two rules by an outcome that both accept."""
    if not (one.decided and other.decided):
        return UNDECIDED
    certain = True
    candidates = list[Candidate]()
    judged = judgements_of(one.rule) + judgements_of(other.rule)
    for first, second in product(one.ways, other.ways):
        for filling in fillings(first, second, finder.book):
            certain = certain and filling.certain
            months = _months(one, other, filling, len(first.keys))
            candidates += [
                Candidate(filling.references, box, months, judged) for box in common_boxes(first, second, filling)
            ]
    return _first_accepted(iter(candidates), finder, (one, other), certain=certain)


def _first_accepted(
    candidates: Iterator[Candidate], finder: Finder, shapes: tuple[Shape, ...], *, certain: bool
) -> Compared:
    """Return the first candidate that all rules accept; where there is none, whether no facts are left.

    Without `certain` there are fillings that were not looked at.
    """
    tried = 0
    for candidate in candidates:
        facts = finder.facts(candidate)
        if facts is None:
            continue
        tried += 1
        witness = accepted(finder, facts, shapes)
        if witness is not None:
            return Compared(Together.SOME, witness)
        if tried == MOST_TRIED:
            break
    return UNDECIDED if tried or not certain else NONE


def _months(one: Shape, other: Shape, filling: Filling, first: int) -> tuple[int | None, ...]:
    """Return the shorter validity at each place."""
    found: list[int | None] = [one.months if place < first else None for place in range(len(filling.references))]
    if other.months is not None:
        for place in filling.places:
            held = found[place]
            found[place] = other.months if held is None else min(held, other.months)
    return tuple(found)


def common_boxes(first: Way, second: Way, filling: Filling) -> Iterator[Box]:
    """Yield the boxes that lie in a box of each way."""
    moved = filling.places != tuple(range(len(second.keys)))
    others = [_moved(box, filling.places) for box in second.boxes] if moved else second.boxes
    for one in first.boxes:
        for other in others:
            box = merged(one, other)
            if box is not None:
                yield box


def _moved(box: Box, places: tuple[int, ...]) -> Box:
    return {(places[owner] if owner >= 0 else owner, name): extent for (owner, name), extent in box.items()}


def fillings(first: Way, second: Way, book: Book) -> Iterator[Filling]:
    """Yield how the same outcomes fill two ways; at least one outcome fills a place of each."""
    if first.keys == second.keys:
        common = tuple(
            common_reference(one, other, book) or one
            for one, other in zip(first.references, second.references, strict=True)
        )
        yield Filling(common, tuple(range(len(second.keys))), len(set(first.keys)) == len(first.keys))
        return
    references, free = list(first.references), list(range(len(first.references)))
    places, shared, certain = list[int](), 0, True
    for other in second.references:
        fitting = [(place, found) for place in free if (found := common_reference(references[place], other, book))]
        certain = certain and len(fitting) <= 1
        if fitting:
            place, references[fitting[0][0]] = fitting[0]
            free.remove(place)
            shared += 1
        else:
            place = len(references)
            references.append(other)
        places.append(place)
    if shared:
        yield Filling(tuple(references), tuple(places), certain)


def common_reference(one: n.Reference, other: n.Reference, book: Book) -> n.Reference | None:
    """Return what both references name, under any of their aliases; None when no outcome can bear both names."""
    if one == other:
        return one
    pairs = product(book.same_as(one), book.same_as(other))
    return next((found for first, second in pairs if (found := _both(first, second))), None)


def _both(one: n.Reference, other: n.Reference) -> n.Reference | None:
    if kind_of(one.kind) != kind_of(other.kind):
        return None
    for place, held in ((one.institution, other.institution), (one.programme, other.programme)):
        if place is not None and held is not None and fold(place) != fold(held):
            return None
    named = _named_by_both(one, other)
    if named is None:
        return None
    return replace(
        named,
        institution=one.institution if one.institution is not None else other.institution,
        programme=one.programme if one.programme is not None else other.programme,
    )


def _named_by_both(one: n.Reference, other: n.Reference) -> n.Reference | None:
    if one.code is not None and other.code is not None:
        return one if fold(one.code) == fold(other.code) else None
    if one.code is None and other.code is not None:
        one, other = other, one
    if other.title is None:
        return one
    if one.code is not None:
        return one if fold(other.title) in {fold(one.code), fold(one.title or "")} else None
    if one.title is None:
        return other
    return one if fold(one.title) == fold(other.title) else None
