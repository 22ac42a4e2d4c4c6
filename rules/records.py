"""Frozen classes as plain JSON values, and back."""

import dataclasses
import types
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any, TypeVar, Union, cast, get_args, get_origin, get_type_hints

Record = TypeVar("Record")


def to_record(value: Any) -> Any:  # noqa: ANN401 - any of the plain values
    """Return a value as JSON knows it; what equals its class's default is left out."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {
            each.name: to_record(held)
            for each in dataclasses.fields(value)
            if (held := getattr(value, each.name)) != _default_of(each)
        }
    if isinstance(value, Mapping):
        return {key: to_record(value[key]) for key in sorted(value)}
    if isinstance(value, tuple):
        return [to_record(member) for member in value]
    if isinstance(value, Decimal):
        return format(value, "f")
    return value.isoformat() if isinstance(value, date) else value


def from_record(table: type[Record], record: Mapping[str, Any]) -> Record:
    """Return the object that `to_record` wrote down; raises KeyError or TypeError for a foreign record."""
    kinds = _kinds_of(cast("type", table))
    return table(**{name: _typed(kinds[name], value) for name, value in record.items()})


def _default_of(each: "dataclasses.Field[Any]") -> object:
    if each.default_factory is not dataclasses.MISSING:
        return each.default_factory()
    return each.default


@cache
def _kinds_of(table: type) -> dict[str, Any]:
    return get_type_hints(table)


def _typed(kind: Any, value: Any) -> Any:  # noqa: ANN401 - a type, and a plain value
    if value is None:
        return None
    origin, arguments = get_origin(kind), get_args(kind)
    if origin in {Union, types.UnionType}:
        return _typed(next(each for each in arguments if each is not types.NoneType), value)
    if origin is tuple:
        return tuple(_typed(arguments[0], member) for member in value)
    if origin is not None:
        return dict(value)
    if dataclasses.is_dataclass(kind):
        return from_record(cast("type[Any]", kind), value)
    if kind is date:
        return date.fromisoformat(value)
    return kind(value)
