"""How nodes are made in great numbers: a frozen class pays a call for every field, its twin does not.

A twin has the slots of its class and none of its guards. A node is filled as a twin and then becomes what it is, which
Python allows between classes of one layout; from then on it is as frozen as any other.
"""

from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields
from functools import cache
from typing import Any


@cache
def twin_of(kind: type) -> type:
    """Return the class whose objects can become those of a frozen, slotted class."""
    slots = getattr(kind, "__slots__", ())
    return type(f"{kind.__name__}Twin", kind.__bases__, {"__slots__": slots, "__setattr__": object.__setattr__})


def statements(name: str, kind: type, values: Mapping[str, str]) -> list[str]:
    """Return the code that makes a node under a name from expressions; it knows the class and its twin by name."""
    filled = [f"{name}.{each} = {value}" for each, value in values.items()]
    return [f"{name} = {twin_of(kind).__name__}()", *filled, f"{name}.__class__ = {kind.__name__}"]


def names_of(kind: type) -> dict[str, type]:
    """Return the names that `statements` use of a class."""
    return {kind.__name__: kind, twin_of(kind).__name__: twin_of(kind)}


def compiled(source: str, names: dict[str, Any], function: str) -> Callable[..., Any]:
    """Return a function of a source that this package wrote itself."""
    exec(source, names)  # noqa: S102 - no word of a user's text is in it
    made: Callable[..., Any] = names[function]
    return made


@cache
def maker_of(kind: type) -> Callable[..., Any]:
    """Return a function with the arguments of a class, defaults and all, that makes its objects."""
    known = fields(kind)
    defaults = {f"_{each.name}": each.default for each in known if each.default is not MISSING}
    places = [each.name for each in known if not each.kw_only]
    named = [each.name for each in known if each.kw_only]
    parameters = [*places, "*", *named] if named else places
    arguments = [f"{each}=_{each}" if f"_{each}" in defaults else each for each in parameters]
    body = statements("made", kind, {each.name: each.name for each in known})
    source = f"def make({', '.join(arguments)}):\n " + "\n ".join([*body, "return made"])
    return compiled(source, defaults | names_of(kind), "make")
