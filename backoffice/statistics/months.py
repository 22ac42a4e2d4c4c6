"""Days and months by this house's calendar, in the program and in the database."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Date, bindparam, cast, func
from sqlalchemy.orm import Session

from backoffice.kernel.clock import HOUSE_ZONE

EAST_OF_UTC = "+8 hours"  # the house's zone for SQLite, which knows none by name


def calendar_day(session: Session, moment: Any) -> ColumnElement[Any]:  # noqa: ANN401
    """Return the day of a moment by this house's calendar."""
    if session.get_bind().dialect.name == "sqlite":
        return func.date(moment, _word(EAST_OF_UTC))
    return cast(func.timezone(_word(str(HOUSE_ZONE)), moment), Date)


def _word(text: str) -> BindParameter[str]:
    """Return a constant that stands in the statement itself, so that it may be grouped by."""
    return bindparam(None, text, literal_execute=True)


def midnight(day: date) -> datetime:
    """Return the moment at which a day begins in this house.

    >>> midnight(date(2020, 11, 15))
    datetime.datetime(2020, 11, 14, 16, 0, tzinfo=datetime.timezone.utc)
    """
    return datetime.combine(day, time.min, HOUSE_ZONE).astimezone(UTC)


def months_between(since: date, until: date) -> list[str]:
    """Return the months that some days touch, as 2020-11.

    >>> months_between(date(2019, 12, 31), date(2020, 2, 1))
    ['2019-12', '2020-01', '2020-02']
    """
    first, last = since.year * 12 + since.month - 1, until.year * 12 + until.month - 1
    return [f"{number // 12}-{number % 12 + 1:02d}" for number in range(first, last + 1)]


def days_of(month: str) -> tuple[date, date]:
    """Return the first and the last day of a month.

    >>> days_of("2020-02")
    (datetime.date(2020, 2, 1), datetime.date(2020, 2, 29))
    """
    first = date.fromisoformat(f"{month}-01")
    return first, (first.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def year_before(day: date) -> date:
    """Return the same day of the year before; for the last day of a month that month's last day.

    >>> str(year_before(date(2021, 2, 28))), str(year_before(date(2020, 2, 29))), str(year_before(date(2020, 11, 15)))
    ('2020-02-29', '2019-02-28', '2019-11-15')
    """
    last = days_of(f"{day.year - 1}-{day.month:02d}")[1]
    at_end = (day + timedelta(days=1)).day == 1
    return last if at_end else day.replace(year=day.year - 1)
