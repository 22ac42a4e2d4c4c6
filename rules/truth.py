"""Three truths and their logic (Kleene)."""

from collections.abc import Iterable
from enum import StrEnum


class Truth(StrEnum):
    """Yes, no, or pending: a fact is missing that can still decide."""

    YES = "yes"
    NO = "no"
    PENDING = "pending"


RANK = {Truth.YES: 0, Truth.PENDING: 1, Truth.NO: 2}  # the better truth first
OPPOSITE = {Truth.YES: Truth.NO, Truth.NO: Truth.YES, Truth.PENDING: Truth.PENDING}


def truth_of(known: object) -> Truth:
    """Return the truth of what is known to hold, known not to hold, or unknown (None)."""
    return Truth.PENDING if known is None else Truth.YES if known else Truth.NO


def opposite(truth: Truth) -> Truth:
    """Return what `not` makes of a truth."""
    return OPPOSITE[truth]


def all_of(truths: Iterable[Truth]) -> Truth:
    """Return the conjunction: no beats pending beats yes; yes when there is nothing to hold."""
    return max(truths, key=RANK.__getitem__, default=Truth.YES)


def any_of(truths: Iterable[Truth]) -> Truth:
    """Return the disjunction: yes beats pending beats no; no when there is nothing that could hold."""
    return min(truths, key=RANK.__getitem__, default=Truth.NO)
