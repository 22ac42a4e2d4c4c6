"""A block of learners, its ways laid out for the programs of a binding."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from rules.columns.arrays import Ints
from rules.columns.batches import Batch
from rules.columns.binding import Binding
from rules.columns.block import Block
from rules.columns.layouts import Held, held_by_set, joined_sheet, single_sheet
from rules.columns.population import ColumnPopulation
from rules.columns.programs import Program
from rules.columns.sheets import Sheet, Table


@dataclass(frozen=True, slots=True)
class Prepared:
    """A block with its sheets; the programs of `tables` are by the number of their table in the sheet.

    `crowded` are programs of which a learner of this block has too many ways; the tree walker judges them here.
    """

    binding: Binding
    block: Block
    held: Held
    sheets: tuple[tuple[Sheet, Mapping[int, Batch]], ...]
    crowded: tuple[Program, ...]

    def candidates(self, program: Program) -> Ints:
        """Return the learners who hold anything that a program's source names, ascending."""
        learner = self.block.population.outcomes.learner
        holding = np.zeros(len(self.block.population.learners), np.bool_)
        for number in program.sets:
            holding[learner[self.held.of(number)]] = True
        return np.flatnonzero(holding)

    def candidate_count(self, program: Program, table: Table | None) -> int:
        """Return how many learners hold anything that a program's source names; `table` holds its ways."""
        if all(len(arm) == 1 for arm in program.arms):
            return table.learners if table else 0
        return len(self.candidates(program))

    @property
    def walked(self) -> tuple[Program, ...]:
        """The programs that the tree walker judges for this block."""
        return (*self.binding.walked, *self.crowded)


def prepared(binding: Binding, population: ColumnPopulation) -> Prepared:
    """Lay out the ways of a block of learners."""
    block = Block(population, binding.programs.formulas, binding.programs.on)
    held = held_by_set(population.outcomes, binding.listing, len(binding.programs.sets))
    singles = single_sheet(held, population.outcomes, binding.singles)
    sources = list(binding.joined)
    joined, crowded = joined_sheet(held, population.outcomes, sources)
    by_number = {number: binding.joined[source] for number, source in enumerate(sources) if number not in crowded}
    left = tuple(bound.program for number in crowded for bound in binding.joined[sources[number]].bounds)
    return Prepared(binding, block, held, ((singles, binding.singles), (joined, by_number)), left)
