"""How papers write amounts, dates and titles; the filters of every template."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

from reports.typefaces import SONG_BOLD, covers

LONG_TITLE, LONGER_TITLE = 36, 120


def face_of_title(title: str) -> str:
    """Return the classes of a title: bold when the bold face has all of it, long and longer when it is set smaller."""
    weight = "bold" if covers(SONG_BOLD, title) else "regular"
    sizes = (" long", len(title) > LONG_TITLE), (" longer", len(title) > LONGER_TITLE)
    return weight + "".join(size for size, needed in sizes if needed)


def credits_text(amount: Decimal) -> str:
    """Write credits exactly, with at least one decimal place and no idle zeros."""
    words = f"{amount:f}"
    whole, _, rest = words.partition(".")
    return f"{whole}.{rest.rstrip('0') or '0'}"


def minus_text(amount: str) -> str:
    """Write a minus (−) for the hyphen of an amount below zero."""
    return amount.replace("-", "\N{MINUS SIGN}")


def percent_text(ratio: Decimal) -> str:
    """Write a ratio in percent exactly, without idle zeros."""
    words = f"{ratio:f}"
    return f"{words.rstrip('0').rstrip('.') if '.' in words else words}%"


def chinese_date(day: date) -> str:
    """Write a date as Chinese papers do."""
    return f"{day.year}年{day.month}月{day.day}日"


FILTERS: dict[str, Callable[..., str]] = {
    "credits": credits_text,
    "minus": minus_text,
    "percent": percent_text,
    "chinese_date": chinese_date,
    "face": face_of_title,
}
