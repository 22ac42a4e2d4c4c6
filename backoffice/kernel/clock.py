"""Moments and the calendar days that people here write for them."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

HOUSE_ZONE = ZoneInfo("Asia/Shanghai")


def day_of(moment: datetime) -> date:
    """Return the day on this house's wall calendar.

    >>> day_of(datetime(2020, 11, 14, 16, 30, tzinfo=UTC))
    datetime.date(2020, 11, 15)
    """
    return moment.astimezone(HOUSE_ZONE).date()


def time_of(moment: datetime) -> str:
    """Return a moment as the screens show it.

    >>> time_of(datetime(2020, 11, 26, 3, 21, 3, tzinfo=UTC))
    '2020-11-26 11:21:03'
    """
    return moment.astimezone(HOUSE_ZONE).strftime("%Y-%m-%d %H:%M:%S")


def present() -> datetime:
    """Return the moment that it is; only views and jobs ask."""
    return datetime.now(UTC)
