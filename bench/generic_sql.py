"""What a good engineer would write by hand: one table of rules with empty thresholds, and one query for all of them.

The query is the same text for PostgreSQL, SQLite and DuckDB. Days are whole numbers (20201115), so that an anniversary
is an addition; credits are whole and the ratio is in percent, so that their product is in cents.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from bench.workload import FIRST_DAY, HELD, LEVELS, ON, SCHOOLS, UNKNOWN, Population, Workload
from grammar import clauses as c
from grammar import nodes as n
from grammar.declarations import Rule
from rules.judging import conjuncts_of

RULE_COLUMNS = (
    "rule", "title", "second_title", "where_score", "second_where", "any_of", "min_score", "min_level", "school",
    "awarded_from", "awarded_before", "valid_years", "banded", "percent", "credits",
)  # fmt: skip
TABLES = (
    "CREATE TABLE hand_learners (learner INTEGER PRIMARY KEY, school TEXT)",
    """CREATE TABLE hand_outcomes (outcome INTEGER PRIMARY KEY, learner INTEGER NOT NULL, title TEXT NOT NULL,
    score INTEGER, level INTEGER, awarded INTEGER)""",
    """CREATE TABLE hand_rules (rule INTEGER PRIMARY KEY, title TEXT NOT NULL, second_title TEXT, where_score INTEGER,
    second_where INTEGER, any_of BOOLEAN NOT NULL, min_score INTEGER, min_level INTEGER, school TEXT,
    awarded_from INTEGER, awarded_before INTEGER, valid_years INTEGER, banded BOOLEAN NOT NULL, percent INTEGER,
    credits INTEGER NOT NULL)""",
)
INDEXES = (
    "CREATE INDEX hand_outcomes_title ON hand_outcomes (title)",
    "CREATE INDEX hand_outcomes_learner ON hand_outcomes (learner, title)",
    "CREATE INDEX hand_rules_title ON hand_rules (title)",
)


def _day(day: date) -> int:
    return day.year * 10_000 + day.month * 100 + day.day


def _tests(outcome: str) -> str:
    """Return what is asked of one outcome, in the words of SQL: empty thresholds ask nothing."""
    pairs = (
        ("r.min_score", f"{outcome}.score >= r.min_score"),
        ("r.min_level", f"{outcome}.level >= r.min_level"),
        ("r.awarded_from", f"{outcome}.awarded >= r.awarded_from"),
        ("r.awarded_before", f"{outcome}.awarded < r.awarded_before"),
    )
    return " AND ".join(f"({column} IS NULL OR {test})" for column, test in pairs)


def _some_test(outcomes: tuple[str, ...]) -> str:
    def of_all(test: str) -> str:
        return " AND ".join(test.format(outcome) for outcome in outcomes)

    return (
        f"(r.min_score IS NOT NULL AND {of_all('{}.score >= r.min_score')})"
        f" OR (r.min_level IS NOT NULL AND {of_all('{}.level >= r.min_level')})"
        " OR (r.school IS NOT NULL AND l.school = r.school)"
        f" OR (r.awarded_from IS NOT NULL AND {of_all('{}.awarded >= r.awarded_from')})"
        f" OR (r.awarded_before IS NOT NULL AND {of_all('{}.awarded < r.awarded_before')})"
    )


def _judged(outcomes: tuple[str, ...], score: str) -> str:
    """Return the select of every rule before every outcome, or pair of outcomes, that it names."""
    wheres = " AND ".join(
        f"(r.{column} IS NULL OR {outcome}.score >= r.{column})"
        for column, outcome in zip(("where_score", "second_where"), outcomes, strict=False)
    )
    valid = " AND ".join(
        f"(r.valid_years IS NULL OR ({each}.awarded <= {_day(ON)}"
        f" AND {each}.awarded + r.valid_years * 10000 >= {_day(ON)}))"
        for each in outcomes
    )
    every = " AND ".join([*map(_tests, outcomes), "(r.school IS NULL OR l.school = r.school)"])
    percent = f"CASE WHEN {score} >= 85 THEN 100 WHEN {score} >= 70 THEN 80 WHEN {score} >= 60 THEN 60 END"
    joins = "JOIN hand_outcomes o ON o.title = r.title JOIN hand_learners l ON l.learner = o.learner"
    if len(outcomes) > 1:
        joins += (
            " JOIN hand_outcomes p ON p.title = r.second_title AND p.learner = o.learner AND p.outcome <> o.outcome"
        )
    only = "IS NULL" if len(outcomes) == 1 else "IS NOT NULL"
    return (  # the parts are this module's own
        f"SELECT r.rule, o.learner, r.credits * CASE WHEN r.banded THEN {percent} ELSE r.percent END AS cents,"  # noqa: S608
        f" ({wheres}) AND ({valid}) AND (NOT r.banded OR {score} >= 60)"
        f" AND CASE WHEN r.any_of THEN {_some_test(outcomes)} ELSE {every} END AS truth"
        f" FROM hand_rules r {joins} WHERE r.second_title {only}"
    )


LOWEST = "CASE WHEN o.score IS NULL THEN CASE WHEN p.score < 60 THEN p.score END"
LOWEST += " WHEN p.score IS NULL THEN CASE WHEN o.score < 60 THEN o.score END"
LOWEST += " WHEN o.score < p.score THEN o.score ELSE p.score END"
QUERY = f"""
SELECT rule, sum(yes) AS yes, sum(1 - yes) AS pending, sum(CASE WHEN yes = 1 THEN cents ELSE 0 END) AS cents
FROM (
  SELECT rule, learner, max(CASE WHEN truth THEN 1 ELSE 0 END) AS yes, max(CASE WHEN truth THEN cents END) AS cents
  FROM ({_judged(("o",), "o.score")} UNION ALL {_judged(("o", "p"), LOWEST)}) AS judged
  WHERE truth OR truth IS NULL
  GROUP BY rule, learner
) AS best
GROUP BY rule ORDER BY rule
"""  # noqa: S608 - the parts are this module's own


def rule_rows(workload: Workload) -> Iterator[tuple[object, ...]]:
    """Yield the rules as rows."""
    for number, rule in enumerate(workload.book.rules):
        row = dict.fromkeys(RULE_COLUMNS) | {"rule": number, "any_of": False} | _clauses(rule)
        yield tuple(row[name] for name in RULE_COLUMNS)


def _clauses(rule: Rule) -> dict[str, object]:
    source = rule.source
    sources = source.members if isinstance(source, n.SourceAll) else (source,)
    row: dict[str, object] = {"banded": isinstance(rule.ratio, c.RatioByScore)}
    for place, names in zip(sources, (("title", "where_score"), ("second_title", "second_where")), strict=False):
        if not isinstance(place, n.SourceReference):
            raise TypeError("the workload names its sources")
        row[names[0]] = place.reference.title
        if isinstance(place.where, n.Comparison) and isinstance(place.where.value, n.Number):
            row[names[1]] = int(place.where.value.value)
    if isinstance(rule.ratio, c.Ratio):
        row["percent"] = int(rule.ratio.percent)
    target = rule.targets[0]
    row["credits"] = int(target.credits or 0) if isinstance(target, n.TargetReference) else 0
    if rule.validity:
        row["valid_years"] = rule.validity.count
    if isinstance(rule.condition, n.Or):
        row["any_of"] = True
    tests = rule.condition.members if isinstance(rule.condition, n.Or) else conjuncts_of(rule.condition)
    for test in tests:
        row |= _test(test)
    return row


def _test(test: n.Condition) -> dict[str, object]:
    match test:
        case n.MemberOf(institutions=(school,)):
            return {"school": school}
        case n.Comparison(subject=n.OutcomeAttribute(name="score"), value=n.Number(value=score)):
            return {"min_score": int(score)}
        case n.Comparison(subject=n.OutcomeAttribute(name="level"), value=n.Text(value=level)):
            return {"min_level": LEVELS.index(level)}
        case n.Comparison(operator=operator, value=n.Day(value=day)) if day is not None:
            return {"awarded_from" if operator == ">=" else "awarded_before": _day(day)}
        case _:
            raise TypeError("a test that the workload does not make")


def learner_rows(population: Population, learners: int) -> Iterator[tuple[object, ...]]:
    """Yield the learners as rows."""
    for learner in range(learners):
        place = int(population.school[learner])
        yield learner, None if place == UNKNOWN else SCHOOLS[place]


def outcome_rows(workload: Workload, population: Population, learners: int) -> Iterator[tuple[object, ...]]:
    """Yield the outcomes as rows."""
    for row in range(learners * HELD):
        columns = (population.score, population.level, population.awarded)
        score, level, awarded = (None if column[row] == UNKNOWN else int(column[row]) for column in columns)
        day = None if awarded is None else _day(FIRST_DAY + timedelta(awarded))
        yield row, row // HELD, workload.titles[int(population.title[row])], score, level, day
