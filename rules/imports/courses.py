"""Courses as the agreements write them: split into code, title and credits, or in one text."""

import json
import re
from dataclasses import dataclass
from decimal import Decimal
from typing import NoReturn

from rules.imports.rows import RowRefused, exact

CODE = r"[A-Z][A-Z&/. ]*[A-Z&/.]? ?\d+[A-Z]*(?: [A-Z]{1,2})?"
ONE_TEXT = re.compile(rf"(?P<code>{CODE}) ?- (?P<title>.+) \((?P<given>\d+\.\d\d(?: - \d+\.\d\d)?)\)", re.ASCII)
DENIED = re.compile(rf"Course\(s\) Denied: ({CODE});", re.ASCII)
SEPARATOR = "- "


@dataclass(frozen=True, slots=True)
class Course:
    """A course; `given` are its credits as the table writes them, which may be a range."""

    code: str
    title: str
    credits: Decimal | None = None
    given: str = ""


Item = Course | str


def targets_in(text: str) -> tuple[Item, ...]:
    """Return the courses of a list that are granted together."""
    items = _list(text, "targets_json")
    if not items:
        raise RowRefused("json_unread", column="targets_json")
    return tuple(_item(item, "targets_json") for item in items)


def alternatives_in(text: str) -> tuple[tuple[Item, ...], ...]:
    """Return the alternatives of a list, each a list of courses that are all needed."""
    column = "sources_json_or_of_ands"
    found = []
    for each in _list(text, column):
        if not isinstance(each, list) or not each:
            raise RowRefused("json_unread", column=column)
        found.append(tuple(_item(item, column) for item in each))
    return tuple(found)


def _list(text: str, column: str) -> list[object]:
    try:
        found = json.loads(
            text, parse_float=Decimal, parse_int=Decimal, parse_constant=_refused, object_pairs_hook=_pairs
        )
    except (ValueError, RecursionError, ArithmeticError) as wrong:
        raise RowRefused("json_unread", column=column) from wrong
    if not isinstance(found, list):
        raise RowRefused("json_unread", column=column)
    return found


def _refused(word: str) -> NoReturn:
    raise ValueError(word)


def _pairs(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a key stands twice")
    return found


def _item(item: object, column: str) -> Item:
    match item:
        case {"raw": str(text), **rest} if not rest:
            return text
        case {"code": str(code), "title": str(title), "credits": Decimal() as given, **rest} if not rest:
            if code.strip() and title.strip():
                return Course(code.strip(), title.strip(), amount := exact(str(given), column), f"{amount:f}")
    raise RowRefused("json_unread", column=column)


def shown(item: Item) -> str:
    """Return a course as the agreements print it."""
    return item if isinstance(item, str) else f"{item.code} - {item.title} ({item.credits:.2f})"


def readable(item: Item) -> Course:
    """Return an item as a course; a text only where it can be read in one way.

    >>> readable("MATH 3E- Linear Algebra (3.00)").code
    'MATH 3E'
    """
    if isinstance(item, Course):
        return item
    found = ONE_TEXT.fullmatch(item)
    if found is None or SEPARATOR in found["title"] or " & " in item:
        raise RowRefused("item_unread", value=item)
    given = found["given"]
    amount = exact(given, "raw") if " - " not in given else None
    return Course(found["code"], found["title"].strip(), amount, f"{amount:f}" if amount is not None else given)


def denied_in(text: str) -> str | None:
    """Return the one course that a text denies, None for a text that denies none."""
    if not text.startswith("Course(s) Denied"):
        return None
    found = DENIED.fullmatch(text)
    if found is None:
        raise RowRefused("denied_unclear", value=text)
    return found[1]
