"""What stands in a cell, as a text: blanks at the ends gone, dates as dates, long numbers as what is left of them."""

import re
import unicodedata
from datetime import date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation

LONGEST_EXACT = 15  # figures that a spreadsheet keeps of a number
BLANKS = "\ufeff\u200b\u00a0\u3000"
FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
GUARDED = ("'=", "'+", "'-", "'@")  # as our own files write what a spreadsheet would run
SCIENTIFIC = re.compile(r"[+-]?\d+(\.\d+)?[eE][+-]?\d+")
DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?: 00:00(?::00)?)?|(\d{4})(\d{2})(\d{2})")
MONTH = re.compile(r"(\d{4})[-/.年](\d{1,2})月?|(\d{4})(\d{2})")
EARLIEST_SERIAL = 10_000  # in 1927; what is smaller may be a year
LATEST_SERIAL = 80_000
YES = {"是", "有", "yes", "true", "1", "√"}
NO = {"", "否", "无", "no", "false", "0", "×"}


def plain(value: object) -> str:
    """Return a cell's value as a text.

    >>> plain(" 公司概况\u3000"), plain(3.0), plain(2.5), plain(datetime(2020, 7, 1)), plain(440103199001011234.0)
    ('公司概况', '3', '2.5', '2020-07-01', '4.40103199001011E+17')
    """
    match value:
        case None:
            return ""
        case bool():
            return "是" if value else "否"
        case datetime():
            return str(value.date()) if value.time() == time() else f"{value:%Y-%m-%d %H:%M:%S}"
        case int() | float() | Decimal():
            return _number(value)
        case _:
            text = unicodedata.normalize("NFC", str(value)).strip().strip(BLANKS).strip()
            return text[1:] if text.startswith(GUARDED) else text


def _number(value: float | Decimal) -> str:
    exact = Decimal(str(value))
    if not exact.is_finite():
        return str(value)
    whole = exact == exact.to_integral_value()
    if whole and abs(exact) >= Decimal(10) ** LONGEST_EXACT:
        return f"{exact:.14E}"  # what a spreadsheet has left of it
    return str(int(exact)) if whole else format(exact.normalize(), "f")


def narrow(text: str) -> str:
    """Return a text with full-width figures, letters and signs as the usual ones.

    >>> narrow("４４０１０３１９９００１０１１２３Ｘ")
    '44010319900101123X'
    """
    return text.translate(FULL_WIDTH)


def lost_figures(text: str) -> bool:
    """Tell whether a number was kept as a quantity, so that its last figures are gone."""
    return SCIENTIFIC.fullmatch(text) is not None


def day_in(text: str, day_zero: date) -> date | None:
    """Return the day that a text names, also one that a spreadsheet has counted from its day zero.

    >>> day_in("2020年7月1日", date(1899, 12, 30)) == day_in("44013", date(1899, 12, 30)) == date(2020, 7, 1)
    True
    """
    found = DAY.fullmatch(text)
    if found:
        return _date(*(int(each) for each in found.groups() if each))
    if text.isascii() and text.isdecimal() and EARLIEST_SERIAL <= int(text) <= LATEST_SERIAL:
        return day_zero + timedelta(days=int(text))
    return None


def month_in(text: str, day_zero: date) -> date | None:
    """Return the first day of the month that a text names; of a whole date, its month.

    >>> month_in("202007", date(1899, 12, 30)) == month_in("2020-7", date(1899, 12, 30)) == date(2020, 7, 1)
    True
    """
    found = MONTH.fullmatch(text)
    if found:
        year, month = (int(each) for each in found.groups() if each)
        return _date(year, month, 1)
    day = day_in(text, day_zero)
    return day.replace(day=1) if day else None


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def number_in_text(text: str) -> Decimal | None:
    """Return an exact number, or nothing; neither exponents nor names of numbers are any."""
    try:
        return Decimal(text) if re.fullmatch(r"\d{1,9}(\.\d{1,9})?", text) else None
    except InvalidOperation:
        return None
