"""What a rule pays for each way to fill its source, in cents of a credit."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

import numpy as np

from grammar import clauses as c
from grammar import nodes as n
from grammar.declarations import Rule
from rules.book import Book
from rules.case import Case
from rules.clause_traces import COUNTED
from rules.columns.arrays import LARGEST, Bools, Ints, Numbers
from rules.columns.formulas import Rows, Situation
from rules.columns.outcome_leaves import band_of
from rules.facts import Facts, Learner
from rules.grants import Granting, credits_granted, entry_of

CENTS = 100
FULL = Decimal(100)


@dataclass(frozen=True, slots=True)
class Granted:
    """The targets at one ratio: their titles, the sum of the known credits in cents, and how many are unknown."""

    titles: tuple[str, ...]
    cents: int
    unknown: int


@dataclass(frozen=True, slots=True)
class Payment:
    """What a rule pays: `granted` at each ratio, the last one where no band holds or the score is missing.

    Where credits or hours of the sources count (`mode` is not "target"), `own` are the targets' own credits, and
    `granted` tells the titles alone.
    """

    mode: str
    ratios: tuple[Decimal, ...]
    bands: tuple[c.Band, ...]
    granted: tuple[Granted, ...]
    own: tuple[Decimal | None, ...] = ()
    divisor: Decimal = Decimal(1)
    places: int = 1
    chooses: bool = False

    @property
    def alike(self) -> bool:
        """Whether every way pays the same."""
        return self.mode == "target" and not self.bands

    @property
    def never_known(self) -> bool:
        """Whether the credits of a target are unknown whatever the facts."""
        if self.mode == "target":
            return self.granted[0].unknown > 0
        return self.mode == "lesser" and None in self.own

    def ratio_places(self, rows: Rows, block: Situation) -> Ints:
        """Return for each way the place of its ratio; -1 where it has none."""
        if not self.bands:
            return np.zeros(len(rows), np.int16)
        return band_of(self.bands, rows, self.places, block)

    def paid(self, rows: Rows, block: Situation) -> tuple[Ints, Ints]:
        """Return for each way the known credits in cents, and how many targets' credits are unknown."""
        at = self.ratio_places(rows, block)
        if self.mode == "target":
            cents = np.array([each.cents for each in self.granted], np.int64)
            unknown = np.array([each.unknown for each in self.granted], np.int16)
            return cents[at], unknown[at]
        return self._counted(rows, block, at)

    def _counted(self, rows: Rows, block: Situation, at: Ints) -> tuple[Ints, Ints]:
        given, missing, column = self._given(rows, block)
        cents, unknown = np.zeros(len(rows), np.int64), np.zeros(len(rows), np.int16)
        for own in self.own:
            lost = missing | (at < 0)
            if self.mode == "lesser" and own is None:
                lost = np.ones(len(rows), np.bool_)
            paid = self._of_target(own, given, column, at)
            cents += np.where(lost, 0, paid)
            unknown += lost
        return cents, unknown

    def _of_target(self, own: Decimal | None, given: Ints, column: Numbers, at: Ints) -> Ints:
        most = None if own is None or self.mode != "lesser" else own
        paid = np.zeros(len(given), np.int64)
        for place, ratio in enumerate(self.ratios):
            of_ratio = at == place
            if of_ratio.any():
                basis, digits = _capped(given[of_ratio], column.digits, most)
                paid[of_ratio] = cents_of(basis, digits, ratio, self.divisor)
        return paid

    def _given(self, rows: Rows, block: Situation) -> tuple[Ints, Bools, Numbers]:
        outcomes = block.population.outcomes
        column = outcomes.hours if self.mode == "hours" else outcomes.credits
        given, missing = np.zeros(len(rows), np.int64), np.zeros(len(rows), np.bool_)
        for place in range(self.places):
            where = rows.places[place]
            present = where >= 0
            given += np.where(present, column.values[where], 0)
            missing |= present & column.absent(where)
        return given, missing, column


def payment_of(rule: Rule, book: Book, on: date, places: int) -> Payment | None:
    """Return what a rule pays; None where that depends on more than ratio and sources."""
    mode = rule.credits.name if rule.credits else "target"
    chooses = any(isinstance(target, n.Choice) for target in rule.targets)
    if chooses and (mode != "target" or any(_has_where(target) for target in rule.targets)):
        return None
    counted = mode in COUNTED and rule.waiver is None
    bands = rule.ratio.bands if isinstance(rule.ratio, c.RatioByScore) else ()
    fixed = rule.ratio.percent if isinstance(rule.ratio, c.Ratio) else FULL
    ratios = tuple(band.percent for band in bands) if bands else (fixed,)
    if isinstance(rule.ratio, c.RatioByScore) and not bands:
        return None
    case = Case(rule, Facts(Learner(""), (), on=on), book)
    divisor = rule.credits.divisor if rule.credits and mode == "hours" else Decimal(1)
    if not divisor:
        return None
    return Payment(
        mode if counted else "target",
        ratios,
        bands,
        tuple(_granted(case, ratio) for ratio in (*ratios, *([None] if bands else []))),
        tuple(_own(target, case) for target in rule.targets) if counted else (),
        divisor,
        places,
        chooses,
    )


def cents_of(basis: Ints, digits: int, ratio: Decimal, divisor: Decimal) -> Ints:
    """Return what each basis pays in cents, half-up, as `credits_granted` does."""
    share = Fraction(ratio) / Fraction(divisor) / 10**digits
    above, below = share.numerator, share.denominator
    low, high = int(basis.min(initial=0)), int(basis.max(initial=0))
    if low >= 0 and 2 * high * above + below < LARGEST:
        exact: Ints = (2 * basis.astype(np.int64) * above + below) // (2 * below)
        return exact
    distinct, inverse = np.unique(basis, return_inverse=True)
    column = Numbers(distinct, None, digits)
    paid = [credits_granted(column.exact(int(each)), ratio, divisor=divisor) * CENTS for each in distinct]
    return np.array([int(each) for each in paid], np.int64)[inverse]


def _capped(given: Ints, digits: int, most: Decimal | None) -> tuple[Ints, int]:
    """Return the lesser of what is given and a fixed number, with the decimal places that both need."""
    if most is None:
        return given, digits
    extra = 0
    while most.scaleb(digits + extra) != most.scaleb(digits + extra).to_integral_value():
        extra += 1
    return np.minimum(given * 10**extra, int(most.scaleb(digits + extra))), digits + extra


def _granted(case: Case, ratio: Decimal | None) -> Granted:
    grants = Granting(case, (), ratio).grants()
    known = [grant.credits for grant in grants if grant.credits is not None]
    cents = int(sum(known, Decimal(0)) * CENTS)
    return Granted(tuple(grant.title for grant in grants), cents, len(grants) - len(known))


def _own(target: n.Target, case: Case) -> Decimal | None:
    if isinstance(target, n.Choice) or target.credits is not None:
        return None if isinstance(target, n.Choice) else target.credits
    entry = entry_of(target.reference, case) if isinstance(target, n.TargetReference) else None
    return entry.credits if entry else None


def _has_where(target: n.Target) -> bool:
    if isinstance(target, n.Choice):
        return any(_has_where(each) for option in target.options for each in option)
    return isinstance(target, n.TargetReference) and target.where is not None
