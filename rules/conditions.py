"""Conditions, judged in three values against the facts and the matched sources."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import assert_never

from grammar import nodes as n
from rules.book import Book
from rules.catalogue import names
from rules.facts import Facts, Outcome
from rules.trace import Trace, either, every
from rules.truth import Truth, opposite, truth_of
from rules.values import Value, learner_value, order_of, outcome_value, same, written_value
from rules.words import fold, kind_of

Test = n.Comparison | n.Inclusion | n.Between

IN_ORDER: dict[str, Callable[[int], bool]] = {
    "<": lambda order: order < 0,
    "<=": lambda order: order <= 0,
    ">": lambda order: order > 0,
    ">=": lambda order: order >= 0,
}


@dataclass(frozen=True, slots=True)
class Setting:
    """Where a condition is judged: the facts, the book, and the outcomes that it speaks of.

    `sources` are what `source …` reads where the condition speaks of a target; elsewhere an outcome reads itself.
    """

    facts: Facts
    book: Book
    outcomes: tuple[Outcome, ...]
    sources: tuple[Outcome, ...] = ()


def judge(condition: n.Condition, setting: Setting) -> Trace:
    """Return what a condition finds; an outcome attribute must hold for every outcome it speaks of."""
    match condition:
        case n.And(members=members, span=span):
            return every("and", (judge(member, setting) for member in members), span)
        case n.Or(members=members, span=span):
            return either("or", (judge(member, setting) for member in members), span)
        case n.Not(member=member, span=span):
            found = judge(member, setting)
            return Trace("not", opposite(found.truth), span, members=(found,))
        case n.MemberOf():
            return _membership(condition, setting.facts)
        case n.Holds():
            return _holding(condition, setting)
        case n.Comparison() | n.Inclusion() | n.Between():
            return _of_every_outcome(condition, setting)
        case _ as unknown:
            assert_never(unknown)


def _of_every_outcome(condition: Test, setting: Setting) -> Trace:
    subject = condition.subject
    if isinstance(subject, n.LearnerAttribute):
        held = learner_value(setting.facts, subject)
        sources = setting.outcomes if _reads_source(condition) else (None,)
        found = [_test(condition, held, source, setting.book) for source in sources]
    else:
        found = [
            _test(condition, outcome_value(outcome, subject), source, setting.book)
            for outcome in setting.outcomes
            for source in (setting.sources or (outcome,))
        ]
    return found[0] if len(found) == 1 else every("every", found, condition.span)


def values_of(condition: Test) -> tuple[n.Value, ...]:
    """Return what the rule compares with."""
    match condition:
        case n.Comparison(value=value):
            return (value,)
        case n.Inclusion(values=values):
            return values
        case n.Between(low=low, high=high):
            return low, high


def _reads_source(condition: Test) -> bool:
    return any(isinstance(value, n.SourceAttribute) for value in values_of(condition))


def _test(condition: Test, held: Value, source: Outcome | None, book: Book) -> Trace:
    wanted = tuple(written_value(value, source) for value in values_of(condition))
    return compared_trace(condition, held, wanted, truth_of(compare(condition, held, wanted, book)))


def compared_trace(condition: Test, held: Value, wanted: tuple[Value, ...], truth: Truth) -> Trace:
    """Return the trace of a test that is known to come to a truth."""
    used = tuple((each.fact, None if each.content is None else each.shown) for each in (held, *wanted) if each.fact)
    unread = truth is Truth.PENDING and condition.subject.name == "grade" and not (condition.scale or held.scale)
    if unread and all(each.content is not None for each in (held, *wanted)):
        used += ((held.fact.removesuffix("grade") + "scale", None),)
    return Trace(clause_of(condition), truth, condition.span, tuple(dict.fromkeys(used)), _words(condition, wanted))


def clause_of(condition: Test) -> str:
    """Return the form of a test: its operator, "in", "not in" or "between"."""
    match condition:
        case n.Comparison(operator=operator):
            return operator
        case n.Inclusion(negated=negated):
            return "not in" if negated else "in"
        case n.Between():
            return "between"


def compare(condition: Test, held: Value, wanted: tuple[Value, ...], book: Book) -> bool | None:
    """Tell whether a test holds; None while a value is missing or where the values cannot be compared."""
    if held.content is None or any(each.content is None for each in wanted):
        return None
    name, scale = condition.subject.name, condition.scale
    match condition:
        case n.Comparison(operator="=" | "!=" as operator):
            equal = same(name, held, wanted[0], scale=scale, book=book)
            return None if equal is None else equal == (operator == "=")
        case n.Comparison(operator=operator):
            order = order_of(name, held, wanted[0], scale=scale, book=book)
            return None if order is None else IN_ORDER[operator](order)
        case n.Inclusion(negated=negated):
            equals = {same(name, held, each, scale=scale, book=book) for each in wanted}
            found = True if True in equals else None if None in equals else False
            return None if found is None else found != negated
        case n.Between():
            low, high = (order_of(name, held, each, scale=scale, book=book) for each in wanted)
            outside = (low is not None and low < 0) or (high is not None and high > 0)
            return False if outside else None if low is None or high is None else True


def _words(condition: Test, wanted: tuple[Value, ...]) -> tuple[tuple[str, str], ...]:
    subject = condition.subject
    name = (subject.label or "") if isinstance(subject, n.OutcomeAttribute) and subject.name == "field" else ""
    words = {
        "attribute": subject.name,
        "field": name,
        "of": "learner" if isinstance(subject, n.LearnerAttribute) else "outcome",
        "scale": condition.scale or "",
        "wanted": "、".join(each.shown for each in wanted),
    }
    return tuple((key, word) for key, word in words.items() if word)


def _membership(condition: n.MemberOf, facts: Facts) -> Trace:
    memberships = facts.learner.memberships
    if memberships is None:
        return membership_trace(condition, None, Truth.PENDING)
    joined = {fold(each) for each in memberships}
    belongs = any(fold(each) in joined for each in condition.institutions)
    return membership_trace(condition, memberships, truth_of(belongs != condition.negated))


def membership_trace(condition: n.MemberOf, memberships: frozenset[str] | None, truth: Truth) -> Trace:
    """Return the trace of a membership that is known to come to a truth."""
    clause = "not member" if condition.negated else "member"
    words = (("wanted", "、".join(condition.institutions)),)
    shown = None if memberships is None else "、".join(sorted(memberships))
    return Trace(clause, truth, condition.span, (("learner.memberships", shown),), words)


def _holding(condition: n.Holds, setting: Setting) -> Trace:
    alternatives = setting.book.same_as(condition.reference)
    held = [each for each in setting.facts.outcomes if any(names(one, each) for one in alternatives)]
    shown = [held_outcome_trace(condition, each, _held_so(condition, each, setting)) for each in held]
    return holding_trace(condition, [*shown, held_kind_trace(condition.reference, setting.facts)])


def holding_trace(condition: n.Holds, members: list[Trace]) -> Trace:
    """Return the trace of a holding: what the outcomes that it names show, and what the learner's own answer says."""
    reference, found = condition.reference, either("held", members)
    truth = opposite(found.truth) if condition.negated else found.truth
    shown = (("wanted", reference.title or reference.code or reference.kind),)
    clause = "not holds" if condition.negated else "holds"
    used = tuple(fact for member in found.members for fact in member.facts)
    return Trace(clause, truth, condition.span, used, shown, tuple(each for each in found.members if each.members))


