"""Facts made ready once for a learner: words folded, levels as places, what is unknown None; numbers stay exact."""

from collections.abc import Mapping
from copy import copy
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import lru_cache

from rules.facts import Facts, Outcome
from rules.values import age_on
from rules.words import fold, kind_of, level_place

Identity = tuple[str, str, str, str, str]


class PreparedOutcome:
    """An outcome with what the programs read of it.

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
        "ids",
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
        self.ids = (outcome.outcome_id,)
        self.identity: Identity = (
            kind_of(outcome.kind),
            fold(outcome.title),
            fold(outcome.code),
            fold(outcome.institution),
            fold(outcome.programme),
        )
        self.level_word = outcome.level
        self.level = level_place(outcome.level) if outcome.level else None
        self.qf_level = None if outcome.qf_level is None else Decimal(outcome.qf_level)
        self.score = _number(outcome.score)
        self.credits = _number(outcome.credits)
        self.hours = _number(outcome.hours)
        self.grade = fold(outcome.grade) if outcome.grade else None
        self.scale = (
            (fold(outcome.scale) or " ") if outcome.scale else ""
        )  # a blank one names a scale that there is not
        self.awarded_on = outcome.awarded_on
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
        self.on: date = facts.on
        self.outcomes = tuple(map(PreparedOutcome, facts.outcomes))
        self.judgements: Mapping[str, bool] = facts.judgements
        self.targets = facts.targets
        self.memberships = None if learner.memberships is None else frozenset(map(fold, learner.memberships))
        self.major = fold(learner.major) if learner.major else None
        self.level_word = learner.level
        self.level = level_place(learner.level) if learner.level else None
        self.enrolled_on = learner.enrolled_on
        self.age = None if learner.birth_date is None else age_of(learner.birth_date, facts.on)

    def with_judgements(self, judgements: Mapping[str, bool]) -> "Prepared":
        """Return the same learner where other judgements were given."""
        other = copy(self)
        other.judgements = judgements
        other.facts = replace(self.facts, judgements=judgements)
        return other


NO_FIELDS: Mapping[str, str | None] = {}


@lru_cache(maxsize=10_000)
def age_of(birth_date: date, on: date) -> Decimal:
    """Return the age in full years as the exact number that conditions compare."""
    return Decimal(age_on(birth_date, on))


def _number(value: Decimal | None) -> Decimal | None:
    return None if value is None or value.is_nan() else value


def _folded(fields: Mapping[str, str]) -> Mapping[str, str | None]:
    """Return the form fields by folded name, of two of one name the first; an empty one is unknown."""
    found: dict[str, str | None] = {}
    for name, text in fields.items():
        found.setdefault(fold(name), fold(text) if text else None)
    return found
