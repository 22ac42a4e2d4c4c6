"""The shared workload: rules over popular and rare certificates, and learners who hold some of them.

The proportions follow real tables: 99.5 % of rules have one source, and popular certificates have about 300 rules.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property
from random import Random

import numpy as np
from numpy.typing import NDArray

from grammar.parser import parse
from rules.book import Book
from rules.facts import Facts, Learner, Outcome

ON = date(2020, 11, 15)
POPULAR = 20  # certificates that a large part of all rules start from
RULES_OF_POPULAR = 300
RULES_OF_RARE = 2
HELD = 5  # outcomes of a learner
UNKNOWN = -1
KIND = "职业资格证书"
LEVELS = ("高中", "专科", "本科", "硕士")
SCHOOLS = tuple(f"第{number}开放大学" for number in range(1, 13))
FIRST_DAY = date(2008, 1, 1)
DAYS = (ON - FIRST_DAY).days
KNOWN = 0.95  # how often a fact is known, where gaps are asked for


@dataclass(frozen=True, slots=True)
class Population:
    """Learners as columns; -1 is unknown. An outcome's row is its learner's times five plus its own place.

    `title` and `level` are places in the workload's titles and LEVELS, `score` is in points, `awarded` in days after
    FIRST_DAY, `school` is the place of the learner's one membership in SCHOOLS.
    """

    title: NDArray[np.int32]
    score: NDArray[np.int16]
    level: NDArray[np.int8]
    awarded: NDArray[np.int16]
    school: NDArray[np.int8]

    @property
    def learners(self) -> int:
        """How many learners there are."""
        return len(self.school)


class Workload:
    """So many rules and learners, the same for the same seed."""

    def __init__(self, rules: int, learners: int, *, seed: int = 1, gaps: bool = True) -> None:
        self.rules, self.learners, self.seed, self.gaps = rules, learners, seed, gaps

    @cached_property
    def titles(self) -> tuple[str, ...]:
        """The certificates, the most popular first."""
        rare = max(1, -(-max(0, self.rules - POPULAR * RULES_OF_POPULAR) // RULES_OF_RARE))
        return tuple(f"证书{number:05d}" for number in range(POPULAR + rare))

    @cached_property
    def texts(self) -> tuple[str, ...]:
        """The rules, one text each."""
        random = Random(self.seed)
        return tuple(self._rule(number, random) for number in range(self.rules))

    @cached_property
    def book(self) -> Book:
        """The rules, parsed."""
        return Book.gather([parse("\n".join(self.texts)).file])

    def _title_of(self, number: int) -> str:
        popular = POPULAR * RULES_OF_POPULAR
        place = number // RULES_OF_POPULAR if number < popular else POPULAR + (number - popular) // RULES_OF_RARE
        return self.titles[place]

    def _rule(self, number: int, random: Random) -> str:
        where = f" 其中 成绩 >= {random.choice((60, 70, 80))}" if random.random() < 0.2 else ""
        source = f"{KIND} “{self._title_of(number)}”{where}"
        if random.random() < 0.005:
            source += f" 与 {KIND} “{random.choice(self.titles)}”"
        lines = [
            f"规则 R{number:05d} “转换规则{number:05d}”",
            f"  来源 {source}",
            f"  目标 课程 “课程{random.randrange(3000):04d}” @“{random.choice(SCHOOLS)}” {random.randint(1, 6)} 学分",
            f"  比例 {_ratio(random)}",
        ]
        tests = [test for test in _tests(random) if random.random() < 0.4]
        if tests:
            lines.append("  条件 " + random.choice((" 且 ", " 且 ", " 或 ")).join(tests))
        if random.random() < 0.1:
            lines.append(f"  有效期 {random.choice((3, 5, 8))} 年")
        return "\n".join(lines)

    def population(self, learners: int | None = None) -> Population:
        """Return the learners as columns; certificates are held by Zipf's law."""
        count = self.learners if learners is None else learners
        random = np.random.default_rng(self.seed)
        weights = 1 / np.arange(1, len(self.titles) + 1)
        rows = count * HELD
        title = random.choice(len(self.titles), rows, p=weights / weights.sum()).astype(np.int32)
        score = random.integers(40, 101, rows).astype(np.int16)
        level = random.integers(0, len(LEVELS), rows).astype(np.int8)
        awarded = random.integers(0, DAYS, rows).astype(np.int16)
        school = random.integers(0, len(SCHOOLS), count).astype(np.int8)
        if self.gaps:
            for column in (score, level, awarded, school):
                column[random.random(len(column)) > KNOWN] = UNKNOWN
        return Population(title, score, level, awarded, school)

    def facts(self, population: Population, learners: int) -> Iterator[Facts]:
        """Yield what is known of the first so many learners."""
        for learner in range(learners):
            place = int(population.school[learner])
            joined = None if place == UNKNOWN else frozenset({SCHOOLS[place]})
            rows = range(learner * HELD, learner * HELD + HELD)
            held = tuple(self._outcome(population, row) for row in rows)
            yield Facts(Learner(f"L{learner}", joined), held, on=ON, holdings_closed=True)

    def _outcome(self, population: Population, row: int) -> Outcome:
        score, level, awarded = (
            int(column[row]) for column in (population.score, population.level, population.awarded)
        )
        return Outcome(
            f"o{row % HELD}",
            KIND,
            self.titles[int(population.title[row])],
            level="" if level == UNKNOWN else LEVELS[level],
            score=None if score == UNKNOWN else Decimal(score),
            awarded_on=None if awarded == UNKNOWN else FIRST_DAY + timedelta(awarded),
        )


def _ratio(random: Random) -> str:
    if random.random() < 0.1:
        return "按 成绩 [85..100] 100%, [70..85) 80%, [60..70) 60%"
    return f"{random.choice((100, 100, 80, 50))}%"


def _tests(random: Random) -> tuple[str, ...]:
    return (
        f"成绩 >= {random.choice((60, 65, 70, 75, 80, 85))}",
        f"层次 >= {random.choice(LEVELS)}",
        f"学习者 属于 “{random.choice(SCHOOLS)}”",
        f"获取时间 {random.choice(('>=', '<'))} {random.randint(2009, 2019)}-01-01",
    )
