"""Which caps and policies a conversion would break, given those made before: the plan and the approval ask here."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import ROUND_FLOOR, Decimal

from rules.catalogue import names
from rules.conditions import Setting, judge
from rules.facts import Facts, Outcome
from rules.planning.limits import Limit, Measure
from rules.planning.terms import Terms
from rules.truth import Truth
from rules.words import fold, kind_of

CENT = Decimal("0.01")
HUNDRED = Decimal(100)
NOTHING = Decimal(0)

Group = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Conversion:
    """A conversion that is made or asked for: `credits` are those of its targets, in their order.

    `on` is the day of the decision; `rule` is "" where a judgement and no rule made it.
    """

    rule: str
    on: date
    outcomes: tuple[Outcome, ...]
    credits: tuple[Decimal, ...]
    programme: str = ""

    @property
    def total(self) -> Decimal:
        """The credits of all its targets."""
        return sum(self.credits, NOTHING)


@dataclass(frozen=True, slots=True)
class Standing:
    """What limits are held against beside the conversions: the learner's facts, and the programmes' total credits."""

    facts: Facts
    totals: Mapping[str, Decimal | None] = field(default_factory=dict)
    terms: Terms = field(default_factory=Terms)


@dataclass(frozen=True, slots=True)
class Breach:
    """A limit that a conversion runs into: `used` before it and `asked` by it, in what the limit measures.

    `bound` is None where it is a share of a programme whose total credits are not known.
    """

    limit: Limit
    bound: Decimal | None
    used: Decimal
    asked: Decimal

    @property
    def room(self) -> Decimal:
        """What is left, never less than nothing."""
        return max((self.bound or NOTHING) - self.used, NOTHING)


@dataclass(frozen=True, slots=True)
class Ruling:
    """What a conversion may bring: `granted` for each target; refused with any refusal, less where truncated."""

    granted: tuple[Decimal, ...]
    refusals: tuple[Breach, ...] = ()
    truncations: tuple[Breach, ...] = ()


Made = tuple[Limit, dict[Group, list[Conversion]]]


class Account:
    """The conversions made so far, sorted by the groups of every limit, so that one more is ruled on at once."""

    def __init__(self, limits: Sequence[Limit], standing: Standing, booked: Iterable[Conversion] = ()) -> None:
        self.standing = standing
        self._of_all: list[Made] = [(limit, {}) for limit in limits if limit.rule is None]
        self._of_rule: dict[str, list[Made]] = {}
        for limit in limits:
            if limit.rule is not None:
                self._of_rule.setdefault(fold(limit.rule), []).append((limit, {}))
        for conversion in booked:
            self.add(conversion)

    def _binding(self, conversion: Conversion) -> list[Made]:
        return [*self._of_rule.get(fold(conversion.rule), ()), *self._of_all]

    def add(self, conversion: Conversion) -> None:
        """Take a conversion as made."""
        for limit, made in self._binding(conversion):
            for group in groups(limit, conversion, self.standing):
                made.setdefault(group, []).append(conversion)

    def ruling(self, new: Conversion) -> Ruling:
        """Hold a conversion against every limit in force on its day.

        Limits that truncate are applied first; the others are held against what these leave. A conversion that
        nothing is left for is refused.
        """
        binding = [each for each in self._binding(new) if each[0].in_force(new.on)]
        cuts = [breach for limit, made in binding if limit.truncates for breach in self._breaches(limit, made, new)]
        left = min([breach.room for breach in cuts], default=new.total)
        if cuts and left <= 0:
            return Ruling(tuple(NOTHING for _ in new.credits), tuple(each for each in cuts if each.room <= 0))
        kept = replace(new, credits=truncated(new.credits, left)) if cuts else new
        refusals = (
            breach for limit, made in binding if not limit.truncates for breach in self._breaches(limit, made, kept)
        )
        return Ruling(kept.credits, tuple(refusals), tuple(cuts))

    def _breaches(self, limit: Limit, made: Mapping[Group, list[Conversion]], new: Conversion) -> Iterator[Breach]:
        """Yield the groups of a limit that a conversion does not fit into."""
        found = groups(limit, new, self.standing)
        bound = bound_of(limit, new, self.standing) if found else None
        for group in found:
            before = made.get(group, ())
            used, asked = used_of(limit, before), _asked(limit, new, before)
            if asked > 0 and (bound is None or used + asked > bound):
                yield Breach(limit, bound, used, asked)


def rule_on(new: Conversion, booked: Iterable[Conversion], limits: Sequence[Limit], standing: Standing) -> Ruling:
    """Return what a conversion may bring after those that are booked."""
    return Account(limits, standing, booked).ruling(new)


def truncated(credits_: tuple[Decimal, ...], left: Decimal) -> tuple[Decimal, ...]:
    """Return the credits of targets cut to a sum: the first targets keep theirs, the last ones lose.

    >>> truncated((Decimal(3), Decimal(2)), Decimal("3.5"))
    (Decimal('3'), Decimal('0.5'))
    """
    given: list[Decimal] = []
    for each in credits_:
        given.append(min(each, max(left - sum(given, NOTHING), NOTHING)))
    return tuple(given)


def binds(limit: Limit, conversion: Conversion) -> bool:
    """Tell whether a limit is one on the conversion's rule, or a policy."""
    return limit.rule is None or fold(limit.rule) == fold(conversion.rule)


