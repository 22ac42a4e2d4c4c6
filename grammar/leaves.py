"""From what a word, string, number or date says in the text to its value."""

import unicodedata
from datetime import date

OPERATORS = {"＝": "=", "＜": "<", "＞": ">", "≥": ">=", "≤": "<=", "≠": "!="}
OPERATORS |= {less + equal: f"{OPERATORS.get(less, less)}=" for less in "<>＜＞" for equal in "=＝"}


def unquoted(written: str) -> str:
    """Return what stands between the quotes of a string.

    >>> unquoted("“CET”"), unquoted('"5"" disk"')
    ('CET', '5" disk')
    """
    return written[1:-1].replace('""', '"') if written[0] == '"' else written[1:-1]


def kind_word(written: str) -> str:
    """Return a kind without differences of width."""
    return written if written.isascii() else unicodedata.normalize("NFKC", written)


def quoted_kind_word(written: str) -> str:
    """Return a kind written between quotes."""
    return kind_word(unquoted(written))


def operator(written: str) -> str:
    """Return the ASCII form of a comparison."""
    return OPERATORS.get(written, written)


def calendar_day(written: str) -> date | None:
    """Return the day of a date, or None when the calendar has no such day."""
    try:
        return date.fromisoformat(written)
    except ValueError:
        return None
