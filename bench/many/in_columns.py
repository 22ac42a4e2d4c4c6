"""The workload's learners as the columns of our own evaluator."""

import numpy as np

from bench.workload import FIRST_DAY, HELD, KIND, LEVELS, SCHOOLS, UNKNOWN, Population, Workload
from rules.columns.arrays import Days, Numbers, Words, no_days, no_numbers, no_words
from rules.columns.identities import Identities, Identity
from rules.columns.population import ColumnPopulation, LearnerColumns, OutcomeColumns
from rules.words import fold


def columns_of_workload(workload: Workload, population: Population) -> ColumnPopulation:
    """Return the learners of a workload as columns; what they hold is all they hold."""
    identities = Identities(Identity(KIND, title) for title in workload.titles)
    return ColumnPopulation(_learners(population), _outcomes(population), identities)


def _learners(population: Population) -> LearnerColumns:
    count, told = population.learners, population.school != UNKNOWN
    return LearnerColumns(
        np.concatenate(([0], np.cumsum(told))).astype(np.int32),
        population.school[told],
        tuple(map(fold, SCHOOLS)),
        ~told,
        no_words(count),
        no_words(count),
        no_days(count),
        no_days(count),
        np.zeros(count, np.bool_),
        np.ones(count, np.bool_),
    )


def _outcomes(population: Population) -> OutcomeColumns:
    rows = population.learners * HELD
    awarded = population.awarded.astype(np.int32)
    return OutcomeColumns(
        np.repeat(np.arange(population.learners, dtype=np.int32), HELD),
        population.title,
        Words(population.level + 1, ("", *LEVELS)),
        no_numbers(rows),
        Numbers(population.score, population.score == UNKNOWN, 0),
        no_words(rows),
        no_words(rows),
        no_numbers(rows),
        no_numbers(rows),
        Days(np.where(awarded == UNKNOWN, 0, awarded + FIRST_DAY.toordinal())),
    )
