"""A learner's own outcomes: the account page (我的信息), one outcome, its evidence, changing and deleting it."""

from typing import Any
from urllib.parse import quote

from flask import Response, abort, flash, redirect, render_template, request, url_for
from flask_appbuilder.baseviews import BaseView, expose
from flask_appbuilder.security.decorators import has_access
from flask_babel import gettext as _

from backoffice.accounts.models import Learner
from backoffice.accounts.operations import learner_of
from backoffice.kernel.clock import day_of
from backoffice.kernel.problems import Problem, Refused
from backoffice.kernel.storage import read_stored
from backoffice.kernel.web import actor_id, folder, language, now, number_in, roles, sentences, session, uploads_in
from backoffice.messages.notices import newest_notices, reader_of
from backoffice.outcomes.changes import (
    Change,
    change_outcome,
    delete_outcome,
    may_change,
    may_delete,
    stamp_of,
    typed_of,
)
from backoffice.outcomes.listing import counters, evidence_of, list_outcomes, own_evidence, own_outcome
from backoffice.outcomes.models import LearnerOutcome
from backoffice.outcomes.operations import NewOutcome

OUTCOMES_PER_PAGE = 6
AGREED = "1"
NOTICES = 2  # on the account page


def me() -> Learner:
    """Return the learner who acts; a user without an account has nothing to see here."""
    learner = learner_of(session(), actor_id())
    if learner is None:
        abort(403)
    return learner


def page_number() -> int:
    """Return the page that was asked for, from 1."""
    return number_in(request.args.get("page")) or 1


class MyOutcomesView(BaseView):
    """What a learner holds."""

    route_base = "/my"
    class_permission_name = "MyOutcomes"
    default_view = "mine"

    @expose("/")
    @has_access
    def mine(self) -> Any:  # noqa: ANN401 - a response
        """Show the account: details, counters, outcomes."""
        learner = me()
        page = list_outcomes(session(), learner_id=learner.id, page=page_number(), size=OUTCOMES_PER_PAGE)
        today, reader = day_of(now()), reader_of(session(), actor_id(), roles())
        return render_template(
            "outcomes/mine.html",
            learner=learner,
            page=page,
            counters=counters(session(), learner.id),
            notices=newest_notices(session(), on=today, reader=reader, most=NOTICES),
        )

    @expose("/outcomes/<int:outcome_id>")
    @has_access
    def show(self, outcome_id: int) -> Any:  # noqa: ANN401
        """Show one outcome with its evidence."""
        outcome = own_outcome(session(), outcome_id, learner_id=me().id) or abort(404)
        return render_template(
            "outcomes/outcome.html",
            outcome=outcome,
            evidence=evidence_of(session(), outcome.id),
            changeable=may_change(session(), outcome),
            deletable=may_delete(session(), outcome),
        )

    @expose("/outcomes/<int:outcome_id>/change", methods=["GET", "POST"])
    @has_access
    def change(self, outcome_id: int) -> Any:  # noqa: ANN401
        """Change an outcome and its evidence (修改) while that may be done."""
        outcome = own_outcome(session(), outcome_id, learner_id=me().id) or abort(404)
        problems: tuple[Problem, ...] = ()
        if request.method == "POST":
            try:
                changed = change_outcome(
                    session(),
                    outcome_id,
                    change_of(outcome),
                    learner=me(),
                    actor_id=actor_id(),
                    now=now(),
                    folder=folder(),
                )
            except Refused as refused:
                session().rollback()
                problems = refused.problems
                outcome = own_outcome(session(), outcome_id, learner_id=me().id) or abort(404)
            else:
                session().commit()
                flash(_("“%(title)s”已修改。", title=changed.title), "success")
                return redirect(url_for("MyOutcomesView.show", outcome_id=outcome_id))
        elif not may_change(session(), outcome):
            (told,) = sentences([Problem("outcome_fixed", "", {"state": outcome.state.value})])
            flash(told[1], "warning")
            return self.show(outcome_id)
        return self._form(outcome, problems), (422 if problems else 200)

    @expose("/outcomes/<int:outcome_id>/delete", methods=["POST"])
    @has_access
    def delete(self, outcome_id: int) -> Any:  # noqa: ANN401
        """Delete an outcome (删除); without a script a page asks first."""
        outcome = own_outcome(session(), outcome_id, learner_id=me().id) or abort(404)
        if request.form.get("asked") != AGREED:
            return render_template(
                "outcomes/ask.html", question=_("确定删除“%(title)s”？删除后不能恢复。", title=outcome.title)
            )
        try:
            title = delete_outcome(session(), outcome_id, learner=me(), actor_id=actor_id(), now=now())
        except Refused as refused:
            session().rollback()
            for _place, sentence in sentences(refused.problems):
                flash(sentence, "danger")
            return redirect(url_for("MyOutcomesView.show", outcome_id=outcome_id))
        session().commit()
        flash(_("“%(title)s”已删除。", title=title), "success")
        return redirect(url_for("MyOutcomesView.mine"))

    @expose("/evidence/<int:evidence_id>")
    @has_access
    def evidence(self, evidence_id: int) -> Any:  # noqa: ANN401
        """Send a file of one's own outcome."""
        found = own_evidence(session(), evidence_id, learner_id=me().id) or abort(404)
        return stored(found.file)

    def _form(self, outcome: LearnerOutcome, problems: tuple[Problem, ...]) -> str:
        kept, fresh = evidence_of(session(), outcome.id), {each.code for each in problems} & {"changed_meanwhile"}
        known = typed_of(outcome)
        return render_template(
            "outcomes/change.html",
            outcome=outcome,
            kind=outcome.kind,
            locked=outcome.catalogue_outcome_id is not None,
            filled=known,
            typed=request.form if problems and not fresh else known,
            kept=kept,
            stamp=stamp_of(outcome, kept),
            problems=sentences(problems),
            same_files=any(each.code == "file_known" for each in problems),
        )


def change_of(outcome: LearnerOutcome) -> Change:
    """Return the form of a change as it came."""
    schema = outcome.kind.evidence_schema
    ticked = [text for each in schema for text in request.form.getlist(f"remove-{each['key']}")]
    form = NewOutcome(
        outcome.kind,
        None,
        request.form,
        uploads_in(each["key"] for each in schema),
        language(),
        same_files=request.form.get("same_files") == AGREED,
    )
    return Change(form, [number_in(text) for text in ticked], request.form.get("stamp", ""))


def stored(file: Any, *, name: str = "") -> Response:  # noqa: ANN401 - a stored file
    """Send a stored file as what it is, shown in the page and never run; `name` takes the place of its own."""
    response = Response(read_stored(file, folder()), mimetype=file.media_type)
    response.headers["Content-Disposition"] = f"inline; filename*=UTF-8''{quote(name or file.name, safe='')}"
    response.headers["Content-Security-Policy"] = (
        "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"
    )
    return response
