"""The same rules written to explain: every clause judged, and its truth kept, so that it can be told whole."""

from dataclasses import dataclass

from grammar import clauses as c
from grammar.declarations import Rule
from rules.compiled.clauses import within_band
from rules.compiled.granting import Granted
from rules.compiled.joints import ConditionWriter, tuple_of
from rules.compiled.plain import PARAMETERS, Settled, Shape, Wheres
from rules.compiled.whole import WayWriter
from rules.compiled.writer import Writer


def explaining(rule: Rule, settled: Settled, conditions: ConditionWriter, wheres: Wheres) -> Shape:
    """Return what adds the explanation of each rule of a table about one outcome: its row, codes and grants."""
    ExplainedWriter(rule, settled, conditions).write(wheres)
    return Shape(conditions.writer.shape(PARAMETERS), tuple(conditions.writer.constants))


@dataclass(frozen=True, slots=True)
class ExplainedWriter:
    """Writes what explains a rule on the one outcome that fills its source."""

    rule: Rule
    settled: Settled
    conditions: ConditionWriter

    @property
    def writer(self) -> Writer:
        """The lines and constants."""
        return self.conditions.writer

    def write(self, wheres: Wheres) -> None:
        """Write the whole body."""
        clauses = WayWriter(self.rule, self.conditions, ("o",)).clauses(wheres)
        truths = [each.variable for each in clauses]
        joined = f"max({', '.join(truths)})" if len(truths) > 1 else "".join(truths)
        self.writer.line(f"t = {joined or 0}")
        self.writer.line("m = ()")
        if clauses:
            with self.writer.block("if t == 1:"):
                for each in clauses:
                    self.conditions.collect(each)
        if isinstance(self.rule.ratio, c.RatioByScore):
            self._by_score(self.rule.ratio)
        else:
            self._grants(next(iter(self.settled.values())))
        self._say("t == 2" if self.rule.refusal is None else "t <= 2")

    def _by_score(self, ratio: c.RatioByScore) -> None:
        score = self.writer.read("o.score")
        with self.writer.block(f"if {score} is None:"):
            self.writer.line("t = max(t, 1)")
            self.writer.line("m += (o.outcome_id + '.score',)")
            self._grants(self.settled[None])
        for band in ratio.bands:
            with self.writer.block(f"elif {within_band(band, score, self.writer)}:"):
                self._grants(self.settled[band.percent])
        with self.writer.block("else:"):
            self.writer.line("t = 2")
            self._grants(self.settled[None])

    def _grants(self, grants: Granted) -> None:
        self.writer.line(f"g = {self.writer.constant(grants)}")

    def _say(self, refused: str) -> None:
        codes = tuple_of(self.conditions.codes)
        with self.writer.block(f"if {refused}:"):
            self.writer.line(f"add((g.no, {codes}, g))")
        with self.writer.block("elif t == 1:"):
            missing = "m if len(m) == 1 else tuple(sorted(set(m)))"
            self.writer.line(f"add(((PENDING, ZERO, g.titles, {missing}, g.paid), {codes}, g))")
        with self.writer.block("else:"):
            self.writer.line(f"add((g.yes, {codes}, g))")
