"""Answers as rows: what a program finds before it is told which outcomes it was found by."""

from decimal import Decimal

from rules.answers import Answer
from rules.truth import Truth

Ids = tuple[str, ...]
# truth, credits, targets, missing; then what each target receives, by which ways are ranked
Row = tuple[Truth, Decimal | None, tuple[str, ...], tuple[str, ...], tuple[Decimal | None, ...]]
Rank = tuple[int, int, Decimal, Ids]
ZERO = Decimal(0)
PLACES = {Truth.YES: 0, Truth.PENDING: 1, Truth.NO: 2}
UNFILLED: Row = (Truth.NO, ZERO, (), (), ())


def rank_of(row: Row, outcomes: Ids) -> Rank:
    """Rank rows of one rule: the better truth, then the most credits (unknown ones last), then outcome ids."""
    known = [paid for paid in row[4] if paid is not None]
    return PLACES[row[0]], len(row[4]) - len(known), -sum(known, ZERO), outcomes


def exceeds(other: Row | None, one: Row | None) -> bool:
    """Tell whether the row of a later outcome is better than that of an earlier one; None is a no."""
    if other is None or one is None:
        return other is not None
    if one[0] is not other[0]:
        return PLACES[other[0]] < PLACES[one[0]]
    return one[4] is not other[4] and rank_of(other, ()) < rank_of(one, ())


def answer_of(row: Row, outcomes: Ids) -> Answer:
    """Return the answer that a row says of these outcomes."""
    return Answer(row[0], row[1], row[2], outcomes, row[3])
