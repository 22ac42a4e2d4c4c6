"""Reading and writing rows within the scope of the acting user.

Whatever reads a row goes through `ScopedInterface`, so list, show, edit, delete, choices in forms and foreign keys
in REST bodies all see the same rows.
"""

from collections.abc import Callable
from typing import Any

from flask import abort, g
from flask_appbuilder.exceptions import FABException
from flask_appbuilder.models.filters import Filters
from flask_appbuilder.models.sqla.interface import SQLAInterface
from flask_babel import gettext as _
from sqlalchemy import JSON, Boolean, Column, LargeBinary, Text, inspect
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Query, defer, joinedload

from backoffice.access import ADMIN, ENTITIES
from backoffice.kernel import audit
from backoffice.kernel.differences import differences
from backoffice.kernel.entity import Hundredths
from backoffice.kernel.filters import AnswerConverter
from backoffice.kernel.scopes import admits, condition
from backoffice.kernel.web import actor_id, actor_or_none, now, number_in, roles

Scopes = tuple[str, ...]
EVERY_ROW: Scopes = ("",)
MANY_TO_ONE = "MANYTOONE"
SEALED = ("_sealed", "_index")
LONG = (JSON, LargeBinary, Text)
LONGEST_PAGE = 100


class NotKept(FABException):
    """The database refused a row; the text is for the user."""


def scopes_of(entity: str, action: str) -> Scopes:
    """Return the scopes that the actor's roles give for an action on an entity."""
    held = roles()
    if ADMIN in held:
        return EVERY_ROW
    grants = ENTITIES.get(entity, {})
    return tuple(scope for role, (actions, scope) in grants.items() if role in held and action in actions)


def choosable(entity: str, pointing: str) -> Scopes:
    """Return the scopes of the rows that a row of `pointing` may name.

    Rows without a list of their own, such as users, may be named by whoever may add the pointing row anywhere.
    """
    everywhere = EVERY_ROW if "" in scopes_of(pointing, "add") else ()
    return scopes_of(entity, "list") or everywhere


class ScopedInterface(SQLAInterface):
    """Reads rows of one class within the actor's scope, with what a list shows of related rows in the same query.

    With `pointing`, the rows that a row of that entity may name.
    """

    filter_converter_class = AnswerConverter

    def __init__(self, obj: type[Any], session: Any = None, *, pointing: str = "") -> None:  # noqa: ANN401
        self.pointing = pointing
        super().__init__(obj, session)

    def _scoped(self) -> Query[Any]:
        name = self.obj.__name__
        scopes = choosable(name, self.pointing) if self.pointing else scopes_of(name, "list")
        return self.session.query(self.obj).filter(condition(self.obj, scopes, actor_or_none()))

    def query(  # noqa: PLR0917 - the framework's own signature
        self,
        filters: Filters | None = None,
        order_column: str = "",
        order_direction: str = "",
        page: int | None = None,
        page_size: int | None = None,
        select_columns: list[str] | None = None,
        outer_default_load: bool = False,  # noqa: FBT001, FBT002
    ) -> tuple[int, list[Any]]:
        """Return how many rows there are, and one page of them."""
        del select_columns, outer_default_load
        query = self.apply_filters(self._scoped(), filters)
        count = query.order_by(None).count()
        if order_column in plain_columns(self.obj):
            query = self.apply_order_by(query, order_column, order_direction)
        query = query.order_by(self.get_pk())
        size = min(page_size, LONGEST_PAGE) if page_size else None
        return count, list(self.apply_pagination(query, page, size).options(*_for_list(self.obj)).all())

    def get(
        self,
        id: Any,  # noqa: A002, ANN401 - the framework's own name
        filters: Filters | None = None,
        select_columns: list[str] | None = None,
        outer_default_load: bool = False,  # noqa: FBT001, FBT002 - the framework's own signature
    ) -> Any:  # noqa: ANN401 - a row or None
        """Return one row of the scope, or None."""
        del select_columns, outer_default_load
        query = self.apply_filters(self._scoped(), filters).filter(self.get_pk() == number_in(str(id)))
        return query.options(*(joinedload(each) for each in _related(self.obj))).one_or_none()

    def found(self, filters: Filters | None) -> Query[Any]:
        """Return the question for every row of the scope that the filters let through."""
        return self.apply_filters(self._scoped(), filters)

    def named(self, columns: tuple[str, ...], text: str) -> list[Any]:
        """Return the rows of the scope that one of these columns calls exactly so; a few at most."""
        said = [getattr(self.obj, column) == text for column in columns]
        query = self._scoped().filter(_any_of(said))
        return list(query.order_by(self.get_pk()).limit(LONGEST_PAGE).all())

    def get_related_interface(self, col_name: str) -> SQLAInterface:
        """Return the interface of the rows that a row of this class may name."""
        return ScopedInterface(self.get_related_model(col_name), self._session, pointing=self.obj.__name__)

    def get_related_obj(self, col_name: str, value: Any) -> Any:  # noqa: ANN401 - a row or None
        """Return a related row of the scope, or None."""
        return self.get_related_interface(col_name).get(value)

    def is_integer(self, col_name: str) -> bool:
        """Hundredths are kept as integers by one database, and are none."""
        return super().is_integer(col_name) and not isinstance(self.list_columns[col_name].type, Hundredths)

    def is_numeric(self, col_name: str) -> bool:
        """Hundredths are decimals."""
        column = self.list_columns.get(col_name)
        return super().is_numeric(col_name) or (column is not None and isinstance(column.type, Hundredths))

    def is_nullable(self, col_name: str) -> bool:
        """Tell whether nothing is an answer; for a box to tick and a text that is empty by default, it is."""
        return super().is_nullable(col_name) or _empty_by_default(self.list_columns.get(col_name))

    def add(self, item: Any, commit: bool = True) -> None:  # noqa: ANN401, FBT001, FBT002
        """Add a row; raises NotKept."""
        self._keep(item, "add", self.session.add, commit=commit)

    def edit(self, item: Any, commit: bool = True) -> None:  # noqa: ANN401, FBT001, FBT002
        """Keep what was changed in a row; raises NotKept."""
        self._keep(item, "edit", self.session.add, commit=commit)

    def delete(self, item: Any, commit: bool = True) -> None:  # noqa: ANN401, FBT001, FBT002
        """Delete a row; raises NotKept."""
        self._keep(item, "delete", self.session.delete, commit=commit)

    def _keep(self, item: Any, action: str, act: Callable[[Any], None], *, commit: bool) -> None:  # noqa: ANN401
        session, table = self.session, self.obj.__tablename__
        try:
            with session.no_autoflush:
                changes = differences(item, action)
            act(item)
            session.flush()
            audit.record(
                session,
                actor_id=actor_id(),
                action=action,
                entity=table,
                entity_id=item.id,
                now=now(),
                details={"changes": changes},
            )
            if commit:
                session.commit()
        except (SQLAlchemyError, OverflowError) as problem:
            session.rollback()
            g.not_kept = True  # the framework swallows exceptions
            raise NotKept(_("没有保存：与已有的记录重复，或仍被其他记录引用。请核对后再试。")) from problem


