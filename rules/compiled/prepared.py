"""Facts made ready once for a learner: words folded, levels, numbers and days as places; what is unknown None."""

from collections.abc import Mapping
from copy import copy
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import lru_cache

from rules.catalogue import Entry
from rules.facts import Facts, Outcome
from rules.values import age_on
from rules.words import fold, kind_of, level_place

Identity = tuple[str, str, str, str, str]


class PreparedOutcome:
    """An outcome with what the programs read of it; numbers are steps, the day of the award is its ordinal.

    `identity` is its folded kind, title, code, institution and programme. A level that no ladder knows has a
    `level_word` and no `level`. A number that is no number counts as one that cannot be compared.
    """

    __slots__ = (
        "awarded_on",
        "credits",
        "fields",
        "grade",
        "hours",
        "identity",
        "level",
        "level_word",
        "outcome",
        "outcome_id",
        "qf_level",
        "scale",
        "score",
    )

    def __init__(self, outcome: Outcome) -> None:
        self.outcome = outcome
        self.outcome_id = outcome.outcome_id
        self.identity: Identity = (
            kind_of(outcome.kind),
            fold(outcome.title),
            fold(outcome.code),
            fold(outcome.institution),
            fold(outcome.programme),
        )
        self.level_word = outcome.level
        self.level = level_place(outcome.level) if outcome.level else None
        self.qf_level = None if outcome.qf_level is None else step_of(Decimal(outcome.qf_level))
        self.score = None if outcome.score is None else step_of(outcome.score)
        self.credits = None if outcome.credits is None else step_of(outcome.credits)
        self.hours = None if outcome.hours is None else step_of(outcome.hours)
        self.grade = fold(outcome.grade) if outcome.grade else None
        self.scale = (
            (fold(outcome.scale) or " ") if outcome.scale else ""
        )  # a blank one names a scale that there is not
        self.awarded_on = None if outcome.awarded_on is None else outcome.awarded_on.toordinal()
        self.fields = _folded(outcome.fields) if outcome.fields else NO_FIELDS


class Prepared:
    """A learner on a day, with the outcomes in the order given; shared by all programs."""

    __slots__ = (
        "age",
        "enrolled_on",
        "facts",
        "judgements",
        "level",
        "level_word",
        "major",
        "memberships",
        "on",
        "outcomes",
        "targets",
    )

    def __init__(self, facts: Facts) -> None:
        learner = facts.learner
        self.facts = facts
        self.on = facts.on.toordinal()
        self.outcomes = tuple(map(PreparedOutcome, facts.outcomes))
        self.judgements: Mapping[str, bool] = facts.judgements
        self.targets = facts.targets
        self.memberships = None if learner.memberships is None else frozenset(map(fold, learner.memberships))
        self.major = fold(learner.major) if learner.major else None
        self.level_word = learner.level
        self.level = level_place(learner.level) if learner.level else None
        self.enrolled_on = None if learner.enrolled_on is None else learner.enrolled_on.toordinal()
        self.age = None if learner.birth_date is None else age_of(learner.birth_date, facts.on)

    def with_judgements(self, judgements: Mapping[str, bool]) -> "Prepared":
        """Return the same learner where other judgements were given."""
        other = copy(self)
        other.judgements = judgements
        other.facts = replace(self.facts, judgements=judgements)
        return other

    def with_targets(self, targets: tuple[Entry, ...]) -> "Prepared":
        """Return the same learner before a rule whose targets mean these entries of the catalogue."""
        other = copy(self)
        other.targets = targets
        other.facts = replace(self.facts, targets=targets)
        return other


GRID = 10_000
WIDEST = 30  # digits before or after the point; what a rule can write has six and four
BEYOND = 10**40
NO_FIELDS: Mapping[str, str | None] = {}


@lru_cache(maxsize=10_000)
def age_of(birth_date: date, on: date) -> int | None:
    """Return the age in full years as a step."""
    return step_of(Decimal(age_on(birth_date, on)))


@lru_cache(maxsize=50_000)
def ordinal_of(day: date) -> int:
    """Return the ordinal of a day; one object for all rules that name the day."""
    return day.toordinal()


@lru_cache(maxsize=50_000)
def step_of(number: Decimal) -> int | None:
    """Return the place of a number among all that a rule can write, which have four decimal places at most.

    Those are the even steps; whatever lies between two of them, however near, has the odd step between, so that
    comparing steps is comparing exactly. None for what is no number.

    >>> step_of(Decimal("60")), step_of(Decimal("60.00001")), step_of(Decimal("60.0001"))
    (1200000, 1200001, 1200002)
    """
    if number.is_nan():
        return None
    if number and (number.is_infinite() or number.adjusted() > WIDEST):
        return BEYOND if number > 0 else -BEYOND
    if number.adjusted() < -WIDEST:
        return (number > 0) - (number < 0)
    above, below = number.as_integer_ratio()
    whole, rest = divmod(above * GRID, below)
    return 2 * whole + bool(rest)


def _folded(fields: Mapping[str, str]) -> Mapping[str, str | None]:
    """Return the form fields by folded name, of two of one name the first; an empty one is unknown."""
    found: dict[str, str | None] = {}
    for name, text in fields.items():
        found.setdefault(fold(name), fold(text) if text else None)
    return found
