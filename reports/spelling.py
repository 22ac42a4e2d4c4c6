"""Spells by their numbers the characters that cannot be printed, in words that nobody may change."""

import unicodedata

from reports.printable import REFUSED
from reports.typefaces import TEXT, coverage


def spelled(text: str) -> str:
    """Return what somebody once typed and nobody may change, each character that cannot be printed by its number.

    >>> spelled("见附件📷")
    '见附件[U+1F4F7]'
    """
    covered = frozenset[int]().union(*map(coverage, TEXT))
    plain = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\t", " "))
    return "".join(letter if letter == "\n" or shows(letter, covered) else named(letter) for letter in plain)


def shows(letter: str, covered: frozenset[int]) -> bool:
    """Tell whether a character leaves something on the paper."""
    return ord(letter) in covered and unicodedata.category(letter) not in REFUSED


def named(letter: str) -> str:
    """Return a character by its number."""
    return f"[U+{ord(letter):04X}]"
