"""A population as columns: its learners, and their outcomes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date
from typing import TypeVar

import numpy as np

from rules.columns.arrays import Bools, Column, Days, Ints, Numbers, Words
from rules.columns.identities import Identities, Identity
from rules.facts import Facts, Learner, Outcome
from rules.words import fold, kind_of

Held = TypeVar("Held", "OutcomeColumns", "LearnerColumns")

NOT_HELD, UNSURE, HELD, UNLISTED = 0, 1, 2, 3  # what a learner says of a kind


@dataclass(frozen=True, slots=True)
class OutcomeColumns:
    """Outcomes by learner, and for each learner in the order of their ids as text.

    `learner` is the place of the learner, `identity` a place in the population's identities. `fields` are the free
    fields by folded label. Without `ids` the outcomes of a learner, ten at most, are called o0, o1 and so on.
    """

    learner: Ints
    identity: Ints
    level: Words
    qf_level: Numbers
    score: Numbers
    grade: Words
    scale: Words
    credits: Numbers
    hours: Numbers
    awarded_on: Days
    ids: Sequence[str] | None = None
    fields: Mapping[str, Words] = field(default_factory=dict)

    def column(self, name: str, label: str | None = None) -> Column | None:
        """Return a column by the name of its attribute; None for a field that nobody filled in."""
        return self.fields.get(fold(label or "")) if name == "field" else getattr(self, name)


@dataclass(frozen=True, slots=True)
class LearnerColumns:
    """Learners: those of learner `i` are `joined[starts[i]:starts[i + 1]]`, as places in `institutions`, folded.

    `memberships_missing` and `holds_missing` are True where nothing is known; `holds` answers by kind with NOT_HELD,
    UNSURE, HELD or UNLISTED; `closed` is True where the outcomes are all that the learner holds.
    """

    starts: Ints
    joined: Ints
    institutions: tuple[str, ...]
    memberships_missing: Bools
    major: Words
    level: Words
    birth_date: Days
    enrolled_on: Days
    holds_missing: Bools
    closed: Bools
    holds: Mapping[str, Ints] = field(default_factory=dict)
    ids: Sequence[str] | None = None

    def __len__(self) -> int:
        return len(self.starts) - 1


@dataclass(frozen=True, slots=True)
class Judged:
    """What people judged under one name for one rule: `given` beside the places of the learners, ascending."""

    learners: Ints
    given: Bools


@dataclass(frozen=True, slots=True)
class ColumnPopulation:
    """Learners and outcomes; judgements by folded rule and name. `first` is the place of its first learner."""

    learners: LearnerColumns
    outcomes: OutcomeColumns
    identities: Identities
    judgements: Mapping[tuple[str, str], Judged] = field(default_factory=dict)
    first: int = 0
    first_outcome: int = 0

    def part(self, start: int, end: int) -> "ColumnPopulation":
        """Return the learners from one place to another with all that is theirs, as views where that is possible."""
        low, high = np.searchsorted(self.outcomes.learner, [start, end])
        return ColumnPopulation(
            _learners_part(self.learners, slice(start, end)),
            _outcomes_part(self.outcomes, slice(int(low), int(high)), start),
            self.identities,
            {key: _judged_part(each, start, end) for key, each in self.judgements.items()},
            self.first + start,
            self.first_outcome + int(low),
        )

    def learner_id(self, place: int) -> str:
        """Return the id of a learner."""
        ids = self.learners.ids
        return f"L{self.first + place}" if ids is None else ids[place]

    def outcome_id(self, place: int) -> str:
        """Return the id of an outcome."""
        if self.outcomes.ids is not None:
            return self.outcomes.ids[place]
        return f"o{place - int(np.searchsorted(self.outcomes.learner, self.outcomes.learner[place]))}"

    def facts(self, place: int, rule_code: str, *, on: date) -> Facts:
        """Return what is known of a learner where a rule is applied, as the tree walker reads it."""
        low, high = np.searchsorted(self.outcomes.learner, [place, place + 1])
        return Facts(
            self._learner(place),
            tuple(self._outcome(row) for row in range(int(low), int(high))),
            dict(self._judged(place, fold(rule_code))),
            on=on,
            holdings_closed=bool(self.learners.closed[place]),
        )

    def _judged(self, place: int, rule_code: str) -> list[tuple[str, bool]]:
        found = []
        for (rule, name), judged in self.judgements.items():
            at = int(np.searchsorted(judged.learners, place))
            if rule == rule_code and at < len(judged.learners) and judged.learners[at] == place:
                found.append((name, bool(judged.given[at])))
        return found

    def _learner(self, place: int) -> Learner:
        held = self.learners
        joined = held.joined[held.starts[place] : held.starts[place + 1]]
        said = {kind: int(answers[place]) for kind, answers in held.holds.items()}
        answers = {NOT_HELD: False, UNSURE: None, HELD: True}
        return Learner(
            self.learner_id(place),
            None if held.memberships_missing[place] else frozenset(held.institutions[each] for each in joined),
            held.major.at(place),
            held.level.at(place),
            held.birth_date.at(place),
            held.enrolled_on.at(place),
            None
            if held.holds_missing[place]
            else {kind: answers[answer] for kind, answer in said.items() if answer != UNLISTED},
        )

    def _outcome(self, row: int) -> Outcome:
        held, identity = self.outcomes, self.identities.known[int(self.outcomes.identity[row])]
        qf_level = held.qf_level.at(row)
        return Outcome(
            self.outcome_id(row),
            **{each.name: getattr(identity, each.name) for each in fields(Identity)},
            level=held.level.at(row),
            qf_level=None if qf_level is None else int(qf_level),
            score=held.score.at(row),
            grade=held.grade.at(row),
            scale=held.scale.at(row),
            credits=held.credits.at(row),
            hours=held.hours.at(row),
            awarded_on=held.awarded_on.at(row),
            fields={label: column.at(row) for label, column in held.fields.items() if column.at(row)},
        )


def answers_by_kind(learners: LearnerColumns, kind: str) -> Ints | None:
    """Return what the learners say of a kind in either language; None when nobody speaks of it."""
    return learners.holds.get(kind_of(kind))


def _learners_part(whole: LearnerColumns, rows: slice) -> LearnerColumns:
    starts = whole.starts[rows.start : rows.stop + 1]
    return LearnerColumns(
        starts - starts[0],
        whole.joined[starts[0] : starts[-1]],
        whole.institutions,
        whole.memberships_missing[rows],
        whole.major.part(rows),
        whole.level.part(rows),
        whole.birth_date.part(rows),
        whole.enrolled_on.part(rows),
        whole.holds_missing[rows],
        whole.closed[rows],
        {kind: answers[rows] for kind, answers in whole.holds.items()},
        None if whole.ids is None else whole.ids[rows],
    )


def _outcomes_part(whole: OutcomeColumns, rows: slice, start: int) -> OutcomeColumns:
    return OutcomeColumns(
        whole.learner[rows] - start,
        whole.identity[rows],
        whole.level.part(rows),
        whole.qf_level.part(rows),
        whole.score.part(rows),
        whole.grade.part(rows),
        whole.scale.part(rows),
        whole.credits.part(rows),
        whole.hours.part(rows),
        whole.awarded_on.part(rows),
        None if whole.ids is None else whole.ids[rows],
        {label: column.part(rows) for label, column in whole.fields.items()},
    )


def _judged_part(whole: Judged, start: int, end: int) -> Judged:
    low, high = np.searchsorted(whole.learners, [start, end])
    return Judged(whole.learners[low:high] - start, whole.given[low:high])
