"""The usual rule, one source and grants that its text settles: written to answer, stopping at the first no."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NamedTuple

from grammar import clauses as c
from grammar import nodes as n
from grammar.declarations import Rule
from rules.compiled.clauses import in_force, still_valid, within_band
from rules.compiled.granting import Granted
from rules.compiled.joints import ConditionWriter, Setting, belonging
from rules.compiled.leaves import ABSENT, Place, leaf_of
from rules.compiled.pairs import pairs_of
from rules.compiled.writer import Writer
from rules.conditions import Test

PARAMETERS = "p, o"
Settled = dict[Decimal | None, Granted]
Wheres = tuple[n.Condition, ...]


class Shape(NamedTuple):
    """The source that all rules of a shape share, and the constants of one of them."""

    source: str
    constants: tuple[Any, ...]


def is_plain(settled: Settled) -> bool:
    """Tell whether a rule of one source can be written so: its targets are known before its ratio is."""
    return len({each.titles for each in settled.values()}) == 1


def answering(rule: Rule, settled: Settled, conditions: ConditionWriter, wheres: Wheres) -> Shape:
    """Return what adds the row of each rule of a table about one outcome."""
    PlainWriter(rule, settled, conditions).write(wheres)
    return Shape(conditions.writer.shape(PARAMETERS), tuple(conditions.writer.constants))


@dataclass(frozen=True, slots=True)
class PlainWriter:
    """Writes the answer of a rule on the one outcome that fills its source, as a row."""

    rule: Rule
    settled: Settled
    conditions: ConditionWriter

    @property
    def writer(self) -> Writer:
        """The lines and constants."""
        return self.conditions.writer

    def write(self, wheres: Wheres) -> None:
        """Write the whole body."""
        if self.rule.refusal is not None:
            self._say(self._no())
            return
        self.writer.line("m = ()")
        self._days()
        conditions = (*wheres, *((self.rule.condition,) if self.rule.condition else ()))
        for each in conjuncts(conditions):
            self._conjunct(each)
        for judgement in self.rule.judgements:
            given, name = self.writer.name(), self.writer.constant(judgement.name)
            gap = self.writer.constant((f"judgement:{judgement.name}",))
            self._test(f"({given} := p.judgements.get({name})) is None", gap, given)
        if isinstance(self.rule.ratio, c.RatioByScore):
            self._by_score(self.rule.ratio)
        else:
            self._granted(*self.settled.values())

    def _days(self) -> None:
        if self.rule.effective is not None:
            self._unless(in_force(self.rule.effective, self.writer))
        if self.rule.validity is not None:
            valid = still_valid(self.rule.validity, "o", self.writer)
            self._test("o.awarded_on is None", "(o.outcome_id + '.awarded_on',)", valid)

    def _conjunct(self, node: n.Condition) -> None:
        if isinstance(node, n.MemberOf):
            self._test("p.memberships is None", "('learner.memberships',)", belonging(node, self.writer))
        elif isinstance(node, Test):
            for one, other in pairs_of(node, ("o",), ()):
                self._leaf(node, Place(one or ABSENT, other or ABSENT))
        else:
            found = self.conditions.condition(node, Setting(("o",)))
            self._unless(f"{found.variable} != 2")
            self.conditions.collect(found)

    def _leaf(self, node: Test, place: Place) -> None:
        leaf = leaf_of(node, place, self.writer, self.conditions.book)
        if leaf.missing:
            self._test(leaf.missing, leaf.gaps, leaf.holds)
            return
        found = self.writer.name()
        self.writer.line(f"{found} = {leaf.code}")
        self._unless(f"{found} != 2")
        with self.writer.block(f"if {found} == 1:"):
            self.writer.line(f"m += {leaf.gaps}")

    def _test(self, missing: str, gaps: str, holds: str) -> None:
        with self.writer.block(f"if {missing}:"):
            self.writer.line(f"m += {gaps}")
        with self.writer.block(f"elif not ({holds}):"):
            self._say(self._no())

    def _unless(self, holds: str) -> None:
        with self.writer.block(f"if not ({holds}):"):
            self._say(self._no())

    def _by_score(self, ratio: c.RatioByScore) -> None:
        with self.writer.block("if (s := o.score) is None:"):
            self.writer.line("m += (o.outcome_id + '.score',)")
            self._pending(self.settled[None])
        for band in ratio.bands:
            with self.writer.block(f"if {within_band(band, 's', self.writer)}:"):
                self._granted(self.settled[band.percent])
        self._say(self._no())

    def _granted(self, grants: Granted) -> None:
        with self.writer.block("if m:"):
            self._pending(grants)
        parts = (grants.credits, grants.titles, grants.missing, grants.paid)
        credits_, titles, missing, paid = map(self.writer.constant, parts)
        self._say(f"YES, {credits_}, {titles}, o.ids, {missing}, {paid}")

    def _pending(self, grants: Granted) -> None:
        titles, paid = self.writer.constant(grants.titles), self.writer.constant(grants.paid)
        missing = "m if len(m) == 1 else tuple(sorted(set(m)))"
        self._say(f"PENDING, ZERO, {titles}, o.ids, {missing}, {paid}")

    def _no(self) -> str:
        grants = next(iter(self.settled.values()))
        titles, nothing = self.writer.constant(grants.titles), self.writer.constant(grants.nothing)
        return f"NO, ZERO, {titles}, o.ids, (), {nothing}"

    def _say(self, row: str) -> None:
        self.writer.line(f"add(({row}))")
        self.writer.line("continue")


def conjuncts(conditions: tuple[n.Condition, ...]) -> Iterator[n.Condition]:
    """Yield what must all hold, conjunctions within conjunctions taken apart."""
    for each in conditions:
        if isinstance(each, n.And):
            yield from conjuncts(each.members)
        else:
            yield each
