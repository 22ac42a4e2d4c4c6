"""The generated pages and REST interface of every entity."""

from collections.abc import Callable
from typing import Any

from flask_babel import lazy_gettext
from sqlalchemy import JSON, Boolean, Date, Enum, LargeBinary, String, inspect
from sqlalchemy.orm import Mapper
from wtforms import TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from backoffice import access, labels
from backoffice.catalogue.schema_words import in_words
from backoffice.column_labels import COLUMNS
from backoffice.hints import HINTS
from backoffice.kernel.clock import time_of
from backoffice.kernel.entity import Entity, UtcDateTime
from backoffice.kernel.fields import NamedRowField, state_field
from backoffice.kernel.problems import Problem
from backoffice.kernel.readable import readable
from backoffice.kernel.rows import LONG, MANY_TO_ONE, SEALED, ScopedInterface
from backoffice.kernel.scoped import ScopedApi, ScopedModelView
from backoffice.kernel.web import language, translated
from backoffice.kernel.wording import message
from backoffice.people.words import action_word

LIST_COLUMNS = 6
LONGEST_LINE = 1000
SEARCHED = (String, Date, Boolean)
DOCUMENTS = ("facts", "trace", "payload")
SCHEMAS = ("field_schema", "evidence_schema", "retired_fields")
PROBLEMS = ("problems", "stopped_by")
NAMED = {
    "User": ("username",),
    "Learner": ("account_number",),
    "Institution": ("title", "code"),
    "Programme": ("title",),
    "CatalogueOutcome": ("code", "title"),
}
COUNTED = {"CatalogueOutcome": ("version", "current"), "QualificationLevel": ("level",)}
STEPS = {"step", "action"}  # what was done, by its name in the program
DEEDS = {"RecognitionRecord": "recognition:{}", "RuleRecord": "{}_rule", "IdentityRecord": "identity_{}"}
MASKED = {
    ("OutboxMessage", "body"),
    ("OutboxMessage", "body_english"),
    ("PaperTemplate", "look"),
}  # pages of their own show them, not plainly here
FIRST = ("number", "code", "title", "full_name", "name", "account_number")


def views() -> list[type[ScopedModelView]]:
    """Return a class of pages for every entity of the access table, in its order."""
    return [page_of(name) for name in access.ENTITIES]


def interfaces() -> list[type[ScopedApi]]:
    """Return a REST interface for every entity of the access table."""
    return [interface_of(name) for name in access.ENTITIES]


def page_of(name: str) -> type[ScopedModelView]:
    """Make the pages of one entity; they offer what some role may do, and nothing else."""
    model = mapped_classes()[name]
    columns = shown_columns(model)
    short = [each for each in columns if not is_long(model, each)]
    plain = [each for each in short if each in inspect(model).columns]
    title = labels.entity_label(name)
    written = typed_columns(model, columns)
    return type(
        f"{name}List",
        (ScopedModelView,),
        {
            "datamodel": ScopedInterface(model),
            "class_permission_name": name,
            "route_base": f"/entities/{route_of(name)}",
            "include_route_methods": allowed_actions(name),
            "list_title": title,
            "show_title": title,
            "add_title": title,
            "edit_title": title,
            "list_columns": sorted(short, key=lambda each: each not in FIRST)[:LIST_COLUMNS],
            "show_columns": [each for each in columns if not isinstance(column_type(model, each), LargeBinary)],
            "add_columns": written,
            "edit_columns": written,
            "add_form_extra_fields": special_fields(model, written),
            "edit_form_extra_fields": special_fields(model, written),
            "search_columns": [each for each in plain if isinstance(column_type(model, each), SEARCHED)],
            "search_exclude_columns": list(ScopedInterface(model).list_properties),
            "search_form_extra_fields": special_fields(model, plain),
            "order_columns": plain,
            "formatters_columns": {each: writer for each in columns if (writer := writer_of(model, each))},
            "description_columns": {key: labels.heading(pair) for key, pair in HINTS.get(name, {}).items()},
            "label_columns": {each: labels.column_label(each) for each in columns},
        },
    )


