"""The time in which an outcome may be converted."""

from datetime import date
from functools import lru_cache

from rules.clause_traces import anniversary


@lru_cache(maxsize=50_000)
def within(awarded: int, on: int, months: int) -> bool:
    """Tell whether a day lies between an award and so many months after it; days are ordinals."""
    return awarded <= on <= anniversary(date.fromordinal(awarded), months).toordinal()
