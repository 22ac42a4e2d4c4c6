"""Which of many rules with the same sources have boxes that meet; where they are many, all pairs at once in arrays."""

from collections.abc import Iterator, Sequence
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from rules.analysis.boxes import Box, Dimension, merged
from rules.analysis.extents import SCALED, Edge, Extent, Numbers, Words
from rules.analysis.shapes import Shape

FEW = 6
BITS = 62
Flags = NDArray[np.bool_]


def meeting_pairs(shapes: Sequence[Shape]) -> list[tuple[int, int]]:
    """Return the places of the pairs of rules that no box keeps apart, the earlier rule first.

    The rules have the same sources. A pair of which one is not decided counts as meeting.
    """
    if len(shapes) < FEW or not all(shape.decided and len(shape.ways) == 1 for shape in shapes):
        pairs = combinations(range(len(shapes)), 2)
        return [(one, other) for one, other in pairs if boxes_meet(shapes[one], shapes[other])]
    earlier, later = np.nonzero(np.triu(meeting_matrix(shapes), 1))
    return list(zip(earlier.tolist(), later.tolist(), strict=True))


def boxes_meet(one: Shape, other: Shape) -> bool:
    """Tell whether any boxes of two rules with the same sources meet; true where that is not decided."""
    if not (one.decided and other.decided):
        return True
    return any(
        merged(first, second) is not None
        for way in one.ways
        for their in other.ways
        if way.keys == their.keys
        for first in way.boxes
        for second in their.boxes
    )


def meeting_matrix(shapes: Sequence[Shape]) -> Flags:
    """Return for every two rules of one way each whether any of their boxes meet."""
    boxes = [box for shape in shapes for box in _split(shape.ways[0].boxes)]
    counts = [sum(1 for _ in _split(shape.ways[0].boxes)) for shape in shapes]
    meets = np.ones((len(boxes), len(boxes)), dtype=np.bool_)
    for dimension in _dimensions(boxes):
        extents = [box.get(dimension) for box in boxes]
        if any(isinstance(extent, Numbers) for extent in extents):
            _part_numbers(meets, extents)
        else:
            _part_words(meets, extents)
    if len(boxes) == len(shapes) and all(count == 1 for count in counts):
        return meets
    owners = np.repeat(np.arange(len(shapes)), counts)
    found = np.zeros((len(shapes), len(shapes)), dtype=np.bool_)
    ones, others = np.nonzero(meets)
    found[owners[ones], owners[others]] = True
    return found


def _split(boxes: Sequence[Box]) -> Iterator[Box]:
    """Yield boxes whose extents of numbers are one stretch each."""
    for box in boxes:
        wide = next((each for each, held in box.items() if isinstance(held, Numbers) and len(held.pieces) > 1), None)
        if wide is None:
            yield box
            continue
        extent = box[wide]
        if isinstance(extent, Numbers):
            yield from _split([{**box, wide: Numbers((piece,))} for piece in extent.pieces])


def _dimensions(boxes: Sequence[Box]) -> list[Dimension]:
    """Return what more than one box speaks of."""
    counts: dict[Dimension, int] = {}
    for box in boxes:
        for dimension in box:
            counts[dimension] = counts.get(dimension, 0) + 1
    return [dimension for dimension, count in counts.items() if count > 1]


def _part_numbers(meets: Flags, extents: Sequence[Extent | None]) -> None:
    """Part the boxes whose stretches of a number do not meet."""
    pieces = [extent.pieces[0] if isinstance(extent, Numbers) else None for extent in extents]
    told = [piece for piece in pieces if piece is not None]
    if max(low for low, _ in told) <= min(high for _, high in told):
        return
    edges: list[Edge] = sorted({edge for piece in told for edge in piece})
    places = {edge: place for place, edge in enumerate(edges)}
    lows = np.array([0 if piece is None else places[piece[0]] for piece in pieces])
    highs = np.array([len(edges) if piece is None else places[piece[1]] for piece in pieces])
    apart = lows[:, None] > highs[None, :]
    meets &= ~(apart | apart.T)


def _part_words(meets: Flags, extents: Sequence[Extent | None]) -> None:
    """Part the boxes whose words have none in common."""
    told = [extent for extent in extents if isinstance(extent, Words)]
    words = sorted({word for extent in told for word in (*extent.named, *(extent.barred or ()))})
    sets = [_held(extent, words) if isinstance(extent, Words) else None for extent in extents]
    if set[int](range(len(words) + 1)).intersection(*(each for each in sets if each is not None)):
        return
    common = np.zeros_like(meets)
    for start in range(0, len(words) + 1, BITS):
        block = range(start, start + BITS)
        masks = [sum(1 << (bit - start) for bit in (block if each is None else each) if bit in block) for each in sets]
        column = np.array(masks, dtype=np.int64)
        common |= (column[:, None] & column[None, :]) != 0
    meets &= common


def _held(extent: Words, words: Sequence[str]) -> set[int]:
    """Return the places of the words that an extent holds; one behind the last stands for every word not listed."""
    barred = extent.barred
    found = {
        place
        for place, word in enumerate(words)
        if word in extent.named or (barred is not None and SCALED not in word and word not in barred)
    }
    return found | ({len(words)} if barred is not None else set())
