"""Some learners of a population, and what has been judged of them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import reduce

import numpy as np

from rules.columns.arrays import Bools
from rules.columns.formulas import Formulas, Gap, Joint, Leaf, Pair, Rows, opposite_of, pending
from rules.columns.identities import NameSet
from rules.columns.population import ColumnPopulation

JOINED: dict[str, Callable[[Bools, Bools], Bools]] = {"all": np.logical_and, "any": np.logical_or}


@dataclass(slots=True)
class Block:
    """Learners before a book on a day; what depends on the learner alone is judged once for all rows."""

    population: ColumnPopulation
    formulas: Formulas
    on: date
    _of_learner: dict[Leaf, Pair] = field(default_factory=dict)
    _gaps_of_learner: dict[Leaf, list[Gap]] = field(default_factory=dict)
    _named: dict[NameSet, Rows] = field(default_factory=dict)
    _of_named: dict[tuple[NameSet, int], Pair] = field(default_factory=dict)

    def named(self, names: NameSet) -> Rows:
        """Return one row for each outcome that a set of names means."""
        if names not in self._named:
            outcomes = self.population.outcomes
            named = self.population.identities.matching(names)
            where = np.flatnonzero(named[outcomes.identity]).astype(np.int32)
            self._named[names] = Rows((where,), outcomes.learner[where], np.zeros(len(where), np.int8))
        return self._named[names]

    def holds_for(self, names: NameSet, node: int) -> Pair:
        """Judge a formula for each outcome that a set of names means."""
        if (names, node) not in self._of_named:
            self._of_named[names, node] = self.holds(node, self.named(names))
        return self._of_named[names, node]

    def holds(self, node: int, rows: Rows) -> Pair:
        """Judge a formula row by row."""
        return self.judged(node, rows, {})

    def judged(self, node: int, rows: Rows, known: dict[int, Pair]) -> Pair:
        """Judge a formula row by row; `known` keeps what has been judged over the same rows."""
        if node not in known:
            held = self.formulas.nodes[node]
            known[node] = self._joined(held, rows, known) if isinstance(held, Joint) else self.leaf(held, rows)
        return known[node]

    def _joined(self, joint: Joint, rows: Rows, known: dict[int, Pair]) -> Pair:
        pairs = [self.judged(member, rows, known) for member in joint.members]
        if joint.kind == "not":
            return opposite_of(pairs[0])
        if not pairs:
            side = np.full(len(rows), joint.kind == "all")
            return side, side
        join = JOINED[joint.kind]
        return reduce(join, (pair[0] for pair in pairs)), reduce(join, (pair[1] for pair in pairs))

    def leaf(self, leaf: Leaf, rows: Rows) -> Pair:
        """Judge a leaf row by row."""
        if not leaf.of_learner:
            return leaf.judge(rows, self)
        if leaf not in self._of_learner:
            self._of_learner[leaf] = leaf.judge(self.learner_rows, self)
        surely, maybe = self._of_learner[leaf]
        return surely[rows.learner], maybe[rows.learner]

    @property
    def learner_rows(self) -> Rows:
        """One row for each learner, without any outcome."""
        count = len(self.population.learners)
        return Rows((), np.arange(count, dtype=np.int32), np.zeros(count, np.int8))

    def gaps(self, node: int, rows: Rows) -> list[Gap]:
        """Return the missing facts that can still change a pending formula; nothing where it is not pending."""
        return merged(self._gaps(node, rows, {}))

    def gaps_known(self, node: int, rows: Rows, known: dict[int, Pair]) -> list[Gap]:
        """Return the same; `known` keeps what has been judged over the same rows."""
        return merged(self._gaps(node, rows, known))

    def _gaps(self, node: int, rows: Rows, known: dict[int, Pair]) -> Iterable[Gap]:
        unsure = pending(self.judged(node, rows, known))
        if not unsure.any():
            return
        held = self.formulas.nodes[node]
        if isinstance(held, Joint):
            found = [gap for member in held.members for gap in self._gaps(member, rows, known)]
        else:
            found = self._gaps_of_leaf(held, rows)
        for gap in found:
            yield Gap(gap.name, gap.lacking & unsure, gap.owner)

    def _gaps_of_leaf(self, leaf: Leaf, rows: Rows) -> list[Gap]:
        if not leaf.of_learner:
            return leaf.gaps(rows, self)
        if leaf not in self._gaps_of_learner:
            self._gaps_of_learner[leaf] = leaf.gaps(self.learner_rows, self)
        return [gap.at(rows.learner) for gap in self._gaps_of_learner[leaf]]


def merged(gaps: Iterable[Gap]) -> list[Gap]:
    """Return the gaps with those of one name and one owner put together, and those that nobody has left out."""
    found: dict[tuple[str, int], Gap] = {}
    for gap in gaps:
        key = (gap.name, -1 if gap.owner is None else id(gap.owner))
        other = found.get(key)
        found[key] = gap if other is None else Gap(gap.name, gap.lacking | other.lacking, gap.owner)
    return [gap for gap in found.values() if gap.lacking.any()]
