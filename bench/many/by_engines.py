"""Rule engines on a sample of learners: they have two values and one source, so their yes answers alone count."""

import json
from collections.abc import Callable, Iterable, Iterator

import rule_engine
import zen

from bench.many.in_duckdb import TODAY
from bench.many.terms import BANDS, PlainRule
from bench.workload import HELD, UNKNOWN, Population

Yes = dict[int, tuple[int, int]]  # yes and cents by rule
Case = dict[str, int]
Paid = Iterable[tuple[int, int]]  # a rule and the cents it pays
FIELDS = ("score", "level", "school", "awarded")


def by_zen(rules: tuple[PlainRule, ...], population: Population, learners: int) -> Callable[[], Yes]:
    """Make a decision table for each title; return what runs them."""
    engine = zen.ZenEngine()
    made = {title: engine.create_decision(_table(of_title)) for title, of_title in _by_title(rules).items()}

    def paid(title: int, case: Case) -> Paid:
        found = made[title].evaluate(case)["result"] if title in made else ()
        return ((int(row["rule"]), int(row["cents"])) for row in found)

    return lambda: _summed(paid, population, learners)


def by_rule_engine(rules: tuple[PlainRule, ...], population: Population, learners: int) -> Callable[[], Yes]:
    """Make an expression for each rule and ratio; return what runs them by title."""
    made = {
        title: [(rule.rule, cents, rule_engine.Rule(_expression(rule, low, high))) for rule in of_title
                for low, high, cents in prices(rule)]
        for title, of_title in _by_title(rules).items()
    }  # fmt: skip

    def paid(title: int, case: Case) -> Paid:
        return ((rule, cents) for rule, cents, expression in made.get(title, ()) if expression.matches(case))

    return lambda: _summed(paid, population, learners)


def _by_title(rules: tuple[PlainRule, ...]) -> dict[int, list[PlainRule]]:
    found: dict[int, list[PlainRule]] = {}
    for rule in rules:
        if rule.second is None:
            found.setdefault(rule.title, []).append(rule)
    return found


def _summed(paid: Callable[[int, Case], Paid], population: Population, learners: int) -> Yes:
    rows = slice(0, learners * HELD)
    columns = (population.title, population.score, population.level, population.awarded)
    flat = list(zip(*(column[rows].tolist() for column in columns), strict=True))
    sums: dict[int, list[int]] = {}
    for learner, school in enumerate(population.school[:learners].tolist()):
        best: dict[int, int] = {}
        for title, score, level, awarded in flat[learner * HELD : learner * HELD + HELD]:
            for rule, cents in paid(title, {"score": score, "level": level, "school": school, "awarded": awarded}):
                best[rule] = max(cents, best.get(rule, 0))
        for rule, cents in best.items():
            row = sums.setdefault(rule, [0, 0])
            row[0] += 1
            row[1] += cents
    return {rule: (row[0], row[1]) for rule, row in sums.items()}


def prices(rule: PlainRule) -> Iterator[tuple[int, int, int]]:
    """Yield from which score to below which other a rule pays how many cents."""
    if rule.ratio is not None:
        yield UNKNOWN, 1000, rule.credits * rule.ratio
        return
    high = 1000
    for low, percent in BANDS:
        yield low, high, rule.credits * percent
        high = low


Ranges = dict[str, tuple[int, int]]  # by field: from, and below


def asked(rule: PlainRule) -> Iterator[Ranges]:
    """Yield the tests in the middle of a rule, each as a range of one field."""
    if rule.score is not None:
        yield {"score": (rule.score, 1000)}
    if rule.level is not None:
        yield {"level": (rule.level, 1000)}
    if rule.school is not None:
        yield {"school": (rule.school, rule.school + 1)}
    if rule.awarded_from is not None:
        yield {"awarded": (rule.awarded_from, TODAY + 1)}
    if rule.awarded_before is not None:
        yield {"awarded": (0, rule.awarded_before)}


def _meant(low: int, high: int) -> bool:
    return low > UNKNOWN or high < 1000


def always_asked(rule: PlainRule, low: int, high: int) -> list[Ranges]:
    """Return what a rule asks beside those, where it pays for scores from `low` to below `high`."""
    parts: list[Ranges] = [{"score": (low, high)}] if _meant(low, high) else []
    if rule.where is not None:
        parts.append({"score": (rule.where, 1000)})
    if rule.valid_from is not None:
        parts.append({"awarded": (rule.valid_from, TODAY + 1)})
    return parts


def _expression(rule: PlainRule, low: int, high: int) -> str:
    always, tests = always_asked(rule, low, high), list(asked(rule))
    parts = [_written(each) for each in always]
    if tests:
        joint = " or " if rule.any_of else " and "
        parts.append("(" + joint.join(f"({_written(each)})" for each in tests) + ")")
    return " and ".join(parts) or "true"


def _written(ranges: Ranges) -> str:
    return " and ".join(f"{name} >= {low} and {name} < {high}" for name, (low, high) in ranges.items())


def _rows(rule: PlainRule) -> Iterator[tuple[list[Ranges], int]]:
    """Yield the rows of a decision table that mean a rule: one for each price and each test of which one is enough."""
    tests = list(asked(rule))
    choices = [[each] for each in tests] if rule.any_of and tests else [tests]
    for low, high, cents in prices(rule):
        for chosen in choices:
            yield [*always_asked(rule, low, high), *chosen], cents


def _table(rules: list[PlainRule]) -> str:
    rows = [
        {"_id": f"{rule.rule}-{place}", **_cells(parts), "rule": str(rule.rule), "cents": str(cents)}
        for rule in rules
        for place, (parts, cents) in enumerate(_rows(rule))
    ]
    content = {
        "hitPolicy": "collect",
        "inputs": [{"id": name, "name": name, "field": name} for name in FIELDS],
        "outputs": [{"id": name, "name": name, "field": name} for name in ("rule", "cents")],
        "rules": rows,
    }
    nodes = [
        {"id": "in", "name": "in", "type": "inputNode"},
        {"id": "table", "name": "table", "type": "decisionTableNode", "content": content},
        {"id": "out", "name": "out", "type": "outputNode"},
    ]
    edges = [("in", "table"), ("table", "out")]
    drawn = [{"id": f"{one}-{other}", "sourceId": one, "targetId": other, "type": "edge"} for one, other in edges]
    return json.dumps({"nodes": nodes, "edges": drawn})


def _cells(parts: list[Ranges]) -> dict[str, str]:
    """Return one cell for each field: the range in which all its tests hold."""
    cells = dict.fromkeys(FIELDS, "")
    for name in FIELDS:
        ranges = [part[name] for part in parts if name in part]
        if ranges:
            low, high = max(low for low, _ in ranges), min(high for _, high in ranges)
            cells[name] = f"[{low}..{high})" if low < high else "== -2"  # no fact is -2
    return cells
