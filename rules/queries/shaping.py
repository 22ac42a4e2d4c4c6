"""Conditions taken apart into their shape and their constants."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import assert_never

from grammar import nodes as n
from rules.conditions import Test, values_of
from rules.queries.comparing import DAYS, NUMBERS, Comparing
from rules.queries.constants import ASK_THE_WALKER, Constants, Gap, UnshapedError, Word, padded
from rules.queries.shapes import (
    HELD,
    LEARNER,
    Absent,
    Against,
    All,
    Cell,
    Clause,
    Fixed,
    HeldKind,
    HeldOutcome,
    Membership,
    Named,
    Opposite,
    Shape,
    Some,
    Unsure,
    Within,
)
from rules.queries.words import key_word
from rules.words import kind_of

HOLDS = Fixed(value=True)


@dataclass(frozen=True, slots=True)
class Shaper:
    """Takes the conditions of one rule apart."""

    constants: Constants

    def clause(self, truth: Shape, gap: Gap) -> Clause:
        """Return a clause that misses one fact while it is unknown."""
        self.constants.gaps.append(gap)
        return Clause(truth, (HOLDS,))

    def named(self, reference: n.Reference) -> Named:
        """Return how a reference finds outcomes."""
        key = self.constants.place(Word(key_word(reference)))
        institution, programme = reference.institution, reference.programme
        return Named(
            key,
            None if institution is None else self.constants.word(institution),
            None if programme is None else self.constants.word(programme),
        )

    def shape(self, condition: n.Condition, slots: Sequence[int]) -> Shape:
        """Return the shape of a condition that speaks of the outcomes in some slots."""
        match condition:
            case n.And(members=members):
                return All(tuple(self.shape(member, slots) for member in members))
            case n.Or(members=members):
                return Some(tuple(self.shape(member, slots) for member in members))
            case n.Not(member=member):
                return Opposite(self.shape(member, slots))
            case n.MemberOf(institutions=institutions, negated=negated):
                member_of = Membership(tuple(self.constants.word(each) for each in padded(institutions)))
                return self.clause(_turned(member_of, negated=negated), Gap(LEARNER, "learner.memberships"))
            case n.Holds():
                return self._holding(condition, slots)
            case n.Comparison() | n.Inclusion() | n.Between():
                return self._of_every_slot(condition, slots)
            case _ as unknown:
                assert_never(unknown)

    def _holding(self, condition: n.Holds, slots: Sequence[int]) -> Shape:
        if HELD in slots:
            raise UnshapedError("holds within holds")
        reference = condition.reference
        names = tuple(self.named(each) for each in padded(self.constants.book.same_as(reference)))
        unnamed = Shaper(replace(self.constants, gaps=[]))  # which outcome misses something, the statement does not say
        held = HeldOutcome(names, unnamed.shape(condition.where, (HELD,)) if condition.where else HOLDS)
        by_kind = HeldKind(self.constants.place(Word(kind_of(reference.kind))))
        self.constants.gaps += [Gap(LEARNER, f"learner.holds:{reference.kind}"), ASK_THE_WALKER]
        return Clause(_turned(Some((held, by_kind)), negated=condition.negated), (Unsure(by_kind), Unsure(held)))

    def _of_every_slot(self, test: Test, slots: Sequence[int]) -> Shape:
        if isinstance(test.subject, n.LearnerAttribute):
            return self._test(test, LEARNER)
        members = tuple(self._test(test, slot) for slot in slots)
        return members[0] if len(members) == 1 else All(members)

    def _test(self, test: Test, slot: int) -> Clause:
        if any(isinstance(value, n.SourceAttribute) for value in values_of(test)):
            return self._against(test, slot)
        truth = self._truth(test, slot)
        if test.subject.name == "grade" and not test.scale and _orders(test):
            self.constants.gaps += [Gap(slot, "grade"), Gap(slot, "scale")]
            ungraded, unscaled = Absent(Cell(slot, "grade")), Absent(Cell(slot, "scale"))
            return Clause(truth, (Some((ungraded, Opposite(unscaled))), All((Opposite(ungraded), unscaled))))
        return self.clause(truth, Gap(slot, _fact_of(test.subject)))

    def _truth(self, test: Test, slot: int) -> Shape:
        comparing = Comparing(self.constants, test.subject, slot, test.scale)
        match test:
            case n.Comparison(operator="=" | "!=" as operator, value=value):
                return _turned(comparing.same(value), negated=operator == "!=")
            case n.Comparison(operator=operator, value=value):
                return comparing.order(operator, value)
            case n.Inclusion(values=values, negated=negated):
                return _turned(Some(tuple(map(comparing.same, padded(values)))), negated=negated)
            case n.Between(low=low, high=high):
                return self._both(comparing.order(">=", low), comparing.order("<=", high))

    def _both(self, one: Shape, other: Shape) -> Shape:
        """Return the conjunction of two orders, the second of which was shaped last: one range where that can be."""
        if not (isinstance(one, Within) and isinstance(other, Within) and one.cell == other.cell):
            return All((one, other))
        self.constants.narrow((one.low, one.high), (other.low, other.high))
        del self.constants.values[other.low :]
        return one

    def _against(self, test: Test, slot: int) -> Clause:
        """Compare two numbers or two days of one outcome."""
        if not isinstance(test, n.Comparison) or not isinstance(test.value, n.SourceAttribute) or test.scale:
            raise UnshapedError("a list or a range with what the source says")
        names = {test.subject.name, test.value.attribute.name}
        if isinstance(test.subject, n.LearnerAttribute) or not (names <= NUMBERS or names <= DAYS):
            raise UnshapedError("what the source says, compared with what is neither number nor day")
        cells = Cell(slot, test.subject.name), Cell(slot, test.value.attribute.name)
        gaps = {Gap(slot, cell.name): Absent(cell) for cell in cells}
        self.constants.gaps += gaps
        return Clause(Against(cells[0], test.operator, cells[1]), tuple(gaps.values()))


def _turned(shape: Shape, *, negated: bool) -> Shape:
    return Opposite(shape) if negated else shape


def _orders(test: Test) -> bool:
    return isinstance(test, n.Between) or (isinstance(test, n.Comparison) and test.operator not in {"=", "!="})


def _fact_of(subject: n.Subject) -> str:
    if isinstance(subject, n.LearnerAttribute):
        return "learner.birth_date" if subject.name == "age" else f"learner.{subject.name}"
    return f"field:{subject.label or ''}" if subject.name == "field" else subject.name
