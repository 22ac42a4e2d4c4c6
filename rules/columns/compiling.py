"""The compiling of rules to programs over columns; equal tests of different rules become one leaf."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from grammar import clauses as c
from grammar import nodes as n
from grammar.declarations import Rule
from rules.book import Book
from rules.case import Case
from rules.catalogue import Entry
from rules.clause_traces import COUNTED, effective_trace
from rules.columns.alternatives import Arm, arms_of
from rules.columns.comparing import Attributes
from rules.columns.formulas import Formulas
from rules.columns.identities import NameSet, names_of
from rules.columns.learner_leaves import Holding, Judgement, Membership
from rules.columns.outcome_leaves import Bands, Counted, InBand, OnArm, Valid
from rules.columns.payment import payment_of
from rules.columns.programs import OneDenial, Program
from rules.facts import Facts, Learner
from rules.grants import entry_of
from rules.judging import conjuncts_of
from rules.sources import Slot, each_slot, slots_of
from rules.truth import Truth
from rules.words import fold


class Compiler:
    """Turns the rules of a book into programs for a day."""

    def __init__(self, book: Book, on: date) -> None:
        self.book, self.on, self.formulas = book, on, Formulas()
        self.sets: dict[NameSet, int] = {}

    def program(self, place: int, rule: Rule) -> Program:
        """Return a rule as a program."""
        slots = slots_of(rule.source, self.book) if rule.source else None
        named = [] if slots is None else [self._set_of(slot) for slot in each_slot(slots)]
        program = Program(place, rule, tuple(dict.fromkeys(named)))
        arms = arms_of(slots) if slots else None
        payment = payment_of(rule, self.book, self.on, max(map(len, arms), default=1)) if arms is not None else None
        if arms is None or payment is None:
            return program
        return replace(
            program,
            arms=tuple(tuple(map(self._set_of, arm)) for arm in arms),
            applies=self.applies(rule, arms),
            fits=self._fits(rule, arms),
            bands=tuple(
                self.formulas.add(InBand(payment.bands, band, payment.places)) for band in range(len(payment.bands))
            ),
            payment=payment,
        )

    def denials(self, program: Program) -> Iterator[OneDenial]:
        """Yield what a denying rule denies to single outcomes."""
        rule = program.rule
        arms = arms_of(slots_of(rule.source, self.book)) if rule.source and program.payment else None
        for arm in arms or ():
            if len(arm) == 1:
                names = names_of(arm[0].reference, self.book)
                yield OneDenial(rule, names, self._set_of(arm[0]), self.applies(rule, (arm,)))

    def _set_of(self, slot: Slot) -> int:
        return self.sets.setdefault(names_of(slot.reference, self.book), len(self.sets))

    def applies(self, rule: Rule, arms: tuple[Arm, ...]) -> int:
        """Return the formula of all that a rule asks, whatever it then refuses."""
        places = max(map(len, arms), default=1)
        parts = [self._source(arms)]
        if rule.condition is not None:
            parts += [self.condition(each, places) for each in conjuncts_of(rule.condition)]
        if rule.validity is not None:
            parts += [self.formulas.add(Valid(rule.validity, place)) for place in range(places)]
        parts += self._general(rule)
        if rule.credits and rule.credits.name in COUNTED and not rule.waiver and not rule.refusal:
            parts += [self.formulas.add(Counted(rule.credits.name, place)) for place in range(places)]
        if isinstance(rule.ratio, c.RatioByScore):
            parts.append(self.formulas.add(Bands(rule.ratio.bands, places)))
        parts += self._targets(rule, places)
        return self.formulas.every(dict.fromkeys(parts))

    def _general(self, rule: Rule) -> list[int]:
        """Return what does not depend on the sources."""
        if rule.effective and effective_trace(rule.effective, self.on).truth is Truth.NO:
            return [self.formulas.either(())]
        return [self.formulas.add(Judgement(fold(rule.code), each.name)) for each in rule.judgements]

    def _source(self, arms: tuple[Arm, ...]) -> int:
        if len(arms) == 1:
            return self._filled(arms[0])
        found = []
        for number, arm in enumerate(arms):
            found.append(self.formulas.every([self.formulas.add(OnArm(number)), self._filled(arm)]))
        return self.formulas.either(found)

    def _filled(self, arm: Arm) -> int:
        wheres = (self.condition(where, 1, place) for place, slot in enumerate(arm) for where in slot.wheres)
        return self.formulas.every(wheres)

    def _fits(self, rule: Rule, arms: tuple[Arm, ...]) -> int:
        if len(arms) == 1:
            return self.formulas.every(())
        places = max(map(len, arms), default=1)
        tests = [each for each in conjuncts_of(rule.condition) if isinstance(each, n.Comparison | n.Between)]
        parts = [self._source(arms), *(self.condition(each, places) for each in tests)]
        if rule.validity is not None:
            parts += [self.formulas.add(Valid(rule.validity, place)) for place in range(places)]
        return self.formulas.every(parts)

    def _targets(self, rule: Rule, places: int) -> Iterator[int]:
        case = Case(rule, Facts(Learner(""), (), on=self.on), self.book)
        for target in rule.targets:
            if isinstance(target, n.TargetReference) and target.where is not None:
                entry = entry_of(target.reference, case)
                own = target.credits if target.credits is not None else entry.credits if entry else None
                course = replace(entry or Entry(target.reference.kind), credits=own)
                yield self.condition(target.where, places, 0, course)

    def condition(self, condition: n.Condition, places: int, first: int = 0, target: Entry | None = None) -> int:
        """Return a condition that speaks of the outcomes at so many places, or of a target that they become."""

        def inner(member: n.Condition) -> int:
            return self.condition(member, places, first, target)

        match condition:
            case n.And(members=members):
                return self.formulas.every(map(inner, members))
            case n.Or(members=members):
                return self.formulas.either(map(inner, members))
            case n.Not(member=member):
                return self.formulas.opposite(inner(member))
            case n.MemberOf(institutions=institutions, negated=negated):
                return self.formulas.add(Membership(frozenset(map(fold, institutions)), negated))
            case n.Holds():
                return self._holding(condition)
            case _:
                tests = (Attributes(condition, place, target, self.book) for place in range(first, first + places))
                return self._every_test(tests)

    def _every_test(self, tests: Iterable[Attributes]) -> int:
        kept = list(tests)
        return self.formulas.every(self.formulas.add(test) for test in (kept[:1] if kept[0].of_learner else kept))

    def _holding(self, condition: n.Holds) -> int:
        where = None if condition.where is None else self.condition(condition.where, 1)
        names = names_of(condition.reference, self.book)
        return self.formulas.add(Holding(condition.reference, names, where, condition.negated))
