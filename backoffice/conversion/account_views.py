"""A learner's account in figures: the ledger (学分账目), the transcript (学分成绩单), and all data to take along."""

from decimal import Decimal
from typing import Any

from flask import Response, abort, flash, redirect, render_template, request, stream_with_context, url_for
from flask_appbuilder.baseviews import BaseView, expose
from flask_appbuilder.security.decorators import has_access
from flask_babel import gettext as _

from backoffice.accounts.models import Learner
from backoffice.conversion.desk import house
from backoffice.conversion.export import as_csv, as_json, tables
from backoffice.conversion.listing import applications_by_decision
from backoffice.conversion.transcripts import ISSUE, transcript_for, transcripts_of
from backoffice.kernel.problems import Refused
from backoffice.kernel.web import actor_id, now, sentences, session, settings
from backoffice.labels import entity_label
from backoffice.ledger.listing import ledger_lines, reversed_among
from backoffice.ledger.operations import balance
from backoffice.outcomes.listing import transcript_of
from backoffice.outcomes.views import me, page_number

ROWS = 25


class MyAccountView(BaseView):
    """What a learner's account holds, and how to take it along."""

    route_base = "/my"
    class_permission_name = "MyAccount"
    default_view = "ledger"

    @expose("/ledger")
    @has_access
    def ledger(self) -> Any:  # noqa: ANN401 - a response
        """List every entry with its decision and the balance after it."""
        learner = me()
        page = ledger_lines(session(), learner_id=learner.id, page=page_number(), size=ROWS)
        return render_template(
            "conversion/ledger.html",
            page=page,
            balance=balance(session(), learner.id),
            taken_back=reversed_among(session(), [line.entry.id for line in page.items]),
            applications=applications_by_decision(
                session(), [line.entry.decision_id for line in page.items if line.entry.decision_id]
            ),
        )

    @expose("/transcript", methods=["GET", "POST"])
    @has_access
    def transcript(self) -> Any:  # noqa: ANN401
        """Show the recognised outcomes with scores and credits, and the transcripts that were issued; issue one."""
        learner = me()
        if request.form.get("do") != ISSUE:
            return self._transcript_page(learner, [])
        try:
            made = transcript_for(session(), learner, actor_id=actor_id(), now=now(), house=house())
        except Refused as refused:
            session().rollback()
            return self._transcript_page(me(), sentences(refused.problems)), 422
        number = made.number
        session().commit()
        flash(_("成绩单已出具：%(number)s，可以打开 PDF 保存或打印。", number=number), "success")
        return redirect(url_for("MyAccountView.transcript"), 303)

    def _transcript_page(self, learner: Learner, problems: list[tuple[str, str]]) -> str:
        outcomes = transcript_of(session(), learner.id)
        return render_template(
            "conversion/transcript.html",
            problems=problems,
            learner=learner,
            papers=transcripts_of(session(), learner.id),
            outcomes=outcomes,
            total=sum((each.credits or Decimal(0) for each in outcomes), Decimal(0)),
            balance=balance(session(), learner.id),
            moment=now(),
            issuer=settings().issuer,
        )

    @expose("/export")
    @has_access
    def export(self) -> Any:  # noqa: ANN401
        """Offer all of one's own data, whole as JSON and table by table as CSV."""
        me()
        return render_template(
            "conversion/export.html", tables=[(name, entity_label(_entity(name))) for name in tables()]
        )

    @expose("/export/all.json")
    @has_access
    def everything(self) -> Any:  # noqa: ANN401
        """Send all of one's own data as one JSON file."""
        learner = me()
        text = as_json(session(), learner_id=learner.id, user_id=learner.user_id)
        return _sent(Response(stream_with_context(text), mimetype="application/json"), "credit-bank.json")

    @expose("/export/<string:name>.csv")
    @has_access
    def table(self, name: str) -> Any:  # noqa: ANN401
        """Send one's own rows of one table as CSV."""
        learner, found = me(), tables().get(name)
        if found is None:
            abort(404)
        text = as_csv(session(), found, learner_id=learner.id, user_id=learner.user_id)
        return _sent(Response(stream_with_context(text), mimetype="text/csv"), f"{name}.csv")


def _entity(table: str) -> str:
    """Return the entity of a table, by its name: learner_outcome is LearnerOutcome."""
    return "".join(part.title() for part in table.split("_"))


def _sent(response: Response, name: str) -> Response:
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response
