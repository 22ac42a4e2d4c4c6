"""The examples written inside a rule, run as tests of it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from grammar import clauses as c
from grammar import nodes as n
from grammar.declarations import Rule
from rules.book import Book
from rules.case import Verdict
from rules.catalogue import names
from rules.evaluator import evaluate
from rules.facts import Facts, Learner, Outcome
from rules.sources import EverySlot, Slot, Slots, SomeSlots, slots_of
from rules.truth import Truth
from rules.walk import found_in
from rules.words import fold, kind_of

EXPECTED = {"not_applicable": Truth.NO, "pending": Truth.PENDING}
YES_WORDS = {"是", "yes"}
NUMBERS = {"score", "credits", "hours"}


@dataclass(frozen=True, slots=True)
class Ran:
    """An example with what the rule said of it."""

    example: c.Example
    verdict: Verdict

    @property
    def passed(self) -> bool:
        """Whether the rule said what the example expects."""
        expected = self.example.expected
        if isinstance(expected, Decimal):
            return self.verdict.truth is Truth.YES and self.verdict.credits == expected
        return self.verdict.truth is EXPECTED[expected]


def run_examples(rule: Rule, *, book: Book, today: date) -> tuple[Ran, ...]:
    """Run every example of a rule."""
    facts = (facts_of(rule, each, book=book, today=today) for each in rule.examples)
    return tuple(
        Ran(example, evaluate(rule, known, book=book)) for example, known in zip(rule.examples, facts, strict=True)
    )


def facts_of(rule: Rule, example: c.Example, *, book: Book, today: date) -> Facts:
    """Return the facts of an example: its sources are held, and everything that it does not tell is unknown."""
    on = _day(rule, example, today)
    learner = Learner("example", holds={each.reference.kind: None for each in found_in(rule.condition, n.Holds)})
    outcomes = _held(rule, example, book)
    judgements: dict[str, bool] = {}
    for fact in example.facts:
        if fact.judgement is not None:
            judgements[fact.judgement] = isinstance(fact.value, n.Text) and fold(fact.value.value) in YES_WORDS
        elif isinstance(fact.subject, n.OutcomeAttribute):
            outcomes = [_told(each, fact.subject, fact) if _speaks_of(fact, each) else each for each in outcomes]
        elif not fact.applied_on:
            learner = _learner_told(learner, fact, on)
    return Facts(learner, tuple(outcomes), judgements, on=on)


def _day(rule: Rule, example: c.Example, today: date) -> date:
    """Return the day of application: as the example says, else the day nearest to today on which the rule holds."""
    for fact in example.facts:
        if fact.applied_on and isinstance(fact.value, n.Day) and fact.value.value:
            return fact.value.value
    start = rule.effective.start.value if rule.effective and rule.effective.start else None
    end = rule.effective.end.value if rule.effective and rule.effective.end else None
    return min(max(today, start or today), end or date.max)


def _held(rule: Rule, example: c.Example, book: Book) -> list[Outcome]:
    """Return one outcome for every slot; of alternatives those that the example speaks of, else the first."""
    if rule.source is None:
        return []
    told = [fact.reference for fact in example.facts if fact.reference is not None]
    left = list(dict.fromkeys(told))
    outcomes = []
    for place, slot in enumerate(_chosen(slots_of(rule.source, book), told), start=1):
        reference = slot.reference
        named = next((each for each in left if fits(each, reference)), None)
        if named is not None:
            left.remove(named)
            reference = replace(reference, title=reference.title or named.title, code=reference.code or named.code)
        outcomes.append(
            Outcome(
                str(place),
                reference.kind,
                reference.title or "",
                reference.code or "",
                reference.institution or (named.institution if named else None) or "",
                reference.programme or (named.programme if named else None) or "",
            )
        )
    return outcomes


def _chosen(slots: Slots, told: Sequence[n.Reference]) -> list[Slot]:
    match slots:
        case Slot():
            return [slots]
        case EverySlot(members=members):
            return [slot for member in members for slot in _chosen(member, told)]
        case SomeSlots(count=count, members=members):
            options = [_chosen(member, told) for member in members]
            silent = [-sum(any(fits(one, slot.reference) for one in told) for slot in option) for option in options]
            first = sorted(range(len(options)), key=lambda place: (silent[place], place))[:count]
            return [slot for place in sorted(first) for slot in options[place]]


def fits(named: n.Reference, reference: n.Reference) -> bool:
    """Tell whether an example's reference speaks of a slot's; a pool takes any name of its kind."""
    if kind_of(named.kind) != kind_of(reference.kind):
        return False
    if reference.title is None and reference.code is None:
        return True
    return bool(_words(named) & _words(reference))


def _words(reference: n.Reference) -> set[str]:
    return {fold(word) for word in (reference.title, reference.code) if word}


def _speaks_of(fact: c.Fact, outcome: Outcome) -> bool:
    """Tell whether a fact is about an outcome; the example may name it more shortly than the rule does."""
    if fact.reference is None:
        return True
    bare = replace(fact.reference, institution=None, programme=None)
    return names(bare, outcome) or (bare.title is not None and names(replace(bare, code=None), outcome))


def _told(outcome: Outcome, subject: n.OutcomeAttribute, fact: c.Fact) -> Outcome:
    value = getattr(fact.value, "value", None)
    if value is None:
        return outcome
    if subject.name == "field":
        return replace(outcome, fields={**outcome.fields, subject.label or "": str(value)})
    if subject.name == "qf_level":
        return replace(outcome, qf_level=int(value)) if isinstance(value, Decimal) else outcome
    if subject.name == "grade":
        return replace(outcome, grade=str(value), scale=fact.scale or "")
    wanted = Decimal if subject.name in NUMBERS else date if subject.name == "awarded_on" else str
    changed: dict[str, Any] = {subject.name: value}
    return replace(outcome, **changed) if isinstance(value, wanted) else outcome


def _learner_told(learner: Learner, fact: c.Fact, on: date) -> Learner:
    if fact.membership is not None:
        joined = frozenset() if fact.membership.negated else frozenset(fact.membership.institutions)
        return replace(learner, memberships=(learner.memberships or frozenset()) | joined)
    if fact.holding is not None:
        return replace(learner, holds={**(learner.holds or {}), fact.holding.reference.kind: not fact.holding.negated})
    value, name = getattr(fact.value, "value", None), fact.subject.name if fact.subject else ""
    if name == "age":
        return replace(learner, birth_date=_born(on, int(value))) if isinstance(value, Decimal) else learner
    wanted = date if name == "enrolled_on" else str
    changed: dict[str, Any] = {name: value}
    return replace(learner, **changed) if isinstance(value, wanted) else learner


def _born(on: date, age: int) -> date:
    day = 28 if (on.month, on.day) == (2, 29) else on.day
    return date(max(on.year - age, date.min.year), on.month, day)
