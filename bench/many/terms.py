"""The workload's rules as plain figures, for peers that know no rule language."""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date

from bench.workload import FIRST_DAY, LEVELS, ON, SCHOOLS, Workload
from grammar import clauses as c
from grammar import nodes as n
from grammar.declarations import Rule
from rules.clause_traces import anniversary
from rules.judging import conjuncts_of

BANDS = ((85, 100), (70, 80), (60, 60))  # from a score on, in percent; no band holds a lower score
MOST_DAYS = 400 * 12  # further back than any outcome was awarded


@dataclass(frozen=True, slots=True)
class PlainRule:
    """What a rule asks and pays; None asks nothing.

    `title`, `level` and `school` are places in the workload's lists, days are counted as the population counts them.
    `second` is the other source of a rule of two. With `any_of` one of the four tests in the middle is enough.
    `ratio` is in percent, None for the score bands; the target's credits times it are cents.
    """

    rule: int
    title: int
    credits: int
    second: int | None = None
    where: int | None = None
    second_where: int | None = None
    any_of: bool = False
    score: int | None = None
    level: int | None = None
    school: int | None = None
    awarded_from: int | None = None
    awarded_before: int | None = None
    valid_from: int | None = None
    ratio: int | None = None


NAMES = tuple(each.name for each in fields(PlainRule))


def plain_rules(workload: Workload) -> tuple[PlainRule, ...]:
    """Return the rules of a workload as figures; raise TypeError for what the workload is not known to hold."""
    titles = {title: place for place, title in enumerate(workload.titles)}
    return tuple(_plain(place, rule, titles) for place, rule in enumerate(workload.book.rules))


def _plain(place: int, rule: Rule, titles: dict[str, int]) -> PlainRule:
    sources = rule.source.members if isinstance(rule.source, n.SourceAll) else (rule.source,)
    named = [titles[each.reference.title or ""] for each in sources if isinstance(each, n.SourceReference)]
    wheres = [_score(each.where) for each in sources if isinstance(each, n.SourceReference)]
    target = rule.targets[0]
    if len(named) != len(sources) or not isinstance(target, n.TargetReference):
        raise TypeError("the workload names its sources and its target")
    return PlainRule(
        place,
        named[0],
        int(target.credits or 0),
        second=named[1] if len(named) > 1 else None,
        where=wheres[0],
        second_where=wheres[1] if len(named) > 1 else None,
        any_of=isinstance(rule.condition, n.Or),
        valid_from=None if rule.validity is None else _first_day(rule.validity),
        ratio=int(rule.ratio.percent) if isinstance(rule.ratio, c.Ratio) else None,
        **dict(_tests(rule.condition)),
    )


def _tests(condition: n.Condition | None) -> Iterator[tuple[str, int]]:
    for test in condition.members if isinstance(condition, n.Or) else conjuncts_of(condition):
        match test:
            case n.MemberOf(institutions=(school,)):
                yield "school", SCHOOLS.index(school)
            case n.Comparison(subject=n.OutcomeAttribute(name="score"), value=n.Number(value=score)):
                yield "score", int(score)
            case n.Comparison(subject=n.OutcomeAttribute(name="level"), value=n.Text(value=level)):
                yield "level", LEVELS.index(level)
            case n.Comparison(operator=operator, value=n.Day(value=date() as day)):
                yield "awarded_from" if operator == ">=" else "awarded_before", (day - FIRST_DAY).days
            case _:
                raise TypeError("a test that the workload does not make")


def _score(where: n.Condition | None) -> int | None:
    if isinstance(where, n.Comparison) and isinstance(where.value, n.Number):
        return int(where.value.value)
    return None


def _first_day(validity: c.Validity) -> int:
    """Return the first day of award that still counts."""
    months = validity.count * 12
    today = ON.toordinal()
    first = next(day for day in range(today - MOST_DAYS, today + 1) if anniversary(date.fromordinal(day), months) >= ON)
    return first - FIRST_DAY.toordinal()
