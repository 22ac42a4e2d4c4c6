"""Counting the answers of rules over one table, without making a pair of any learner and rule."""

from collections.abc import Iterator
from functools import reduce

import numpy as np

from rules.columns.arrays import Bits, Ints
from rules.columns.binding import Bound
from rules.columns.block import Block
from rules.columns.formulas import Rows, unpacked
from rules.columns.payment import Payment
from rules.columns.planes import TablePlanes
from rules.columns.sheets import WORD, Segment

Counts = tuple[int, int, int, int]
NOTHING = (0, 0, 0, 0)


class Counting:
    """Counts over one table; rules that ask the same are counted once."""

    def __init__(self, planes: TablePlanes, rows: Rows, block: Block) -> None:
        self._planes, self._rows, self._block = planes, rows, block
        self._segments = planes.table.segments
        self._flat = all(segment.layers == 1 for segment in self._segments)
        self._truths: dict[tuple[int, ...], tuple[Bits, int, int]] = {}
        self._paid: dict[Payment, tuple[Ints, Ints]] = {}

    def count(self, bound: Bound) -> Counts:
        """Return how many learners get a yes, how many are pending, the cents, and the yes answers without credits."""
        payment = bound.program.payment
        if bound.program.rule.refusal is not None or payment is None:
            return NOTHING
        surely, yes, maybe = self._truth(bound.conjuncts)
        if not yes:
            return 0, maybe, 0, 0
        if payment.never_known:
            return yes, maybe - yes, 0, yes
        if payment.alike:
            return yes, maybe - yes, yes * payment.granted[0].cents, 0
        cents = self._by_band(bound, surely) if payment.mode == "target" else self._by_way(payment, surely)
        return yes, maybe - yes, cents, 0

    def _truth(self, conjuncts: tuple[int, ...]) -> tuple[Bits, int, int]:
        """Return which ways surely hold, and how many learners have one that does, or that may."""
        key = tuple(sorted(conjuncts))
        found = self._truths.get(key)
        if found is None:
            both = self._planes.every(key)
            surely, maybe = np.bitwise_count(self._of_learners(both)).sum(axis=1, dtype=np.int64).tolist()
            found = self._truths[key] = (both[0], surely, maybe)
        return found

    def _of_learners(self, ways: Bits) -> Bits:
        """Return for each learner whether any way holds."""
        if self._flat:
            return ways
        parts = [np.bitwise_or.reduce(self._layers(ways, segment), axis=-2) for segment in self._segments]
        return np.concatenate(parts, axis=-1)

    def _layers(self, ways: Bits, segment: Segment) -> Bits:
        start = segment.start - self._planes.table.start
        cut = ways[..., start : start + segment.layers * segment.width]
        return cut.reshape(*ways.shape[:-1], segment.layers, segment.width)

    def _by_band(self, bound: Bound, surely: Bits) -> int:
        """Add up what the bands pay, for each learner that of the way that pays most."""
        total, seen = 0, np.zeros_like(self._of_learners(surely))
        for cents, bands in sorted(_bands_by_pay(bound).items(), reverse=True):
            planes = (self._planes.truth(band)[0] for band in bands)
            paid = self._of_learners(surely & reduce(np.bitwise_or, planes)) & ~seen
            total += cents * int(np.bitwise_count(paid).sum(dtype=np.int64))
            seen |= paid
        return total

    def _by_way(self, payment: Payment, surely: Bits) -> int:
        """Add up what the ways pay, for each learner that of the way that pays most."""
        if payment not in self._paid:
            self._paid[payment] = payment.paid(self._rows, self._block)
        cents = np.where(unpacked(surely), self._paid[payment][0], 0)
        return int(sum(most.sum() for most in self._most(cents)))

    def _most(self, cents: Ints) -> Iterator[Ints]:
        for segment in self._segments:
            start = (segment.start - self._planes.table.start) * WORD
            cut = cents[start : start + segment.layers * segment.width * WORD]
            yield cut.reshape(segment.layers, -1).max(axis=0)


def _bands_by_pay(bound: Bound) -> dict[int, list[int]]:
    """Return the formulas of the bands by what they pay."""
    found: dict[int, list[int]] = {}
    granted = bound.program.payment.granted if bound.program.payment else ()
    for node, each in zip(bound.program.bands, granted, strict=False):
        found.setdefault(each.cents, []).append(node)
    return found
