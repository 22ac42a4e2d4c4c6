"""Terms (学期): a setting of the house, given as the days of the year on which they begin."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

USUAL = ((3, 1), (9, 1))  # spring and autumn


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