def plain_columns(model: type[Any]) -> list[str]:
    """Return the columns of a class that are not sealed."""
    return [each.key for each in inspect(model).columns if not each.key.endswith(SEALED)]


def _any_of(conditions: list[Any]) -> Any:  # noqa: ANN401 - a condition
    whole = conditions[0]
    for each in conditions[1:]:
        whole |= each
    return whole


def _empty_by_default(column: Column[Any] | None) -> bool:
    if column is None:
        return False
    empty = column.default is not None and getattr(column.default, "arg", None) == ""
    return empty or isinstance(column.type, Boolean)


def _related(model: type[Any]) -> list[Any]:
    relationships = inspect(model).relationships
    return [getattr(model, each.key) for each in relationships if each.direction.name == MANY_TO_ONE]


def _for_list(model: type[Any]) -> list[Any]:
    """Load related rows along; leave texts, documents and files, which no list shows, where they are."""
    along = [joinedload(each).options(*_deferred(each.property.mapper.class_)) for each in _related(model)]
    return [*_deferred(model), *along]


def _deferred(model: type[Any]) -> list[Any]:
    mapper = inspect(model)
    long = [column for column in mapper.columns if isinstance(column.type, LONG)]
    return [defer(getattr(model, mapper.get_property_by_column(column).key)) for column in long]


def check_written(interface: ScopedInterface, item: Any, action: str) -> None:  # noqa: ANN401 - any row
    """Refuse a row that lies outside the scope of its writer, or points at a row that the writer may not see."""
    session, scopes = interface.session, scopes_of(type(item).__name__, action)
    with session.no_autoflush:
        if not admits(session, item, scopes, actor_or_none()):
            refuse_row()
        if action != "add" and not _within(session, item, scopes):
            refuse_row()
        for each in inspect(type(item)).relationships:
            target = getattr(item, each.key)
            table = each.mapper.class_.__name__
            if target is not None and not _within(session, target, choosable(table, type(item).__name__)):
                refuse_row()


def _within(session: Any, row: Any, scopes: Scopes) -> bool:  # noqa: ANN401 - a session, a row
    """Tell whether a row, as the database has it, lies within a scope."""
    table = inspect(row).mapper.class_
    seen = condition(table, scopes, actor_or_none())
    return bool(session.query(table).filter(table.id == inspect(row).attrs.id.value, seen).count())


def refuse_row() -> None:
    """Forbid the request; the framework swallows exceptions, hence the note of it."""
    g.write_refused = True
    abort(403)
