"""The columns of a population that was read from tables."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate

import numpy as np

from rules.columns.arrays import Ints, Words, days, numbers, words
from rules.columns.identities import Identities, Identity
from rules.columns.population import (
    HELD,
    NOT_HELD,
    UNLISTED,
    UNSURE,
    ColumnPopulation,
    Judged,
    LearnerColumns,
    OutcomeColumns,
)
from rules.facts import Facts, Learner, Outcome
from rules.populations import Population
from rules.words import fold, kind_of

Judgements = Mapping[tuple[str, str], Mapping[str, bool]]
SAID = {None: UNSURE, True: HELD, False: NOT_HELD}


def columns_of(population: Population) -> ColumnPopulation:
    """Return a population as columns, the learners in its order.

    Raises ValueError for a number that does not fit a column exactly.
    """
    held = [population.outcomes.get(learner_id, ()) for learner_id in population.learners]
    return _gathered(list(population.learners.values()), held, population.judgements, closed=None)


def columns_of_facts(known: Sequence[Facts], rules: Iterable[str] = ()) -> ColumnPopulation:
    """Return learners as columns, one for each facts; their judgements count for each of the rules."""
    codes = tuple(fold(rule) for rule in rules)
    judgements = {(facts.learner.learner_id, code): facts.judgements for facts in known for code in codes}
    closed = [facts.holdings_closed for facts in known]
    return _gathered([facts.learner for facts in known], [facts.outcomes for facts in known], judgements, closed)


def _gathered(
    learners: list[Learner],
    held: Sequence[Sequence[Outcome]],
    judgements: Judgements,
    closed: list[bool] | None,
) -> ColumnPopulation:
    ordered = [sorted(outcomes, key=lambda each: each.outcome_id) for outcomes in held]
    flat = [each for outcomes in ordered for each in outcomes]
    owners = [place for place, outcomes in enumerate(ordered) for _ in outcomes]
    identities: dict[Identity, int] = {}
    codes = [identities.setdefault(_identity(each), len(identities)) for each in flat]
    places = {learner.learner_id: place for place, learner in enumerate(learners)}
    return ColumnPopulation(
        _learner_columns(learners, closed),
        _outcome_columns(flat, np.array(owners, np.int32), np.array(codes, np.int32)),
        Identities(identities),
        _judged(judgements, places),
    )


def _identity(outcome: Outcome) -> Identity:
    return Identity(outcome.kind, outcome.title, outcome.code, outcome.institution, outcome.programme)


def _outcome_columns(flat: list[Outcome], owners: Ints, codes: Ints) -> OutcomeColumns:
    return OutcomeColumns(
        owners,
        codes,
        words(each.level for each in flat),
        numbers([each.qf_level for each in flat]),
        numbers([each.score for each in flat]),
        words(each.grade for each in flat),
        words(each.scale for each in flat),
        numbers([each.credits for each in flat]),
        numbers([each.hours for each in flat]),
        days(each.awarded_on for each in flat),
        [each.outcome_id for each in flat],
        _fields(flat),
    )


def _fields(flat: list[Outcome]) -> dict[str, Words]:
    """Return the free fields by folded label; of two labels that fold alike the first counts."""
    filled = [{fold(label): text for label, text in reversed(list(each.fields.items()))} for each in flat]
    labels = dict.fromkeys(label for each in filled for label in each)
    return {label: words(each.get(label, "") for each in filled) for label in labels}


def _learner_columns(learners: list[Learner], closed: list[bool] | None) -> LearnerColumns:
    joined = [sorted(fold(each) for each in learner.memberships or ()) for learner in learners]
    institutions = {name: place for place, name in enumerate(dict.fromkeys(name for each in joined for name in each))}
    return LearnerColumns(
        np.array([0, *accumulate(len(each) for each in joined)], np.int64),
        np.array([institutions[name] for each in joined for name in each], np.int32),
        tuple(institutions),
        np.array([learner.memberships is None for learner in learners], np.bool_),
        words(learner.major for learner in learners),
        words(learner.level for learner in learners),
        days(learner.birth_date for learner in learners),
        days(learner.enrolled_on for learner in learners),
        np.array([learner.holds is None for learner in learners], np.bool_),
        np.array(closed or [False] * len(learners), np.bool_),
        _holds(learners),
        [learner.learner_id for learner in learners],
    )


def _holds(learners: list[Learner]) -> dict[str, Ints]:
    said = [{kind_of(kind): SAID[answer] for kind, answer in (learner.holds or {}).items()} for learner in learners]
    kinds = dict.fromkeys(kind for each in said for kind in each)
    return {kind: np.array([each.get(kind, UNLISTED) for each in said], np.int8) for kind in kinds}


def _judged(judgements: Judgements, places: Mapping[str, int]) -> dict[tuple[str, str], Judged]:
    found: dict[tuple[str, str], dict[int, bool]] = {}
    for (learner_id, rule), given in judgements.items():
        for name, value in given.items():
            if learner_id in places:
                found.setdefault((rule, name), {})[places[learner_id]] = value
    return {
        key: Judged(np.array(sorted(each), np.int32), np.array([each[place] for place in sorted(each)], np.bool_))
        for key, each in found.items()
    }
