"""Rules as rows: for each way to fill the sources, its form, and a row of constants."""

from collections.abc import Sequence
from dataclasses import dataclass

from grammar import nodes as n
from grammar.declarations import Rule
from rules.book import Book
from rules.clause_traces import COUNTED, MONTHS
from rules.judging import conjuncts_of
from rules.queries.constants import ASK_THE_WALKER, Constant, Constants, Gap, UnshapedError, Word
from rules.queries.loading import EVERY_RULE
from rules.queries.numbers import day_number
from rules.queries.paying import Paying, Payment, Titles
from rules.queries.shapes import (
    LEARNER,
    Absent,
    All,
    Cell,
    Clause,
    InForce,
    Judged,
    Named,
    Present,
    Shape,
    Undenied,
    Valid,
    Within,
)
from rules.queries.shaping import HOLDS, Shaper
from rules.queries.ways import Way, named_ways, ways_of
from rules.sources import slots_of
from rules.words import fold

MOST_GAPS = 60  # bits of a number
Asked = tuple[n.Condition, tuple[int, ...]]  # a condition, and the slots that it speaks of
ALWAYS, NEVER = 0, 10**9  # days before and after all that the calendar has


@dataclass(frozen=True, slots=True)
class Form:
    """What rules of one shape have in common, for one way to fill their sources.

    `fits` is the part of the truth that each source is tried by alone; between ways that end alike it decides.
    """

    slots: tuple[Named, ...]
    truth: All
    fits: All
    payment: Payment
    refused: bool
    width: int


@dataclass(frozen=True, slots=True)
class Row:
    """One way of one rule: its constants, the names of its gaps, and its targets by band."""

    rule: int
    way: int
    constants: tuple[Constant, ...]
    gaps: tuple[Gap, ...]
    titles: tuple[Titles, ...]


@dataclass(frozen=True, slots=True)
class Forming:
    """Takes a rule apart; `denied` when some denial speaks of its targets, `denying` to say where it denies itself."""

    rule: Rule
    number: int
    book: Book
    denied: bool = False
    denying: bool = False

    def rows(self) -> list[tuple[Form, Row]]:
        """Return the rule's rows with their forms; raise UnshapedError where the columns cannot say it."""
        source = self.rule.source
        ways = () if source is None else ways_of(slots_of(source, self.book))
        named = [(way, references) for way in ways for references in named_ways(way, self.book)]
        return [self._row(place, way, references) for place, (way, references) in enumerate(named)]

    def _row(self, place: int, way: Way, references: Sequence[n.Reference]) -> tuple[Form, Row]:
        constants = Constants(self.book)
        slots = tuple(map(Shaper(constants).named, references))
        refused = self.rule.refusal is not None and not self.denying
        payment, titles = Paying(self.rule, constants, len(way), refused).payment()
        fits, others = (HOLDS, HOLDS) if refused else self._clauses(way, constants, payment)
        if len(constants.gaps) > MOST_GAPS:
            raise UnshapedError("many facts that may be missing")
        form = Form(slots, All((fits, others)), All((fits,)), payment, refused, len(constants.values))
        return form, Row(self.number, place, tuple(constants.values), tuple(constants.gaps), titles)

    def _clauses(self, way: Way, constants: Constants, payment: Payment) -> tuple[Shape, Shape]:
        """Return what is asked of each source alone, and all the rest."""
        shaper, slots = Shaper(constants), range(len(way))
        conjuncts = conjuncts_of(self.rule.condition)
        tests = [each for each in conjuncts if isinstance(each, n.Comparison | n.Between)]
        wheres: list[Asked] = [
            (each, (slot,)) for slot, of in enumerate(way) for where in of.wheres for each in conjuncts_of(where)
        ]
        asked = [*wheres, *((test, (slot,)) for test in tests for slot in slots)]
        alone = narrowed(shaper, sorted(asked, key=_subject))
        alone += self._validity(shaper, slots)
        others = [shaper.shape(each, slots) for each in conjuncts if each not in tests]
        others += [*self._days(constants), *self._judgements(shaper)]
        others += self._counted(shaper, slots)
        if payment.bands is not None:
            constants.gaps += [Gap(slot, "score") for slot in slots]
            missing = tuple(Absent(Cell(slot, "score")) for slot in slots)
            others.append(Clause(payment.bands, missing))
        if self.denied:
            constants.gaps.append(ASK_THE_WALKER)
            others.append(Clause(Undenied(len(way)), (HOLDS,)))
        return All(tuple(alone)), All(tuple(others))

    def _validity(self, shaper: Shaper, slots: Sequence[int]) -> list[Shape]:
        validity, place = self.rule.validity, shaper.constants.place
        if validity is None:
            return []
        months = validity.count * MONTHS[validity.unit]
        return [shaper.clause(Valid(slot, place(months)), Gap(slot, "awarded_on")) for slot in slots]

    def _days(self, constants: Constants) -> list[Shape]:
        effective = self.rule.effective
        if effective is None:
            return []
        start, end = effective.start, effective.end
        first = ALWAYS if start is None else NEVER if start.value is None else day_number(start.value)
        last = NEVER if end is None else ALWAYS if end.value is None else day_number(end.value)
        return [InForce(constants.place(first), constants.place(last))]

    def _judgements(self, shaper: Shaper) -> list[Shape]:
        place, code = shaper.constants.place, Word(fold(self.rule.code))
        return [
            shaper.clause(
                Judged(place(Word(each.name)), (place(code), place(Word(EVERY_RULE)))),
                Gap(LEARNER, f"judgement:{each.name}"),
            )
            for each in self.rule.judgements
        ]

    def _counted(self, shaper: Shaper, slots: Sequence[int]) -> list[Shape]:
        rule = self.rule
        if rule.credits is None or rule.credits.name not in COUNTED or rule.waiver or rule.refusal:
            return []
        attribute = COUNTED[rule.credits.name]
        return [shaper.clause(Present(Cell(slot, attribute)), Gap(slot, attribute)) for slot in slots]


def _subject(asked: Asked) -> tuple[tuple[int, ...], str]:
    condition, slots = asked
    return slots, condition.subject.name if isinstance(condition, n.Comparison | n.Between) else "~"


def narrowed(shaper: Shaper, asked: Sequence[Asked]) -> list[Shape]:
    """Return the shapes of conditions that all must hold; ranges of one cell become one range."""
    ranges: dict[object, Within] = {}
    found: list[Shape] = []
    constants = shaper.constants
    for condition, slots in asked:
        values, gaps = len(constants.values), len(constants.gaps)
        shape = shaper.shape(condition, slots)
        within = shape.truth if isinstance(shape, Clause) else None
        if isinstance(within, Within) and isinstance(within.cell, Cell):
            first = ranges.setdefault(within.cell, within)
            if first is not within:
                constants.narrow((first.low, first.high), (within.low, within.high))
                del constants.values[values:], constants.gaps[gaps:]
                continue
        found.append(shape)
    return found
