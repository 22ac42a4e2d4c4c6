"""The usual rule, one source and grants that its text settles: written to answer, stopping at the first no."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, NamedTuple

from grammar import clauses as c
from grammar import nodes as n
from grammar.declarations import Rule
from rules.compiled.clauses import in_force, still_valid, within_band
from rules.compiled.granting import Granted
from rules.compiled.joints import ConditionWriter, Setting, belonging
from rules.compiled.leaves import ABSENT, Leaf, Place, leaf_of
from rules.compiled.pairs import pairs_of
from rules.compiled.writer import Writer
from rules.conditions import Test

PARAMETERS = "p, o"
REFUSED = "None"  # stands for the row of a no, which is the same for every learner and is not touched here
CONSTANT = re.compile(r"\bK\d")
NEVER = "K0"  # a guard that no facts can settle for all rules of a shape
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
    written = PlainWriter(rule, settled, conditions)
    written.write(wheres)
    return Shape(conditions.writer.shape(PARAMETERS, written.quick()), tuple(conditions.writer.constants))


@dataclass(frozen=True, slots=True)
class PlainWriter:
    """Writes the answer of a rule on the one outcome that fills its source, as a row."""

    rule: Rule
    settled: Settled
    conditions: ConditionWriter
    _guards: list[str] = field(default_factory=list)
    _holding: list[str] = field(default_factory=list)

    @property
    def writer(self) -> Writer:
        """The lines and constants."""
        return self.conditions.writer

    def write(self, wheres: Wheres) -> None:
        """Write the whole body."""
        if self.rule.refusal is not None:
            self._say(REFUSED)
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

    def quick(self) -> tuple[str, str] | None:
        """Return when nothing is missing, and the row as one expression for then; None where that is not so simple."""
        if self.rule.refusal is not None or any(CONSTANT.search(guard) for guard in self._guards):
            return None
        granted = self.writer.constant(next(iter(self.settled.values())).yes)
        if isinstance(self.rule.ratio, c.RatioByScore):
            held, bands = self.writer.read("o.score"), self.rule.ratio.bands
            rows = [self.writer.constant(self.settled[band.percent].yes) for band in bands]
            tests = [within_band(band, held, self.writer) for band in bands]
            parts = (f"{row} if {test} else " for row, test in zip(rows, tests, strict=True))
            granted = "".join(parts) + REFUSED
        guards = " and ".join(f"not ({each})" for each in dict.fromkeys(self._guards))
        holding = " and ".join(f"({each})" for each in self._holding)
        return guards or "1", f"({granted}) if {holding} else {REFUSED}" if holding else granted

    def _days(self) -> None:
        if self.rule.effective is not None:
            held = in_force(self.rule.effective, self.writer)
            self._holding.append(held)
            self._unless(held)
        if self.rule.validity is not None:
            valid = still_valid(self.rule.validity, "o", self.writer)
            self._test(f"{self.writer.read('o.awarded_on')} is None", "(o.outcome_id + '.awarded_on',)", valid)

    def _conjunct(self, node: n.Condition) -> None:
        leaves = self._leaves(node.members if isinstance(node, n.Or) else (node,))
        if leaves is not None and all(leaf.missing for leaf in leaves):
            self._tests(leaves)
        elif leaves is not None and len(leaves) == 1:
            self._leaf(leaves[0])
        else:
            self._guards.append(NEVER)
            found = self.conditions.condition(node, Setting(("o",)))
            self._unless(f"{found.variable} != 2")
            self.conditions.collect(found)

    def _leaves(self, nodes: tuple[n.Condition, ...]) -> list[Leaf] | None:
        """Return the leaves that some conditions are, each judged once; None where one is more than that."""
        found = []
        for node in nodes:
            if isinstance(node, n.MemberOf):
                held = belonging(node, self.writer)
                found.append(Leaf("('learner.memberships',)", f"{self.writer.read('p.memberships')} is None", held))
            elif isinstance(node, Test):
                ((one, other),) = pairs_of(node, ("o",), ())
                place = Place(one or ABSENT, other or ABSENT)
                found.append(leaf_of(node, place, self.writer, self.conditions.book))
            else:
                return None
        return found

    def _tests(self, leaves: list[Leaf]) -> None:
        """Write that one of some tests must hold."""
        if len(leaves) == 1:
            self._test(leaves[0].missing, leaves[0].gaps, leaves[0].holds)
            return
        holding = " or ".join(f"not ({each.missing}) and ({each.holds})" for each in leaves)
        self._guards.extend(each.missing for each in leaves)
        self._holding.append(" or ".join(f"({each.holds})" for each in leaves))
        with self.writer.block(f"if not ({holding}):"):
            self.writer.line("u = ()")
            for each in leaves:
                with self.writer.block(f"if {each.missing}:"):
                    self.writer.line(f"u += {each.gaps}")
            self._unless("u")
            self.writer.line("m += u")

    def _leaf(self, leaf: Leaf) -> None:
        self._guards.append(NEVER)
        found = self.writer.name()
        self.writer.line(f"{found} = {leaf.code}")
        self._unless(f"{found} != 2")
        with self.writer.block(f"if {found} == 1:"):
            self.writer.line(f"m += {leaf.gaps}")

    def _test(self, missing: str, gaps: str, holds: str) -> None:
        self._guards.append(missing)
        self._holding.append(holds)
        with self.writer.block(f"if {missing}:"):
            self.writer.line(f"m += {gaps}")
        with self.writer.block(f"elif not ({holds}):"):
            self._say(REFUSED)

    def _unless(self, holds: str) -> None:
        with self.writer.block(f"if not ({holds}):"):
            self._say(REFUSED)

    def _by_score(self, ratio: c.RatioByScore) -> None:
        score = self.writer.read("o.score")
        self._guards.append(f"{score} is None")
        with self.writer.block(f"if {score} is None:"):
            self.writer.line("m += (o.outcome_id + '.score',)")
            self._pending(self.settled[None])
        for band in ratio.bands:
            with self.writer.block(f"if {within_band(band, score, self.writer)}:"):
                self._granted(self.settled[band.percent])
        self._say(REFUSED)

    def _granted(self, grants: Granted) -> None:
        with self.writer.block("if m:"):
            self._pending(grants)
        self._say(self.writer.constant(grants.yes))

    def _pending(self, grants: Granted) -> None:
        titles, paid = self.writer.constant(grants.titles), self.writer.constant(grants.paid)
        missing = "m if len(m) == 1 else tuple(sorted(set(m)))"
        self._say(f"(PENDING, ZERO, {titles}, {missing}, {paid})")

    def _say(self, row: str) -> None:
        self.writer.line(f"add({row})")
        self.writer.line("continue")


def conjuncts(conditions: tuple[n.Condition, ...]) -> Iterator[n.Condition]:
    """Yield what must all hold, conjunctions within conjunctions taken apart."""
    for each in conditions:
        if isinstance(each, n.And):
            yield from conjuncts(each.members)
        else:
            yield each
