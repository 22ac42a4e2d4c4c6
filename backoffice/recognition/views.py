"""A learner's applications for recognition (认定成果申请): the list with its toolbar, the records, withdrawing."""

import secrets
from datetime import timedelta
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_appbuilder.baseviews import BaseView, expose
from flask_appbuilder.security.decorators import has_access
from flask_babel import gettext as _

from backoffice.kernel.clock import day_of
from backoffice.kernel.problems import Problem, Refused
from backoffice.kernel.web import actor_id, now, number_in, sentences, session, settings
from backoffice.outcomes.adding_views import submission_key
from backoffice.outcomes.changes import delete_outcome
from backoffice.outcomes.listing import own_outcome
from backoffice.outcomes.views import AGREED, me, page_number
from backoffice.recognition.history import lines_of
from backoffice.recognition.listing import (
    home_of,
    institutions_to_choose,
    own_application,
    recognisable_outcomes,
    records_of,
)
from backoffice.recognition.operations import Request, apply, withdraw

ROWS = 6
ACTIONS = ("apply", "delete")


class RecognitionView(BaseView):
    """What a learner has recognised."""

    route_base = "/my/recognition"
    class_permission_name = "MyRecognition"
    default_view = "mine"

    @expose("/", methods=["GET", "POST"])
    @has_access
    def mine(self) -> Any:  # noqa: ANN401 - a response
        """List the outcomes; do to the ticked one what the toolbar's button says."""
        if request.method == "GET":
            return self._page(())
        action, outcome_id = request.form.get("action"), number_in(request.form.get("outcome"))
        if own_outcome(session(), outcome_id, learner_id=me().id) is None:
            return self._page((Problem("row_not_chosen"),)), 422
        if action == "records":
            return redirect(url_for("RecognitionView.records", outcome_id=outcome_id))
        if action == "change":
            return redirect(url_for("MyOutcomesView.change", outcome_id=outcome_id))
        if action not in ACTIONS:
            abort(400)
        if request.form.get("asked") != AGREED:
            asked = _("确定申请认定?") if action == "apply" else _("确定删除这项成果?")
            return render_template("outcomes/ask.html", question=asked, back=url_for("RecognitionView.mine"))
        return self._act(str(action), outcome_id)

    @expose("/<int:outcome_id>/records")
    @has_access
    def records(self, outcome_id: int) -> Any:  # noqa: ANN401
        """Show the records of one outcome (成果认定记录)."""
        outcome = own_outcome(session(), outcome_id, learner_id=me().id) or abort(404)
        lines = lines_of(records_of(session(), [outcome.id])[outcome.id])
        return render_template("recognition/records.html", outcome=outcome, lines=lines)

    @expose("/<int:recognition_id>/withdraw", methods=["POST"])
    @has_access
    def withdraw(self, recognition_id: int) -> Any:  # noqa: ANN401
        """Take an application back."""
        if own_application(session(), recognition_id, learner_id=me().id) is None:
            abort(404)
        try:
            withdraw(session(), recognition_id, learner=me(), actor_id=actor_id(), now=now(), house=settings())
        except Refused as refused:
            session().rollback()
            for _place, sentence in sentences(refused.problems):
                flash(sentence, "danger")
        else:
            session().commit()
            flash(_("认定申请已撤回，可以修改后再提交。"), "success")
        return redirect(url_for("RecognitionView.mine"))

    def _act(self, action: str, outcome_id: int) -> Any:  # noqa: ANN401
        try:
            if action == "apply":
                wish = Request(outcome_id, number_in(request.form.get("institution")), submission_key())
                made = apply(session(), wish, learner=me(), actor_id=actor_id(), now=now())
                told = _(
                    "提交成功。请于 %(day)s 前将纸质原件交到%(place)s。",
                    day=day_of(made.applied_at) + timedelta(days=settings().paper_days),
                    place=made.institution.title,
                )
            else:
                title = delete_outcome(session(), outcome_id, learner=me(), actor_id=actor_id(), now=now())
                told = _("“%(title)s”已删除。", title=title)
        except Refused as refused:
            session().rollback()
            return self._page(refused.problems), 422
        session().commit()
        flash(told, "success")
        return redirect(url_for("RecognitionView.mine"))

    def _page(self, problems: tuple[Problem, ...]) -> str:
        learner = me()
        page = recognisable_outcomes(session(), learner_id=learner.id, page=page_number(), size=ROWS)
        return render_template(
            "recognition/mine.html",
            learner=learner,
            page=page,
            lines_of=lines_of,
            institutions=institutions_to_choose(session()),
            chosen=number_in(request.form.get("institution")) or home_of(session(), learner.id),
            ticked=number_in(request.form.get("outcome")),
            submission_key=request.form.get("submission_key") or secrets.token_hex(16),
            days=settings().paper_days,
            until=lambda moment: day_of(moment) + timedelta(days=settings().paper_days),
            problems=sentences(problems),
        )
