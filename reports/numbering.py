"""The numbers of applications, proofs and transcripts: prefix, year, serial and a check digit."""

import re

NUMBER = re.compile(r"(?P<prefix>[A-Z]{1,8})-(?P<year>[0-9]{4})-(?P<serial>[0-9]{7,12})-(?P<check>[0-9])")
PREFIX = re.compile(r"[A-Z]{1,8}")
OF_TRANSCRIPTS = "CJ"  # 成绩单, behind the letters of the house
SERIAL_DIGITS = 7
YEARS = range(1000, 10000)


def proof_number(prefix: str, year: int, serial: int) -> str:
    """Return the number of a proof (转换证明).

    >>> proof_number("XY", 2020, 123)
    'XY-2020-0000123-0'
    """
    return numbered(prefix, year, serial)


def application_number(prefix: str, year: int, serial: int) -> str:
    """Return the number of an application (申请); its prefix tells it from a proof's."""
    return numbered(prefix, year, serial)


def transcript_number(prefix: str, year: int, serial: int) -> str:
    """Return the number of a transcript (学分成绩单); its letters tell it from a proof's of the same house.

    >>> transcript_number("XY", 2020, 7)
    'XYCJ-2020-0000007-8'
    """
    return numbered(f"{prefix}{OF_TRANSCRIPTS}", year, serial)


def is_proof_number(text: str) -> bool:
    """Tell whether a text is a number in full, with the check digit that belongs to it."""
    found = NUMBER.fullmatch(text)
    return found is not None and check_digit(found["prefix"] + found["year"] + found["serial"]) == found["check"]


def is_transcript_number(text: str) -> bool:
    """Tell whether a text is the number of a transcript in full."""
    return is_proof_number(text) and text.partition("-")[0].endswith(OF_TRANSCRIPTS)


def numbered(prefix: str, year: int, serial: int) -> str:
    """Put a number together."""
    if not PREFIX.fullmatch(prefix) or year not in YEARS or serial < 0:
        message = f"no number can be made of {prefix!r}, {year} and {serial}"
        raise ValueError(message)
    digits = f"{serial:0{SERIAL_DIGITS}d}"
    return f"{prefix}-{year}-{digits}-{check_digit(f'{prefix}{year}{digits}')}"


def check_digit(letters: str) -> str:
    """Return the check digit of ISO 7064, MOD 11,10, letters counting as two digits (A = 10 … Z = 35).

    It finds every single wrong figure and nearly every swap of two neighbours.
    """
    product = 10
    for digit in "".join(str(int(letter, 36)) for letter in letters):
        total = (int(digit) + product) % 10 or 10
        product = total * 2 % 11
    return str((11 - product) % 10)
