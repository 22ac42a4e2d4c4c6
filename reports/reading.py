"""Reads the content of a paper from its canonical JSON, by the types of its fields and nothing looser."""

import json
from collections.abc import Callable
from dataclasses import is_dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from types import NoneType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

from reports.canonical import with_exact_fields

Content = TypeVar("Content")

WRITTEN: dict[object, Callable[[str], object]] = {  # what JSON keeps as a text
    Decimal: Decimal,
    date: date.fromisoformat,
    datetime: datetime.fromisoformat,
}


def content_from(kind: type[Content], json_text: str) -> Content:
    """Read what `canonical` wrote of a dataclass; anything else is a ValueError."""
    try:
        found: Content = value_from(kind, json.loads(json_text))
    except (TypeError, ArithmeticError, RecursionError) as fault:
        raise ValueError(f"not the content of {kind.__name__}") from fault
    return found


def value_from(kind: Any, read: Any) -> Any:  # noqa: ANN401 - of the kind that a field names
    """Read one value: a record, a list of some, a text, a number, a day, or nothing where a field may be absent."""
    if is_dataclass(kind) and isinstance(kind, type):
        known = with_exact_fields(kind, read)
        return kind(**{name: value_from(each, known[name]) for name, each in types_of(kind).items()})
    if get_origin(kind) is tuple:
        return items_from(get_args(kind), read)
    if NoneType in get_args(kind):
        (present,) = (each for each in get_args(kind) if each is not NoneType)
        return None if read is None else value_from(present, read)
    wanted = str if kind in WRITTEN else kind
    if type(read) is not wanted:
        raise ValueError(f"no {kind.__name__}")
    return WRITTEN[kind](read) if kind in WRITTEN else read


def items_from(kinds: tuple[Any, ...], read: Any) -> tuple[Any, ...]:  # noqa: ANN401 - JSON's values
    """Read a list: any number of items of one kind, or one of each kind."""
    if not isinstance(read, list):
        raise ValueError("no list")  # noqa: TRY004 - whatever is wrong with a text is a ValueError
    each_kind = kinds[:1] * len(read) if kinds[1:] == (...,) else kinds
    return tuple(value_from(kind, each) for kind, each in zip(each_kind, read, strict=True))


@cache
def types_of(kind: type) -> dict[str, Any]:
    """Return the types of a record's fields by name."""
    return get_type_hints(kind)
