"""Tests that depend on the learner alone: memberships, judgements, and what is held."""

from dataclasses import dataclass

import numpy as np

from grammar.nodes import Reference
from rules.columns.arrays import Bools
from rules.columns.formulas import Gap, Pair, Rows, Situation, opposite_of, pending
from rules.columns.identities import NameSet
from rules.columns.population import HELD, UNSURE, answers_by_kind


@dataclass(frozen=True, slots=True)
class Membership:
    """The learner belongs to one of some institutions, folded, or to none of them."""

    institutions: frozenset[str]
    negated: bool

    @property
    def of_learner(self) -> bool:
        """Whether only the learner is asked."""
        return True

    def judge(self, rows: Rows, block: Situation) -> Pair:
        """Judge the membership of every learner."""
        learners = block.population.learners
        wanted = [place for place, name in enumerate(learners.institutions) if name in self.institutions]
        belongs = np.zeros(len(rows), np.bool_)
        entries = np.flatnonzero(np.isin(learners.joined, wanted))
        belongs[np.searchsorted(learners.starts, entries, side="right") - 1] = True
        answer = ~belongs if self.negated else belongs
        return answer & ~learners.memberships_missing, answer | learners.memberships_missing

    def gaps(self, rows: Rows, block: Situation) -> list[Gap]:
        """Return the memberships where they are missing."""
        return [Gap("learner.memberships", block.population.learners.memberships_missing[rows.learner])]


@dataclass(frozen=True, slots=True)
class Judgement:
    """A person judged so, for one rule."""

    rule: str
    name: str

    @property
    def of_learner(self) -> bool:
        """Whether only the learner is asked."""
        return True

    def judge(self, rows: Rows, block: Situation) -> Pair:
        """Return what was judged of every learner."""
        surely, maybe = np.zeros(len(rows), np.bool_), np.ones(len(rows), np.bool_)
        judged = block.population.judgements.get((self.rule, self.name))
        if judged is not None:
            surely[judged.learners] = judged.given
            maybe[judged.learners] = judged.given
        return surely, maybe

    def gaps(self, rows: Rows, block: Situation) -> list[Gap]:
        """Return the judgement where it is not given."""
        return [Gap(f"judgement:{self.name}", pending(self.judge(rows, block)))]


@dataclass(frozen=True, slots=True)
class Holding:
    """The learner holds an outcome that a reference names and that fits `where`, or says so by kind; or does not."""

    reference: Reference
    names: NameSet
    where: int | None
    negated: bool

    @property
    def of_learner(self) -> bool:
        """Whether only the learner is asked."""
        return True

    def judge(self, rows: Rows, block: Situation) -> Pair:
        """Judge what every learner holds."""
        surely, maybe = self._said_by_kind(block)
        held = block.named(self.names)
        sides = (np.ones(len(held), np.bool_),) * 2 if self.where is None else block.holds(self.where, held)
        for answer, side in zip((surely, maybe), sides, strict=True):
            answer[held.learner[side]] = True
        surely, maybe = surely[rows.learner], maybe[rows.learner]
        return opposite_of((surely, maybe)) if self.negated else (surely, maybe)

    def gaps(self, rows: Rows, block: Situation) -> list[Gap]:
        """Return what the learner did not say, and what is missing of each outcome held."""
        count, held = len(rows), block.named(self.names)
        found = [Gap(f"learner.holds:{self.reference.kind}", pending(self._said_by_kind(block)))]
        if self.where is None:
            return found
        first = np.searchsorted(held.learner, held.learner)
        rank = np.arange(len(held)) - first
        for place in range(int(rank.max(initial=-1)) + 1):
            of_place = held.part(rank == place)
            found += [_by_learner(gap, of_place, count) for gap in block.gaps(self.where, of_place)]
        return found

    def _said_by_kind(self, block: Situation) -> Pair:
        learners = block.population.learners
        answers = answers_by_kind(learners, self.reference.kind)
        unsure = learners.holds_missing & ~learners.closed
        if answers is None:
            return np.zeros(len(unsure), np.bool_), unsure
        told = ~learners.closed & ~learners.holds_missing
        surely: Bools = told & (answers == HELD)
        return surely, surely | unsure | (told & (answers == UNSURE))


def _by_learner(gap: Gap, held: Rows, count: int) -> Gap:
    """Return a gap over outcomes, one of a learner at most, as a gap over learners."""
    lacking = np.zeros(count, np.bool_)
    lacking[held.learner] = gap.lacking
    if gap.owner is None:
        return Gap(gap.name, lacking)
    owner = np.full(count, -1, np.int32)
    owner[held.learner] = gap.owner
    return Gap(gap.name, lacking, owner)
