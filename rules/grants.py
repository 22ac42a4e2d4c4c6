"""What a rule grants: targets with their credits, exactly, rounded once for each."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Context, Decimal, localcontext
from itertools import chain
from typing import assert_never

from grammar import clauses as c
from grammar import nodes as n
from rules.case import Case, Grant
from rules.catalogue import Entry, names
from rules.conditions import Setting, judge
from rules.denying import denial_trace
from rules.facts import Outcome
from rules.trace import Trace
from rules.truth import RANK, Truth, all_of

CENT = Decimal("0.01")
EXACT = Context(prec=60)
ONE = Decimal(1)
HUNDRED = Decimal(100)


def credits_granted(basis: Decimal, ratio: Decimal, *, divisor: Decimal = ONE) -> Decimal:
    """Credits (学分) that a target receives: `basis` by `divisor`, times `ratio`, half-up to 0.01.

    Units: `basis` in credits (`divisor` 1) or in hours (`divisor` in hours per credit), `ratio` in percent.
    Source: learner's manual, part 6, 目标成果 table (学分 3, 转换比例 100).

    >>> credits_granted(Decimal("2.5"), Decimal(85))
    Decimal('2.13')
    """
    with localcontext(EXACT):
        return (basis * ratio / (divisor * HUNDRED)).quantize(CENT, ROUND_HALF_UP)


@dataclass(frozen=True, slots=True)
class Granting:
    """The case with its matched sources and the ratio in percent; None while the ratio is unknown.

    `judged` says what the `where` of a target comes to.
    """

    case: Case
    sources: tuple[Outcome, ...]
    ratio: Decimal | None
    judged: Callable[[n.Condition, Setting], Trace] = judge

    def grants(self) -> tuple[Grant, ...]:
        """Return the grants of all targets, which are given together."""
        return tuple(chain.from_iterable(self._granted(target) for target in self.case.rule.targets))

    def _granted(self, target: n.Target) -> Iterator[Grant]:
        match target:
            case n.Choice():
                yield from self._chosen(target)
            case n.Elective(title=title, credits=own):
                yield Grant(title or "选修", self._credits(own), self.ratio, traces=self._denials(target))
            case n.TargetReference():
                entry = entry_of(target.reference, self.case)
                yield self._course(target, entry)
            case n.TargetPool():
                fitting = (entry for entry in self.case.facts.targets if names(target.reference, entry))
                courses = [self._course(target, entry) for entry in fitting]
                yield min(courses, key=lambda grant: _rank((grant,)), default=self._course(target, None))
            case _ as unknown:
                assert_never(unknown)

    def _course(self, target: n.TargetReference | n.TargetPool, entry: Entry | None) -> Grant:
        reference = target.reference
        own = target.credits if target.credits is not None else entry.credits if entry else None
        title = reference.title or (entry.title if entry else "") or reference.code or reference.kind
        traces = self._denials(target)
        if target.where and (entry or isinstance(target, n.TargetReference)):
            traces += (self._fitting(target.where, replace(entry or Entry(reference.kind), credits=own)),)
        return Grant(title, self._credits(own), self.ratio, reference, isinstance(target, n.TargetPool), traces)

    def _fitting(self, where: n.Condition, entry: Entry) -> Trace:
        course = Outcome(
            "target",
            entry.kind,
            entry.title,
            entry.code,
            level=entry.level,
            qf_level=entry.qf_level,
            credits=entry.credits,
            hours=entry.hours,
        )
        return self.judged(where, Setting(self.case.facts, self.case.book, (course,), self.sources))

    def _chosen(self, choice: n.Choice) -> Iterator[Grant]:
        """Yield the grants of the best options: those that nothing stands in the way of, then those of most credits."""
        options = [tuple(chain.from_iterable(map(self._granted, option))) for option in choice.options]
        best = sorted(range(len(options)), key=lambda place: (*_rank(options[place]), place))
        for place in sorted(best[: choice.count]):
            yield from options[place]

    def _denials(self, target: n.Target) -> tuple[Trace, ...]:
        used = frozenset(each.outcome_id for each in self.sources)
        found = (denial_trace(denial, target, used, self.case) for denial in self.case.denials)
        return tuple(trace for trace in found if trace)

    def _credits(self, own: Decimal | None) -> Decimal | None:
        rule = self.case.rule
        if rule.waiver is not None:
            return Decimal(0)
        mode = rule.credits or c.CreditsMode("target")
        if self.ratio is None:
            return None
        if mode.name == "hours":
            hours = _sum([each.hours for each in self.sources])
            return (
                credits_granted(hours, self.ratio, divisor=mode.divisor) if hours is not None and mode.divisor else None
            )
        basis = _basis(mode.name, own, _sum([each.credits for each in self.sources]))
        return None if basis is None else credits_granted(basis, self.ratio)


def entry_of(reference: n.Reference, case: Case) -> Entry | None:
    """Return the catalogue's entry that a target names: the one kept with the facts, else the book's first."""
    for same in case.book.same_as(reference):
        kept = next((entry for entry in case.facts.targets if names(same, entry)), None)
        if kept is not None:
            return kept
        found = case.book.catalogue.find(same)
        if found:
            return found[0]
    return None


def _basis(mode: str, own: Decimal | None, given: Decimal | None) -> Decimal | None:
    if mode == "target":
        return own
    if mode == "source":
        return given
    return None if own is None or given is None else min(own, given)


def _sum(values: list[Decimal | None]) -> Decimal | None:
    known = [value for value in values if value is not None]
    return sum(known, Decimal(0)) if len(known) == len(values) else None


def _rank(option: tuple[Grant, ...]) -> tuple[int, Decimal]:
    """Rank an option: the truth of what stands in its way, then the most credits; unknown ones count nothing."""
    truth: Truth = all_of(trace.truth for grant in option for trace in grant.traces)
    return RANK[truth], -sum((grant.credits or Decimal(0) for grant in option), Decimal(0))
