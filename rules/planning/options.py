"""The conversions that a plan can choose from: every rule, in every way that it says yes."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import chain, combinations, islice, product

from grammar import nodes as n
from grammar.declarations import Rule
from rules.book import Book
from rules.case import Case, Denial, Verdict
from rules.evaluator import best_verdict, denials_among, ways
from rules.facts import Facts
from rules.judging import Judge
from rules.planning.policies import Conversion
from rules.planning.programme import Course, Programme
from rules.source_index import SourceIndex
from rules.truth import Truth
from rules.words import fold

MOST_WAYS = 60  # that one rule is offered in; the likely best come first
HUNDRED = 100


@dataclass(frozen=True, slots=True)
class Option:
    """One rule in one way: these sources, these targets. `courses` stand beside the targets, None for electives.

    `counted` tells which targets count towards the programme: its courses, and electives, which are no course.
    """

    rule: Rule
    verdict: Verdict
    conversion: Conversion
    courses: tuple[str | None, ...]
    counted: tuple[bool, ...]

    @property
    def outcomes(self) -> tuple[str, ...]:
        """The ids of the sources."""
        return self.verdict.outcomes

    @property
    def consumes(self) -> bool:
        """Whether the sources may serve nothing else."""
        return self.rule.consume

    def counts(self, granted: tuple[Decimal, ...]) -> Decimal:
        """Return what counts towards the programme of the credits granted to the targets."""
        return sum((each for each, counts in zip(granted, self.counted, strict=True) if counts), Decimal(0))


@dataclass(frozen=True, slots=True)
class Waiting:
    """A rule that would give credits if what is missing were known; None where the credits themselves are not."""

    rule: Rule
    verdict: Verdict
    option: Option | None


@dataclass(slots=True)
class Offer:
    """What a learner can choose from; `bounded` names the rules of which not every way was looked at."""

    options: list[Option] = field(default_factory=list)
    waiting: list[Waiting] = field(default_factory=list)
    waived: list[Option] = field(default_factory=list)
    bounded: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Desk:
    """What options are made from."""

    book: Book
    programme: Programme
    facts_of: Callable[[str], Facts]

    def offer(self, held: Facts) -> Offer:
        """Return the options of a learner by priority, then in the order of the rules, then the better way first."""
        rules = _candidates(self.book, held)
        told = {rule.code: self.facts_of(rule.code) for rule in rules}
        denials = denials_among([(rule, told[rule.code]) for rule in rules], book=self.book)
        offer = Offer()
        for rule in sorted(rules, key=lambda each: -(each.priority or 0)):
            if rule.refusal is None:
                self._add(offer, rule, told[rule.code], denials)
        return offer

    def _add(self, offer: Offer, rule: Rule, facts: Facts, denials: tuple[Denial, ...]) -> None:
        variants = list(islice(self._variants(rule), MOST_WAYS + 1))
        fitting = [each for each in variants[:MOST_WAYS] if any(self._counts(target) for target in each.targets)]
        if not fitting:
            return
        found = [list(islice(self._ways(each, facts, denials), MOST_WAYS + 1)) for each in fitting]
        if len(variants) > MOST_WAYS or sum(map(len, found)) > MOST_WAYS:
            offer.bounded.append(rule.code)
        made = list(islice(_in_turn(found), MOST_WAYS))
        offer.options += [each for each in made if each.counts(each.conversion.credits) > 0]
        offer.waived += [each for each in made[:1] if rule.waiver is not None]
        if not made:
            self._wait(offer, fitting[0], facts, denials)

    def _ways(self, rule: Rule, facts: Facts, denials: tuple[Denial, ...]) -> Iterator[Option]:
        facts = self._with_courses(rule, facts)
        judge = Judge(Case(rule, facts, self.book, denials))
        if judge.ceiling is not Truth.YES:
            return
        seen = set()
        for filled in ways(judge, Truth.YES):
            verdict = judge.verdict(filled)
            key = frozenset(verdict.outcomes), verdict.target_credits
            if verdict.truth is Truth.YES and verdict.credits is not None and key not in seen:
                seen.add(key)
                yield self._option(rule, verdict, facts)

    def _wait(self, offer: Offer, rule: Rule, facts: Facts, denials: tuple[Denial, ...]) -> None:
        """Note a rule whose verdict, or whose credits, wait for facts."""
        facts = self._with_courses(rule, facts)
        verdict = best_verdict(Case(rule, facts, self.book, denials))
        if verdict.truth is Truth.NO:
            return
        known = all(each is not None for each in verdict.target_credits)
        offer.waiting.append(Waiting(rule, verdict, self._option(rule, verdict, facts) if known else None))

    def _with_courses(self, rule: Rule, facts: Facts) -> Facts:
        """Return the facts with what is known of the programme's courses that the rule aims at."""
        courses = (self._course(target) for target in rule.targets)
        return replace(facts, targets=tuple(self.programme.entry(each, self.book) for each in courses if each))

    def _option(self, rule: Rule, verdict: Verdict, facts: Facts) -> Option:
        held = {each.outcome_id: each for each in facts.outcomes}
        sources = tuple(held[each] for each in verdict.outcomes)
        credits_ = tuple(each or Decimal(0) for each in verdict.target_credits)
        conversion = Conversion(rule.code, facts.on, sources, credits_, self.programme.title)
        courses = tuple(self._key(target) for target in rule.targets)
        return Option(rule, verdict, conversion, courses, tuple(self._counts(target) for target in rule.targets))

    def _variants(self, rule: Rule) -> Iterator[Rule]:
        """Yield the rule with its choices made and its pools filled, in the order of the text."""
        for targets in product(*(tuple(self._ways_of(target)) for target in rule.targets)):
            yield replace(rule, targets=tuple(chain.from_iterable(targets)))

    def _ways_of(self, target: n.Target) -> Iterator[tuple[n.Target, ...]]:
        match target:
            case n.Choice(count=count, options=options):
                for chosen in combinations(options, min(count, len(options))):
                    members = chain.from_iterable(chosen)
                    for made in product(*(tuple(self._ways_of(each)) for each in members)):
                        yield tuple(chain.from_iterable(made))
            case n.TargetPool(reference=reference, credits=own, where=where):
                for each, entry in self.programme.pool(reference, self.book):
                    named = replace(reference, title=each.title or None, code=each.code or None)
                    yield (n.TargetReference(named, entry.credits if own is None else own, where, span=target.span),)
            case n.TargetReference(reference=reference, credits=None):
                course = self.programme.course_of(reference, self.book)
                yield (replace(target, credits=course.credits if course else None),)
            case _:
                yield (target,)

    def _course(self, target: n.Target) -> Course | None:
        if not isinstance(target, n.TargetReference):
            return None
        return self.programme.course_of(target.reference, self.book)

    def _key(self, target: n.Target) -> str | None:
        """Return what a target is counted once by; an elective is no course."""
        if not isinstance(target, n.TargetReference):
            return None
        course = self._course(target)
        reference = target.reference
        return course.key if course else "beside " + fold(reference.code or reference.title or reference.kind)

    def _counts(self, target: n.Target) -> bool:
        return isinstance(target, n.Elective) or self._course(target) is not None


def _in_turn(found: list[list[Option]]) -> Iterator[Option]:
    """Yield the first way of every variant, then the second, so that a bound leaves no variant out."""
    for place in range(max(map(len, found), default=0)):
        yield from (each[place] for each in found if place < len(each))


def _candidates(book: Book, held: Facts) -> tuple[Rule, ...]:
    index = SourceIndex(book.rules, book)
    found = {id(rule) for outcome in held.outcomes for rule in index.candidates(outcome)}
    return tuple(rule for rule in book.rules if id(rule) in found)


def totals_of(programme: Programme) -> Mapping[str, Decimal | None]:
    """Return the programme's total credits by its title, as limits ask for them."""
    return {programme.title: programme.total_credits}
