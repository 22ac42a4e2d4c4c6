"""One way to fill a rule's sources, judged whole: every clause in a variable, nothing left out."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from grammar import clauses as c
from grammar import nodes as n
from grammar.declarations import Rule
from rules.book import Book
from rules.clause_traces import COUNTED
from rules.compiled.clauses import bands_of, in_force, still_valid, unknown_of
from rules.compiled.expanding import Codes, FormsOf
from rules.compiled.holding import Judged
from rules.compiled.joints import ConditionWriter, Setting, Written, tuple_of
from rules.compiled.writer import Writer

Whole = tuple[int, Codes, tuple[str, ...], Decimal | None]  # truth, codes of leaves, gaps, the ratio in percent
FULL = Decimal(100)
NOTHING: Judged = (0, (), ())


@dataclass(frozen=True, slots=True)
class WayWriter:
    """Writes the clauses of a rule about so many sources.

    The function takes the learner, what the conditions on the single sources came to, and the sources.
    """

    rule: Rule
    conditions: ConditionWriter
    sources: tuple[str, ...]

    @property
    def writer(self) -> Writer:
        """The lines and constants."""
        return self.conditions.writer

    def clauses(self, wheres: tuple[n.Condition, ...]) -> list[Written]:
        """Write all clauses but the grants, in the order of the trace."""
        rule, conditions = self.rule, self.conditions
        found = [conditions.condition(where, Setting(self.sources)) for where in wheres]
        if rule.condition is not None:
            found.append(conditions.condition(rule.condition, Setting(self.sources)))
        if rule.validity is not None:
            found += [self._validity(rule.validity, source) for source in self.sources]
        if rule.effective is not None:
            found.append(conditions.leaf(f"0 if {in_force(rule.effective, self.writer)} else 2", "()"))
        found += map(self._judgement, rule.judgements)
        if counts(rule):
            found.append(self._counted())
        return found

    def ratio(self) -> tuple[str, list[Written]]:
        """Write what finds the ratio; return its expression."""
        ratio = self.rule.ratio
        if not isinstance(ratio, c.RatioByScore):
            return self.writer.constant(ratio.percent if ratio else FULL), []
        banded = self.writer.name()
        self.writer.line(f"{banded} = {self.writer.constant(bands_of(ratio))}({', '.join(self.sources)})")
        return f"{banded}[1]", [self.conditions.leaf(f"{banded}[0]", self._unknown("score"))]

    def _validity(self, validity: c.Validity, source: str) -> Written:
        valid = f"0 if {still_valid(validity, source, self.writer)} else 2"
        return self.conditions.leaf(
            f"1 if {source}.awarded_on is None else {valid}", f"({source}.outcome_id + '.awarded_on',)"
        )

    def _judgement(self, judgement: c.Judgement) -> Written:
        given, name = self.writer.name(), self.writer.constant(judgement.name)
        gap = self.writer.constant((f"judgement:{judgement.name}",))
        return self.conditions.leaf(f"1 if ({given} := p.judgements.get({name})) is None else 0 if {given} else 2", gap)

    def _counted(self) -> Written:
        attribute = COUNTED[self.rule.credits.name] if self.rule.credits else ""
        unknown = self._unknown(attribute)
        return self.conditions.leaf(f"1 if {unknown} else 0", unknown)

    def _unknown(self, attribute: str) -> str:
        return f"{self.writer.constant(unknown_of(attribute))}({', '.join(self.sources)})"


def counts(rule: Rule) -> bool:
    """Tell whether a rule counts credits or hours of its sources."""
    return rule.credits is not None and rule.credits.name in COUNTED and not rule.waiver and not rule.refusal


def whole_of(
    rule: Rule, book: Book, forms: FormsOf, *, sources: int, wheres: tuple[n.Condition, ...] = ()
) -> Callable[..., Whole]:
    """Return a rule as a function of the learner, the judged wheres and so many sources; `wheres` bind each of them."""
    writer = Writer()
    named = tuple(f"o{place}" for place in range(sources))
    way = WayWriter(rule, ConditionWriter(writer, book, forms), named)
    clauses = way.clauses(wheres)
    percent, bands = way.ratio()
    truths = [each.variable for each in (*clauses, *bands)]
    writer.line(f"t = max({', '.join(['w[0]', *truths, '0'])})")
    writer.line("m = ()")
    with writer.block("if t == 1:"):
        writer.line("m = w[2]")
        for each in (*clauses, *bands):
            way.conditions.collect(each)
    writer.line(f"return t, w[1] + {tuple_of(way.conditions.codes)}, m, {percent}")
    return writer.function(", ".join(("p", "w", *named)))
