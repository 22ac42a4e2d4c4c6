"""The page on which a table of rules is handed in, and the report of what became of each row."""

from typing import Any

from flask import render_template, request
from flask_appbuilder.baseviews import BaseView, expose
from flask_appbuilder.security.decorators import has_access
from flask_babel import gettext as _

from backoffice.kernel.problems import Refused
from backoffice.kernel.storage import safe_name
from backoffice.kernel.web import actor_id, language, now, sentences, session, uploads_in
from backoffice.workbench.imports import Report, import_drafts


class ImportView(BaseView):
    """Tables become drafts; none is published by it."""

    route_base = "/workbench/import"
    class_permission_name = "Workbench"
    default_view = "tables"

    @expose("/", methods=["GET", "POST"])
    @has_access
    def tables(self) -> Any:  # noqa: ANN401 - a response
        """Take a table; report by line."""
        problems: list[tuple[str, str]] = []
        report: Report | None = None
        if request.method == "POST":
            try:
                report = self._take()
            except Refused as refused:
                session().rollback()
                problems = sentences(refused.problems)
            else:
                session().commit()
        page = render_template(
            "workbench/import.html", formats=formats(), problems=problems, report=report, typed=request.form
        )
        return page, (422 if problems else 200)

    def _take(self) -> Report:
        uploads = uploads_in(["table"])
        return import_drafts(
            session(),
            name=request.form.get("format", ""),
            table_name=safe_name(uploads[0].name) if uploads else "",
            content=uploads[0].content if uploads else b"",
            lang=language(),
            actor_id=actor_id(),
            now=now(),
        )


def formats() -> list[tuple[str, str]]:
    """Return the forms of tables that can be read, with what each is."""
    return [
        ("mappings", _("对照表：一行一个来源成果与目标课程（mappings）")),
        ("ap", _("考试成绩表：考试、最低分、课程（ap）")),
        ("njit", _("课程对照表：两所学校的课程与生效学期（njit）")),
        ("assist", _("组合对照表：目标课程与来源的组合，JSON（assist）")),
    ]
