"""One way to fill a rule's sources, judged."""

from collections.abc import Iterator
from decimal import Decimal
from functools import cached_property

from grammar import clauses as c
from grammar import nodes as n
from grammar.declarations import Rule
from rules.assignment import Filled
from rules.case import Case, Grant, Verdict
from rules.clause_traces import (
    COUNTED,
    bands_trace,
    counted_traces,
    effective_trace,
    judgement_trace,
    source_trace,
    validity_trace,
)
from rules.conditions import Setting, judge
from rules.facts import Outcome
from rules.grants import Granting
from rules.sources import Slot, Slots, each_slot, named_by, slots_of
from rules.trace import Trace, every
from rules.truth import RANK, Truth, all_of
from rules.walk import found_in

FULL = Decimal(100)
Rank = tuple[int, int, Decimal, tuple[str, ...]]
Fits = dict[str, tuple[Outcome, Truth]]


class Judge:
    """Judges the ways to fill the sources of one case; what they share is judged once."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self._fits: dict[int, Fits] = {}
        self._fits_of_like: dict[Slot, Fits] = {}

    @cached_property
    def slots(self) -> Slots | None:
        """What the rule's source asks for."""
        source = self.case.rule.source
        return None if source is None else slots_of(source, self.case.book)

    @cached_property
    def general_traces(self) -> tuple[Trace, ...]:
        """What does not depend on the sources: the rule's days, and what people judged."""
        rule, facts = self.case.rule, self.case.facts
        days = [effective_trace(rule.effective, facts.on)] if rule.effective else []
        return (*days, *(judgement_trace(judgement, facts) for judgement in rule.judgements))

    @cached_property
    def ceiling(self) -> Truth:
        """The best truth that any way can reach."""
        conjuncts = [each for each in conjuncts_of(self.case.rule.condition) if speaks_of_learner_alone(each)]
        setting = Setting(self.case.facts, self.case.book, ())
        of_learner = (judge(each, setting).truth for each in conjuncts)
        return all_of([*(trace.truth for trace in self.general_traces), *of_learner])

    @cached_property
    def pays_alike(self) -> bool:
        """Whether every way brings the same credits."""
        return pays_alike(self.case.rule) and not self.case.denials

    def candidates(self, slot: Slot, allowed: Truth) -> tuple[Outcome, ...]:
        """Return the outcomes that a slot names and that fit it at least as well as allowed, the likely best first."""
        found = self._known_fits(slot).values()
        return tuple([outcome for outcome, truth in found if RANK[truth] <= RANK[allowed]])

    def fit(self, slot: Slot, outcome: Outcome) -> int:
        """Return how well a candidate fits a slot: 0 yes, 1 pending, 2 no."""
        return RANK[self._known_fits(slot)[outcome.outcome_id][1]]

    def has_candidates(self, exactly: Truth) -> bool:
        """Tell whether any slot has a candidate that fits it just so well."""
        slots = each_slot(self.slots) if self.slots else ()
        return any(truth is exactly for slot in slots for _, truth in self._known_fits(slot).values())

    def _known_fits(self, slot: Slot) -> Fits:
        found = self._fits.get(id(slot))  # the slots live as long as the judge, and to compare them takes longer
        if found is None:
            found = self._fits_of_like.get(slot)
            if found is None:
                found = self._fits_of_like[slot] = self._fits_in(slot)
            self._fits[id(slot)] = found
        return found

    def _fits_in(self, slot: Slot) -> Fits:
        named = named_by(slot, self.case.facts.outcomes, self.case.book)
        ordered = sorted(named, key=lambda each: promise(self.case.rule, each))
        return {outcome.outcome_id: (outcome, self._fit(slot, outcome)) for outcome in ordered}

    def _fit(self, slot: Slot, outcome: Outcome) -> Truth:
        """Return how well one outcome does by what is asked of every source alone."""
        rule, setting = self.case.rule, Setting(self.case.facts, self.case.book, (outcome,))
        tests = [each for each in conjuncts_of(rule.condition) if isinstance(each, n.Comparison | n.Between)]
        truths = [judge(each, setting).truth for each in (*slot.wheres, *tests)]
        if rule.validity:
            truths.append(validity_trace(rule.validity, outcome, self.case.facts.on).truth)
        return all_of(truths)

    def verdict(self, filled: Filled) -> Verdict:
        """Return what the rule says of one way."""
        sources = tuple(outcome for _, outcome in filled)
        ratio, bands = self._ratio(sources)
        grants = Granting(self.case, sources, ratio).grants()
        below = (trace for grant in grants for trace in grant.traces)
        trace = every("rule", [*self._traces(filled, sources), *bands, *below], self.case.rule.span)
        return verdict_of(self.case.rule, trace, grants, tuple(each.outcome_id for each in sources))

    def _ratio(self, sources: tuple[Outcome, ...]) -> tuple[Decimal | None, tuple[Trace, ...]]:
        ratio = self.case.rule.ratio
        if not isinstance(ratio, c.RatioByScore):
            return (ratio.percent if ratio else FULL), ()
        trace, percent = bands_trace(ratio, sources)
        return percent, (trace,)

    def _traces(self, filled: Filled, sources: tuple[Outcome, ...]) -> Iterator[Trace]:
        rule, facts, book = self.case.rule, self.case.facts, self.case.book
        for slot, outcome in filled:
            wheres = tuple(judge(where, Setting(facts, book, (outcome,))) for where in slot.wheres)
            yield source_trace(slot.reference, outcome, wheres, all_of(where.truth for where in wheres))
        if rule.condition is not None:
            yield judge(rule.condition, Setting(facts, book, sources))
        if rule.validity is not None:
            yield from (validity_trace(rule.validity, outcome, facts.on) for outcome in sources)
        yield from self.general_traces
        yield from counted_traces(rule, sources)
        if rule.waiver is not None:
            yield Trace("waive", Truth.YES, rule.waiver.span, (), (("reason", rule.waiver.reason or ""),))


