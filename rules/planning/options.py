"""The conversions that a plan can choose from: every rule, in every way that it says yes."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import chain, combinations, islice, product

from grammar import nodes as n
from grammar.declarations import Rule
from rules.book import Book
from rules.case import Case, Denial, Verdict
from rules.catalogue import Entry
from rules.compiled.prepared import Prepared
from rules.compiled.program import Program, program_of
from rules.compiled.rows import Row
from rules.evaluator import best_verdict, denials_among, ways
from rules.facts import Facts, Outcome
from rules.judging import Judge, promise
from rules.planning.policies import Conversion
from rules.planning.programme import Course, Programme
from rules.source_index import SourceIndex
from rules.truth import Truth
from rules.walk import found_in
from rules.words import fold

MOST_WAYS = 60  # that one rule is offered in; the likely best come first


@dataclass(frozen=True, slots=True)
class Option:
    """One rule in one way: these sources, these targets. `courses` stand beside the targets, None for electives.

    `targets` are the titles; `counted` tells which targets count towards the programme: its courses, and electives,
    which are no course.
    """

    rule: Rule
    conversion: Conversion
    targets: tuple[str, ...]
    courses: tuple[str | None, ...]
    counted: tuple[bool, ...]

    @property
    def outcomes(self) -> tuple[str, ...]:
        """The ids of the sources."""
        return tuple([each.outcome_id for each in self.conversion.outcomes])

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
class Aim:
    """A rule with its choices made and its pools filled: what each target is counted once by, and whether it counts."""

    rule: Rule
    courses: tuple[str | None, ...]
    counted: tuple[bool, ...]
    entries: tuple[Entry, ...]
    program: Program

    @property
    def settled(self) -> bool:
        """Whether its program knows what it grants: the entries of the programme change nothing."""
        return not self.entries or self.program.settled_by_text


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of a learner: the facts that a rule needs, all facts ready for programs, and what is denied."""

    facts: Facts
    prepared: Prepared
    denials: tuple[Denial, ...]


