"""Problems and trees of a part of a text, put where that part stands in the whole."""

from dataclasses import fields, replace
from typing import Any, TypeVar, cast

from grammar.nodes import NOWHERE, Node, Span
from grammar.problems import Problem

Moved = TypeVar("Moved")


def moved(value: Moved, characters: int, lines: int) -> Moved:
    """Return a value in which every span starts later by so many characters and lines; columns stay."""
    return cast("Moved", _moved(value, characters, lines))


def _moved(value: Any, characters: int, lines: int) -> Any:  # noqa: ANN401 - anything that a tree holds
    if isinstance(value, Span):
        if value is NOWHERE:
            return value
        return Span(value.start + characters, value.end + characters, value.line + lines, value.column)
    if isinstance(value, tuple | list):
        return type(value)(_moved(each, characters, lines) for each in value)
    if isinstance(value, Node | Problem):
        parts = {each.name: getattr(value, each.name) for each in fields(value)}
        return replace(value, **{name: _moved(each, characters, lines) for name, each in parts.items()})
    return value
