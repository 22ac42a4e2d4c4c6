"""What a change of rules does to learners: who gains, who loses, whose credits change."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from itertools import islice

from grammar.declarations import Rule
from rules.analysis.differences import differences, paired
from rules.answers import Answer, answer_of
from rules.book import Book
from rules.columns.answering import answers
from rules.columns.gathering import columns_of
from rules.columns.programming import programs_of
from rules.evaluator import evaluate_each
from rules.populations import Population
from rules.source_index import SourceIndex
from rules.truth import Truth

FEWEST = 500  # learners who are asked about at once
MOST_ANSWERS = 500_000  # pairs of learner and rule
Answered = dict[str, dict[int, Answer]]


class Effect(StrEnum):
    """How a learner stands by a rule after the change."""

    GAINS = "gains"
    LOSES = "loses"
    CREDITS = "credits"  # converts before and after, to other credits
    TARGETS = "targets"  # converts before and after, for other targets
    WAITS = "waits"  # did not apply; now a fact is missing that can decide
    ENDS = "ends"  # waited for a fact; now does not apply


@dataclass(frozen=True, slots=True)
class Impact:
    """One learner and rule whose answer changes; None where the book has no such rule."""

    learner_id: str
    rule_code: str
    effect: Effect
    before: Answer | None
    after: Answer | None

    @property
    def credits_change(self) -> Decimal:
        """How many credits more, or less; unknown ones count as none."""
        return _credits(self.after) - _credits(self.before)


def impact(old: Book, new: Book, population: Population, *, on: date) -> tuple[Impact, ...]:
    """Return every changed answer, by learner and then in the order of the new rules.

    A learner with a rule whose sources he holds nothing of stands as one to whom it does not apply.
    """
    changed = differences(old, new)
    acting = [each for each in changed.rules if each.acts]
    shared = bool(changed.declarations) or old.catalogue is not new.catalogue
    if not acting and not shared:
        return ()
    everything = shared or any(_is_denial(rule) for each in acting for rule in (each.before, each.after))
    before = _Side(old, None if everything else [each.before for each in acting if each.before])
    after = _Side(new, None if everything else [each.after for each in acting if each.after])
    pairs = list(paired(old.rules, new.rules))
    places = {id(rule): place for place, pair in enumerate(pairs) for rule in pair if rule is not None}
    found = list[Impact]()
    for part in _parts(population, max(FEWEST, MOST_ANSWERS // max(1, len(before.rules) + len(after.rules)))):
        was, is_ = (side.answers(part, on) for side in (before, after))
        for learner_id in part.learners:
            told, tells = was.get(learner_id, {}), is_.get(learner_id, {})
            for place in sorted({places[rule] for rule in (*told, *tells)}):
                found += _of_rule(learner_id, pairs[place], told, tells)
    return tuple(found)


def _parts(population: Population, size: int) -> Iterator[Population]:
    """Yield so many learners at a time, so that the answers to them fit in memory."""
    learners = iter(population.learners.items())
    while part := dict(islice(learners, size)):
        held = {each: population.outcomes[each] for each in part if each in population.outcomes}
        yield Population(part, held, population.judgements)


def _of_rule(
    learner_id: str, pair: tuple[Rule | None, Rule | None], was: dict[int, Answer], is_: dict[int, Answer]
) -> Iterator[Impact]:
    old, new = was.get(id(pair[0])), is_.get(id(pair[1]))
    effect, rule = effect_of(old, new), pair[1] or pair[0]
    if effect is not None and rule is not None:
        yield Impact(learner_id, rule.code, effect, old, new)


class _Side:
    """The rules of one book that have to be asked: those that act differently and what denies, or all."""

    def __init__(self, book: Book, acting: Sequence[Rule] | None) -> None:
        wanted = None if acting is None else {id(rule) for rule in acting}
        self.rules = tuple(rule for rule in book.rules if wanted is None or id(rule) in wanted or _is_denial(rule))
        self.book = replace(book, rules=self.rules)

    def answers(self, population: Population, on: date) -> Answered:
        """Return the answers to some learners, by learner and by the identity of the rule."""
        try:
            columns = columns_of(population)
        except ValueError:  # a number that no column holds exactly
            return self._walked(population, on)
        found: Answered = {}
        for given in answers(programs_of(self.book, on), columns):
            rule = id(self.rules[given.rule])
            for learner_id, answer in given.answers():
                found.setdefault(learner_id, {})[rule] = answer
        return found

    def _walked(self, population: Population, on: date) -> Answered:
        index = SourceIndex(self.rules, self.book)
        places = {id(rule): place for place, rule in enumerate(self.rules)}
        found: Answered = {}
        for learner_id, held in population.outcomes.items():
            named = {places[id(rule)] for outcome in held for rule in index.candidates(outcome)}
            rules = [self.rules[place] for place in sorted(named)]
            cases = [(rule, population.facts(learner_id, rule.code, on=on)) for rule in rules]
            verdicts = evaluate_each(cases, book=self.book)
            found[learner_id] = {id(rule): answer_of(each) for rule, each in zip(rules, verdicts, strict=True)}
        return found


def _is_denial(rule: Rule | None) -> bool:
    return rule is not None and rule.refusal is not None and rule.refusal.name == "deny"


def effect_of(before: Answer | None, after: Answer | None) -> Effect | None:
    """Return what changed between two answers; None when nothing that a learner sees did."""
    was = Truth.NO if before is None else before.truth
    is_ = Truth.NO if after is None else after.truth
    if was is is_:
        if is_ is not Truth.YES or before is None or after is None:
            return None
        if before.credits != after.credits:
            return Effect.CREDITS
        return Effect.TARGETS if before.targets != after.targets else None
    if is_ is Truth.YES:
        return Effect.GAINS
    if was is Truth.YES:
        return Effect.LOSES
    return Effect.WAITS if is_ is Truth.PENDING else Effect.ENDS


def _credits(answer: Answer | None) -> Decimal:
    return Decimal(0) if answer is None or answer.credits is None else answer.credits
