"""Terms (学期): a setting of the house, given as the days of the year on which they begin."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from rules.tables import day_of

USUAL = ((3, 1), (9, 1))  # spring and autumn
LEAP_YEAR = "2020-"


@dataclass(frozen=True, slots=True)
class Terms:
    """The first days of the terms of any year, as month and day."""

    starts: Sequence[tuple[int, int]] = USUAL

    def of(self, day: date) -> str:
        """Return the first day of the term that a day lies in.

        >>> Terms().of(date(2021, 1, 15))
        '2020-09-01'
        """
        passed = [start for start in sorted(self.starts) if start <= (day.month, day.day)]
        year, (month, first) = (day.year, passed[-1]) if passed else (day.year - 1, max(self.starts))
        return f"{year}-{month:02}-{first:02}"


def terms_of(words: str) -> Terms:
    """Return the terms that a setting names by their first days; raise ValueError when it names none.

    >>> terms_of("02-15, 08-20").starts
    ((2, 15), (8, 20))
    """
    days = [day_of(LEAP_YEAR + word.strip()) for word in words.split(",")]
    found = tuple((day.month, day.day) for day in days if day)
    if len(found) < len(days):
        raise ValueError(f"{words} are no days like 03-01,09-01")
    return Terms(found)
