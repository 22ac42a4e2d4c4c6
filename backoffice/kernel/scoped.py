"""Flask-AppBuilder's views and REST interfaces, confined to the rows that the acting user may see."""

import copy
import re
from collections.abc import Callable
from http import HTTPStatus
from typing import Any, ClassVar

from flask import abort, g, has_request_context, request, url_for
from flask_appbuilder import ModelRestApi, ModelView
from flask_appbuilder.baseviews import expose
from flask_appbuilder.models.filters import Filters
from flask_appbuilder.security.decorators import has_access
from flask_appbuilder.urltools import get_filter_args
from flask_babel import lazy_gettext
from sqlalchemy.orm import Query
from werkzeug.exceptions import Forbidden

from backoffice.access import LEARNER
from backoffice.kernel.documents import ExactConverter
from backoffice.kernel.rows import LONGEST_PAGE, NotKept, check_written
from backoffice.kernel.web import note_look, number_in, roles

PERSONAL = frozenset(
    {
        "Learner",
        "Membership",
        "LearnerOutcome",
        "IdentityChange",
        "RecognitionApplication",
        "ConversionApplication",
        "CreditEntry",
        "ConversionProof",
    }
)
FILTER = re.compile(r"_flt_(\d)_(.*)")


class OwnFilters:
    """Gives each request filters of its own; the framework's are one object that all threads would share."""

    @property
    def _filters(self) -> Filters:
        if not has_request_context():
            return self.__dict__.get("filters_of_class")
        kept: dict[str, Filters] = g.setdefault("filters_of_request", {})
        if type(self).__name__ not in kept:
            fresh = copy.copy(self.__dict__["filters_of_class"])
            fresh.clear_filters()
            kept[type(self).__name__] = fresh
        return kept[type(self).__name__]

    @_filters.setter
    def _filters(self, filters: Filters) -> None:
        filters._all_filters = filters.get_search_filters()  # noqa: SLF001 - no other column may be asked for
        self.__dict__["filters_of_class"] = filters


def note_personal(model: type[Any], pk: Any) -> None:  # noqa: ANN401 - a key as the address has it
    """Keep in the trail that staff opened a row that tells of a learner."""
    if model.__name__ in PERSONAL and LEARNER not in roles():
        note_look(model.__tablename__, number_in(str(pk)))


