"""Tables that go out: the rows that a list shows, on all of its pages, as a file."""

from typing import Any

from flask import abort, current_app, request, stream_with_context
from flask_appbuilder.baseviews import BaseView, expose
from flask_appbuilder.security.decorators import has_access

from backoffice import access
from backoffice.conversion.export import csv_lines
from backoffice.kernel import audit
from backoffice.kernel.scoped import ScopedModelView
from backoffice.kernel.scopes import mapped
from backoffice.kernel.web import actor_id, now, roles, sealer, session
from backoffice.upkeep.exports import EXPORTS, Export, masked, opened, rows_of, workbook_of
from backoffice.upkeep.import_views import FORMS, XLSX, attachment
from backoffice.upkeep.known_subjects import SUBJECTS

FULL = "full"
IMPORTED = {
    "Institution": "institutions",
    "Programme": "programmes",
    "CatalogueOutcome": "catalogue",
    "Membership": "memberships",
}


def export_of(blueprint: str | None) -> dict[str, object] | None:
    """Return what a generated list offers: the export under its name, and the import of the same table."""
    entity = (blueprint or "").removesuffix("List")
    name = next((name for name, each in EXPORTS.items() if each.entity == entity), None)
    held = roles()
    if name is None or not held & {access.CENTRE, access.INSTITUTION, access.ADMIN}:
        return None
    key = IMPORTED.get(entity, "")
    alone = key != "" and SUBJECTS[key].centre_alone and not held & {access.CENTRE, access.ADMIN}
    return {"name": name, "personal": EXPORTS[name].personal, "import_key": "" if alone else key}


class ExportsView(BaseView):
    """Files of whole lists."""

    route_base = "/exports"
    class_permission_name = "Exports"

    @expose("/<string:table>/<string:form>", methods=["POST"])
    @has_access
    def export(self, table: str, form: str) -> Any:  # noqa: ANN401 - a response
        """Hand out the rows of the actor's scope that the address asks for; numbers are masked unless asked for."""
        export = EXPORTS.get(table)
        if export is None or form not in FORMS:
            abort(404)
        asked = list_of(export).rows_asked_for()
        model = mapped(export.entity)
        full = export.personal and request.form.get("numbers") == FULL
        details = {"form": form, "rows": str(asked.count()), "numbers": FULL if full else "masked"}
        details["filter"] = request.query_string.decode()[:400]
        audit.record(
            session(),
            actor_id=actor_id(),
            action="export",
            entity=model.__tablename__,
            entity_id=0,
            now=now(),
            details=details,
        )
        session().commit()  # nobody waits for the lock while the file is written
        rows = rows_of(session(), export, asked.with_entities(model.id), opened(sealer()) if full else masked)
        if form == "csv":
            lines = csv_lines(export.headers, rows)
            return attachment(stream_with_context(lines), f"{table}.csv", "text/csv")
        return attachment(stream_with_context(workbook_of(export.headers, rows)), f"{table}.xlsx", XLSX)


def list_of(export: Export) -> ScopedModelView:
    """Return the generated pages of a table."""
    name = f"{export.entity}List"
    pages = current_app.extensions["appbuilder"].baseviews
    found: ScopedModelView = next(each for each in pages if type(each).__name__ == name)
    return found
