"""Ways to fill sources, laid out so that 64 of them are judged at once.

A learner who has several ways for one source has them in layers: the first way of each such learner in the first layer,
in the same order, the second in the next. What holds for any way of a learner is then the union of the layers.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from rules.columns.arrays import Bits, Bools, Ints
from rules.columns.formulas import Rows

WORD = 64


@dataclass(frozen=True, slots=True)
class Segment:
    """Learners with equally many ways: `layers` of `width` words each, from a word on."""

    start: int
    width: int
    layers: int
    learners: int


@dataclass(frozen=True, slots=True)
class Table:
    """The ways of one source: words from `start` to `end`."""

    start: int
    end: int
    segments: tuple[Segment, ...]

    @property
    def learners(self) -> int:
        """How many learners have a way."""
        return sum(segment.learners for segment in self.segments)

    @property
    def rows(self) -> slice:
        """The rows of its words."""
        return slice(self.start * WORD, self.end * WORD)


@dataclass(frozen=True, slots=True)
class Sheet:
    """Tables one after the other; a row that is no way, at the end of a layer, is not `used`."""

    rows: Rows
    used: Bools
    used_bits: Bits
    tables: dict[int, Table]

    def ways(self, table: Table) -> Rows:
        """Return the ways of a table, without the unused rows."""
        return self.rows.part(table.rows).part(self.used[table.rows])


def laid_out(table: Ints, rows: Rows) -> Sheet:
    """Lay out ways that stand in the order of their tables, within these of learners, and then the better one first."""
    if not len(table):
        return Sheet(rows, np.zeros(0, np.bool_), np.zeros(0, np.uint64), {})
    keys, layers, of_run = _layers(table, rows.learner)
    segment, first_rows = _segments(keys)
    counts = np.bincount(segment)
    widths = (counts + WORD - 1) // WORD
    starts = np.cumsum(widths) - widths
    order = _order(segment, len(counts))
    begin = np.cumsum(counts) - counts
    placed = segment[order]
    place = starts[placed] * WORD + np.arange(len(order)) - begin[placed]
    spread = np.full(int(widths.sum()) * WORD, -1, np.int32)
    spread[place] = order
    used = spread >= 0
    kept = Rows(tuple(np.where(used, each[spread], -1) for each in rows.places), rows.learner[spread], rows.arm[spread])
    bits = np.packbits(used, bitorder="little").view(np.uint64)
    described = np.stack([table[first_rows], of_run[first_rows], layers[first_rows], starts, widths, counts], axis=1)
    return Sheet(kept, used, bits, dict(_tables(described)))


def _layers(table: Ints, learner: Ints) -> tuple[Ints, Ints, Ints]:
    """Return a key that orders segments and layers, which layer each row is in, and how many its learner has."""
    fresh = np.ones(len(table), np.bool_)
    fresh[1:] = (table[1:] != table[:-1]) | (learner[1:] != learner[:-1])
    starts = np.flatnonzero(fresh)
    lengths = np.diff(np.append(starts, len(table)))
    most = int(lengths.max())
    if most == 1:
        return table.astype(np.int64), np.zeros(len(table), np.int8), np.ones(len(table), np.int8)
    of_run = np.repeat(lengths, lengths)
    layer = np.arange(len(table)) - np.repeat(starts, lengths)
    return (table.astype(np.int64) * (most + 1) + of_run) * most + layer, layer, of_run


def _segments(keys: Ints) -> tuple[Ints, Ints]:
    """Return the rank of each row's key among the distinct ones, and a row of each key."""
    size = int(keys.max()) + 1
    if size > 8 * len(keys) + 1_000_000:
        _, first, numbers = np.unique(keys, return_index=True, return_inverse=True)
        return numbers, first
    example = np.full(size, -1, np.int32)
    example[keys] = np.arange(len(keys), dtype=np.int32)
    present = example >= 0
    return (np.cumsum(present, dtype=np.int32) - 1)[keys], example[present]


def _order(segment: Ints, count: int) -> Ints:
    """Return the rows in the order of their segments, and within one as they stand."""
    small = segment.astype(np.uint16) if count <= 2**16 else segment
    return np.argsort(small, kind="stable")


def _tables(described: Ints) -> Iterator[tuple[int, Table]]:
    """Yield the tables of segments, each given as its table, layers, own layer, start, width and count."""
    held: list[Segment] = []
    rows = described.tolist()
    for at, (table, layers, layer, start, width, count) in enumerate(rows):
        if layer == 0:
            held.append(Segment(start, width, layers, count))
        if at + 1 == len(rows) or rows[at + 1][0] != table:
            yield table, Table(held[0].start, start + width, tuple(held))
            held = []
