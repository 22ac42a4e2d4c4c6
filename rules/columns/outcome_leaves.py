"""Tests of the matched outcomes beside the conditions: validity, counted credits, score bands, alternatives."""

from dataclasses import dataclass
from datetime import date

import numpy as np

from grammar import clauses as c
from rules.clause_traces import COUNTED, MONTHS, anniversary
from rules.columns.arrays import Bools, Ints, Numbers
from rules.columns.formulas import Gap, Pair, Rows, Situation

EARLIEST = date.min.toordinal()


@dataclass(frozen=True, slots=True)
class Valid:
    """The outcome at a place may still be converted."""

    validity: c.Validity
    place: int

    @property
    def of_learner(self) -> bool:
        """Whether only the learner is asked."""
        return False

    def judge(self, rows: Rows, block: Situation) -> Pair:
        """Judge by the days between which an award still counts."""
        first, last = self._window(block.on)
        held, absent = block.population.outcomes.awarded_on, rows.places[self.place] < 0
        awarded = rows.read(held.values, self.place)
        surely = ((awarded >= first) & (awarded <= last)) | absent
        return surely, surely | (awarded == 0)

    def gaps(self, rows: Rows, block: Situation) -> list[Gap]:
        """Return the missing days of award."""
        return [_missing("awarded_on", self.place, rows, block)]

    def _window(self, on: date) -> tuple[int, int]:
        """Return the first and last day of award, as ordinals, that still count on a day."""
        months = self.validity.count * MONTHS[self.validity.unit]
        low, high = EARLIEST, on.toordinal() + 1  # the first day that counts lies in between
        while low < high:
            middle = (low + high) // 2
            if anniversary(date.fromordinal(middle), months) >= on:
                high = middle
            else:
                low = middle + 1
        return low, on.toordinal()


@dataclass(frozen=True, slots=True)
class Counted:
    """The credits or hours of the outcome at a place are known."""

    mode: str
    place: int

    @property
    def of_learner(self) -> bool:
        """Whether only the learner is asked."""
        return False

    def judge(self, rows: Rows, block: Situation) -> Pair:
        """Return yes where they are known; never no."""
        gap = _missing(COUNTED[self.mode], self.place, rows, block)
        return ~gap.lacking, np.ones(len(rows), np.bool_)

    def gaps(self, rows: Rows, block: Situation) -> list[Gap]:
        """Return the missing credits or hours."""
        return [_missing(COUNTED[self.mode], self.place, rows, block)]


@dataclass(frozen=True, slots=True)
class Bands:
    """The lowest score of all places falls into a band; while one is missing, it may fall lower."""

    bands: tuple[c.Band, ...]
    places: int

    @property
    def of_learner(self) -> bool:
        """Whether only the learner is asked."""
        return False

    def judge(self, rows: Rows, block: Situation) -> Pair:
        """Judge the lowest score."""
        lowest, missing, known = lowest_score(rows, self.places, block)
        scores = block.population.outcomes.score
        inside = np.zeros(len(rows), np.bool_)
        reached = ~known
        for band in self.bands:
            inside |= within(band, lowest, scores)
            reached |= _above(band, lowest, scores)
        surely = inside & ~missing
        return surely, surely | (missing & reached)

    def gaps(self, rows: Rows, block: Situation) -> list[Gap]:
        """Return the missing scores."""
        return [_missing("score", place, rows, block) for place in range(self.places)]


@dataclass(frozen=True, slots=True)
class InBand:
    """Every score is known, and the lowest falls into this band and none before it."""

    bands: tuple[c.Band, ...]
    band: int
    places: int

    @property
    def of_learner(self) -> bool:
        """Whether only the learner is asked."""
        return False

    def judge(self, rows: Rows, block: Situation) -> Pair:
        """Judge the lowest score."""
        side = band_of(self.bands, rows, self.places, block) == self.band
        return side, side

    def gaps(self, rows: Rows, block: Situation) -> list[Gap]:
        """Return nothing: it is never pending."""
        del rows, block
        return []


@dataclass(frozen=True, slots=True)
class OnArm:
    """The way fills one of several alternatives."""

    arm: int

    @property
    def of_learner(self) -> bool:
        """Whether only the learner is asked."""
        return False

    def judge(self, rows: Rows, block: Situation) -> Pair:
        """Return the ways of this alternative."""
        del block
        side = rows.arm == self.arm
        return side, side

    def gaps(self, rows: Rows, block: Situation) -> list[Gap]:
        """Return nothing: it is never pending."""
        del rows, block
        return []


def band_of(bands: tuple[c.Band, ...], rows: Rows, places: int, block: Situation) -> Ints:
    """Return the first band of each row's lowest score; -1 while a score is missing or where there is none."""
    lowest, missing, _ = lowest_score(rows, places, block)
    found = np.full(len(rows), -1, np.int16)
    for place in reversed(range(len(bands))):
        found[within(bands[place], lowest, block.population.outcomes.score)] = place
    found[missing] = -1
    return found


def lowest_score(rows: Rows, places: int, block: Situation) -> tuple[Ints, Bools, Bools]:
    """Return the lowest known score as the column keeps it, where one is missing, and where any is known."""
    scores = block.population.outcomes.score
    largest = np.iinfo(np.int64).max
    lowest = np.full(len(rows), largest, np.int64)
    missing, known = np.zeros(len(rows), np.bool_), np.zeros(len(rows), np.bool_)
    for place in range(places):
        where, present = rows.places[place], rows.places[place] >= 0
        absent = scores.absent(where)
        missing |= absent & present
        told = present & ~absent
        known |= told
        lowest = np.where(told, np.minimum(lowest, scores.values[where]), lowest)
    return lowest, missing, known


def within(band: c.Band, score: Ints, scores: Numbers) -> Bools:
    """Tell which scores a band holds."""
    high = _edge(band.high, scores)
    below: Bools = (score <= high) if band.high_included else (score < high)
    return _above(band, score, scores) & below


def _above(band: c.Band, score: Ints, scores: Numbers) -> Bools:
    low = _edge(band.low, scores)
    above: Bools = (score >= low) if band.low_included else (score > low)
    return above


def _edge(end: object, scores: Numbers) -> int:
    """Return the end of a band as the column of scores keeps it; the grammar allows four decimal places."""
    whole = scores.scaled(end)  # type: ignore[arg-type]
    if whole is None:
        raise ValueError(f"a band ends at {end}, which a column of {scores.digits} decimal places cannot hold")
    return whole


def _missing(attribute: str, place: int, rows: Rows, block: Situation) -> Gap:
    where = rows.places[place]
    column = block.population.outcomes.column(attribute)
    if column is None:
        raise ValueError(attribute)
    return Gap(attribute, column.absent(where) & (where >= 0), where)  # type: ignore[union-attr]
