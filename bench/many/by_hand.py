"""What a good engineer would write in plain Python: rules by title, a loop over learners, three values as figures."""

from collections.abc import Iterator
from itertools import permutations

from bench.many.in_duckdb import TODAY, Sums
from bench.many.terms import BANDS, PlainRule
from bench.workload import HELD, UNKNOWN, Population

Held = tuple[int, int, int, int]  # title, score, level, awarded
NO, PENDING, YES = 0, 1, 2


def totals_by_hand(rules: tuple[PlainRule, ...], population: Population, learners: int) -> Sums:
    """Return the totals of the first so many learners."""
    by_title: dict[int, list[PlainRule]] = {}
    for rule in rules:
        for title in {rule.title, rule.title if rule.second is None else rule.second}:
            by_title.setdefault(title, []).append(rule)
    sums: dict[int, list[int]] = {}
    for held, school in _learners(population, learners):
        named = {rule.rule: rule for title, *_ in held for rule in by_title.get(title, ())}
        for rule in named.values():
            truth, cents = max((_judged(rule, way, school) for way in _ways(rule, held)), default=(NO, 0))
            row = sums.setdefault(rule.rule, [0, 0, 0, 0])
            row[YES - truth] += 1
            row[3] += cents
    return {rule: (row[0], row[1], row[2], row[3]) for rule, row in sums.items()}


def _learners(population: Population, learners: int) -> Iterator[tuple[list[Held], int]]:
    rows = slice(0, learners * HELD)
    columns = (population.title, population.score, population.level, population.awarded)
    flat = list(zip(*(column[rows].tolist() for column in columns), strict=True))
    for learner, school in enumerate(population.school[:learners].tolist()):
        yield flat[learner * HELD : learner * HELD + HELD], school


def _ways(rule: PlainRule, held: list[Held]) -> Iterator[tuple[Held, ...]]:
    if rule.second is None:
        return ((each,) for each in held if each[0] == rule.title)
    return ((one, two) for one, two in permutations(held, 2) if one[0] == rule.title and two[0] == rule.second)


def _judged(rule: PlainRule, way: tuple[Held, ...], school: int) -> tuple[int, int]:
    truth = YES
    for (_, score, _, awarded), least in zip(way, (rule.where, rule.second_where), strict=False):
        if least is not None:
            truth = min(truth, _at_least(score, least))
        if rule.valid_from is not None:
            truth = min(truth, PENDING if awarded == UNKNOWN else YES if rule.valid_from <= awarded <= TODAY else NO)
    tests = list(_tests(rule, way, school)) if truth else []
    if tests:
        truth = min(truth, max(tests) if rule.any_of else min(tests))
    ratio = rule.ratio
    if ratio is None and truth:
        banded, ratio = _banded([score for _, score, _, _ in way])
        truth = min(truth, banded)
    return truth, rule.credits * (ratio or 0) if truth == YES else 0


def _tests(rule: PlainRule, way: tuple[Held, ...], school: int) -> Iterator[int]:
    if rule.score is not None:
        yield min([_at_least(score, rule.score) for _, score, _, _ in way])
    if rule.level is not None:
        yield min([_at_least(level, rule.level) for _, _, level, _ in way])
    if rule.school is not None:
        yield PENDING if school == UNKNOWN else YES if school == rule.school else NO
    if rule.awarded_from is not None:
        yield min([_at_least(awarded, rule.awarded_from) for _, _, _, awarded in way])
    if rule.awarded_before is not None:
        days = [awarded for _, _, _, awarded in way]
        yield min([PENDING if day == UNKNOWN else YES if day < rule.awarded_before else NO for day in days])


def _at_least(held: int, least: int) -> int:
    return PENDING if held == UNKNOWN else YES if held >= least else NO


def _banded(scores: list[int]) -> tuple[int, int]:
    """Return the truth of the bands, and the ratio in percent, of the lowest score."""
    known = [score for score in scores if score != UNKNOWN]
    if known and min(known) < BANDS[-1][0]:
        return NO, 0
    if len(known) < len(scores):
        return PENDING, 0
    return YES, next(percent for low, percent in BANDS if min(known) >= low)
