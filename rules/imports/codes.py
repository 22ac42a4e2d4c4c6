"""Codes of imported rules: readable, unique, the same for the same table."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import count

from rules.imports.rows import Read, Taken
from rules.words import fold

APART = re.compile(r"[^A-Za-z0-9\u3400-\u9fff]+")


def part(name: str) -> str:
    """Return a name as a part of a code.

    >>> part("Cal Poly, San José")
    'Cal-Poly-San-Jose'
    """
    plain = "".join(letter for letter in unicodedata.normalize("NFKD", name) if not unicodedata.combining(letter))
    return APART.sub("-", plain).strip("-")


def code_of(*names: str) -> str:
    """Return a code made of names."""
    return "-".join(filter(None, map(part, names)))


def told_apart(reads: Iterable[Read]) -> Iterator[Read]:
    """Yield the rows with a number behind each code that stood above already."""
    used: set[str] = set()
    for read in reads:
        if not isinstance(read, Taken):
            yield read
            continue
        code = read.rule.code
        free = next(each for each in _tried(code) if fold(each) not in used)
        used.add(fold(free))
        yield read if free == code else Taken(read.line, replace(read.rule, code=free))


def _tried(code: str) -> Iterator[str]:
    yield code
    yield from (f"{code}-{number}" for number in count(2))
