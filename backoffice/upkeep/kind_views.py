"""The forms and evidence lists of kinds as data: the centre edits rows and sees the learner's form."""

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_appbuilder.baseviews import BaseView, expose
from flask_appbuilder.security.decorators import has_access
from flask_babel import gettext as _

from backoffice.catalogue.kinds import FORMATS, FRESH, TYPES, change_kind, read_kind, stamp_of
from backoffice.catalogue.models import OutcomeKind
from backoffice.kernel.problems import Refused
from backoffice.kernel.web import actor_id, now, sentences, session


class KindView(BaseView):
    """The form of a kind."""

    route_base = "/kinds"
    class_permission_name = "KindForms"

    @expose("/<int:kind_id>", methods=["GET", "POST"])
    @has_access
    def kind(self, kind_id: int) -> Any:  # noqa: ANN401 - a response
        """Show the rows of a kind and the form that they make; keep what was typed."""
        kind = session().get(OutcomeKind, kind_id) or abort(404)
        problems: list[tuple[str, str]] = []
        fields, evidence = kind.field_schema, kind.evidence_schema
        if request.method == "POST":
            if request.form.get("do") == "save":
                try:
                    change_kind(session(), kind_id, request.form, actor_id=actor_id(), now=now())
                except Refused as refused:
                    session().rollback()
                    problems = sentences(refused.problems)
                    kind = session().get(OutcomeKind, kind_id) or abort(404)
                else:
                    session().commit()
                    flash(_("已保存，学习者下次打开表单即按新内容填写"), "success")
                    return redirect(url_for("KindView.kind", kind_id=kind_id))
            filled = read_kind(kind, request.form)
            problems = problems or sentences(filled.problems)
            fields, evidence = filled.fields, filled.evidence
        return render_template(
            "upkeep/kind.html",
            kind=kind,
            stamp=stamp_of(kind),
            typed=request.form if request.form.get("stamp") == stamp_of(kind) else {},  # else its rows are others
            problems=problems,
            fields=fields,
            evidence=evidence,
            types=type_words(),
            formats=FORMATS,
            rows=rows_of(kind.field_schema),
            proofs=rows_of(kind.evidence_schema),
        ), (422 if problems else 200)


def type_words() -> list[tuple[str, str]]:
    """Return the types of fields with what they are called."""
    words = {"text": _("文字"), "decimal": _("数字"), "date": _("日期"), "choice": _("选择")}
    return [(each, words[each]) for each in TYPES]


def rows_of(schemas: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the rows of a list, and a few that are empty."""
    fresh: list[dict[str, Any]] = [{} for _number in range(FRESH)]
    return [*schemas, *fresh]
