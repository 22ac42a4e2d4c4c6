"""Every rule of a book against every learner, in the database; the tree walker takes what the columns cannot say."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from sqlalchemy import Connection, Row, func, insert, select

from grammar.declarations import Rule
from rules.answers import Answer, answer_of
from rules.evaluator import evaluate_each
from rules.facts import Facts
from rules.queries.constants import Gap
from rules.queries.numbers import day_number
from rules.queries.paying import CENTS
from rules.queries.preparing import Prepared, denying_rules
from rules.queries.shapes import LEARNER
from rules.queries.truths import ON
from rules.truth import Truth, truth_of

NOTHING = Answer(Truth.NO, Decimal(0), (), (), ())
Pair = tuple[str, int]
FactsOf = Callable[[str, Rule], Facts]


@dataclass(frozen=True, slots=True)
class Answers:
    """The answers by learner and place of the rule; a pair that is not among them holds no source of the rule: NOTHING.

    `walked` are the pairs that the tree walker answered.
    """

    by_pair: dict[Pair, Answer]
    walked: frozenset[Pair]

    def of(self, learner_id: str, rule: int) -> Answer:
        """Return the answer of a pair."""
        return self.by_pair.get((learner_id, rule), NOTHING)


@dataclass(frozen=True, slots=True)
class Total:
    """What a rule says of all learners: how many yes, wait and no; the credits granted; yes with unknown credits."""

    yes: int = 0
    pending: int = 0
    no: int = 0
    credits: Decimal = Decimal(0)
    unknown: int = 0

    def __add__(self, other: "Total") -> "Total":
        return Total(
            self.yes + other.yes,
            self.pending + other.pending,
            self.no + other.no,
            self.credits + other.credits,
            self.unknown + other.unknown,
        )


@dataclass(frozen=True, slots=True)
class Totals:
    """The totals by place of the rule, and how many pairs the tree walker answered."""

    by_rule: tuple[Total, ...]
    walked: int


def answer_each(connection: Connection, prepared: Prepared, facts_of: FactsOf, *, on: date) -> Answers:
    """Return what every rule says of every learner who holds something that it names."""
    _deny(connection, prepared, on)
    by_pair: dict[Pair, Answer] = {}
    unnamed = set(_left(connection, prepared))
    for statement in prepared.statements.told:
        for row in connection.execute(statement, {ON: day_number(on)}):
            answer = _answer(row, prepared)
            if answer is None:
                unnamed.add((row.learner_id, row.rule))
            else:
                by_pair[row.learner_id, row.rule] = answer
    by_pair.update(_walk(prepared, unnamed, facts_of))
    return Answers(by_pair, frozenset(unnamed))


def total_each(connection: Connection, prepared: Prepared, facts_of: FactsOf, *, on: date) -> Totals:
    """Return the totals of every rule over all learners."""
    _deny(connection, prepared, on)
    learners = connection.scalar(select(func.count()).select_from(prepared.tables.learners)) or 0
    found: list[Total] = [Total()] * len(prepared.book.rules)
    for row in _sums(connection, prepared, day_number(on)):
        credits_ = Decimal(int(row.cents)) / CENTS
        found[row.rule] += Total(int(row.yes), int(row.pending), 0, credits_, int(row.unknown))
    found = [replace(total, no=learners - total.yes - total.pending) for total in found]
    left = set(_left(connection, prepared))
    walked: dict[int, list[Answer]] = defaultdict(list)
    for (_, rule), answer in _walk(prepared, left, facts_of):
        walked[rule].append(answer)
    for rule, answers in walked.items():
        found[rule] = _total(answers, learners)
    return Totals(tuple(found), len(left))


def _sums(connection: Connection, prepared: Prepared, day: int) -> Iterator[Row[tuple[object]]]:
    """Yield sums by rule; several rows of one rule add up."""
    prepared.statements.sorting.fill(connection, day)
    for statement in prepared.statements.totals:
        yield from connection.execute(statement, {ON: day})
    prepared.statements.sorting.clear(connection)


def _total(answers: list[Answer], learners: int) -> Total:
    granted = [each.credits for each in answers if each.truth is Truth.YES]
    known = [credits_ for credits_ in granted if credits_ is not None]
    pending = sum(each.truth is Truth.PENDING for each in answers)
    no = learners - len(granted) - pending
    return Total(len(granted), pending, no, sum(known, Decimal(0)), len(granted) - len(known))


def _deny(connection: Connection, prepared: Prepared, on: date) -> None:
    """Write down what is denied on a day."""
    tables = prepared.tables
    connection.execute(tables.denials.delete())
    columns = ["denier", "learner", "outcome", "certain"]
    for statement in prepared.statements.denials:
        connection.execute(insert(tables.denials).from_select(columns, statement), {ON: day_number(on)})


def _left(connection: Connection, prepared: Prepared) -> Iterator[Pair]:
    """Return the learners and rules that are left to the tree walker."""
    keys, learners, left = prepared.tables.keys, prepared.tables.learners, prepared.left_keys
    rows = left.join(keys, keys.c.key == left.c.key).join(learners, learners.c.learner == keys.c.learner)
    wanted = select(learners.c.learner_id, left.c.rule).select_from(rows).distinct()
    return ((row.learner_id, row.rule) for row in connection.execute(wanted))


def _answer(row: Row[tuple[object]], prepared: Prepared) -> Answer | None:
    """Return the answer that a row is; None when it cannot name what is missing."""
    written, truth = prepared.rows[row.rule, row.way], truth_of(row.truth)
    width = len([name for name in row._fields if name.startswith("outcome_id_")])
    ids = [getattr(row, f"outcome_id_{slot}") for slot in range(width)]
    outcomes = tuple(each for each in ids if each is not None)
    titles = written.titles[row.band if len(written.titles) > 1 else 0]
    if truth is Truth.PENDING:
        open_gaps = [gap for place, gap in enumerate(written.gaps) if row.gaps >> place & 1]
        if not all(gap.name for gap in open_gaps):
            return None
        missing = {_fact(gap, outcomes) for gap in open_gaps}
        return Answer(truth, Decimal(0), titles, outcomes, tuple(sorted(missing)))
    if truth is Truth.YES and row.unknown:
        return Answer(truth, None, titles, outcomes, ("target.credits",))
    paid = Decimal(row.cents) / CENTS if truth is Truth.YES else Decimal(0)
    return Answer(truth, paid, titles, outcomes, ())


def _fact(gap: Gap, outcomes: tuple[str, ...]) -> str:
    return gap.name if gap.slot == LEARNER else f"{outcomes[gap.slot]}.{gap.name}"


def _walk(prepared: Prepared, pairs: Iterable[Pair], facts_of: FactsOf) -> Iterator[tuple[Pair, Answer]]:
    """Let the tree walker answer, with all denials of the book before it."""
    rules = prepared.book.rules
    denying = denying_rules(prepared.book)
    by_learner: dict[str, list[int]] = defaultdict(list)
    for learner_id, rule in sorted(pairs):
        by_learner[learner_id].append(rule)
    for learner_id, asked in by_learner.items():
        numbers = [*asked, *(each for each in denying if each not in asked)]
        cases = [(rules[number], facts_of(learner_id, rules[number])) for number in numbers]
        for number, verdict in zip(asked, evaluate_each(cases, book=prepared.book), strict=False):
            yield (learner_id, number), answer_of(verdict)
