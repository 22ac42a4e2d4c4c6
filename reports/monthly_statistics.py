"""What the monthly statistics (月度统计) say: measures month by month beside the year before, reviews, refusals."""

from dataclasses import dataclass
from decimal import Decimal

from reports.occasion import Occasion


@dataclass(frozen=True, slots=True)
class Series:
    """A measure by month, and the same days of the year before; `name` is a key of MEASURES."""

    name: str
    now: tuple[Decimal, ...]
    before: tuple[Decimal, ...]


@dataclass(frozen=True, slots=True)
class ReviewTime:
    """How long a review took, in days; `step` is a key of STEPS."""

    step: str
    done: int
    median: int | None
    most: int | None  # nine in ten took no longer
    promised: int
    late: int


@dataclass(frozen=True, slots=True)
class MonthlyStatistics:
    """All that the paper says; `months` are written as 2020-11, `refusals` count cases by the keys of REASONS."""

    occasion: Occasion
    months: tuple[str, ...]
    series: tuple[Series, ...]
    reviews: tuple[ReviewTime, ...]
    refusals: tuple[tuple[str, int], ...]
