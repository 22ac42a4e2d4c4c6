"""One source reference compiled: which outcomes it names, and how well each does by what is asked of it alone."""

from collections.abc import Callable
from dataclasses import replace
from functools import cached_property

from grammar import nodes as n
from grammar.declarations import Rule
from rules.book import Book
from rules.compiled.expanding import Codes, FormsOf, named_among
from rules.compiled.holding import Judged
from rules.compiled.joints import condition_of
from rules.compiled.naming import Form, forms_of
from rules.compiled.prepared import Prepared, PreparedOutcome
from rules.compiled.whole import NOTHING, Whole, whole_of
from rules.judging import conjuncts_of, promise, speaks_of_learner_alone
from rules.sources import Slot


class CompiledSlot:
    """A slot of a rule's source, with its functions."""

    def __init__(self, slot: Slot, rule: Rule, book: Book, forms: FormsOf) -> None:
        self.slot = slot
        self.forms: tuple[Form, ...] = forms_of(slot.reference, book)
        self._rule = rule
        self._book = book
        self._holdings = forms

    def named(self, prepared: Prepared) -> list[PreparedOutcome]:
        """Return the outcomes that the slot names, the likely best first."""
        found = named_among(self.forms, prepared)
        return found if len(found) < 2 else sorted(found, key=lambda each: promise(self._rule, each.outcome))  # noqa: PLR2004

    def wheres(self, prepared: Prepared, outcome: PreparedOutcome) -> Judged:
        """Judge what the slot asks of an outcome."""
        codes: Codes = ()
        gaps: tuple[str, ...] = ()
        truth = 0
        for where in self._wheres:
            code, below, missing = where(prepared, outcome)
            truth, codes, gaps = max(truth, code), codes + below, gaps + missing
        return truth, codes, gaps

    def fit(self, prepared: Prepared, outcome: PreparedOutcome) -> int:
        """Return how well an outcome does by what is asked of every source alone: 0 yes, 1 pending, 2 no."""
        return self._fit(prepared, NOTHING, outcome)[0]

    @cached_property
    def _wheres(self) -> list[Callable[..., Judged]]:
        return [condition_of(where, self._book, self._holdings) for where in self.slot.wheres]

    @cached_property
    def _fit(self) -> Callable[..., Whole]:
        tests = tuple(each for each in conjuncts_of(self._rule.condition) if isinstance(each, n.Comparison | n.Between))
        alone = replace(_bare(self._rule, tests), validity=self._rule.validity)
        return whole_of(alone, self._book, self._holdings, sources=1, wheres=self.slot.wheres)


def ceiling_of(rule: Rule, book: Book, forms: FormsOf) -> Callable[..., Whole]:
    """Return what finds the best truth that any way to fill the sources can reach."""
    of_learner = tuple(each for each in conjuncts_of(rule.condition) if speaks_of_learner_alone(each))
    alone = replace(_bare(rule, of_learner), effective=rule.effective, judgements=rule.judgements)
    return whole_of(alone, book, forms, sources=0)


def _bare(rule: Rule, tests: tuple[n.Condition, ...]) -> Rule:
    """Return a rule that asks for some conditions and nothing else."""
    return Rule(rule.code, condition=n.And(tests) if tests else None)
