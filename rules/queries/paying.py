"""What a rule pays: amounts worked out beforehand where they are the rule's own, else counted from its sources."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from grammar import clauses as c
from grammar import nodes as n
from grammar.declarations import Rule
from rules.case import Case, Grant
from rules.clause_traces import COUNTED
from rules.facts import Facts, Learner
from rules.grants import Granting, entry_of
from rules.judging import FULL
from rules.queries.constants import Constants, UnshapedError
from rules.queries.numbers import DIGITS, MOST, next_above, scaled
from rules.queries.shapes import Banded
from rules.walk import found_in

CENTS = 100
Titles = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Amounts:
    """Cents, and how many targets have unknown credits: constants for each band, the last for no band."""

    places: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Share:
    """So many parts (`upper` by `lower`, constants for each band) of what the sources count, for each of some targets.

    `own` is the most that the target itself has.
    """

    attribute: str
    parts: tuple[tuple[int, int], ...]
    targets: int
    own: int | None


@dataclass(frozen=True, slots=True)
class Payment:
    """What is paid by the band that the score lies in, where there are bands."""

    paid: Amounts | Share
    bands: Banded | None


@dataclass(frozen=True, slots=True)
class Paying:
    """Works out what a rule pays when it is filled with so many sources; a refusing one pays nothing."""

    rule: Rule
    constants: Constants
    slots: int
    refused: bool

    def payment(self) -> tuple[Payment, tuple[Titles, ...]]:
        """Return the payment, and the titles of the targets for each band; the last are those of no band."""
        rule = self.rule
        chosen = any(found_in(rule.targets, n.Choice))
        mode = rule.credits.name if rule.credits and not rule.waiver and not rule.refusal else "target"
        if chosen and (mode in COUNTED or (self.refused and isinstance(rule.ratio, c.RatioByScore))):
            raise UnshapedError("a choice by what the sources count")
        bound = any(each.where for each in found_in(rule.targets, n.TargetReference))
        if bound and (chosen or not self.refused):
            raise UnshapedError("a condition on the target")
        percents = self._percents()
        grants = [Granting(self._case, (), percent).grants() for percent in percents]
        titles = tuple(tuple(grant.title for grant in of_band) for of_band in grants)
        if self.refused:
            return Payment(self._amounts([()]), None), titles[-1:]
        bands = self._bands(rule.ratio) if isinstance(rule.ratio, c.RatioByScore) else None
        counted = self._share(mode, percents[:-1], len(titles[-1])) if mode in COUNTED else None
        return Payment(counted or self._amounts(grants, unknown=mode in COUNTED), bands), titles

    @property
    def _case(self) -> Case:
        return Case(self.rule, Facts(Learner(""), (), on=date.min), self.constants.book)

    def _percents(self) -> list[Decimal | None]:
        """Return the ratio of each band, then that of no band: unknown where there are bands."""
        ratio = self.rule.ratio
        if isinstance(ratio, c.RatioByScore):
            return [*(band.percent for band in ratio.bands), None]
        percent = ratio.percent if ratio else FULL
        return [percent, percent]

    def _amounts(self, grants: list[tuple[Grant, ...]] | list[tuple[()]], *, unknown: bool = False) -> Amounts:
        places = []
        for of_band in grants:
            known = [] if unknown else [grant.credits for grant in of_band if grant.credits is not None]
            cents = self.constants.place(int(sum(known, Decimal(0)) * CENTS))
            places.append((cents, self.constants.place(len(of_band) - len(known))))
        return Amounts(tuple(places))

    def _bands(self, ratio: c.RatioByScore) -> Banded:
        try:
            lows = [scaled(band.low) if band.low_included else next_above(band.low) for band in ratio.bands]
            highs = [next_above(band.high) if band.high_included else scaled(band.high) for band in ratio.bands]
        except ValueError as unkept:
            raise UnshapedError("a band with many places") from unkept
        place = self.constants.place
        return Banded(self.slots, tuple(map(place, lows)), tuple(map(place, highs)), place(min(lows)))

    def _share(self, mode: str, percents: list[Decimal | None], targets: int) -> Share | None:
        """Return the share of what the sources count; None where the target's own credits must be known and are not."""
        credits_ = self.rule.credits
        divisor = credits_.divisor if credits_ and mode == "hours" else Decimal(1)
        if not divisor:
            raise UnshapedError("hours by nothing")
        parts = []
        for percent in percents:
            part = Fraction(percent or 0) / Fraction(divisor) / 10**DIGITS
            if 2 * part.numerator * part.denominator + part.denominator > MOST:
                raise UnshapedError("a ratio too fine")
            parts.append((self.constants.place(part.numerator), self.constants.place(part.denominator)))
        own = self._own() if mode == "lesser" else None
        if mode == "lesser" and own is None:
            return None
        return Share(COUNTED[mode], tuple(parts), self.constants.place(targets), own)

    def _own(self) -> int | None:
        """Return the place of the target's own credits; None while they are unknown."""
        target = self.rule.targets[0] if len(self.rule.targets) == 1 else None
        if target is None or isinstance(target, n.Choice):
            raise UnshapedError("the lesser of several targets")
        own = target.credits
        if own is None and isinstance(target, n.TargetReference):
            entry = entry_of(target.reference, self._case)
            own = entry.credits if entry else None
        try:
            return None if own is None else self.constants.place(scaled(own))
        except ValueError as unkept:
            raise UnshapedError("credits with many places") from unkept
