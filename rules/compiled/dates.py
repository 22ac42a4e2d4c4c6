"""The time in which an outcome may be converted."""

from datetime import date
from functools import lru_cache

from rules.clause_traces import anniversary


@lru_cache(maxsize=50_000)
def within(awarded: date, on: date, months: int) -> bool:
    """Tell whether a day lies between an award and so many months after it."""
    return awarded <= on <= anniversary(awarded, months)
