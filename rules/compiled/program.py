"""One rule compiled: answers on the fast path, explanations that can be told whole on the other."""

from collections.abc import Callable
from functools import cached_property
from typing import Any

from grammar.declarations import Rule
from rules.answers import Answer
from rules.book import Book
from rules.case import Denial, Verdict
from rules.compiled.expanding import Codes, FormsOf
from rules.compiled.explained import explaining
from rules.compiled.general import TRUTHS
from rules.compiled.granting import CaseGrants, Granted, settled_grants, speaks_for_itself
from rules.compiled.heads import Head, head_of
from rules.compiled.joints import ConditionWriter
from rules.compiled.plain import Settled, Shape, Wheres, answering, is_plain
from rules.compiled.prepared import Prepared, PreparedOutcome
from rules.compiled.rows import UNFILLED, Ids, Row, answer_of, rank_of
from rules.compiled.search import Search, best_way
from rules.compiled.slots import CompiledSlot, ceiling_of
from rules.compiled.telling import told, told_unfilled
from rules.compiled.ways import Filled, Way
from rules.compiled.whole import NOTHING, Whole, whole_of
from rules.compiled.writer import Writer, shape_of
from rules.sources import Slot, Slots, slots_of
from rules.truth import RANK, Truth

Brief = tuple[Row, Codes, Granted]  # an explanation of a rule of the usual shape
Judgement = tuple[int, Codes, tuple[str, ...], Granted]


