"""How many learners each rule says yes, pending and no to, and what it grants them together."""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from decimal import Decimal
from functools import partial

import numpy as np

from rules.columns.arrays import Ints
from rules.columns.batches import Batch
from rules.columns.binding import Binding, bind
from rules.columns.counting import CENTS, NO, PENDING, UNKNOWN, YES, count_batch
from rules.columns.planes import Planes
from rules.columns.population import ColumnPopulation
from rules.columns.prepared import Prepared, prepared
from rules.columns.programming import Programs
from rules.columns.sheets import Sheet
from rules.columns.walking import walked_answers
from rules.truth import Truth

BLOCK = 250_000  # learners whose ways are laid out at once
COLUMN_OF = {Truth.YES: YES, Truth.PENDING: PENDING, Truth.NO: NO}


@dataclass(frozen=True, slots=True)
class Totals:
    """For each rule of the book, over the learners who hold anything that its source names.

    `cents` are hundredths of credits, summed over the yes answers whose credits are known; the others are counted in
    `without_credits`.
    `walked` are the rules, by place, that the tree walker had to judge, in `walked_pairs` pairs of learner and rule.
    """

    yes: Ints
    pending: Ints
    no: Ints
    cents: Ints
    without_credits: Ints
    walked: tuple[int, ...]
    walked_pairs: int

    def credits(self, rule: int) -> Decimal:
        """Return the credits that a rule grants together."""
        return Decimal(int(self.cents[rule])).scaleb(-2)

    @property
    def pairs(self) -> int:
        """How many pairs of learner and rule were judged."""
        return int(self.yes.sum() + self.pending.sum() + self.no.sum())


def totals(programs: Programs, population: ColumnPopulation, *, block: int = BLOCK, threads: int = 1) -> Totals:
    """Judge every rule for every learner, so many learners at once, and count."""
    binding = bind(programs, population.identities)
    count = len(population.learners)
    edges = [(start, min(start + block, count)) for start in range(0, count, block)]
    judge = partial(_of_block, binding, population)
    if threads > 1:
        with ThreadPoolExecutor(threads) as pool:
            return _summed(programs, list(pool.map(judge, edges)))
    return _summed(programs, [judge(edge) for edge in edges])


@dataclass(frozen=True, slots=True)
class Part:
    """The totals of a block: five counts for each rule, and what was walked."""

    counts: Ints
    walked: frozenset[int]
    walked_pairs: int


def _summed(programs: Programs, parts: list[Part]) -> Totals:
    none = np.zeros((len(programs.book.rules), 5), np.int64)
    counts = sum((part.counts for part in parts), none)
    walked = sorted(frozenset[int]().union(*(part.walked for part in parts)))
    yes, pending, no, cents, unknown = (counts[:, place] for place in (YES, PENDING, NO, CENTS, UNKNOWN))
    return Totals(yes, pending, no, cents, unknown, tuple(walked), sum(part.walked_pairs for part in parts))


def _of_block(binding: Binding, population: ColumnPopulation, edge: tuple[int, int]) -> Part:
    ready = prepared(binding, population.part(*edge))
    counts = np.zeros((len(binding.programs.book.rules), 5), np.int64)
    for sheet, programs in ready.sheets:
        _count_sheet(ready, sheet, programs, counts)
    walked, pairs = _count_walked(ready, counts)
    return Part(counts, walked, pairs)


def _count_sheet(ready: Prepared, sheet: Sheet, batches: Mapping[int, Batch], counts: Ints) -> None:
    planes = Planes(ready.block, sheet)
    for number, known in sheet.tables.items():
        planes.expect(batches[number].leaves, known)
    for number, batch in batches.items():
        table = sheet.tables.get(number)
        learners = ready.candidate_count(batch.bounds[0].program, table) if batch.bounds else 0
        counts[batch.places, NO] = learners
        if table and len(batch.rules):
            counts[batch.rules] = count_batch(batch, planes.over(table), planes.rows(table), learners)


def _count_walked(ready: Prepared, counts: Ints) -> tuple[frozenset[int], int]:
    pairs, places = 0, set()
    for program in ready.walked:
        for _, answer in walked_answers(ready, program):
            row = counts[program.place]
            row[COLUMN_OF[answer.truth]] += 1
            row[CENTS] += int((answer.credits or Decimal(0)) * 100)
            row[UNKNOWN] += answer.credits is None
            pairs += 1
            places.add(program.place)
    return frozenset(places), pairs
