"""The best way of each learner to fill the source of a rule, and what the rule answers by it."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from rules.answers import Answer
from rules.columns.arrays import Bits, Bools, Ints
from rules.columns.batches import Bound
from rules.columns.formulas import Gap, Pair, Rows
from rules.columns.payment import Payment
from rules.columns.population import ColumnPopulation
from rules.columns.prepared import Prepared
from rules.columns.programs import Program
from rules.columns.sheets import WORD
from rules.truth import Truth

TRUTHS = (Truth.YES, Truth.PENDING, Truth.NO)
YES, PENDING, NO = range(3)
UNFILLED = -2


@dataclass(frozen=True, slots=True)
class RuleAnswers:
    """The answers of one rule, one row for each learner: `learner` is a place in `population`.

    `truth` is 0 yes, 1 pending, 2 no; `cents` are -1 where the credits are unknown; `outcomes` holds a column for each
    place of the source, -1 where nothing stands there. `missing` has a bit for each of `gaps`, 64 in a word; `granted`
    is the place of the targets among the payment's, -2 where no way fills the source.
    """

    program: Program
    population: ColumnPopulation
    learner: Ints
    truth: Ints
    cents: Ints
    outcomes: tuple[Ints, ...]
    gaps: tuple[Gap, ...]
    missing: Bits
    granted: Ints

    @property
    def rule(self) -> int:
        """The place of the rule in its book."""
        return self.program.place

    def __len__(self) -> int:
        return len(self.learner)

    def answers(self) -> Iterator[tuple[str, Answer]]:
        """Yield the answers by the id of the learner."""
        for row in range(len(self.learner)):
            yield self.population.learner_id(int(self.learner[row])), self.answer(row)

    def answer(self, row: int) -> Answer:
        """Return one answer in full."""
        cents, granted = int(self.cents[row]), int(self.granted[row])
        titles = self.program.payment.granted[granted].titles if self.program.payment and granted > UNFILLED else ()
        places = (int(column[row]) for column in self.outcomes)
        return Answer(
            TRUTHS[self.truth[row]],
            None if cents < 0 else Decimal(cents).scaleb(-2),
            titles,
            tuple(self.population.outcome_id(place) for place in places if place >= 0),
            self.names(row),
        )

    def names(self, row: int) -> tuple[str, ...]:
        """Return the missing facts of one answer by name, sorted."""
        if self.cents[row] < 0:
            return ("target.credits",)
        bits = (int(word) for word in self.missing[row])
        mask = sum(word << (WORD * place) for place, word in enumerate(bits))
        return tuple(sorted({self._name(gap, row) for place, gap in enumerate(self.gaps) if mask >> place & 1}))

    def _name(self, gap: Gap, row: int) -> str:
        return gap.name if gap.owner is None else f"{self.population.outcome_id(int(gap.owner[row]))}.{gap.name}"


class Judging:
    """Judges the ways of one table; formulas that several rules share are judged once."""

    def __init__(self, ready: Prepared, rows: Rows) -> None:
        self._ready, self._rows, self._block = ready, rows, ready.block
        self._known: dict[int, Pair] = {}

    def answers(self, bound: Bound) -> RuleAnswers:
        """Return what a rule says of every learner: the best of each learner's ways."""
        program, payment = bound.program, bound.program.payment
        if payment is None:
            raise ValueError(f"rule {program.rule.code} is left to the tree walker")
        truth, cents, unknown = self._ways(bound, payment)
        best = self._best(program, truth, cents, unknown)
        gaps = self._gaps(bound, best) if (truth[best] == PENDING).any() else ()
        paid = np.where(truth[best] == YES, np.where(unknown[best] > 0, -1, cents[best]), 0)
        found = RuleAnswers(
            program,
            self._block.population,
            self._rows.learner[best],
            truth[best],
            paid,
            tuple(column[best] for column in self._rows.places[: payment.places]),
            gaps,
            _bits(gaps, truth[best] == PENDING),
            payment.ratio_places(self._rows, self._block)[best],
        )
        return self._with_unfilled(found)

    def _ways(self, bound: Bound, payment: Payment) -> tuple[Ints, Ints, Ints]:
        """Return for each way its truth, and the known cents and unknown credits that it ranks by."""
        count = len(self._rows)
        if bound.program.rule.refusal is not None:
            return np.full(count, NO, np.int8), np.zeros(count, np.int64), np.zeros(count, np.int16)
        surely, maybe = self._block.judged(bound.node, self._rows, self._known)
        truth = _ranked((surely, maybe))
        cents, unknown = payment.paid(self._rows, self._block)
        return truth, np.where(maybe, cents, 0), np.where(maybe, unknown, 0)

    def _best(self, program: Program, truth: Ints, cents: Ints, unknown: Ints) -> Ints:
        """Return the best way of each learner: the better truth, the most credits, the lowest ids, the better fit."""
        rows = self._rows
        fit: Ints = np.zeros(len(rows), np.int8)
        if len(program.arms) > 1:
            fit = _ranked(self._block.judged(program.fits, rows, self._known))
        order = np.lexsort((rows.arm, fit, *rows.places[::-1], -cents, unknown, truth, rows.learner))
        learner = rows.learner[order]
        first = np.ones(len(order), np.bool_)
        first[1:] = learner[1:] != learner[:-1]
        return order[first]

    def _gaps(self, bound: Bound, best: Ints) -> tuple[Gap, ...]:
        gaps = self._block.gaps_known(bound.node, self._rows, self._known)
        return tuple(gap for gap in (each.at(best) for each in gaps) if gap.lacking.any())

    def _with_unfilled(self, found: RuleAnswers) -> RuleAnswers:
        """Add the learners who hold something that the source names, but cannot fill it."""
        program = found.program
        if all(len(arm) == 1 for arm in program.arms):
            return found
        unfilled = np.setdiff1d(self._ready.candidates(program), found.learner)
        count = len(unfilled)
        return RuleAnswers(
            program,
            found.population,
            np.append(found.learner, unfilled),
            np.append(found.truth, np.full(count, NO, np.int8)),
            np.append(found.cents, np.zeros(count, np.int64)),
            tuple(np.append(column, np.full(count, -1, np.int32)) for column in found.outcomes),
            found.gaps,
            np.concatenate([found.missing, np.zeros((count, found.missing.shape[1]), np.uint64)]),
            np.append(found.granted, np.full(count, UNFILLED)),
        )


def _ranked(pair: Pair) -> Ints:
    surely, maybe = pair
    return np.where(surely, YES, np.where(maybe, PENDING, NO)).astype(np.int8)


def _bits(gaps: tuple[Gap, ...], pending: Bools) -> Bits:
    """Return a bit for each gap in each row that is pending."""
    words = np.zeros((len(pending), (len(gaps) + WORD - 1) // WORD), np.uint64)
    for place, gap in enumerate(gaps):
        bit = np.uint64(1 << place % WORD)
        words[:, place // WORD] |= np.where(gap.lacking & pending, bit, np.uint64(0))
    return words
