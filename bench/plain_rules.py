"""The workload's rules as plain numbers, from which every peer gets its own form.

A value is the credits in hundredths, or NO or PENDING; a fact is a number, UNKNOWN where it is missing.
"""

from dataclasses import dataclass
from datetime import date
from itertools import product

from bench.workload import FIRST_DAY, LEVELS, ON, SCHOOLS, UNKNOWN
from grammar import clauses as c
from grammar import nodes as n
from grammar.declarations import Rule
from rules.facts import Facts
from rules.grants import credits_granted
from rules.judging import conjuncts_of

NO = -1
PENDING = -2
MOST = 10_000  # above every score, level, day and school
OPPOSITE = {">=": "<", "<": ">=", "==": "!="}
Values = dict[str, int]
Box = dict[str, tuple[int, int]]  # the lowest and the highest of each attribute, both included


@dataclass(frozen=True, slots=True)
class Test:
    """One comparison of a fact with a number."""

    attribute: str
    operator: str
    number: int

    @property
    def yes(self) -> str:
        """The test as an expression that C and Python share."""
        return f"{self.attribute} {self.operator} {self.number}"

    @property
    def no(self) -> str:
        """The opposite."""
        return f"{self.attribute} {OPPOSITE[self.operator]} {self.number}"

    def ranges(self, *, holds: bool) -> list[Box]:
        """Return the known values for which it holds, or does not."""
        below, above = (0, self.number - 1), (self.number, MOST)
        if self.operator == "==":
            found = [(self.number, self.number)] if holds else [below, (self.number + 1, MOST)]
        else:
            found = [above if holds == (self.operator == ">=") else below]
        return [{self.attribute: each} for each in found]


@dataclass(frozen=True, slots=True)
class PlainRule:
    """A rule of one source: all of `always` and, with `either`, one of `joined`, else all of them.

    `bands` give the value from a score upwards, the highest first; without a score it is (0, value).
    """

    code: str
    title: str
    always: tuple[Test, ...]
    joined: tuple[Test, ...]
    either: bool
    bands: tuple[tuple[int, int], ...]

    @property
    def by_score(self) -> bool:
        """Whether the value depends on the score."""
        return len(self.bands) > 1

    def boxes(self) -> list[tuple[Box, int]]:
        """Return what facts give which credits."""
        always = [test.ranges(holds=True) for test in self.always]
        joined = [test.ranges(holds=True) for test in self.joined]
        parts = [[*always, each] for each in joined] if self.either else [[*always, *joined]]
        if not self.by_score:
            wholes = [(merged(each), self.bands[0][1]) for part in parts for each in product(*part)]
        else:
            tops = (MOST, *(low - 1 for low, _ in self.bands[:-1]))
            bands = [({"score": (low, top)}, value) for (low, value), top in zip(self.bands, tops, strict=True)]
            wholes = [
                (merged((*each, box)), value) for part in parts for each in product(*part) for box, value in bands
            ]
        return [(box, value) for box, value in wholes if all(low <= top for low, top in box.values())]

    def refusals(self) -> list[Box]:
        """Return what known facts make it a no, whatever is missing beside them."""
        found = [box for test in self.always for box in test.ranges(holds=False)]
        against = [test.ranges(holds=False) for test in self.joined]
        if self.either:
            found += [merged(each) for each in product(*against)]
        else:
            found += [box for boxes in against for box in boxes]
        if self.by_score:
            found.append({"score": (0, self.bands[-1][0] - 1)})
        return found


def merged(boxes: tuple[Box, ...]) -> Box:
    """Return what lies in all of some boxes."""
    found: Box = {}
    for box in boxes:
        for attribute, (low, top) in box.items():
            known = found.get(attribute, (0, MOST))
            found[attribute] = (max(known[0], low), min(known[1], top))
    return found


def plain_of(rule: Rule) -> PlainRule | None:
    """Return a rule of the workload as plain numbers; None for one of several sources."""
    if not isinstance(rule.source, n.SourceReference):
        return None
    where = (_test(rule.source.where),) if rule.source.where else ()
    joined = rule.condition.members if isinstance(rule.condition, n.Or) else conjuncts_of(rule.condition)
    valid = (Test("awarded", ">=", _day(ON.replace(year=ON.year - rule.validity.count))),) if rule.validity else ()
    return PlainRule(
        rule.code,
        rule.source.reference.title or "",
        where + valid,
        tuple(map(_test, joined)),
        isinstance(rule.condition, n.Or),
        _bands(rule),
    )


def values_of(facts: Facts) -> list[tuple[str, Values]]:
    """Return the title and the numbers of each outcome of a learner."""
    joined = facts.learner.memberships
    school = UNKNOWN if joined is None else SCHOOLS.index(min(joined))
    return [
        (
            each.title,
            {
                "score": UNKNOWN if each.score is None else int(each.score),
                "level": LEVELS.index(each.level) if each.level else UNKNOWN,
                "awarded": UNKNOWN if each.awarded_on is None else _day(each.awarded_on),
                "school": school,
            },
        )
        for each in facts.outcomes
    ]


def _bands(rule: Rule) -> tuple[tuple[int, int], ...]:
    own = rule.targets[0].credits if isinstance(rule.targets[0], n.TargetReference) else None
    if own is None or rule.ratio is None:
        raise ValueError("a rule of the workload says its credits and its ratio")
    if isinstance(rule.ratio, c.Ratio):
        return ((0, int(credits_granted(own, rule.ratio.percent) * 100)),)
    return tuple((int(each.low), int(credits_granted(own, each.percent) * 100)) for each in rule.ratio.bands)


def _test(condition: n.Condition) -> Test:
    match condition:
        case n.MemberOf(institutions=(school,)):
            return Test("school", "==", SCHOOLS.index(school))
        case n.Comparison(subject=subject, operator=operator, value=n.Number(value=number)):
            return Test(subject.name, operator, int(number))
        case n.Comparison(operator=operator, value=n.Day(value=date() as day)):
            return Test("awarded", operator, _day(day))
        case n.Comparison(operator=operator, value=n.Text(value=level)):
            return Test("level", operator, LEVELS.index(level))
        case _:
            raise ValueError("no condition of the workload")


def _day(day: date) -> int:
    return max(0, (day - FIRST_DAY).days)