class Program:
    """A rule with its functions, each made when it is first used."""

    def __init__(self, rule: Rule | None, book: Book) -> None:
        self._given = rule
        self.book = book

    @cached_property
    def rule(self) -> Rule:
        """The rule."""
        if self._given is None:
            raise ValueError("a program is made from a rule")
        return self._given

    @cached_property
    def forms(self) -> FormsOf:
        """The names of what the rule's holdings ask for, as far as they are compiled."""
        return {}

    @cached_property
    def _wholes(self) -> dict[int, Callable[..., Whole]]:
        return {}

    @cached_property
    def _slots(self) -> dict[int, CompiledSlot]:
        return {}

    def answer(self, prepared: Prepared, denials: tuple[Denial, ...] = ()) -> Answer:
        """Return what the rule says of a learner; the denials are those that speak of this rule's targets."""
        return answer_of(*self.row(prepared, denials))

    def row(self, prepared: Prepared, denials: tuple[Denial, ...] = ()) -> tuple[Row, Ids]:
        """Return the answer as a row, and the outcomes it was found by."""
        shape = self.answering
        if shape is None or denials or not self.settles(prepared):
            way = best_way(self, prepared, denials)
            return (way.row, way.outcomes) if way else (UNFILLED, ())
        named = self._named(prepared)
        rows: list[Row | None] = self._run(shape, prepared, named)
        found = ((row or self.no, (outcome.outcome_id,)) for row, outcome in zip(rows, named, strict=True))
        return min(found, key=lambda each: rank_of(*each), default=(UNFILLED, ()))

    def each_row(self, prepared: Prepared) -> list[tuple[Row | None, PreparedOutcome]] | None:
        """Return what the rule answers by each outcome that its only source names; a row of None is a no.

        Nothing at all where the rule is not of the usual shape; the catalogue entries of the facts are not looked at.
        """
        shape = self.answering
        if shape is None:
            return None
        named = self._named(prepared)
        return list(zip(self._run(shape, prepared, named), named, strict=True))

    def explain(self, prepared: Prepared, denials: tuple[Denial, ...] = ()) -> Way | None:
        """Return the explanation of the best way to fill the sources; None when there is none."""
        shape = self.explaining
        if shape is None or denials or not self.settles(prepared):
            return best_way(self, prepared, denials)
        named = self._named(prepared)
        found: list[Brief] = self._run(shape, prepared, named)
        ways = [self.way_of(each, outcome) for each, outcome in zip(found, named, strict=True)]
        return min(ways, key=lambda way: rank_of(way.row, way.outcomes), default=None)

    def way_of(self, brief: Brief, outcome: PreparedOutcome) -> Way:
        """Return the way in which one outcome fills the only source, as explained."""
        if self.only_slot is None:
            raise ValueError("a rule of several sources is not explained by one outcome")
        row, codes, grants = brief
        return Way(row, ((self.only_slot.slot, outcome),), codes, grants)

    def settles(self, prepared: Prepared) -> bool:
        """Tell whether the rule's text alone says what this learner is granted."""
        return not prepared.targets or self.settled_by_text

    def verdict(self, prepared: Prepared, denials: tuple[Denial, ...] = ()) -> Verdict:
        """Return the verdict with its trace, as the tree walker gives it."""
        way = self.explain(prepared, denials)
        return told(self, prepared, way) if way else told_unfilled(self, prepared)

    def denials(self, prepared: Prepared) -> tuple[Denial, ...]:
        """Return what a `deny` rule forbids a learner."""
        refusal = self.rule.refusal
        if refusal is None or refusal.name != "deny":
            return ()
        denials = []
        for filled in Search(self, prepared, ()).ways(RANK[Truth.PENDING], each=True):
            truth, _, missing, _ = self._judged(prepared, filled, ())
            if truth != RANK[Truth.NO]:
                outcomes = frozenset(outcome.outcome_id for _, outcome in filled)
                applies, gaps = TRUTHS[truth], tuple(sorted(set(missing)))
                denials.append(Denial(self.rule.code, refusal.reason or "", outcomes, self.rule.targets, applies, gaps))
        return tuple(denials)

    def way(self, prepared: Prepared, filled: Filled, denials: tuple[Denial, ...] = ()) -> Way:
        """Judge one way to fill the sources."""
        truth, codes, missing, grants = self._judged(prepared, filled, denials)
        return Way(grants.row(truth, missing, refused=self.rule.refusal is not None), filled, codes, grants)

    def _judged(self, prepared: Prepared, filled: Filled, denials: tuple[Denial, ...]) -> Judgement:
        sources = tuple([outcome for _, outcome in filled])
        wheres = NOTHING if self.only_slot else self._wheres(prepared, filled)
        truth, codes, missing, ratio = self._whole(len(sources))(prepared, wheres, *sources)
        if self._settled is not None and not denials and self.settles(prepared):
            return truth, codes, missing, self._settled[ratio]
        grants = self._case_grants.found(prepared, sources, ratio, denials)
        traces = [trace for grant in grants.grants for trace in grant.traces]
        below = max((RANK[trace.truth] for trace in traces), default=0)
        gaps = tuple(gap for trace in traces for gap in trace.gaps())
        return max(truth, below), codes, (missing if truth == 1 else ()) + gaps, grants

    @cached_property
    def head(self) -> Head:
        """What a book finds the program by."""
        return head_of(self.rule, self.book)

    @cached_property
    def slots(self) -> Slots | None:
        """What the rule's source asks for."""
        return None if self.rule.source is None else slots_of(self.rule.source, self.book)

    @cached_property
    def only_slot(self) -> CompiledSlot | None:
        """The slot of a rule that asks for one outcome alone."""
        return self.compiled(self.slots) if isinstance(self.slots, Slot) else None

    def compiled(self, slot: Slot) -> CompiledSlot:
        """Return a slot of the rule's source with its functions."""
        found = self._slots.get(id(slot))
        if found is None:
            found = self._slots[id(slot)] = CompiledSlot(slot, self.rule, self.book, self.forms)
        return found

    @cached_property
    def answering(self) -> Shape | None:
        """What answers a rule of the usual shape on the outcome that fills its source."""
        return self._written(answering)

    @cached_property
    def no(self) -> Row:
        """The no of a rule of the usual shape, whoever it is said to."""
        return next(iter(self._settled.values())).no if self._settled else UNFILLED

    @cached_property
    def explaining(self) -> Shape | None:
        """What explains it."""
        return self._written(explaining)

    def _written(self, write: Callable[[Rule, Settled, ConditionWriter, Wheres], Shape]) -> Shape | None:
        if self.only_slot is None or self._settled is None or not is_plain(self._settled):
            return None
        conditions = ConditionWriter(Writer(), self.book, self.forms)
        return write(self.rule, self._settled, conditions, self.only_slot.slot.wheres)

    def _named(self, prepared: Prepared) -> list[PreparedOutcome]:
        return self.only_slot.named(prepared) if self.only_slot else []

    @staticmethod
    def _run(shape: Shape, prepared: Prepared, outcomes: list[PreparedOutcome]) -> list[Any]:
        found: list[Any] = []
        for outcome in outcomes:
            shape_of(shape.source)(prepared, outcome, (shape.constants,), found.append)
        return found

    @cached_property
    def ceiling(self) -> Callable[..., Whole]:
        """What finds the best truth that any way can reach."""
        return ceiling_of(self.rule, self.book, self.forms)

    @cached_property
    def _settled(self) -> Settled | None:
        return settled_grants(self.rule, self.book)

    @cached_property
    def settled_by_text(self) -> bool:
        """Whether no catalogue can change what the rule grants."""
        return speaks_for_itself(self.rule)

    @cached_property
    def _case_grants(self) -> CaseGrants:
        return CaseGrants(self.rule, self.book, self.forms)

    def _whole(self, sources: int) -> Callable[..., Whole]:
        found = self._wholes.get(sources)
        if found is None:
            wheres = self.only_slot.slot.wheres if self.only_slot else ()
            found = whole_of(self.rule, self.book, self.forms, sources=sources, wheres=wheres)
            self._wholes[sources] = found
        return found

    def _wheres(self, prepared: Prepared, filled: Filled) -> tuple[int, Codes, tuple[str, ...]]:
        found = [self.compiled(slot).wheres(prepared, outcome) for slot, outcome in filled]
        return (
            max((each[0] for each in found), default=0),
            tuple(code for each in found for code in each[1]),
            tuple(gap for each in found for gap in each[2]),
        )


def program_of(rule: Rule, book: Book) -> Program:
    """Return the program of a rule; of the book count its scales, aliases, sets and catalogue."""
    return Program(rule, book)
