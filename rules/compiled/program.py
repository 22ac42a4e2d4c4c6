"""One rule compiled: answers on the fast path, explanations that can be told whole on the other."""

from collections.abc import Callable
from functools import cached_property
from typing import NamedTuple

from grammar.declarations import Rule
from rules.answers import Answer
from rules.assignment import Fill
from rules.book import Book
from rules.case import Denial, Verdict
from rules.compiled.expanding import Codes, FormsOf
from rules.compiled.granting import CaseGrants, Granted, settled_grants, speaks_for_itself
from rules.compiled.heads import Head, head_of
from rules.compiled.joints import ConditionWriter
from rules.compiled.plain import PARAMETERS, PlainWriter, Settled, is_plain
from rules.compiled.prepared import Prepared, PreparedOutcome
from rules.compiled.rows import UNFILLED, Row, answer_of, rank_of, row_of
from rules.compiled.search import best_way, every_way
from rules.compiled.slots import CompiledSlot, ceiling_of
from rules.compiled.telling import told, told_unfilled
from rules.compiled.whole import NOTHING, Whole, whole_of
from rules.compiled.writer import Writer, code_of, function_of
from rules.sources import Slot, Slots, slots_of
from rules.truth import RANK, Truth

Filled = Fill[PreparedOutcome]
Plain = Callable[[Prepared, PreparedOutcome], Row]
SEVERAL = 2


class Way(NamedTuple):
    """What a program found by one way to fill the sources, in brief: it can be told whole without judging again.

    `truth` is what the clauses come to (0 yes, 1 pending, 2 no), whatever a refusal makes of it, `missing` what they
    wait for; `codes` are those of the leaves of conditions, in the order of the text.
    """

    row: Row
    filled: Filled
    truth: int
    codes: Codes
    missing: tuple[str, ...]
    grants: Granted


class Program:
    """A rule with its functions, each made when it is first used."""

    def __init__(self, rule: Rule, book: Book) -> None:
        self.rule = rule
        self.book = book
        self.forms: FormsOf = {}
        self._wholes: dict[int, Callable[..., Whole]] = {}
        self._slots: dict[int, CompiledSlot] = {}

    def answer(self, prepared: Prepared, denials: tuple[Denial, ...] = ()) -> Answer:
        """Return what the rule says of a learner; the denials are those that speak of this rule's targets."""
        return answer_of(self.row(prepared, denials))

    def row(self, prepared: Prepared, denials: tuple[Denial, ...] = ()) -> Row:
        """Return the answer as a row."""
        if self.plain is None or denials or (prepared.targets and not self._speaks_for_itself):
            way = self.explain(prepared, denials)
            return way.row if way else UNFILLED
        rows = [self.plain(prepared, each) for each in self.only_slot.named(prepared)] if self.only_slot else []
        return min(rows, key=rank_of) if len(rows) >= SEVERAL else rows[0] if rows else UNFILLED

    def explain(self, prepared: Prepared, denials: tuple[Denial, ...] = ()) -> Way | None:
        """Return the explanation of the best way to fill the sources; None when there is none."""
        return best_way(self, prepared, denials)

    def verdict(self, prepared: Prepared, denials: tuple[Denial, ...] = ()) -> Verdict:
        """Return the verdict with its trace, as the tree walker gives it."""
        way = self.explain(prepared, denials)
        return told(self, prepared, way) if way else told_unfilled(self, prepared)

    def denials(self, prepared: Prepared) -> tuple[Denial, ...]:
        """Return what a `deny` rule forbids a learner."""
        refusal = self.rule.refusal
        if refusal is None or refusal.name != "deny":
            return ()
        return tuple(
            Denial(
                self.rule.code,
                refusal.reason or "",
                frozenset(outcome.outcome_id for _, outcome in way.filled),
                self.rule.targets,
                (Truth.YES, Truth.PENDING)[way.truth],
                tuple(sorted(set(way.missing))),
            )
            for way in every_way(self, prepared, RANK[Truth.PENDING])
            if way.truth != RANK[Truth.NO]
        )

    def way(self, prepared: Prepared, filled: Filled, denials: tuple[Denial, ...] = ()) -> Way:
        """Judge one way to fill the sources."""
        sources = tuple([outcome for _, outcome in filled])
        wheres = NOTHING if self.only_slot else self._wheres(prepared, filled)
        truth, codes, missing, ratio = self._whole(len(sources))(prepared, wheres, *sources)
        if self._settled is None or denials or (prepared.targets and not self._speaks_for_itself):
            grants = self._case_grants.found(prepared, sources, ratio, denials)
            traces = [trace for grant in grants.grants for trace in grant.traces]
            below = max((RANK[trace.truth] for trace in traces), default=0)
            truth, missing = max(truth, below), (*missing, *(gap for trace in traces for gap in trace.gaps()))
        else:
            grants = self._settled[ratio]
        outcomes = tuple([each.outcome_id for each in sources])
        row = row_of(truth, missing, grants, outcomes, refused=self.rule.refusal is not None)
        return Way(row, filled, truth, codes, missing if truth == 1 else (), grants)

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
    def plain(self) -> Plain | None:
        """The function of a rule of the usual shape on the outcome that fills its source."""
        if self.only_slot is None or self._settled is None or not is_plain(self._settled):
            return None
        writer = Writer()
        conditions = ConditionWriter(writer, self.book, self.forms)
        PlainWriter(self.rule, self._settled, conditions).write(self.only_slot.slot.wheres)
        return function_of(code_of(writer.source(PARAMETERS)), writer.constants)

    @cached_property
    def ceiling(self) -> Callable[..., Whole]:
        """What finds the best truth that any way can reach."""
        return ceiling_of(self.rule, self.book, self.forms)

    @cached_property
    def _settled(self) -> Settled | None:
        return settled_grants(self.rule, self.book)

    @cached_property
    def _speaks_for_itself(self) -> bool:
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
