"""Answers as rows: what a program returns before it is given a name."""

from decimal import Decimal

from rules.answers import Answer
from rules.compiled.granting import Granted
from rules.truth import Truth

# truth, credits, targets, outcomes, missing; then what each target receives, by which ways are ranked
Row = tuple[Truth, Decimal | None, tuple[str, ...], tuple[str, ...], tuple[str, ...], tuple[Decimal | None, ...]]
Rank = tuple[int, int, Decimal, tuple[str, ...]]
ZERO = Decimal(0)
PLACES = {Truth.YES: 0, Truth.PENDING: 1, Truth.NO: 2}
UNFILLED: Row = (Truth.NO, ZERO, (), (), (), ())


def row_of(
    truth: int, missing: tuple[str, ...], grants: Granted, outcomes: tuple[str, ...], *, refused: bool = False
) -> Row:
    """Return what a way comes to: 0 yes, 1 pending, 2 no; a refusal says no whatever it comes to."""
    if truth == 2 or refused:  # noqa: PLR2004 - the place of no
        return Truth.NO, ZERO, grants.titles, outcomes, (), grants.nothing
    if truth == 1:
        return Truth.PENDING, ZERO, grants.titles, outcomes, tuple(sorted(set(missing))), grants.paid
    return Truth.YES, grants.credits, grants.titles, outcomes, grants.missing, grants.paid


def rank_of(row: Row) -> Rank:
    """Rank rows of one rule: the better truth, then the most credits (unknown ones last), then outcome ids."""
    known = [paid for paid in row[5] if paid is not None]
    return PLACES[row[0]], len(row[5]) - len(known), -sum(known, ZERO), row[3]


def better(one: Row, other: Row) -> Row:
    """Return the better of two rows of one rule."""
    if one[0] is not other[0]:
        return one if PLACES[one[0]] < PLACES[other[0]] else other
    if one[5] is other[5]:
        return one if one[3] <= other[3] else other
    return min(one, other, key=rank_of)


def answer_of(row: Row) -> Answer:
    """Return the answer that a row says."""
    return Answer(*row[:5])