def verdict_of(rule: Rule, trace: Trace, grants: tuple[Grant, ...], outcomes: tuple[str, ...]) -> Verdict:
    """Return the verdict that a trace comes to."""
    titles = tuple(grant.title for grant in grants)
    nothing = (Decimal(0),) * len(grants)
    paid = tuple(grant.credits for grant in grants)
    head = (rule.code, rule.version or 1)
    if rule.refusal is not None:
        words = (("reason", rule.refusal.reason or ""), ("applies", str(trace.truth)))
        refused = Trace(rule.refusal.name, Truth.NO, rule.refusal.span, (), words, (trace,))
        return Verdict(*head, Truth.NO, Decimal(0), titles, nothing, outcomes, (), refused, grants)
    if trace.truth is Truth.NO:
        return Verdict(*head, Truth.NO, Decimal(0), titles, nothing, outcomes, (), trace, grants)
    if trace.truth is Truth.PENDING:
        missing = tuple(sorted(trace.gaps()))
        return Verdict(*head, Truth.PENDING, Decimal(0), titles, paid, outcomes, missing, trace, grants)
    known = [credits_ for credits_ in paid if credits_ is not None]
    if len(known) < len(paid):
        return Verdict(*head, Truth.YES, None, titles, paid, outcomes, ("target.credits",), trace, grants)
    return Verdict(*head, Truth.YES, sum(known, Decimal(0)), titles, paid, outcomes, (), trace, grants)


def pays_alike(rule: Rule) -> bool:
    """Tell whether every way to fill a rule's sources brings the same credits, where nothing is denied."""
    by_target = rule.credits is None or rule.credits.name == "target"
    reads_source = any(True for _ in found_in(rule.targets, n.SourceAttribute))
    return by_target and not isinstance(rule.ratio, c.RatioByScore) and not reads_source


def promise(rule: Rule, outcome: Outcome) -> tuple[Decimal, str]:
    """Order outcomes by what they may bring, then by id, so that a search cut short has seen the best."""
    if rule.credits is not None and rule.credits.name in COUNTED:
        brings = outcome.hours if rule.credits.name == "hours" else outcome.credits
    else:
        brings = outcome.score if isinstance(rule.ratio, c.RatioByScore) else Decimal(0)
    return -(brings or Decimal(0)), outcome.outcome_id


def conjuncts_of(condition: n.Condition | None) -> tuple[n.Condition, ...]:
    """Return the conditions that must all hold."""
    if condition is None:
        return ()
    return condition.members if isinstance(condition, n.And) else (condition,)


def speaks_of_learner_alone(condition: n.Condition) -> bool:
    """Tell whether a condition is about the learner and not about the sources."""
    if isinstance(condition, n.MemberOf | n.Holds):
        return True
    if isinstance(condition, n.Comparison | n.Between | n.Inclusion):
        plain = isinstance(condition, n.Comparison) and not isinstance(condition.value, n.SourceAttribute)
        return plain and isinstance(condition.subject, n.LearnerAttribute)
    return False


def rank_of(verdict: Verdict) -> Rank:
    """Rank verdicts of one rule: the better truth, then the most credits (unknown ones last), then outcome ids."""
    known = [paid for paid in verdict.target_credits if paid is not None]
    unknown = len(verdict.target_credits) - len(known)
    return RANK[verdict.truth], unknown, -sum(known, Decimal(0)), verdict.outcomes