def interface_of(name: str) -> type[ScopedApi]:
    """Make the REST interface of one entity; it offers what some role may do, and nothing else."""
    model = mapped_classes()[name]
    columns = [each for each in shown_columns(model) if each in inspect(model).columns]
    relations = [each for each in shown_columns(model) if each not in columns]
    plain = [each for each in columns if not isinstance(column_type(model, each), LargeBinary)]
    written = typed_columns(model, plain) + relations
    offered = {"list": "get_list", "show": "get", "add": "post", "edit": "put", "delete": "delete"}
    return type(
        f"{name}Api",
        (ScopedApi,),
        {
            "datamodel": ScopedInterface(model),
            "class_permission_name": name,
            "resource_name": route_of(name),
            "include_route_methods": {offered[action] for action in allowed_actions(name)},
            "method_permission_name": {route: action for action, route in offered.items()},
            "list_columns": ["id", *[each for each in plain if not is_long(model, each)]],
            "show_columns": ["id", *plain],
            "add_columns": written,
            "edit_columns": written,
            "search_columns": ["id"],
            "order_columns": ["id"],
        },
    )


def typed_columns(model: type[Any], columns: list[str]) -> list[str]:
    """Return the columns that a form takes: neither documents nor what the product counts itself."""
    counted = COUNTED.get(model.__name__, ())
    return [each for each in columns if not isinstance(column_type(model, each), LONG) and each not in counted]


def allowed_actions(name: str) -> set[str]:
    """Return what some role may do with an entity."""
    return {action for actions, _scope in access.ENTITIES[name].values() for action in actions}


def special_fields(model: type[Any], columns: list[str]) -> dict[str, Any]:
    """Return the form fields of states, and of related rows that are too many to choose from."""
    found = {}
    for column in columns:
        kind = column_type(model, column)
        if isinstance(kind, Enum):
            found[column] = state_field(labels.column_label(column), kind)
        elif most := paragraphs(kind):
            needed = Optional() if ScopedInterface(model).is_nullable(column) else InputRequired()
            hint = HINTS.get(model.__name__, {}).get(column)
            told = labels.heading(hint) if hint else ""
            limits = [needed, Length(max=most)]
            found[column] = TextAreaField(labels.column_label(column), validators=limits, description=told)
        elif kind is None and (named := NAMED.get(getattr(model, column).property.mapper.class_.__name__)):
            found[column] = row_field(model, column, named)
    return found


def row_field(model: type[Any], column: str, named: tuple[str, ...]) -> NamedRowField:
    """Return the form field of a related row that is named by one of its columns."""
    interface = ScopedInterface(model)
    return NamedRowField(
        labels.column_label(column),
        interface=interface.get_related_interface(column),
        columns=named,
        description=lazy_gettext("请完整填写：%(names)s", names=labels.columns_label(named)),
        validators=[Optional() if interface.is_nullable(column) else InputRequired()],
    )


def writer_of(model: type[Any], column: str) -> Callable[[Any], str] | None:
    """Return how a column's value is written on a page, where that is not plain."""
    kind = column_type(model, column)
    if isinstance(kind, UtcDateTime):
        return lambda moment: time_of(moment) if moment else "-"
    if isinstance(kind, Enum):
        return lambda state: translated(state) or "-"
    if column in STEPS:
        pattern = DEEDS.get(model.__name__, "{}")
        return lambda step: action_word(pattern.format(step))
    if column in SCHEMAS:
        return in_words
    if column in PROBLEMS:
        return lambda kept: "\n".join(sentences_of_kept(kept)) or "-"
    return readable if isinstance(kind, JSON) or column in DOCUMENTS else None


def mapped_classes() -> dict[str, type[Any]]:
    """Return the product's mapped classes by name, in the order of the names."""
    classes = (mapper.class_ for mapper in Entity.registry.mappers)
    own = [each for each in classes if each.__module__.startswith("backoffice.")]
    return {each.__name__: each for each in sorted(own, key=lambda each: each.__name__)}


def sentences_of_kept(kept: list[dict[str, Any]]) -> list[str]:
    """Return kept problems as sentences; a column is called what it is called on the screens."""
    found = []
    for each in kept:
        pair = COLUMNS.get(each["field"], ("", ""))
        values = {**each["values"], "label": pair[language() == "en"]}
        found.append(message(Problem(each["code"], each["field"], values), language()))
    return found


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
    return [each for each in names if not each.endswith(SEALED) and (model.__name__, each) not in MASKED]


def column_type(model: type[Any], name: str) -> object:
    """Return the type of a column; None for a related row."""
    column = inspect(model).columns.get(name)
    return None if column is None else column.type


def is_long(model: type[Any], name: str) -> bool:
    """Tell whether a column is too much for a list."""
    kind = column_type(model, name)
    return isinstance(kind, LONG) or bool(paragraphs(kind)) or name.endswith("hash") or name == "sha256"


def paragraphs(kind: object) -> int:
    """Return how many characters a column of paragraphs takes; 0 for a column of a line at most."""
    length = kind.length if isinstance(kind, String) and not isinstance(kind, LONG) else None
    return length if length and length > LONGEST_LINE else 0
