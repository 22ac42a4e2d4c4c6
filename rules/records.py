"""Frozen classes as plain JSON values, and back."""

import dataclasses
import types
from collections.abc import Hashable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Any, TypeVar, Union, cast, get_args, get_origin, get_type_hints

Record = dict[str, Any]
Kept = TypeVar("Kept")


def facts_record(value: object) -> Record:
    """Return a frozen object as a mapping, keys sorted; what equals its default is left out."""
    held = ((each, getattr(value, each.name)) for each in dataclasses.fields(value))  # type: ignore[arg-type]
    plain = {each.name: _plain(content) for each, content in held if content != _default_of(each)}
    return dict(sorted(plain.items()))


def _plain(value: object) -> object:
    if dataclasses.is_dataclass(value):
        return facts_record(value)
    if isinstance(value, Mapping):
        return {key: value[key] for key in sorted(value)}
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, tuple):
        return [_plain(member) for member in value]
    return str(value) if isinstance(value, Decimal | date) else value


def _default_of(each: "dataclasses.Field[Any]") -> object:
    return each.default_factory() if each.default_factory is not dataclasses.MISSING else each.default


def read_record(table: type[Kept], record: object) -> Kept:
    """Return the object that `facts_record` wrote down; raise ValueError for a foreign record."""
    types_of = _types_of(cast("Hashable", table))
    try:
        named = _checked(record, Mapping).items()
        return table(**{name: _typed(types_of[name], value) for name, value in named})
    except (TypeError, KeyError, ValueError, InvalidOperation) as fault:
        raise ValueError("not a record of facts") from fault


@cache
def _types_of(table: Hashable) -> dict[str, Any]:
    return get_type_hints(table)


def _typed(wanted: Any, value: object) -> Any:  # noqa: ANN401 - a type's description, and a value of it
    origin, inner = get_origin(wanted), get_args(wanted)
    if origin in {Union, types.UnionType}:
        return None if value is None else _typed(inner[0], value)
    if origin in {tuple, frozenset}:
        if not isinstance(value, list):
            raise TypeError("a list is expected")
        return origin(_typed(inner[0], member) for member in value)
    if origin is not None:
        return dict(_checked(value, Mapping))
    if dataclasses.is_dataclass(wanted):
        return read_record(cast("type[Any]", wanted), value)
    if wanted is date:
        return date.fromisoformat(_checked(value, str))
    return Decimal(_checked(value, str)) if wanted is Decimal else _checked(value, wanted)


def _checked(value: object, wanted: Any) -> Any:  # noqa: ANN401 - a class
    if not isinstance(value, wanted):
        raise TypeError(wanted)
    return value