def _held_so(condition: n.Holds, outcome: Outcome, setting: Setting) -> Trace | None:
    if condition.where is None:
        return None
    return judge(condition.where, replace(setting, outcomes=(outcome,), sources=()))


def held_outcome_trace(condition: n.Holds, outcome: Outcome, where: Trace | None) -> Trace:
    """Return what one outcome that a holding names shows, by what its `where` found."""
    shown = ((f"{outcome.outcome_id}.title", outcome.title or outcome.code),)
    truth, members = (where.truth, (where,)) if where else (Truth.YES, ())
    return Trace("held outcome", truth, condition.span, shown, members=members)


def held_kind_trace(reference: n.Reference, facts: Facts) -> Trace:
    """Return what the learner's own answer for the kind says, where the outcomes do not show it."""
    fact = f"learner.holds:{reference.kind}"
    holds, closed = facts.learner.holds, facts.holdings_closed
    if closed or (holds is not None and not any(kind_of(kind) == kind_of(reference.kind) for kind in holds)):
        return Trace("held kind", Truth.NO)
    answers = {kind_of(kind): answer for kind, answer in (holds or {}).items()}
    answer = answers.get(kind_of(reference.kind))
    shown = None if answer is None else "yes" if answer else "no"
    return Trace("held kind", truth_of(answer), reference.span, ((fact, shown),))