class ScopedModelView(OwnFilters, ModelView):
    """The pages of one entity; deleting needs a POST, and there are no routes beyond the five."""

    include_route_methods: ClassVar[set[str]] = {"list", "show", "add", "edit", "delete"}
    page_size = 25
    database_error_message = lazy_gettext("没有保存：与已有的记录重复，或仍被其他记录引用。请核对后再试。")

    def pre_add(self, item: Any) -> None:  # noqa: ANN401 - any row
        """Check what is about to be added."""
        check_written(self.datamodel, item, "add")

    def pre_update(self, item: Any) -> None:  # noqa: ANN401
        """Check what is about to be changed."""
        check_written(self.datamodel, item, "edit")

    def pre_delete(self, item: Any) -> None:  # noqa: ANN401
        """Check what is about to be deleted."""
        check_written(self.datamodel, item, "delete")

    @expose("/list/")
    @has_access
    def list(self) -> Any:  # noqa: ANN401 - the framework's response
        """List the rows."""
        self._refuse_odd_arguments()
        return ModelView.list.__wrapped__(self)

    @expose("/show/<pk>", methods=["GET"])
    @has_access
    def show(self, pk: str) -> Any:  # noqa: ANN401
        """Show a row."""
        self._refuse_odd_arguments()
        response = ModelView.show.__wrapped__(self, pk)
        note_personal(self.datamodel.obj, pk)
        return response

    @expose("/add", methods=["GET", "POST"])
    @has_access
    def add(self) -> Any:  # noqa: ANN401
        """Show the form, or add the row; what lies outside the scope is forbidden, not merely left undone."""
        self._refuse_odd_arguments()
        return self._answered(ModelView.add.__wrapped__(self), self.add_form, self._get_add_widget, self.add_template)

    @expose("/edit/<pk>", methods=["GET", "POST"])
    @has_access
    def edit(self, pk: str) -> Any:  # noqa: ANN401
        """Show the form, or change the row."""
        self._refuse_odd_arguments()
        response = ModelView.edit.__wrapped__(self, pk)
        return self._answered(response, self.edit_form, self._get_edit_widget, self.edit_template)

    @expose("/delete/<pk>", methods=["POST"])
    @has_access
    def delete(self, pk: str) -> Any:  # noqa: ANN401
        """Delete a row; a link can never do it."""
        self._delete(pk)
        if g.get("write_refused"):
            abort(403)
        return self.post_delete_redirect()

    def rows_asked_for(self) -> Query[Any]:
        """Return the question for the rows that a list with this address would show, on all of its pages."""
        self._refuse_odd_arguments()
        get_filter_args(self._filters)
        return self.datamodel.found(self._filters.get_joined_filters(self._base_filters))

    def get_redirect(self) -> str:
        """Return where to go after a row was written: to the list."""
        return url_for(f"{self.endpoint}.list")

    def update_redirect(self) -> None:
        """Keep no history of addresses in the session; a long one would not fit into its cookie."""

    def _answered(self, response: Any, form: Any, widget: Callable[..., Any], template: str) -> Any:  # noqa: ANN401
        """Turn a refusal that the framework has swallowed back into one; show the form again with what was typed."""
        if g.get("write_refused"):
            abort(403)
        if g.get("not_kept"):
            response = self.render_template(template, title=self.list_title, widgets=widget(form=form.refresh()))
        return (response, 422) if request.method == "POST" and isinstance(response, str) else response

    def _refuse_odd_arguments(self) -> None:
        """Answer an address that no page of ours has made as one that does not exist."""
        known = self._filters.get_search_filters()
        for name, value in request.args.items(multi=True):
            if ("page_" in name or "psize_" in name) and value != "0" and not number_in(value):
                abort(404)
            asked = FILTER.match(name)
            if asked and int(asked[1]) >= len(known.get(asked[2], ())):
                abort(404)


class ScopedApi(OwnFilters, ModelRestApi):
    """The REST interface of one entity, for programs with a token; a browser's session does not open it."""

    allow_browser_login = False
    page_size = 25
    max_page_size = LONGEST_PAGE
    model2schemaconverter = ExactConverter

    def pre_add(self, item: Any) -> None:  # noqa: ANN401
        """Check what is about to be added."""
        check_written(self.datamodel, item, "add")

    def pre_update(self, item: Any) -> None:  # noqa: ANN401
        """Check what is about to be changed."""
        check_written(self.datamodel, item, "edit")

    def pre_delete(self, item: Any) -> None:  # noqa: ANN401
        """Check what is about to be deleted."""
        check_written(self.datamodel, item, "delete")

    def get_headless(self, pk: Any, **details: Any) -> Any:  # noqa: ANN401
        """Give a row; that somebody else's was given is noted."""
        answer = super().get_headless(pk, **details)
        if answer.status_code == HTTPStatus.OK:
            note_personal(self.datamodel.obj, pk)
        return answer

    def post_headless(self) -> Any:  # noqa: ANN401
        """Add a row."""
        return self._answer(super().post_headless)

    def put_headless(self, pk: Any) -> Any:  # noqa: ANN401
        """Change a row."""
        return self._answer(lambda: super(ScopedApi, self).put_headless(pk))

    def delete_headless(self, pk: Any) -> Any:  # noqa: ANN401
        """Delete a row."""
        return self._answer(lambda: super(ScopedApi, self).delete_headless(pk))

    def _answer(self, act: Callable[[], Any]) -> Any:  # noqa: ANN401
        """Answer what the framework would call a fault of the server; nothing of it stays in the session."""
        try:
            return act()
        except Forbidden:
            self.datamodel.session.rollback()
            return self.response_403()
        except NotKept as problem:
            return self.response_422(message=str(problem))
