"""Numbers and days as the whole numbers that the database compares: exact in every database."""

from datetime import date
from decimal import ROUND_FLOOR, Decimal, InvalidOperation, localcontext

DIGITS = 6  # a value is kept in millionths
LARGEST_PLACE = 11  # of a number's first digit, counted from the point
MOST = 10**18  # what a column of 64 bits surely holds
MONTH = 32  # days that a month has room for
YEAR = 12 * MONTH
MONTHS_OF_YEAR = 12


def scaled(value: Decimal) -> int:
    """Return a number in millionths; raise ValueError when that would not be exact or is too large.

    >>> scaled(Decimal("84.5"))
    84500000
    """
    if not value.is_finite() or value.adjusted() > LARGEST_PLACE:
        raise ValueError(f"not a number that the database can keep: {value}")
    with localcontext(prec=len(value.as_tuple().digits) + DIGITS):
        shifted = value.scaleb(DIGITS)
        if shifted != shifted.to_integral_value():
            raise ValueError(f"more than {DIGITS} places after the point: {value}")
    return int(shifted)


def compared(value: Decimal) -> int | None:
    """Return a form's number so that it stands to every number of a rule as it does exactly; None for no number.

    A rule's numbers have few places: what is finer or larger than they are keeps its side, not its size.
    """
    if value.is_nan():
        return None
    if not value.is_finite() or value.adjusted() > LARGEST_PLACE:
        return -MOST if value < 0 else MOST
    with localcontext(prec=len(value.as_tuple().digits) + DIGITS):
        shifted = value.scaleb(DIGITS)
        below = int(shifted.to_integral_value(ROUND_FLOOR))
    return below + (shifted != below and below % 10 == 0)


def number_of(text: str) -> Decimal | None:
    """Return the number that a text of a form is, or None."""
    try:
        return Decimal(text.strip())
    except InvalidOperation:
        return None


def day_of(text: str) -> date | None:
    """Return the day that a text of a form is, or None."""
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None


def day_number(day: date) -> int:
    """Return a day as a number: days stand in order, a month is 32 and a year 384 of them."""
    return (day.year * MONTHS_OF_YEAR + day.month - 1) * MONTH + day.day


def next_above(value: Decimal) -> int:
    """Return the least number of the columns that is above a value."""
    return scaled(value) + 1
