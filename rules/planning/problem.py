"""A plan's choice as whole numbers: credits in hundredths, and the rows that bind them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from rules.planning.limits import Limit, Measure
from rules.planning.options import Option
from rules.planning.policies import Conversion, Group, Standing, binds, bound_of, groups, outcomes_among, used_of
from rules.words import fold

Members = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Pot:
    """What is left of a limit on credits, in hundredths, for the options that draw on it."""

    members: Members
    room: int
    truncates: bool = False


@dataclass(frozen=True, slots=True)
class Counter:
    """At most `room` of the options; of a course, a rule used once, a consumed outcome, or a policy's uses."""

    members: Members
    room: int = 1


@dataclass(frozen=True, slots=True)
class Best:
    """At most `room` outcomes more may count; `needs` names the new ones that each option would make count."""

    needs: Mapping[int, frozenset[str]]
    room: int


@dataclass(frozen=True, slots=True)
class Problem:
    """The options by place, what each brings and what each counts, and the rows."""

    credits: tuple[tuple[int, ...], ...]
    counted: tuple[tuple[bool, ...], ...]
    counters: tuple[Counter, ...]
    pots: tuple[Pot, ...]
    bests: tuple[Best, ...]

    def value(self, place: int) -> int:
        """Return what an option counts towards the programme when it is not truncated."""
        return sum(each for each, counts in zip(self.credits[place], self.counted[place], strict=True) if counts)

    def total(self, place: int) -> int:
        """Return all that an option brings."""
        return sum(self.credits[place])


@dataclass(frozen=True)
class Past:
    """What is booked already: the conversions, the courses they gave, and which of them consumed their sources."""

    conversions: tuple[Conversion, ...] = ()
    courses: frozenset[str] = frozenset()
    consumed: frozenset[str] = frozenset()

    @cached_property
    def used(self) -> frozenset[str]:
        """The ids of all outcomes that served a conversion."""
        return frozenset(each.outcome_id for one in self.conversions for each in one.outcomes)

    def forbids(self, option: Option) -> bool:
        """Tell whether an option repeats what is booked: its course, its rule, or an outcome that is used up."""
        held = frozenset(option.outcomes)
        if held & (self.used if option.consumes else self.consumed) or self.courses & set(option.courses):
            return True
        used = self._used_by_rule.get(fold(option.rule.code))
        return used is not None and (option.rule.once or bool(used & held))

    @cached_property
    def _used_by_rule(self) -> Mapping[str, set[str]]:
        """The outcomes that each rule has used."""
        used: dict[str, set[str]] = {}
        for each in self.conversions:
            used.setdefault(fold(each.rule), set()).update(_ids(each))
        return used

    def after(self, option: Option, conversion: Conversion) -> "Past":
        """Return what is booked once an option is made."""
        eaten = option.outcomes if option.consumes else ()
        courses = (each for each in option.courses if each)
        return Past((*self.conversions, conversion), self.courses.union(courses), self.consumed.union(eaten))


def problem_of(options: Sequence[Option], past: Past, limits: Iterable[Limit], standing: Standing) -> Problem:
    """Return the choice among options that the past does not forbid."""
    everywhere = tuple(range(len(options)))
    by_rule: dict[str, list[int]] = defaultdict(list)
    for place, option in enumerate(options):
        by_rule[fold(option.rule.code)].append(place)
    rows = [
        row
        for limit in limits
        for row in _rows(
            limit,
            {
                place: options[place].conversion
                for place in (everywhere if limit.rule is None else by_rule.get(fold(limit.rule), ()))
            },
            past,
            standing,
        )
    ]
    counters = [*_exclusive(options), *(each for each in rows if isinstance(each, Counter))]
    return Problem(
        tuple(tuple(map(_hundredths, each.conversion.credits)) for each in options),
        tuple(each.counted for each in options),
        tuple(dict.fromkeys(each for each in counters if len(each.members) > each.room)),
        tuple(each for each in rows if isinstance(each, Pot)),
        tuple(each for each in rows if isinstance(each, Best)),
    )


def _exclusive(options: Sequence[Option]) -> Iterator[Counter]:
    """Yield that a course is given once, a rule uses an outcome once, and a consumed outcome serves nothing else."""
    by_course: dict[str, list[int]] = defaultdict(list)
    by_rule: dict[tuple[str, str], list[int]] = defaultdict(list)
    consuming: dict[str, list[int]] = defaultdict(list)
    others: dict[str, list[int]] = defaultdict(list)
    for place, option in enumerate(options):
        for course in {each for each in option.courses if each}:
            by_course[course].append(place)
        for each in [""] if option.rule.once else option.outcomes:
            by_rule[fold(option.rule.code), each].append(place)
        for each in option.outcomes:
            (consuming if option.consumes else others)[each].append(place)
    yield from (Counter(tuple(each)) for each in (*by_course.values(), *by_rule.values()))
    for outcome, using in consuming.items():
        yield Counter(tuple(using))
        yield from (Counter((*using, other)) for other in others[outcome])


def _rows(
    limit: Limit, options: Mapping[int, Conversion], past: Past, standing: Standing
) -> Iterator[Counter | Pot | Best]:
    """Yield a row for each group of a limit that any of the options it may bind falls into."""
    by_group: dict[Group, list[int]] = defaultdict(list)
    for place, option in options.items():
        for group in groups(limit, option, standing) if limit.in_force(option.on) else ():
            by_group[group].append(place)
    for group, members in by_group.items():
        booked = [each for each in past.conversions if binds(limit, each) and group in groups(limit, each, standing)]
        bound = bound_of(limit, options[members[0]], standing)
        left = max((bound or Decimal(0)) - used_of(limit, booked), Decimal(0))
        if limit.measure is Measure.CREDITS:
            yield Pot(tuple(members), _hundredths(left), limit.truncates)
        elif limit.measure is Measure.USES:
            yield Counter(tuple(members), int(left))
        else:
            yield _best(limit, {place: options[place] for place in members}, booked, int(left))


def _best(limit: Limit, members: Mapping[int, Conversion], booked: Sequence[Conversion], left: int) -> Best:
    counted = {each.outcome_id for one in booked for each in outcomes_among(limit, one) or ()}
    needs = {
        place: frozenset(each.outcome_id for each in outcomes_among(limit, one) or ()) - counted
        for place, one in members.items()
    }
    return Best(needs, left)


def _hundredths(credits_: Decimal) -> int:
    return int(credits_ * 100)


def _ids(conversion: Conversion) -> set[str]:
    return {each.outcome_id for each in conversion.outcomes}
