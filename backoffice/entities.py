"""The generated pages and REST interface of every entity."""

from typing import Any

from sqlalchemy import JSON, LargeBinary, Text, inspect
from sqlalchemy.orm import Mapper

from backoffice import access, labels
from backoffice.kernel.entity import Entity
from backoffice.kernel.scoped import MANY_TO_ONE, ScopedApi, ScopedInterface, ScopedModelView

LIST_COLUMNS = 6
HIDDEN = ("_sealed", "_index")
LONG = (JSON, LargeBinary, Text)
FIRST = ("number", "code", "title", "full_name", "name", "account_number")


def views() -> list[type[ScopedModelView]]:
    """Return a class of pages for every entity of the access table, in its order."""
    return [page_of(name) for name in access.ENTITIES]


def interfaces() -> list[type[ScopedApi]]:
    """Return a REST interface for every entity of the access table."""
    return [interface_of(name) for name in access.ENTITIES]


def page_of(name: str) -> type[ScopedModelView]:
    """Make the pages of one entity."""
    model = mapped_classes()[name]
    columns = shown_columns(model)
    short = [each for each in columns if not is_long(model, each)]
    title = labels.entity_label(name)
    written = [each for each in columns if not isinstance(column_type(model, each), LONG)]
    return type(
        f"{name}List",
        (ScopedModelView,),
        {
            "datamodel": ScopedInterface(model),
            "class_permission_name": name,
            "route_base": f"/entities/{route_of(name)}",
            "list_title": title,
            "show_title": title,
            "add_title": title,
            "edit_title": title,
            "list_columns": sorted(short, key=lambda each: each not in FIRST)[:LIST_COLUMNS],
            "show_columns": [each for each in columns if not isinstance(column_type(model, each), LargeBinary)],
            "add_columns": written,
            "edit_columns": written,
            "search_columns": [each for each in short if each in inspect(model).columns],
            "order_columns": [each for each in short if each in inspect(model).columns],
            "label_columns": {each: labels.column_label(each) for each in columns},
        },
    )


def interface_of(name: str) -> type[ScopedApi]:
    """Make the REST interface of one entity; it offers what some role may do, and nothing else."""
    model = mapped_classes()[name]
    columns = [each for each in shown_columns(model) if each in inspect(model).columns]
    relations = [each for each in shown_columns(model) if each not in columns]
    plain = [each for each in columns if not isinstance(column_type(model, each), LargeBinary)]
    written = [each for each in plain if not isinstance(column_type(model, each), LONG)] + relations
    allowed = {action for actions, _ in access.ENTITIES[name].values() for action in actions}
    offered = {"list": "get_list", "show": "get", "add": "post", "edit": "put", "delete": "delete"}
    return type(
        f"{name}Api",
        (ScopedApi,),
        {
            "datamodel": ScopedInterface(model),
            "class_permission_name": name,
            "resource_name": route_of(name),
            "include_route_methods": {route for action, route in offered.items() if action in allowed},
            "method_permission_name": {route: action for action, route in offered.items()},
            "list_columns": ["id", *[each for each in plain if not is_long(model, each)]],
            "show_columns": ["id", *plain],
            "add_columns": written,
            "edit_columns": written,
            "search_columns": ["id"],
            "order_columns": ["id"],
        },
    )


def mapped_classes() -> dict[str, type[Any]]:
    """Return the product's mapped classes by name."""
    return {
        mapper.class_.__name__: mapper.class_
        for mapper in Entity.registry.mappers
        if mapper.class_.__module__.startswith("backoffice.")
    }


def route_of(name: str) -> str:
    """Return the part of the address that names an entity.

    >>> route_of("CatalogueOutcome")
    'catalogue-outcome'
    """
    return "".join(f"-{letter.lower()}" if letter.isupper() else letter for letter in name).lstrip("-")


def shown_columns(model: type[Any]) -> list[str]:
    """Return what a page may show: plain columns, related rows instead of their ids, nothing sealed."""
    mapper: Mapper[Any] = inspect(model)
    related = {
        column.key: relation.key
        for relation in mapper.relationships
        if relation.direction.name == MANY_TO_ONE
        for column in relation.local_columns
    }
    names = [related.get(column.key, column.key) for column in mapper.columns if column.key != "id"]
    return [each for each in names if not each.endswith(HIDDEN)]


def column_type(model: type[Any], name: str) -> object:
    """Return the type of a column; None for a related row."""
    column = inspect(model).columns.get(name)
    return None if column is None else column.type


def is_long(model: type[Any], name: str) -> bool:
    """Tell whether a column is too much for a list."""
    return isinstance(column_type(model, name), LONG) or name.endswith("hash") or name == "sha256"
