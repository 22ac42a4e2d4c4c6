"""Concrete facts that lie in a box, and the rules that really accept them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from grammar import nodes as n
from grammar.declarations import Rule
from rules.analysis.boxes import FIELD, HOLDS, LEARNER, MEMBER, Box, Boxing, TooManyBoxesError
from rules.analysis.extents import (
    SCALED,
    Extent,
    Numbers,
    Words,
    meet,
    nearest_in,
    number_in,
    word_in,
)
from rules.analysis.shapes import Shape
from rules.analysis.tests_as_extents import DAYS, LADDER, whole_extent
from rules.book import Book
from rules.clause_traces import anniversary
from rules.evaluator import evaluate
from rules.facts import Facts, Learner, Outcome
from rules.truth import Truth
from rules.words import fold

WHO = "witness"
FIRST_DAY = (date.min.toordinal(), 0)


@dataclass(frozen=True, slots=True)
class Candidate:
    """Facts looked for: what fills each place, the box, and after how many months each award is too old."""

    references: tuple[n.Reference, ...]
    box: Box
    months: tuple[int | None, ...]
    judgements: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Finder:
    """Finds facts, on a day as near to `today` as can be."""

    book: Book
    today: date
    held: Mapping[str, n.Holds]
    spelled: Mapping[str, str]

    def facts(self, candidate: Candidate) -> Facts | None:
        """Return facts that lie in the box; None where its days cannot meet."""
        days = self._days(candidate)
        if days is None:
            return None
        on = date.fromordinal(nearest_in(days, self.today.toordinal()))
        outcomes = [self._outcome(candidate, place, on) for place in range(len(candidate.references))]
        outcomes += self._held_outcomes(candidate.box, on, len(outcomes))
        learner = self._learner(candidate.box, on)
        if learner is None:
            return None
        return Facts(learner, tuple(outcomes), dict.fromkeys(candidate.judgements, True), on=on)

    def _days(self, candidate: Candidate) -> Numbers | None:
        """Return the days of application on which every award is young enough."""
        found = candidate.box.get((LEARNER, "on"), whole_extent("on"))
        for place, months in enumerate(candidate.months):
            if months is None:
                continue
            awarded = candidate.box[place, "awarded_on"]
            reached = Numbers(tuple(_reach(awarded, months)) if isinstance(awarded, Numbers) else ())
            common = _overlapping(found, reached)
            if common is None:
                return None
            found = common
        return found if isinstance(found, Numbers) else None

    def _outcome(self, candidate: Candidate, place: int, on: date) -> Outcome:
        own = {name: extent for (owner, name), extent in candidate.box.items() if owner == place}
        if place < len(candidate.months) and candidate.months[place] is not None:
            until = meet(own["awarded_on"], Numbers(((FIRST_DAY, (on.toordinal(), 0)),)))
            own["awarded_on"] = until or own["awarded_on"]
        return self._told(named_outcome(str(place + 1), candidate.references[place]), own, on)

    def _told(self, outcome: Outcome, own: Mapping[str, Extent], on: date) -> Outcome:
        changed: dict[str, Any] = {}
        fields = dict[str, str]()
        for name, extent in own.items():
            if name.startswith(FIELD):
                fields.setdefault(name.split(":", 2)[2], self._shown(name, extent, on))
            elif name == "grade" and isinstance(extent, Words):
                changed["scale"], changed["grade"] = self._grade(extent)
            else:
                changed[name] = self._value(name, extent, on)
        return replace(outcome, **changed, fields=fields)

    def _value(self, name: str, extent: Extent, on: date) -> object:
        if isinstance(extent, Words):
            word = next((each for each in LADDER if each in extent.named), None) or word_in(extent)
            return self.spelled.get(word, word)
        if name in DAYS or name.startswith(FIELD + "day"):
            return date.fromordinal(nearest_in(extent, on.toordinal()))
        number = number_in(extent)
        return int(number) if name in {"qf_level", "age"} else Decimal(number)

    def _shown(self, name: str, extent: Extent, on: date) -> str:
        value = self._value(name, extent, on)
        return format(value, "f") if isinstance(value, Decimal) else str(value)

    def _grade(self, extent: Words) -> tuple[str, str]:
        """Return a scale and a grade, on no scale if that will do, as they are declared."""
        plain = sorted(word for word in extent.named if SCALED not in word)
        word = plain[0] if plain else word_in(extent)
        scale, _, grade = word.rpartition(SCALED)
        declared = self.book.scales.get(scale)
        if declared is None:
            return "", self.spelled.get(grade, grade)
        return declared.code, next(each for each in declared.grades if fold(each) == grade)

    def _held_outcomes(self, box: Box, on: date, count: int) -> list[Outcome]:
        """Return an outcome for everything that the learner must hold beside the sources."""
        found = list[Outcome]()
        for (_, name), extent in box.items():
            if not name.startswith(HOLDS) or not isinstance(extent, Words) or "yes" not in extent.named:
                continue
            holding = self.held[name]
            outcome = named_outcome(str(count + len(found) + 1), holding.reference)
            if holding.where is not None:
                boxing = Boxing(self.book, [holding.reference], dict(self.spelled), dict(self.held))
                boxes = _boxes_of(boxing, holding.where)
                own = {attribute: held for (owner, attribute), held in boxes[0].items() if owner == 0} if boxes else {}
                outcome = self._told(outcome, own, on)
            found.append(outcome)
        return found

    def _learner(self, box: Box, on: date) -> Learner | None:
        told: dict[str, Any] = {}
        joined = set[str]()
        for (owner, name), extent in box.items():
            if owner != LEARNER or name == "on" or name.startswith(HOLDS):
                continue
            if name.startswith(MEMBER):
                if isinstance(extent, Words) and "yes" in extent.named:
                    word = name.removeprefix(MEMBER)
                    joined.add(self.spelled.get(word, word))
            else:
                told[name] = self._value(name, extent, on)
        age = told.pop("age", None)
        if age is not None:
            if age >= on.year:
                return None
            told["birth_date"] = date(on.year - age, on.month, min(on.day, 28))
        return Learner(WHO, memberships=frozenset(joined), holds={}, **told)


def _boxes_of(boxing: Boxing, where: n.Condition) -> tuple[Box, ...]:
    try:
        return boxing.boxes(where, (0,))
    except TooManyBoxesError:
        return ()


def named_outcome(outcome_id: str, reference: n.Reference) -> Outcome:
    """Return an outcome that bears all the names of a reference, and of which nothing else is known."""
    return Outcome(
        outcome_id,
        reference.kind,
        reference.title or "",
        reference.code or "",
        reference.institution or "",
        reference.programme or "",
    )


def _reach(awarded: Numbers, months: int) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    """Return the days on which an outcome awarded in an extent can be converted."""
    return [
        ((int(low), 0), (anniversary(date.fromordinal(int(high)), months).toordinal(), 0))
        for (low, _), (high, _) in awarded.pieces
    ]


def _overlapping(days: Extent, reached: Numbers) -> Numbers | None:
    """Return the days in both; the stretches of what is reached may overlap each other."""
    found = meet(days, reached)
    return found if isinstance(found, Numbers) else None


@dataclass(frozen=True, slots=True)
class Witness:
    """Facts that every one of some rules accepts, as the evaluator itself says."""

    facts: Facts


def accepts(rule: Rule, facts: Facts, book: Book) -> bool:
    """Tell whether a rule says yes; of a refusal, whether it applies."""
    verdict = evaluate(rule, facts, book=book)
    if rule.refusal is not None:
        return verdict.trace.word("applies") == Truth.YES
    return verdict.truth is Truth.YES


def accepted(finder: Finder, facts: Facts, shapes: Sequence[Shape]) -> Witness | None:
    """Return the facts as a witness where all rules really accept them."""
    return Witness(facts) if all(accepts(each.rule, facts, finder.book) for each in shapes) else None
