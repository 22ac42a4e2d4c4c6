"""Rules applied to a learner: the reference evaluator, which explains all it says."""

from collections.abc import Iterator, Sequence

from grammar.declarations import Rule
from rules.assignment import Filled, Filling
from rules.book import Book
from rules.case import Case, Denial, Verdict
from rules.clause_traces import wanted
from rules.facts import Facts, Outcome
from rules.judging import Judge, rank_of, verdict_of
from rules.sources import EverySlot, Slot, Slots, SomeSlots, each_slot
from rules.trace import Trace, every
from rules.truth import RANK, Truth

__all__ = ["Trace", "Truth", "Verdict", "evaluate", "evaluate_all", "evaluate_each"]


def evaluate(rule: Rule, facts: Facts, *, book: Book) -> Verdict:
    """Apply a rule; of several ways to fill its sources the best counts."""
    return best_verdict(Case(rule, facts, book))


def evaluate_all(book: Book, facts: Facts) -> tuple[Verdict, ...]:
    """Apply every rule of a book; a denial overrides what other rules grant from its sources to its targets."""
    return evaluate_each([(rule, facts) for rule in book.rules], book=book)


def evaluate_each(cases: Sequence[tuple[Rule, Facts]], *, book: Book) -> tuple[Verdict, ...]:
    """Apply rules, each to its own facts of one learner; denials among them override."""
    denials = denials_among(cases, book=book)
    return tuple(best_verdict(Case(rule, facts, book, denials)) for rule, facts in cases)


def denials_among(cases: Sequence[tuple[Rule, Facts]], *, book: Book) -> tuple[Denial, ...]:
    """Return what the `deny` rules among some rules forbid."""
    return tuple(
        denial
        for rule, facts in cases
        if rule.refusal and rule.refusal.name == "deny"
        for denial in _denials(rule, facts, book)
    )


def _denials(rule: Rule, facts: Facts, book: Book) -> list[Denial]:
    judge = Judge(Case(rule, facts, book))
    reason = rule.refusal.reason if rule.refusal else None
    found = []
    for filled in ways(judge, Truth.PENDING, each=True):
        applies = judge.verdict(filled).trace.members[0]
        if applies.truth is not Truth.NO:
            outcomes = frozenset(outcome.outcome_id for _, outcome in filled)
            gaps = tuple(sorted(applies.gaps()))
            found.append(Denial(rule.code, reason or "", outcomes, rule.targets, applies.truth, gaps))
    return found


def best_verdict(case: Case) -> Verdict:
    """Return the verdict: of outcomes that surely fit, else that may, else that the source only names."""
    judge = Judge(case)
    best: Verdict | None = None
    for allowed in (Truth.YES, Truth.PENDING, Truth.NO):
        if allowed is not Truth.YES and not judge.has_candidates(allowed):
            continue  # the ways are those that were tried
        found = _best_of_ways(judge, allowed)
        best = min((each for each in (best, found) if each), key=rank_of, default=None)
        if best and RANK[best.truth] <= RANK[allowed]:
            return best
    return best or _unmatched(judge)


def _best_of_ways(judge: Judge, allowed: Truth) -> Verdict | None:
    best: Verdict | None = None
    floor = max(RANK[allowed], RANK[judge.ceiling])
    in_order = judge.slots is not None and not has_alternatives(judge.slots)
    for filled in ways(judge, allowed):
        found = judge.verdict(filled)
        best = found if best is None else min(best, found, key=rank_of)
        if in_order and judge.pays_alike and RANK[found.truth] <= floor:
            break  # where all pay alike the ways come in the order of the ids: no later one is better
    return best


def ways(judge: Judge, allowed: Truth, *, each: bool = False) -> Iterator[Filled]:
    """Yield the ways to fill a rule's sources, the likely best first; those that others surpass only if asked for."""
    if judge.slots is None:
        return iter(())
    filling = Filling(lambda slot: judge.candidates(slot, allowed), None if each else judge.fit)
    return filling.ways(judge.slots)


def has_alternatives(slots: Slots) -> bool:
    """Tell whether a source leaves open which of its slots are filled."""
    match slots:
        case Slot():
            return False
        case EverySlot(members=members):
            return any(has_alternatives(member) for member in members)
        case SomeSlots():
            return True


def _unmatched(judge: Judge) -> Verdict:
    slots = each_slot(judge.slots) if judge.slots else ()
    return unmatched(judge.case.rule, [held_trace(slot, judge.candidates(slot, Truth.NO)) for slot in slots])


def unmatched(rule: Rule, found: list[Trace]) -> Verdict:
    """Return the no of a rule whose sources cannot be filled by what was found for each."""
    span = rule.source.span if rule.source else rule.span
    lacking = [trace for trace in found if trace.truth is Truth.NO]
    named = lacking or found
    words = (("wanted", "、".join(dict.fromkeys(trace.word("wanted") for trace in named))),)
    source = Trace("no source", Truth.NO, span, (), words, tuple(found))
    return verdict_of(rule, every("rule", [source], rule.span), (), ())


def held_trace(slot: Slot, held: tuple[Outcome, ...]) -> Trace:
    """Return what the learner holds of what a slot names."""
    used = tuple((f"{each.outcome_id}.title", each.title or each.code) for each in held)
    truth = Truth.YES if held else Truth.NO
    return Trace("source", truth, slot.reference.span, used, (("wanted", wanted(slot.reference)),))