def bound_of(limit: Limit, conversion: Conversion, standing: Standing) -> Decimal | None:
    """Return a limit in credits, uses or outcomes, credits down to 0.01; None for a share of an unknown total."""
    if not limit.share:
        return limit.bound.quantize(CENT, ROUND_FLOOR) if limit.measure is Measure.CREDITS else limit.bound
    total = standing.totals.get(conversion.programme)
    return None if total is None else (total * limit.bound / HUNDRED).quantize(CENT, ROUND_FLOOR)


def groups(limit: Limit, conversion: Conversion, standing: Standing) -> tuple[Group, ...]:
    """Return the groups that a conversion counts in; none where the limit does not speak of it.

    A condition of which it is not known whether it holds counts as holding: credits are never given by guess.
    """
    among = outcomes_among(limit, conversion)
    if among is None or not _during(limit, conversion.on) or _condition(limit, conversion, standing) is Truth.NO:
        return ()
    programme = conversion.programme if limit.share or limit.scope == "programme" else ""
    on = conversion.on
    periods = tuple(str(on.year) if period == "year" else standing.terms.of(on) for period in limit.periods)
    named = tuple(each.outcome_id for each in among) if limit.scope == "outcome" else ("",)
    return tuple((each, programme, *periods) for each in named)


def outcomes_among(limit: Limit, conversion: Conversion) -> tuple[Outcome, ...] | None:
    """Return the sources that a limit speaks of; None where it does not speak of the conversion at all."""
    among, outcomes = limit.among, conversion.outcomes
    if among is None:
        return outcomes
    wanted = {fold(each) for each in among.names}
    if among.what == "rules":
        return outcomes if fold(conversion.rule) in wanted else None
    if among.what == "kind":
        kinds = {kind_of(each) for each in among.names}
        found = tuple(each for each in outcomes if kind_of(each.kind) in kinds)
    else:
        sets = (limit.book.sets.get(each) for each in wanted)
        members = [same for one in sets if one for each in one.members for same in limit.book.same_as(each)]
        found = tuple(each for each in outcomes if any(names(member, each) for member in members))
    return found or None


def missing_of(limit: Limit, conversion: Conversion, standing: Standing) -> tuple[str, ...]:
    """Return the facts that a limit's condition lacks, by name."""
    if limit.condition is None:
        return ()
    return tuple(sorted(judge(limit.condition, Setting(standing.facts, limit.book, conversion.outcomes)).gaps()))


def _during(limit: Limit, on: date) -> bool:
    return (limit.start is None or limit.start <= on) and (limit.end is None or on <= limit.end)


def _condition(limit: Limit, conversion: Conversion, standing: Standing) -> Truth:
    if limit.condition is None:
        return Truth.YES
    return judge(limit.condition, Setting(standing.facts, limit.book, conversion.outcomes)).truth


def used_of(limit: Limit, before: Sequence[Conversion]) -> Decimal:
    """Return what some conversions of one group use up of a limit, in what it measures."""
    if limit.measure is Measure.CREDITS:
        return sum((each.total for each in before), NOTHING)
    return Decimal(len(before) if limit.measure is Measure.USES else len(_counted(limit, before)))


def _asked(limit: Limit, new: Conversion, before: Sequence[Conversion]) -> Decimal:
    if limit.measure is Measure.CREDITS:
        return new.total
    return Decimal(1 if limit.measure is Measure.USES else len(_counted(limit, [new]) - _counted(limit, before)))


def _counted(limit: Limit, conversions: Sequence[Conversion]) -> set[str]:
    """Return the ids of the outcomes among those that the limit speaks of."""
    return {each.outcome_id for one in conversions for each in outcomes_among(limit, one) or ()}
