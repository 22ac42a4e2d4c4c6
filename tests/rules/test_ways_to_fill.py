"""The search for ways to fill a source looks at no more of them than can matter."""

from collections import Counter

import pytest

from grammar.parser import parse
from rules.assignment import MOST_STEPS, Filling
from rules.book import Book
from rules.facts import Outcome
from rules.sources import named_by, slots_of

POOL = "任何 课程"
SEVERAL = [f"任何 课程 其中 成绩 >= {score}" for score in range(30)]
CASES = [
    # what is shown; the source; how many courses are held; the ways found; the most steps
    ("pools that are alike", [POOL] * 100, 100, 1, 400),
    ("pools that are alike, and a course", [*[POOL] * 100, "课程 “0”"], 101, 1, 20_000),
    ("pools that are alike, and a course to spare", [POOL] * 6, 7, 7, 200),
    ("pairs of pools that are alike", [POOL] * 2, 100, 4950, MOST_STEPS),
    ("pools that are not alike", SEVERAL, 30, 1, 1000),
    ("alternatives", [f"（{each} 或 {POOL}）" for each in SEVERAL], 30, 1, 2000),
    ("so many of pools that are alike", ["任 3 {" + ", ".join([POOL] * 60) + "}"], 4, 4, 2000),
    ("so many of pools that are not alike", ["任 3 {" + ", ".join(SEVERAL) + "}"], 3, 1, 1000),
    ("a course that is not held", [*[POOL] * 8, "课程 “甲”"], 30, 0, 0),
    ("fewer courses than pools", [POOL] * 30, 29, 0, 30),
]


def filling(*, held):
    """Return a search among so many courses, all of which fit alike."""
    courses = tuple(Outcome(f"{number:03}", "课程", str(number)) for number in range(held))
    return Filling(lambda slot: named_by(slot, courses, Book()), lambda _slot, _course: 0)


@pytest.mark.parametrize(
    ("parts", "held", "ways", "steps"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_ways_that_cannot_matter_are_not_looked_at(parts, held, ways, steps):
    """Of ways that take the same outcomes one is found, and the search ends soon."""
    (rule,) = parse(f"规则 R 来源 {' 与 '.join(parts)} 目标 课程 “Z” 3 学分").file.declarations
    search = filling(held=held)

    taken = [frozenset(outcome.outcome_id for _, outcome in way) for way in search.ways(slots_of(rule.source, Book()))]

    assert len(taken) == ways
    assert max(Counter(taken).values(), default=0) <= 1
    assert search.steps <= steps
