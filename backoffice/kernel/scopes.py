"""Which rows a user may see, as a condition in SQL and as a test of one row."""

from typing import Any

from sqlalchemy import ColumnElement, Select, false, select, true
from sqlalchemy.orm import Session, aliased

from backoffice.kernel.entity import Entity

NAMED_FOR = " in "


def mapped(name: str) -> type[Any]:
    """Return a mapped class by its name; raises LookupError."""
    for mapper in Entity.registry.mappers:
        if mapper.class_.__name__ == name:
            return mapper.class_
    raise LookupError(name)


def condition(model: type[Any], scopes: tuple[str, ...], user_id: int | None) -> ColumnElement[bool]:
    """Return the condition on rows of `model`; without any scope, or without a user, nothing is seen."""
    if user_id is None or not scopes:
        return false()
    found = [_condition(model, scope, user_id) for scope in scopes]
    whole = found[0]
    for each in found[1:]:
        whole |= each
    return whole


def _condition(model: type[Any], scope: str, user_id: int) -> ColumnElement[bool]:
    if not scope:
        return true()
    path, _, seats = scope.partition(NAMED_FOR)
    if seats:
        return _along(model, path, lambda column: column.in_(_seats(seats, user_id)))
    return _along(model, path, lambda column: column == user_id)


def _along(model: type[Any], path: str, test: Any) -> ColumnElement[bool]:  # noqa: ANN401 - a column to its condition
    first, _, rest = path.partition(".")
    attribute = getattr(model, first)
    if not rest:
        found: ColumnElement[bool] = test(attribute)
        return found
    related = aliased(attribute.property.mapper.class_)
    met: ColumnElement[bool] = attribute.of_type(related).has(_along(related, rest, test))
    return met


def _seats(seats: str, user_id: int) -> Select[Any]:
    name, _, column = seats.partition(".")
    table = mapped(name)
    return select(getattr(table, column)).where(table.user_id == user_id)


def admits(session: Session, item: Any, scopes: tuple[str, ...], user_id: int | None) -> bool:  # noqa: ANN401 - any row
    """Tell whether a row that is about to be written lies within a scope."""
    return user_id is not None and any(_admits(session, item, scope, user_id) for scope in scopes)


def _admits(session: Session, item: Any, scope: str, user_id: int) -> bool:  # noqa: ANN401 - any row
    if not scope:
        return True
    path, _, seats = scope.partition(NAMED_FOR)
    value = item
    for name in path.split("."):
        related = name.removesuffix("_id")
        held = getattr(value, related, None) if related != name else None
        value = held.id if held is not None else getattr(value, name, None)
    if value is None:
        return False
    return value in set(session.scalars(_seats(seats, user_id))) if seats else bool(value == user_id)
