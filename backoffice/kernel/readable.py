"""Stored documents as a person reads them."""

import json
from typing import Any

from flask_babel import gettext as _

INDENT = "  "


def readable(value: Any) -> str:  # noqa: ANN401 - whatever a JSON column or a text of JSON holds
    """Return a document as indented lines, without the brackets and quotes of JSON.

    >>> print(readable({"credits": "2.50", "marks": ["a", "b"]}))
    credits: 2.50
    marks:
      - a
      - b
    """
    if isinstance(value, str):
        try:
            value = json.loads(value, parse_float=str)
        except ValueError:
            return value
    return "\n".join(_lines(value)) or "-"


def _lines(value: Any) -> list[str]:  # noqa: ANN401
    if isinstance(value, dict):
        return [line for key, each in value.items() for line in _entry(f"{key}:", each)]
    if isinstance(value, list):
        return [line for each in value for line in _entry("-", each)]
    return [_word(value)]


def _entry(head: str, value: Any) -> list[str]:  # noqa: ANN401
    if isinstance(value, dict | list) and value:
        return [head, *(INDENT + line for line in _lines(value))]
    return [f"{head} {_word(value)}"]


def _word(value: Any) -> str:  # noqa: ANN401
    if value is None or value in ("", {}, []):
        return "-"
    if isinstance(value, bool):
        return _("是") if value else _("否")
    return str(value)
