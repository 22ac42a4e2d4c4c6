"""Counting the answers of a batch of rules over one table, without making a pair of any learner and rule."""

from collections.abc import Iterator

import numpy as np

from rules.columns.arrays import Bits, Ints
from rules.columns.batches import Batch
from rules.columns.formulas import Rows, unpacked
from rules.columns.payment import Payment
from rules.columns.planes import TablePlanes
from rules.columns.programs import Program
from rules.columns.sheets import WORD, Segment, Table

YES, PENDING, NO, CENTS, UNKNOWN = range(5)  # the columns of the counts
MOST_WORDS = 2**17  # of truths that are joined at once, so that they stay near the processor


def count_batch(batch: Batch, planes: TablePlanes, rows: Rows, learners: int) -> Ints:
    """Return the five counts of each rule of a batch that grants anything, over so many learners."""
    counting = Counting(planes, rows)
    width = max(1, MOST_WORDS // max(1, 2 * len(planes.used)))
    stacked = planes.stacked(batch.nodes)
    truths = np.empty((len(batch.joined), 2), np.int64)
    paid = np.zeros(len(batch.rules), np.int64)
    for start in range(0, len(batch.joined), width):
        ways = _joined(stacked, batch.joined[start : start + width])
        truths[start : start + width] = counting.learners(ways)
        for condition, place, program in batch.by_way:
            if start <= condition < start + width:
                paid[place] = counting.paid(program, ways[condition - start, 0])
    yes, maybe = truths[batch.conditions].T
    counts = np.empty((len(batch.rules), 5), np.int64)
    counts[:, YES] = yes
    counts[:, PENDING] = maybe - yes
    counts[:, NO] = learners - maybe
    counts[:, CENTS] = yes * batch.cents + paid
    counts[:, UNKNOWN] = yes * batch.lost
    return counts


def _joined(stacked: Bits, conjuncts: Ints) -> Bits:
    """Return the conjunctions of truths, `conjuncts` being their places, a row for each."""
    found = stacked[conjuncts[:, 0]] if conjuncts.shape[1] else np.repeat(stacked[:1], len(conjuncts), axis=0)
    for place in range(1, conjuncts.shape[1]):
        found &= stacked[conjuncts[:, place]]
    return found


class Counting:
    """Counts learners, and what they are paid, over one table."""

    def __init__(self, planes: TablePlanes, rows: Rows) -> None:
        self._planes, self._rows = planes, rows
        self._table: Table = planes.table
        self._flat = all(segment.layers == 1 for segment in self._table.segments)
        self._paid: dict[Payment, Ints] = {}
        self._bands: dict[tuple[int, ...], Bits] = {}

    def learners(self, ways: Bits) -> Ints:
        """Return how many learners have a way that holds."""
        if self._flat:
            return _ones(ways)
        found: Ints = np.sum([_ones(self._any_layer(ways, each)) for each in self._table.segments], axis=0)
        return found

    def paid(self, program: Program, surely: Bits) -> int:
        """Return what the ways that surely hold pay together, for each learner the one that pays most."""
        payment = program.payment
        if payment is None or not surely.any():
            return 0
        return self._by_band(program, payment, surely) if payment.mode == "target" else self._by_way(payment, surely)

    def _any_layer(self, ways: Bits, segment: Segment) -> Bits:
        start = segment.start - self._table.start
        cut = ways[..., start : start + segment.layers * segment.width]
        layers = cut.reshape(*ways.shape[:-1], segment.layers, segment.width)
        found: Bits = np.bitwise_or.reduce(layers, axis=-2)
        return found

    def _of_learners(self, ways: Bits) -> Bits:
        if self._flat:
            return ways
        return np.concatenate([self._any_layer(ways, segment) for segment in self._table.segments], axis=-1)

    def _by_band(self, program: Program, payment: Payment, surely: Bits) -> int:
        by_pay = sorted(zip(program.bands, payment.granted, strict=False), key=lambda band: -band[1].cents)
        nodes = tuple(node for node, _ in by_pay)
        if nodes not in self._bands:
            self._bands[nodes] = np.stack([self._planes.truth(node)[0] for node in nodes])
        held = self._of_learners(self._bands[nodes] & surely)
        if not self._flat:  # a learner counts in the band that pays most
            reached = np.bitwise_or.accumulate(held, axis=0)
            held[1:] = reached[1:] & ~reached[:-1]
        return int(np.dot(_ones(held), [granted.cents for _, granted in by_pay]))

    def _by_way(self, payment: Payment, surely: Bits) -> int:
        if payment not in self._paid:
            self._paid[payment] = payment.paid(self._rows, self._planes.block)[0]
        cents = np.where(unpacked(surely), self._paid[payment], 0)
        return int(sum(most.sum() for most in self._most(cents)))

    def _most(self, cents: Ints) -> Iterator[Ints]:
        for segment in self._table.segments:
            start = (segment.start - self._table.start) * WORD
            cut = cents[start : start + segment.layers * segment.width * WORD]
            yield cut.reshape(segment.layers, -1).max(axis=0)


def _ones(bits: Bits) -> Ints:
    """Return how many bits are set in each row of words."""
    found: Ints = np.bitwise_count(bits).sum(axis=-1, dtype=np.int64)
    return found
