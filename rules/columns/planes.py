"""Truths of 64 ways in a word: formulas joined bit by bit, leaves judged once for all the tables that share them."""

from functools import reduce

import numpy as np

from rules.columns.arrays import Bits
from rules.columns.block import Block
from rules.columns.formulas import Joint, Rows, packed
from rules.columns.sheets import Sheet, Table

WHOLE = 0.05  # the share of the rows from which on a leaf is judged for the whole sheet at once


class Planes:
    """The truths of formulas over a sheet, each as two rows of words: surely, maybe."""

    def __init__(self, block: Block, sheet: Sheet) -> None:
        self.block, self.sheet = block, sheet
        self._whole: dict[int, Bits] = {}
        self._rows_of: dict[int, int] = {}
        self._last: tuple[Table, Rows] | None = None

    def expect(self, leaves: frozenset[int], table: Table) -> None:
        """Note that a table will ask for some leaves."""
        for leaf in leaves:
            self._rows_of[leaf] = self._rows_of.get(leaf, 0) + table.end - table.start

    def over(self, table: Table) -> "TablePlanes":
        """Return the truths over one table."""
        return TablePlanes(self, table)

    def leaf(self, leaf: int, table: Table) -> Bits:
        """Return the truth of a leaf over a table."""
        if leaf in self._whole:
            return self._whole[leaf][:, table.start : table.end]
        if self._rows_of.get(leaf, 0) < WHOLE * len(self.sheet.used_bits):
            return self._judged(leaf, self.rows(table))
        self._whole[leaf] = self._judged(leaf, self.sheet.rows)
        return self._whole[leaf][:, table.start : table.end]

    def rows(self, table: Table) -> Rows:
        """Return the rows of a table; those asked for last are kept."""
        if self._last is None or self._last[0] is not table:
            self._last = (table, self.sheet.rows.part(table.rows))
        return self._last[1]

    def _judged(self, leaf: int, rows: Rows) -> Bits:
        held = self.block.formulas.nodes[leaf]
        if isinstance(held, Joint):
            raise TypeError("a joint is no leaf")
        return packed(self.block.leaf(held, rows))


class TablePlanes:
    """The truths of formulas over one table, each found once."""

    def __init__(self, planes: Planes, table: Table) -> None:
        self._planes, self.table, self.block = planes, table, planes.block
        self._known: dict[int, Bits] = {}
        self.used = planes.sheet.used_bits[table.start : table.end]

    def truth(self, node: int) -> Bits:
        """Return the truth of a formula; rows that are no ways have any."""
        found = self._known.get(node)
        if found is None:
            held = self._planes.block.formulas.nodes[node]
            found = self._joined(held) if isinstance(held, Joint) else self._planes.leaf(node, self.table)
            self._known[node] = found
        return found

    def stacked(self, nodes: tuple[int, ...]) -> Bits:
        """Return the truths of some formulas over the ways alone, after that of all ways."""
        found = np.empty((len(nodes) + 1, 2, len(self.used)), np.uint64)
        found[0] = self.used
        for place, node in enumerate(nodes, start=1):
            np.bitwise_and(self.truth(node), self.used, out=found[place])
        return found

    def _joined(self, joint: Joint) -> Bits:
        parts = [self.truth(member) for member in joint.members]
        if joint.kind == "not":
            return ~parts[0][::-1]
        if not parts:
            edge = np.uint64(2**64 - 1 if joint.kind == "all" else 0)
            return np.full((2, len(self.used)), edge)
        return reduce(np.bitwise_and if joint.kind == "all" else np.bitwise_or, parts)