class Desk:
    """Makes the options of learners; what a book and a programme share for all of them is made once."""

    def __init__(self, book: Book, programme: Programme) -> None:
        self.book, self.programme = book, programme
        self._index = SourceIndex(book.rules, book)
        self._aims_of: dict[int, list[Aim]] = {}
        self._wide = {id(rule) for rule in book.rules if _asks_holdings(rule)}

    def offer(self, held: Facts, facts_of: Callable[[str], Facts]) -> Offer:
        """Return the options of a learner by priority, then in the order of the rules, then the better way first.

        `facts_of` gives what is known of the learner where a rule is applied.
        """
        given = [(rule, facts_of(rule.code), named) for rule, named in self._candidates(held)]
        cases = [(rule, self._fewer(rule, facts, named)) for rule, facts, named in given]
        denials = denials_among(cases, book=self.book)
        ready = {id(facts): facts for _, facts, _ in given}
        prepared = {key: Prepared(facts) for key, facts in ready.items()}
        asked = [
            (rule, Asked(fewer, prepared[id(facts)], denials))
            for (rule, facts, _), (_, fewer) in zip(given, cases, strict=True)
        ]
        offer = Offer()
        for rule, each in sorted(asked, key=lambda case: -(case[0].priority or 0)):
            if rule.refusal is None:
                self._add(offer, rule, each)
        return offer

    def _add(self, offer: Offer, rule: Rule, asked: Asked) -> None:
        aims = self._aims(rule)
        fitting = [each for each in aims[:MOST_WAYS] if any(each.counted)]
        if not fitting:
            return
        found = [list(islice(self._ways(each, asked), MOST_WAYS + 1)) for each in fitting]
        if len(aims) > MOST_WAYS or sum(map(len, found)) > MOST_WAYS:
            offer.bounded.append(rule.code)
        made = list(islice(_in_turn(found), MOST_WAYS))
        offer.options += [each for each in made if each.counts(each.conversion.credits) > 0]
        offer.waived += [each for each in made[:1] if rule.waiver is not None]
        if not made:
            self._wait(offer, fitting[0], asked)

    def _ways(self, aim: Aim, asked: Asked) -> Iterator[Option]:
        answers = _answers(aim, asked)
        if answers is not None:
            for row, outcome in answers:
                if row is not None and row[0] is Truth.YES and row[1] is not None:
                    yield self._option(aim, (outcome,), targets=row[2], credits_=row[4], facts=asked.facts)
            return
        judge = Judge(Case(aim.rule, replace(asked.facts, targets=aim.entries), self.book, asked.denials))
        if judge.ceiling is not Truth.YES:
            return
        seen = set()
        held = {each.outcome_id: each for each in asked.facts.outcomes}
        for filled in ways(judge, Truth.YES):
            verdict = judge.verdict(filled)
            key = frozenset(verdict.outcomes), verdict.target_credits
            if verdict.truth is Truth.YES and verdict.credits is not None and key not in seen:
                seen.add(key)
                sources = tuple(held[each] for each in verdict.outcomes)
                titles, paid = verdict.targets, verdict.target_credits
                yield self._option(aim, sources, targets=titles, credits_=paid, facts=asked.facts)

    def _wait(self, offer: Offer, aim: Aim, asked: Asked) -> None:
        """Note a rule whose verdict, or whose credits, wait for facts."""
        answers = _answers(aim, asked)
        if answers is not None and all(row is None or row[0] is Truth.NO for row, _ in answers):
            return
        facts = asked.facts
        verdict = best_verdict(Case(aim.rule, replace(facts, targets=aim.entries), self.book, asked.denials))
        if verdict.truth is Truth.NO:
            return
        known = all(each is not None for each in verdict.target_credits)
        held = {each.outcome_id: each for each in facts.outcomes}
        sources = tuple(held[each] for each in verdict.outcomes)
        paid = verdict.target_credits
        option = self._option(aim, sources, targets=verdict.targets, credits_=paid, facts=facts)
        offer.waiting.append(Waiting(aim.rule, verdict, option if known else None))

    def _option(
        self,
        aim: Aim,
        sources: tuple[Outcome, ...],
        *,
        targets: tuple[str, ...],
        credits_: tuple[Decimal | None, ...],
        facts: Facts,
    ) -> Option:
        paid = tuple([each or Decimal(0) for each in credits_])
        conversion = Conversion(aim.rule.code, facts.on, sources, paid, self.programme.title)
        return Option(aim.rule, conversion, targets, aim.courses, aim.counted)

    def _aims(self, rule: Rule) -> list[Aim]:
        known = self._aims_of.get(id(rule))
        if known is None:
            known = self._aims_of[id(rule)] = list(islice(map(self._aim, self._variants(rule)), MOST_WAYS + 1))
        return known

    def _aim(self, rule: Rule) -> Aim:
        found = [self._course(target) for target in rule.targets]
        both = list(zip(rule.targets, found, strict=True))
        return Aim(
            rule,
            tuple(_key(target, course) for target, course in both),
            tuple(course is not None or isinstance(target, n.Elective) for target, course in both),
            tuple(self.programme.entry(course, self.book) for course in found if course is not None),
            program_of(rule, self.book),
        )

    def _variants(self, rule: Rule) -> Iterator[Rule]:
        """Yield the rule with its choices made and its pools filled, in the order of the text."""
        for made in product(*(tuple(self._ways_of(target)) for target in rule.targets)):
            targets = tuple(chain.from_iterable(made))
            yield rule if targets == rule.targets else replace(rule, targets=targets)

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

    def _candidates(self, held: Facts) -> list[tuple[Rule, set[str]]]:
        """Return the rules that name anything that is held, in the order of the book, with the outcomes they name."""
        found: dict[int, set[str]] = {}
        for outcome in held.outcomes:
            for rule in self._index.candidates(outcome):
                found.setdefault(id(rule), set()).add(outcome.outcome_id)
        return [(rule, found[id(rule)]) for rule in self.book.rules if id(rule) in found]

    def _fewer(self, rule: Rule, facts: Facts, named: set[str]) -> Facts:
        """Return the facts with the outcomes that a rule names, unless it asks what else is held."""
        if id(rule) in self._wide:
            return facts
        return replace(facts, outcomes=tuple(each for each in facts.outcomes if each.outcome_id in named))


def _answers(aim: Aim, asked: Asked) -> list[tuple[Row | None, Outcome]] | None:
    """Return what a rule of one source says by each outcome, the likely best first; None where it must be walked."""
    rows = None if asked.denials or not aim.settled else aim.program.each_row(asked.prepared)
    if rows is None:
        return None
    found = [(row, each.outcome) for row, each in rows]
    return sorted(found, key=lambda pair: promise(aim.rule, pair[1])) if len(found) > 1 else found


def _key(target: n.Target, course: Course | None) -> str | None:
    """Return what a target is counted once by; an elective is no course."""
    if not isinstance(target, n.TargetReference):
        return None
    reference = target.reference
    return course.key if course else "beside " + fold(reference.code or reference.title or reference.kind)


def _in_turn(found: list[list[Option]]) -> Iterator[Option]:
    """Yield the first way of every variant, then the second, so that a bound leaves no variant out."""
    for place in range(max(map(len, found), default=0)):
        yield from (each[place] for each in found if place < len(each))


def _asks_holdings(rule: Rule) -> bool:
    """Tell whether a condition asks what the learner holds; most rules have none and are not walked through."""
    plain = isinstance(rule.source, n.SourceReference | n.SourcePool) and rule.source.where is None
    spoken = (rule.condition, None if plain else rule.source, _wheres(rule.targets))
    return any(found_in(spoken, n.Holds))


def _wheres(targets: tuple[n.Target, ...]) -> tuple[n.Target, ...]:
    named = (n.Elective, n.TargetReference)
    return tuple(each for each in targets if not isinstance(each, named) or getattr(each, "where", None) is not None)
