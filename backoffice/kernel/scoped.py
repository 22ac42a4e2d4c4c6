"""Flask-AppBuilder's views and REST interfaces, confined to the rows that the acting user may see.

Whatever reads a row goes through `ScopedInterface`, so list, show, edit, delete, actions, choices in forms and
foreign keys in REST bodies all see the same rows.
"""

from typing import Any, ClassVar

from flask import abort, g
from flask_appbuilder import ModelRestApi, ModelView
from flask_appbuilder.baseviews import expose
from flask_appbuilder.models.filters import Filters
from flask_appbuilder.models.sqla.interface import SQLAInterface
from flask_appbuilder.security.decorators import has_access
from sqlalchemy import inspect
from sqlalchemy.orm import Query, joinedload

from backoffice.access import ADMIN, ENTITIES
from backoffice.kernel.scopes import admits, condition
from backoffice.kernel.web import actor_or_none, roles

Scopes = tuple[str, ...]
MANY_TO_ONE = "MANYTOONE"


def scopes_of(entity: str, action: str) -> Scopes:
    """Return the scopes that the actor's roles give for an action on an entity."""
    held = roles()
    if ADMIN in held:
        return ("",)
    grants = ENTITIES.get(entity, {})
    return tuple(scope for role, (actions, scope) in grants.items() if role in held and action in actions)


class ScopedInterface(SQLAInterface):
    """Reads rows of one class within the actor's scope, with what a list shows of related rows in the same query."""

    def _scoped(self) -> Query[Any]:
        query = self.session.query(self.obj)
        if self.obj.__name__ not in ENTITIES:
            return query
        return query.filter(condition(self.obj, scopes_of(self.obj.__name__, "list"), actor_or_none()))

    def query(  # noqa: PLR0917 - the framework's own signature
        self,
        filters: Filters | None = None,
        order_column: str = "",
        order_direction: str = "",
        page: int | None = None,
        page_size: int | None = None,
        select_columns: list[str] | None = None,
    ) -> tuple[int, list[Any]]:
        """Return how many rows there are, and one page of them."""
        del select_columns
        query = self.apply_filters(self._scoped(), filters)
        count = query.order_by(None).count()
        query = self.apply_order_by(query, order_column, order_direction)
        if not order_column:
            query = query.order_by(self.get_pk())
        return count, list(self.apply_pagination(query, page, page_size).options(*_related(self.obj)).all())

    def get(
        self,
        id: Any,  # noqa: A002, ANN401 - the framework's own name
        filters: Filters | None = None,
        select_columns: list[str] | None = None,
        outer_default_load: bool = False,  # noqa: FBT001, FBT002 - the framework's own signature
    ) -> Any:  # noqa: ANN401 - a row or None
        """Return one row of the scope, or None."""
        del select_columns, outer_default_load
        if not str(id).isdecimal():
            return None
        query = self.apply_filters(self._scoped(), filters).filter(self.get_pk() == int(id))
        return query.options(*_related(self.obj)).one_or_none()

    def get_related_interface(self, col_name: str) -> SQLAInterface:
        """Return the interface of a related class, confined likewise."""
        return ScopedInterface(self.get_related_model(col_name), self.session)


def _related(model: type[Any]) -> list[Any]:
    relationships = inspect(model).relationships
    return [joinedload(getattr(model, each.key)) for each in relationships if each.direction.name == MANY_TO_ONE]


def check_written(interface: ScopedInterface, item: Any, action: str) -> None:  # noqa: ANN401 - any row
    """Refuse a row that lies outside the scope of its writer, or points at a row that the writer may not see."""
    session, entity = interface.session, type(item).__name__
    with session.no_autoflush:
        if not admits(session, item, scopes_of(entity, action), actor_or_none()):
            _refuse()
        for each in inspect(type(item)).relationships:
            _check_target(session, item, each)


def _refuse() -> None:
    g.write_refused = True
    abort(403)


def _check_target(session: Any, item: Any, relation: Any) -> None:  # noqa: ANN401 - a session, a row, a relationship
    target = getattr(item, relation.key)
    table = relation.mapper.class_
    if target is None or table.__name__ not in ENTITIES:
        return
    seen = condition(table, scopes_of(table.__name__, "list") or _pointed_at(type(item).__name__), actor_or_none())
    if session.query(table).filter(table.id == target.id, seen).count() == 0:
        _refuse()


def _pointed_at(entity: str) -> Scopes:
    """Rows of a class without a list of its own may be pointed at by whoever may add the pointing row anywhere."""
    return ("",) if "" in scopes_of(entity, "add") else ()


class ScopedModelView(ModelView):
    """The pages of one entity; deleting needs a POST, and there are no routes beyond the five."""

    include_route_methods: ClassVar[set[str]] = {"list", "show", "add", "edit", "delete"}
    page_size = 25

    def pre_add(self, item: Any) -> None:  # noqa: ANN401 - any row
        """Check what is about to be added."""
        check_written(self.datamodel, item, "add")

    def pre_update(self, item: Any) -> None:  # noqa: ANN401
        """Check what is about to be changed."""
        check_written(self.datamodel, item, "edit")

    @expose("/add", methods=["GET", "POST"])
    @has_access
    def add(self) -> Any:  # noqa: ANN401 - the framework's response
        """Show the form, or add the row; what lies outside the scope is forbidden, not merely left undone."""
        return _unless_refused(ModelView.add.__wrapped__(self))

    @expose("/edit/<pk>", methods=["GET", "POST"])
    @has_access
    def edit(self, pk: str) -> Any:  # noqa: ANN401
        """Show the form, or change the row."""
        return _unless_refused(ModelView.edit.__wrapped__(self, pk))

    @expose("/delete/<pk>", methods=["POST"])
    @has_access
    def delete(self, pk: str) -> Any:  # noqa: ANN401
        """Delete a row; a link can never do it."""
        self._delete(pk)
        return self.post_delete_redirect()


def _unless_refused(response: Any) -> Any:  # noqa: ANN401
    """Turn a refusal that the framework has swallowed back into one."""
    if g.get("write_refused"):
        abort(403)
    return response


class ScopedApi(ModelRestApi):
    """The REST interface of one entity, for programs with a token; a browser's session does not open it."""

    allow_browser_login = False
    page_size = 25
    max_page_size = 100

    def pre_add(self, item: Any) -> None:  # noqa: ANN401
        """Check what is about to be added."""
        check_written(self.datamodel, item, "add")

    def pre_update(self, item: Any) -> None:  # noqa: ANN401
        """Check what is about to be changed."""
        check_written(self.datamodel, item, "edit")
