"""The centre's desk for changes of identity data: the list, one change beside the account as it is, the decision."""

from typing import Any

from flask import Response, abort, flash, redirect, render_template, request, url_for
from flask_appbuilder.baseviews import BaseView, expose
from flask_appbuilder.security.decorators import has_access
from flask_babel import gettext as _

from backoffice.accounts.changes import decide_change
from backoffice.accounts.identity import IdentityChange
from backoffice.accounts.identity_pages import files_of, list_changes, send_scan, timeline
from backoffice.accounts.reference import countries
from backoffice.accounts.workflow import IdentityState
from backoffice.kernel.problems import Refused
from backoffice.kernel.web import (
    actor_id,
    language,
    note_look,
    now,
    number_in,
    sealer,
    sentences,
    session,
    settings,
    translated,
)

ROWS = 25


class IdentityDeskView(BaseView):
    """Where the centre decides."""

    route_base = "/identity"
    class_permission_name = "IdentityDesk"
    default_view = "changes"

    @expose("/")
    @has_access
    def changes(self) -> Any:  # noqa: ANN401 - a response
        """List the changes that wait, or those that are decided."""
        waiting = request.args.get("show") != "done"
        number = number_in(request.args.get("page")) or 1
        page = list_changes(session(), waiting=waiting, number=number, size=ROWS)
        return render_template("accounts/changes.html", page=page, waiting=waiting)

    @expose("/<int:change_id>", methods=["GET", "POST"])
    @has_access
    def change(self, change_id: int) -> Any:  # noqa: ANN401
        """Show a change beside the account; decide it."""
        if session().get(IdentityChange, change_id) is None:
            abort(404)
        problems: list[tuple[str, str]] = []
        if request.method == "POST":
            try:
                decide_change(
                    session(),
                    change_id,
                    step=request.form.get("step", ""),
                    remarks=request.form.get("remarks", ""),
                    actor_id=actor_id(),
                    sealer=sealer(),
                    now=now(),
                    words={"signature": settings().sms_signature, "platform": settings().platform},
                )
            except Refused as refused:
                session().rollback()
                problems = sentences(refused.problems)
            else:
                session().commit()
                flash(_("已办理，结果已发短信告知学习者。"), "success")
                return redirect(url_for("IdentityDeskView.changes"))
        note_look("identity_change", change_id)
        return self._page(session().get_one(IdentityChange, change_id), problems), (422 if problems else 200)

    def _page(self, change: IdentityChange, problems: list[tuple[str, str]]) -> str:
        learner, named = change.learner, dict(countries(session(), language()))
        pairs = [
            (_("真实姓名"), learner.full_name, change.full_name),
            (_("性别"), translated(learner.sex.value if learner.sex else ""), translated(change.sex.value)),
            (_("出生日期"), str(learner.birth_date or ""), str(change.birth_date)),
            (_("国籍"), named.get(learner.country_code, ""), named.get(change.country_code, "")),
            (_("证件类型"), translated(learner.document_kind.value), translated(change.document_kind.value)),
            (_("证件号码"), learner.document_masked, change.document_masked),
        ]
        return render_template(
            "accounts/decide.html",
            change=change,
            pairs=pairs,
            open=change.state is IdentityState.APPLIED,
            files=files_of(session(), change.id, "IdentityDeskView.scan"),
            history=timeline(session(), change.id),
            problems=problems,
            typed=request.form,
        )

    @expose("/<int:change_id>/scan/<int:scan_id>")
    @has_access
    def scan(self, change_id: int, scan_id: int) -> Response:
        """Send a file of a change."""
        return send_scan(change_id, scan_id)
