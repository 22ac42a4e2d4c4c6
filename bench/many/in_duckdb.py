"""One query over the same tables in DuckDB, as a good engineer would write it by hand."""

from collections.abc import Callable
from typing import Any

import duckdb
import numpy as np
from numpy.typing import NDArray

from bench.many.terms import BANDS, NAMES, PlainRule
from bench.workload import FIRST_DAY, HELD, ON, UNKNOWN, Population

Columns = dict[str, NDArray[Any]]
Sums = dict[int, tuple[int, int, int, int]]  # yes, pending, no and cents by rule

TODAY = (ON - FIRST_DAY).days
TESTS = {
    "score": "{}.score >= r.score",
    "level": "{}.level >= r.level",
    "school": "l.school = r.school",
    "awarded_from": "{}.awarded >= r.awarded_from",
    "awarded_before": "{}.awarded < r.awarded_before",
}
LOWEST = {
    ("o",): "o.score",
    ("o", "p"): f"CASE WHEN o.score IS NOT NULL AND p.score IS NOT NULL THEN least(o.score, p.score)"
    f" WHEN coalesce(o.score, p.score) < {BANDS[-1][0]} THEN coalesce(o.score, p.score) END",
}


def _of_all(test: str, places: tuple[str, ...]) -> str:
    return " AND ".join(test.format(place) for place in places)


def _truth(places: tuple[str, ...]) -> str:
    """Return what all clauses of a rule come to; empty figures ask nothing, and NULL is pending."""
    every = " AND ".join(f"(r.{name} IS NULL OR ({_of_all(test, places)}))" for name, test in TESTS.items())
    some = " OR ".join(f"(r.{name} IS NOT NULL AND {_of_all(test, places)})" for name, test in TESTS.items())
    valid = _of_all("{0}.awarded BETWEEN r.valid_from AND " + str(TODAY), places)
    wheres = (
        f"(r.{column} IS NULL OR {place}.score >= r.{column})"
        for place, column in zip(places, ("where_score", "second_where"), strict=False)
    )
    banded = f"(r.ratio IS NOT NULL OR {LOWEST[places]} >= {BANDS[-1][0]})"
    parts = (
        *wheres,
        f"(r.valid_from IS NULL OR ({valid}))",
        banded,
        f"CASE WHEN r.any_of THEN {some} ELSE {every} END",
    )
    return " AND ".join(parts)


def _judged(places: tuple[str, ...]) -> str:
    """Return the select of every rule of so many sources before every way to fill them."""
    ratio = " ".join(f"WHEN {LOWEST[places]} >= {low} THEN {percent}" for low, percent in BANDS)
    joins = "JOIN outcomes o ON o.title = r.title JOIN learners l ON l.learner = o.learner"
    if len(places) > 1:
        joins += " JOIN outcomes p ON p.title = r.second AND p.learner = o.learner AND p.outcome <> o.outcome"
    return (  # the parts are this module's own
        f"SELECT r.rule, o.learner, r.credits * coalesce(r.ratio, CASE {ratio} END) AS cents, {_truth(places)} AS truth"  # noqa: S608
        f" FROM rules r {joins} WHERE r.second IS {'NULL' if len(places) == 1 else 'NOT NULL'}"
    )


HALF_HELD = (
    "SELECT r.rule, o.learner, 0 AS cents, FALSE AS truth FROM rules r"
    " JOIN outcomes o ON o.title IN (r.title, r.second) WHERE r.second IS NOT NULL"
)
QUERY = f"""
SELECT rule, count(*) FILTER (truth = 2), count(*) FILTER (truth = 1), count(*) FILTER (truth = 0), sum(cents)
FROM (
  SELECT rule, learner, max(CASE WHEN truth THEN 2 WHEN truth IS NULL THEN 1 ELSE 0 END) AS truth,
    max(CASE WHEN truth THEN cents ELSE 0 END) AS cents
  FROM ({_judged(("o",))} UNION ALL {_judged(("o", "p"))} UNION ALL {HALF_HELD}) AS ways
  GROUP BY rule, learner
) AS best
GROUP BY rule
"""  # noqa: S608 - the parts are this module's own


def query_of(rules: tuple[PlainRule, ...], population: Population) -> Callable[[], Sums]:
    """Fill the tables; return the query, which gives the totals of every rule that anyone is a candidate for."""
    connection = duckdb.connect()
    tables = {
        "rules": _rule_columns(rules),
        "outcomes": _outcome_columns(population),
        "learners": _learners(population),
    }
    for name, columns in tables.items():
        connection.register("given", columns)
        known = ", ".join(f"CASE WHEN {column} <> {UNKNOWN} THEN {column} END AS {column}" for column in columns)
        connection.execute(f"CREATE TABLE {name} AS SELECT {known} FROM given")  # noqa: S608 - names of this module
        connection.unregister("given")
    return lambda: {int(rule): tuple(map(int, sums)) for rule, *sums in connection.execute(QUERY).fetchall()}  # type: ignore[misc]


def _rule_columns(rules: tuple[PlainRule, ...]) -> Columns:
    held = {name: [getattr(rule, name) for rule in rules] for name in NAMES}
    columns = {
        name: np.array([UNKNOWN if value is None else int(value) for value in values], np.int32)
        for name, values in held.items()
    }
    return {"where_score" if name == "where" else name: column for name, column in columns.items()}


def _outcome_columns(population: Population) -> Columns:
    rows = np.arange(population.learners * HELD, dtype=np.int32)
    return {
        "outcome": rows,
        "learner": rows // HELD,
        "title": population.title,
        "score": population.score,
        "level": population.level,
        "awarded": population.awarded,
    }


def _learners(population: Population) -> Columns:
    return {"learner": np.arange(population.learners, dtype=np.int32), "school": population.school}
