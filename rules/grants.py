"""What a rule grants: the credits of every target, exact to the hundredth."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import assert_never

from grammar import clauses as c
from grammar import nodes as n
from grammar.declarations import Rule
from rules.book import Book
from rules.catalogue import Entry, names
from rules.facts import Facts, Outcome

CENT = Decimal("0.01")
HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class Grant:
    """One target with its credits after the ratio (percent); credits are None while the target's are unknown.

    `reference` is empty for elective credits, which name no course.
    """

    title: str
    credits: Decimal | None
    ratio: Decimal
    reference: n.Reference | None = None
    pool: bool = False


def credits_granted(basis: Decimal, ratio: Decimal) -> Decimal:
    """Credits (学分) that a target receives: `basis` times `ratio`, half-up to 0.01.

    Units: `basis` in credits of the target course, `ratio` in percent, 0 < ratio <= 100.
    Source: learner's manual, part 6, 目标成果 table (学分 3, 转换比例 100).

    >>> credits_granted(Decimal("2.5"), Decimal(85))
    Decimal('2.13')
    """
    return (basis * ratio / HUNDRED).quantize(CENT, ROUND_HALF_UP)


def entry_of(reference: n.Reference, facts: Facts, book: Book) -> Entry | None:
    """Return the catalogue's entry that a target names: that of the facts, else of the book, the first of several."""
    for same in book.same_as(reference):
        frozen = next((each for each in facts.targets if names(same, each)), None)
        if frozen is not None:
            return frozen
        found = book.catalogue.find(same)
        if found:
            return found[0]
    return None


def grants_of(
    rule: Rule, ratio: Decimal, sources: tuple[Outcome, ...], *, facts: Facts, book: Book
) -> tuple[Grant, ...]:
    """Return what the rule grants at a ratio; of a choice the options with most credits, then in text order."""
    found: list[Grant] = []
    for target in rule.targets:
        found += _grants(target, rule, ratio, sources, facts=facts, book=book)
    return tuple(found)


def _grants(
    target: n.Target, rule: Rule, ratio: Decimal, sources: tuple[Outcome, ...], *, facts: Facts, book: Book
) -> list[Grant]:
    match target:
        case n.Choice(count=count, options=options):
            granted = [
                [grant for member in option for grant in _grants(member, rule, ratio, sources, facts=facts, book=book)]
                for option in options
            ]
            best = sorted(range(len(granted)), key=lambda place: (-_sum_of(granted[place]), place))[:count]
            return [grant for place in sorted(best) for grant in granted[place]]
        case n.Elective(title=title, credits=own):
            return [Grant(title or "", _granted(rule, own, ratio, sources), ratio)]
        case n.TargetReference(reference=reference, credits=own):
            entry = entry_of(reference, facts, book)
            own = own if own is not None else entry.credits if entry else None
            title = reference.title or (entry.title if entry else "") or reference.code or ""
            return [Grant(title, _granted(rule, own, ratio, sources), ratio, reference)]
        case n.TargetPool(reference=reference, credits=own):
            return [Grant(reference.kind, _granted(rule, own, ratio, sources), ratio, reference, pool=True)]
        case _ as unknown:
            assert_never(unknown)


def _sum_of(granted: list[Grant]) -> Decimal:
    return sum((each.credits or Decimal(0) for each in granted), Decimal(0))


def _granted(rule: Rule, own: Decimal | None, ratio: Decimal, sources: tuple[Outcome, ...]) -> Decimal | None:
    if rule.waiver is not None:
        return Decimal(0)
    basis = _basis(rule.credits, own, sources)
    return None if basis is None else credits_granted(basis, ratio)


def _basis(mode: c.CreditsMode | None, own: Decimal | None, sources: tuple[Outcome, ...]) -> Decimal | None:
    if mode is None or mode.name == "target":
        return own
    if mode.name == "hours":
        hours = _sum([each.hours for each in sources])
        return None if hours is None or not mode.divisor else hours / mode.divisor
    given = _sum([each.credits for each in sources])
    if mode.name == "source":
        return given
    return None if own is None or given is None else min(own, given)


def _sum(values: list[Decimal | None]) -> Decimal | None:
    known = [value for value in values if value is not None]
    return sum(known, Decimal(0)) if len(known) == len(values) else None
