"""Every node within a node."""

import dataclasses
from collections.abc import Iterator
from typing import TypeVar

from grammar.nodes import Node

Wanted = TypeVar("Wanted", bound=Node)


def nodes_within(node: object) -> Iterator[Node]:
    """Yield a node and all below it, in the order of the tree."""
    if isinstance(node, tuple):
        for member in node:
            yield from nodes_within(member)
    elif isinstance(node, Node):
        yield node
        for each in dataclasses.fields(node):
            yield from nodes_within(getattr(node, each.name))


def found_in(node: object, wanted: type[Wanted]) -> Iterator[Wanted]:
    """Yield the nodes of one class."""
    return (each for each in nodes_within(node) if isinstance(each, wanted))
