"""Conditions, judged in three values against the facts and the matched sources."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import assert_never

from grammar import nodes as n
from rules.book import Book
from rules.catalogue import names
from rules.facts import Facts, Outcome
from rules.truth import Trace, Truth, any_of, joint, opposite, truth_of
from rules.values import Found, Known, Missing, learner_value, order_of, outcome_value, same, written_value
from rules.words import fold, kind_of

HOLDS_ORDER: dict[str, Callable[[int], bool]] = {
    "<": lambda order: order < 0,
    "<=": lambda order: order <= 0,
    ">": lambda order: order > 0,
    ">=": lambda order: order >= 0,
}


@dataclass(frozen=True, slots=True)
class Setting:
    """Where a condition is judged: the facts, the book, and the outcomes that it speaks of.

    `sources` are what `source …` reads where the condition speaks of a target.
    """

    facts: Facts
    book: Book
    outcomes: tuple[Outcome, ...]
    sources: tuple[Outcome, ...] = ()


def judge(condition: n.Condition, setting: Setting) -> Trace:
    """Return what a condition finds; an outcome attribute must hold for every outcome it speaks of."""
    match condition:
        case n.And(members=members, span=span):
            return joint("and", (judge(member, setting) for member in members), span)
        case n.Or(members=members, span=span):
            return joint("or", (judge(member, setting) for member in members), span, either=True)
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


def _of_every_outcome(condition: n.Comparison | n.Inclusion | n.Between, setting: Setting) -> Trace:
    if isinstance(condition.subject, n.LearnerAttribute):
        return _test(condition, learner_value(setting.facts, condition.subject), None, setting)
    found = [
        _test(condition, outcome_value(outcome, condition.subject), source, setting)
        for outcome in setting.outcomes
        for source in (setting.sources or (outcome,))
    ]
    return found[0] if len(found) == 1 else joint("every", found, condition.span)


def _test(
    condition: n.Comparison | n.Inclusion | n.Between, held: Found, source: Outcome | None, setting: Setting
) -> Trace:
    wanted: tuple[Found, ...]
    match condition:
        case n.Comparison(operator=operator, value=value):
            wanted = (written_value(value, source),)
            clause = f"compare {operator}"
        case n.Inclusion(values=values, negated=negated):
            wanted = tuple(written_value(value, source) for value in values)
            clause = "not in" if negated else "in"
        case n.Between(low=low, high=high):
            wanted = (written_value(low, source), written_value(high, source))
            clause = "between"
    words = _words(condition.subject, held, wanted)
    gaps = tuple(each.fact for each in (held, *wanted) if isinstance(each, Missing))
    known = tuple(each for each in wanted if isinstance(each, Known))
    if gaps or not isinstance(held, Known):
        return Trace(clause, Truth.PENDING, condition.span, words, gaps)
    truth = _compare(condition, held, known, setting.book)
    if truth is None:
        return Trace(clause, Truth.PENDING, condition.span, words | {"incomparable": "yes"}, (held.fact,))
    return Trace(clause, truth_of(truth), condition.span, words)


def _compare(
    condition: n.Comparison | n.Inclusion | n.Between, held: Known, wanted: tuple[Known, ...], book: Book
) -> bool | None:
    subject, scale = condition.subject, condition.scale
    match condition:
        case n.Comparison(operator="=" | "!=" as operator):
            equal = same(subject, held, wanted[0], scale=scale, book=book)
            return None if equal is None else equal == (operator == "=")
        case n.Comparison(operator=operator):
            order = order_of(subject, held, wanted[0], scale=scale, book=book)
            return None if order is None else HOLDS_ORDER[operator](order)
        case n.Inclusion(negated=negated):
            equals = [same(subject, held, each, scale=scale, book=book) for each in wanted]
            found = True if True in equals else None if None in equals else False
            return None if found is None else found != negated
        case n.Between():
            low, high = (order_of(subject, held, each, scale=scale, book=book) for each in wanted)
            return None if low is None or high is None else low >= 0 >= high


def _words(subject: n.Subject, held: Found, wanted: tuple[Found, ...]) -> dict[str, str]:
    speaks_of = "learner" if isinstance(subject, n.LearnerAttribute) else "outcome"
    label = getattr(subject, "label", None)
    words = {"of": speaks_of, "attribute": label or subject.name}
    words["wanted"] = "、".join(each.shown if isinstance(each, Known) else each.fact for each in wanted)
    if isinstance(held, Known):
        words["held"] = held.shown
    return words | ({"fact": held.fact} if isinstance(held, Missing) else {})


def _membership(condition: n.MemberOf, facts: Facts) -> Trace:
    clause = "not member" if condition.negated else "member"
    words = {"wanted": "、".join(condition.institutions)}
    if facts.learner.memberships is None:
        return Trace(clause, Truth.PENDING, condition.span, words, ("learner.memberships",))
    joined = {fold(each) for each in facts.learner.memberships}
    words["held"] = "、".join(facts.learner.memberships)
    belongs = any(fold(each) in joined for each in condition.institutions)
    return Trace(clause, truth_of(belongs != condition.negated), condition.span, words)


def _holding(condition: n.Holds, setting: Setting) -> Trace:
    reference = condition.reference
    alternatives = setting.book.same_as(reference)
    held = [each for each in setting.facts.outcomes if any(names(one, each) for one in alternatives)]
    found = [_held_so(condition, each, setting) for each in held]
    truth = any_of(trace.truth for trace in found)
    gaps: tuple[str, ...] = tuple(sorted(frozenset().union(*(trace.gaps() for trace in found))))
    if truth is Truth.NO:
        answers = {kind_of(kind): answer for kind, answer in setting.facts.learner.holds.items()}
        answer = answers.get(kind_of(reference.kind), False)
        truth = Truth.PENDING if answer is None else truth_of(answer)
        gaps = (f"learner.holds:{reference.kind}",) if answer is None else ()
    words = {"wanted": reference.title or reference.code or reference.kind}
    clause = "not holds" if condition.negated else "holds"
    return Trace(clause, opposite(truth) if condition.negated else truth, condition.span, words, gaps)


def _held_so(condition: n.Holds, outcome: Outcome, setting: Setting) -> Trace:
    if condition.where is None:
        return Trace("held", Truth.YES)
    return judge(condition.where, Setting(setting.facts, setting.book, (outcome,)))
