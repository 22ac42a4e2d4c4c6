"""The values that an attribute may take: stretches of numbers and days, and sets of words."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from math import ceil, floor

Count = Decimal | int
Edge = tuple[Count, int]  # the number, and 1 just above it, -1 just below it, 0 the number itself
Piece = tuple[Edge, Edge]

ENDLESS = Decimal("Infinity")
SCALED = "\0"  # stands between a scale and a grade; a word without it was given on no scale
ANY_WORD = "其他"


@dataclass(frozen=True, slots=True)
class Numbers:
    """Stretches of numbers, both edges inside; days are their ordinals. No two stretches meet."""

    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Words:
    """Folded words: those named, and with `barred` every word on no scale but those barred as well."""

    named: frozenset[str]
    barred: frozenset[str] | None = None


Extent = Numbers | Words


def numbers(pieces: Iterable[Piece], *, whole: bool = False) -> Numbers:
    """Return the stretches that hold a number; with `whole` numbers only, their edges are whole."""
    kept = map(_whole, pieces) if whole else pieces
    return Numbers(tuple(piece for piece in kept if piece[0] <= piece[1]))


def _whole(piece: Piece) -> Piece:
    (low, above), (high, below) = piece
    if isinstance(low, Decimal) and low.is_finite():
        low, above = (floor(low) + 1 if above else ceil(low)), 0
    if isinstance(high, Decimal) and high.is_finite():
        high, below = (ceil(high) - 1 if below else floor(high)), 0
    return (low + above, 0) if isinstance(low, int) else (low, above), (
        (high + below, 0) if isinstance(high, int) else (high, below)
    )


def is_empty(extent: Extent) -> bool:
    """Tell whether no value is left."""
    return not extent.pieces if isinstance(extent, Numbers) else not extent.named and extent.barred is None


def meet(one: Extent, other: Extent) -> Extent | None:
    """Return the values that are in both; None when there are none."""
    if isinstance(one, Numbers) and isinstance(other, Numbers):
        pieces = tuple(_common(one.pieces, other.pieces))
        return Numbers(pieces) if pieces else None
    if isinstance(one, Words) and isinstance(other, Words):
        named = frozenset([*_within(one.named, other), *_within(other.named, one)])
        open_ = one.barred is not None and other.barred is not None
        barred = one.barred | other.barred if one.barred is not None and other.barred is not None else None
        return Words(named, barred) if named or open_ else None
    raise TypeError("numbers do not meet words")


def _common(ones: tuple[Piece, ...], others: tuple[Piece, ...]) -> Iterator[Piece]:
    for low, high in ones:
        for start, end in others:
            first, last = max(low, start), min(high, end)
            if first <= last:
                yield first, last


def _within(named: frozenset[str], words: Words) -> Iterator[str]:
    for word in named:
        if word in words.named or (words.barred is not None and SCALED not in word and word not in words.barred):
            yield word


def join(extents: Iterable[Extent]) -> Extent | None:
    """Return the values that are in any of some extents of one kind; None when there are none."""
    found: Extent | None = None
    for extent in extents:
        if found is None:
            found = extent
        elif isinstance(found, Numbers) and isinstance(extent, Numbers):
            found = Numbers(tuple(_merged(sorted(found.pieces + extent.pieces))))
        elif isinstance(found, Words) and isinstance(extent, Words):
            found = _joined(found, extent)
    return None if found is None or is_empty(found) else found


def _merged(pieces: Iterable[Piece]) -> Iterator[Piece]:
    last: Piece | None = None
    for low, high in pieces:
        if last is None:
            last = (low, high)
        elif low <= last[1]:
            last = (last[0], max(last[1], high))
        else:
            yield last
            last = (low, high)
    if last is not None:
        yield last


def _joined(one: Words, other: Words) -> Words:
    named = one.named | other.named
    if one.barred is None or other.barred is None:
        barred = one.barred if other.barred is None else other.barred
        return Words(named, None if barred is None else barred - named)
    return Words(named, (one.barred & other.barred) - named)


def number_in(extent: Numbers) -> Count:
    """Return a plain number of an extent: where its first stretch begins, if it can."""
    (low, above), (high, below) = extent.pieces[0]
    if low == -ENDLESS:
        if high == ENDLESS:
            return Decimal(0)
        return high if below == 0 else high - 1
    if above == 0:
        return low
    if high == ENDLESS:
        return low + 1
    return high if below == 0 else (Decimal(low) + Decimal(high)) / 2


def nearest_in(extent: Numbers, wanted: int) -> int:
    """Return the whole number of an extent that is nearest to another, the earlier of two."""
    near = (min(max(wanted, int(low)), int(high)) for (low, _), (high, _) in extent.pieces)
    return min(near, key=lambda number: (abs(number - wanted), number))


def word_in(extent: Words) -> str:
    """Return a word of an extent; where any word will do, one that no text has barred."""
    if extent.named:
        return min(extent.named)
    word = ANY_WORD
    while extent.barred and word in extent.barred:
        word += "·"
    return word
