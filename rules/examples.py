"""The examples written inside a rule, run as tests of it."""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from grammar import clauses as c
from grammar import nodes as n
from grammar.declarations import Rule
from rules.book import Book
from rules.evaluator import Verdict, evaluate
from rules.facts import Facts, Learner, Outcome
from rules.sources import references_of, slots_of
from rules.truth import Truth
from rules.words import fold, kind_of

EXPECTED = {"not_applicable": Truth.NO, "pending": Truth.PENDING}
YES_WORDS = {"是", "yes"}


@dataclass(frozen=True, slots=True)
class Ran:
    """An example with what the rule said of it."""

    rule: Rule
    example: c.Example
    verdict: Verdict

    @property
    def passed(self) -> bool:
        """Whether the rule said what the example expects."""
        if isinstance(self.example.expected, Decimal):
            return self.verdict.truth is Truth.YES and self.verdict.credits == self.example.expected
        return self.verdict.truth is EXPECTED[self.example.expected]


def run_examples(rule: Rule, book: Book, *, today: date) -> tuple[Ran, ...]:
    """Run every example of a rule; its sources are held unless the example says otherwise."""
    return tuple(
        Ran(rule, each, evaluate(rule, facts_of(rule, each, book, today=today), book=book)) for each in rule.examples
    )


def facts_of(rule: Rule, example: c.Example, book: Book, *, today: date) -> Facts:
    """Return the facts of an example; its sources are held, everything that it does not tell is unknown."""
    on, learner, outcomes = _day(rule, example, today), Learner("example"), _sources(rule, book)
    judgements: dict[str, bool] = {}
    for fact in example.facts:
        if fact.judgement is not None:
            judgements[fact.judgement] = isinstance(fact.value, n.Text) and fold(fact.value.value) in YES_WORDS
        elif isinstance(fact.subject, n.OutcomeAttribute):
            outcomes = [_with(each, fact) if _speaks_of(fact, each) else each for each in outcomes]
        elif not fact.applied_on:
            learner = _learner_with(learner, fact, on)
    return Facts(learner, tuple(outcomes), on, judgements)


def _day(rule: Rule, example: c.Example, today: date) -> date:
    """Return the day of application: as the example says, else today, moved into the rule's own days."""
    for fact in example.facts:
        if fact.applied_on and isinstance(fact.value, n.Day) and fact.value.value:
            return fact.value.value
    start = rule.effective.start.value if rule.effective and rule.effective.start else None
    end = rule.effective.end.value if rule.effective and rule.effective.end else None
    return min(max(today, start or today), end or date.max)


def _sources(rule: Rule, book: Book) -> list[Outcome]:
    """Return one outcome for every slot of the first way to fill the source."""
    if rule.source is None:
        return []
    everything = tuple(_named(each, str(place)) for place, each in enumerate(references_of(rule.source, book)))
    slots = next(iter(slots_of(rule.source, book, everything)), ())
    return [_named(slot.reference, str(place)) for place, slot in enumerate(slots, start=1)]


def _named(reference: n.Reference, outcome_id: str) -> Outcome:
    return Outcome(
        outcome_id,
        reference.kind,
        reference.title or "",
        reference.code or "",
        reference.institution or "",
        reference.programme or "",
    )


def _speaks_of(fact: c.Fact, outcome: Outcome) -> bool:
    if fact.reference is None:
        return True
    named = fold(fact.reference.code or fact.reference.title or "")
    return kind_of(fact.reference.kind) == kind_of(outcome.kind) and named in {fold(outcome.title), fold(outcome.code)}


def _with(outcome: Outcome, fact: c.Fact) -> Outcome:
    subject, value = fact.subject, _plain(fact.value)
    if not isinstance(subject, n.OutcomeAttribute):
        return outcome
    if subject.name == "field":
        return replace(outcome, fields={**outcome.fields, subject.label or "": str(value)})
    if subject.name == "qf_level":
        value = int(str(value))
    changed = {subject.name: value} | ({"scale": fact.scale or ""} if subject.name == "grade" else {})
    return replace(outcome, **changed)


def _learner_with(learner: Learner, fact: c.Fact, on: date) -> Learner:
    if fact.membership is not None:
        names = () if fact.membership.negated else fact.membership.institutions
        return replace(learner, memberships=tuple({*(learner.memberships or ()), *names}))
    if fact.holding is not None:
        return replace(learner, holds={**learner.holds, fact.holding.reference.kind: not fact.holding.negated})
    value = _plain(fact.value)
    if isinstance(fact.subject, n.LearnerAttribute) and fact.subject.name == "age":
        return replace(learner, birth_date=date(on.year - int(str(value)), 1, 1))
    name = fact.subject.name if fact.subject else "major"
    return replace(learner, **{name: value})


def _plain(value: n.Value | None) -> Any:  # noqa: ANN401 - text, number or day
    return getattr(value, "value", None)
