"""The loop that a careful Python programmer would write over the same rules as plain rows, missing facts told."""

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from decimal import Decimal
from operator import eq, ge, lt
from typing import Any

from bench.plain_rules import PlainRule, Test
from bench.workload import FIRST_DAY, LEVELS, SCHOOLS
from rules.facts import Facts

ZERO = Decimal(0)
OPERATORS = {">=": ge, "<": lt, "==": eq}
ATTRIBUTES = ("score", "level", "awarded", "school")
PLACES = {level: place for place, level in enumerate(LEVELS)}
Row = tuple[str, int, Decimal, tuple[str, ...], Any]  # code, truth (0 yes, 1 pending, 2 no), credits, missing, paid
Compared = tuple[int, Callable[[Any, Any], bool], Any]


def loop_of(rules: Iterable[PlainRule]) -> Callable[[Facts], dict[str, Row]]:
    """Return the loop over these rules."""
    by_title: dict[str, list[tuple[Any, ...]]] = {}
    for rule in rules:
        always, joined = tuple(map(_compared, rule.always)), tuple(map(_compared, rule.joined))
        bands = tuple((Decimal(low), Decimal(value) / 100) for low, value in rule.bands)
        row = (
            rule.code,
            always if rule.either else always + joined,
            joined if rule.either else (),
            bands,
            rule.by_score,
        )
        by_title.setdefault(rule.title, []).append(row)

    def looped(facts: Facts) -> dict[str, Row]:
        found: dict[str, Row] = {}
        memberships = facts.learner.memberships
        for outcome in facts.outcomes:
            values = (outcome.score, PLACES.get(outcome.level), outcome.awarded_on, memberships)
            start = outcome.outcome_id
            names = (f"{start}.score", f"{start}.level", f"{start}.awarded_on", "learner.memberships")
            for row in by_title.get(outcome.title, ()):
                said = _judged(row, values, names)
                known = found.get(said[0])
                if known is None or (said[1], said[4]) < (known[1], known[4]):
                    found[said[0]] = said
        return found

    return looped


def _judged(row: tuple[Any, ...], values: tuple[Any, ...], names: tuple[str, ...]) -> Row:  # noqa: C901, PLR0912 - a loop as one writes it for speed
    code, always, either, bands, by_score = row
    missing: list[str] = []
    for place, holds, wanted in always:
        value = values[place]
        if value is None:
            missing.append(names[place])
        elif not holds(value, wanted):
            return code, 2, ZERO, (), (0, ZERO)
    if either:
        unknown = []
        for place, holds, wanted in either:
            value = values[place]
            if value is None:
                unknown.append(names[place])
            elif holds(value, wanted):
                break
        else:
            if not unknown:
                return code, 2, ZERO, (), (0, ZERO)
            missing += unknown
    paid: Decimal | None = bands[0][1]
    if by_score:
        score = values[0]
        if score is None:
            missing.append(names[0])
            return code, 1, ZERO, tuple(sorted(set(missing))), (1, ZERO)
        paid = next((credit for low, credit in bands if score >= low), None)
        if paid is None:
            return code, 2, ZERO, (), (0, ZERO)
    if missing:
        return code, 1, ZERO, tuple(sorted(set(missing))), (0, -(paid or ZERO))
    return code, 0, paid or ZERO, (), (0, -(paid or ZERO))


def joins(memberships: frozenset[str], school: str) -> bool:
    """Tell whether a learner belongs to a school."""
    return school in memberships


def _compared(test: Test) -> Compared:
    wanted: Decimal | int | date | str = test.number
    if test.attribute == "score":
        wanted = Decimal(test.number)
    elif test.attribute == "awarded":
        wanted = FIRST_DAY + timedelta(test.number)
    elif test.attribute == "school":
        return ATTRIBUTES.index("school"), joins, SCHOOLS[test.number]
    return ATTRIBUTES.index(test.attribute), OPERATORS[test.operator], wanted
