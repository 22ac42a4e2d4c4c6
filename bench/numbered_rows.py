"""Rows made from numbers, a whole table in one statement, and the moments that they are spread over."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import BigInteger, Integer, String, cast, func, insert, literal, select, type_coerce
from sqlalchemy.orm import Session

from backoffice.kernel.entity import UtcDateTime

START = datetime(2018, 12, 1, tzinfo=UTC)
MINUTES = 1_030_000  # to the middle of November 2020
OUTCOMES_PER_APPLICATION = 3
DAY = 1440  # minutes


def numbers(last: int) -> Any:  # noqa: ANN401 - a column
    """Return the numbers from 1 to the last."""
    first = select(literal(1).label("n")).cte("numbers", recursive=True)
    return first.union_all(select(first.c.n + 1).where(first.c.n < last)).c.n


def moment(minutes: Any, *, sqlite: bool) -> Any:  # noqa: ANN401 - an expression
    """Return the moment so many minutes after the start."""
    if sqlite:
        text = func.strftime("%Y-%m-%d %H:%M:%f", START.strftime("%Y-%m-%d"), cast(minutes, String) + " minutes")
        return type_coerce(text, UtcDateTime)
    return literal(START, UtcDateTime) + func.make_interval(0, 0, 0, 0, 0, cast(minutes, Integer))


def spread(n: Any) -> Any:  # noqa: ANN401
    """Return a minute of the two years, without any order in the numbers."""
    return (cast(n, BigInteger) * 7919) % MINUTES


def begun(n: Any) -> Any:  # noqa: ANN401
    """Return the minute at which an application was handed in."""
    return spread(n * OUTCOMES_PER_APPLICATION) % (MINUTES - 40 * DAY)


def word(n: Any, before: str) -> Any:  # noqa: ANN401
    """Return a word with its number."""
    return literal(before) + cast(n, String)


def add(session: Session, model: Any, last: int, values: Any) -> None:  # noqa: ANN401 - a model, n → values
    """Insert rows for the numbers from 1 to the last."""
    n = numbers(last)
    given = values(n)
    session.execute(insert(model).from_select(list(given), select(*given.values())))
