"""Nodes and constants as plain tuples that marshal can keep, and back."""

import dataclasses
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from grammar import clauses, declarations, nodes
from grammar.nodes import Span
from rules.truth import Truth

TABLES: dict[str, type[Any]] = {
    each.__name__: each
    for module in (nodes, clauses, declarations)
    for each in vars(module).values()
    if isinstance(each, type) and dataclasses.is_dataclass(each)
}
SINGLE = (str, int, bool, type(None))


def encoded(value: Any) -> Any:  # noqa: ANN401 - any value that a rule is made of
    """Return a value as plain ones; raise TypeError for what can only be made anew, such as a function."""
    if type(value) in SINGLE:
        return value
    if isinstance(value, Truth):
        return "Truth", value.value
    if isinstance(value, str):  # a word that the parser marked
        return str(value)
    if isinstance(value, tuple):
        return "tuple", *map(encoded, value)
    if isinstance(value, Decimal):
        return "Decimal", str(value)
    if isinstance(value, date):
        return "date", value.toordinal()
    if isinstance(value, dict):
        return "dict", *((encoded(key), encoded(held)) for key, held in value.items())
    if type(value).__name__ not in TABLES:
        raise TypeError(f"{type(value).__name__} has no plain form")
    return type(value).__name__, *(encoded(getattr(value, each.name)) for each in dataclasses.fields(value))


def decoded(plain: Any) -> Any:  # noqa: ANN401
    """Return what `encoded` made plain."""
    if not isinstance(plain, tuple):
        return plain
    name, *parts = plain
    return READERS[name](parts) if name in READERS else _node(name, parts)


def _node(name: str, parts: list[Any]) -> Any:  # noqa: ANN401
    table = TABLES[name]
    if table is Span:
        return Span(*parts)
    span, *rest = parts
    return table(*map(decoded, rest), span=decoded(span))


READERS: dict[str, Callable[[list[Any]], Any]] = {
    "tuple": lambda parts: tuple(map(decoded, parts)),
    "Truth": lambda parts: Truth(parts[0]),
    "Decimal": lambda parts: Decimal(parts[0]),
    "date": lambda parts: date.fromordinal(parts[0]),
    "dict": lambda parts: {decoded(key): decoded(held) for key, held in parts},
}
