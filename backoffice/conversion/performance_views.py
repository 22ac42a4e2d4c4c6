"""A learner's conversions without a rule (业绩类成果转换申请): the list, the choice of a target, handing in."""

from datetime import timedelta
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_appbuilder.baseviews import BaseView, expose
from flask_appbuilder.security.decorators import has_access
from flask_babel import gettext as _

from backoffice.conversion.judgement import Wish, apply_for_judgement
from backoffice.conversion.performance import performance_outcomes, search_targets
from backoffice.conversion.views import APPLICATION_PREFIX
from backoffice.kernel.clock import day_of
from backoffice.kernel.problems import Problem, Refused
from backoffice.kernel.web import actor_id, folder, now, number_in, sentences, session, settings
from backoffice.outcomes.listing import own_outcome
from backoffice.outcomes.views import me, page_number

ROWS = 25
TARGETS_PER_PAGE = 10
SEARCHED = ("programme", "title", "institution")


class PerformanceView(BaseView):
    """What a learner has judged."""

    route_base = "/my/performance"
    class_permission_name = "MyPerformance"
    default_view = "mine"

    @expose("/")
    @has_access
    def mine(self) -> Any:  # noqa: ANN401 - a response
        """List the performance outcomes, each with where its conversion stands."""
        learner, title = me(), request.args.get("title", "").strip()
        page = performance_outcomes(session(), learner_id=learner.id, title=title, page=page_number(), size=ROWS)
        return render_template(
            "conversion/performance.html", learner=learner, page=page, title=title, days=settings().paper_days
        )

    @expose("/targets")
    @has_access
    def targets(self) -> Any:  # noqa: ANN401
        """Search what the ticked outcome could become (成果选择): a page, or what the window over the list shows."""
        if request.headers.get("X-Requested-With") == "fetch":
            return render_template("conversion/targets_found.html", page=self._search())
        outcome_id = number_in(request.args.get("outcome"))
        if own_outcome(session(), outcome_id, learner_id=me().id) is None:
            for _place, sentence in sentences([Problem("row_not_chosen")]):
                flash(sentence, "warning")
            return redirect(url_for("PerformanceView.mine"))
        return self._targets(outcome_id, ())

    @expose("/apply", methods=["POST"])
    @has_access
    def apply(self) -> Any:  # noqa: ANN401
        """Hand in the ticked outcome with its chosen target (提交转换)."""
        outcome_id = number_in(request.form.get("outcome"))
        if own_outcome(session(), outcome_id, learner_id=me().id) is None:
            for _place, sentence in sentences([Problem("row_not_chosen")]):
                flash(sentence, "warning")
            return redirect(url_for("PerformanceView.mine"))
        try:
            made = apply_for_judgement(
                session(),
                Wish(outcome_id, number_in(request.form.get("entry"))),
                learner=me(),
                actor_id=actor_id(),
                now=now(),
                folder=folder(),
                prefix=settings().number_prefix + APPLICATION_PREFIX,
            )
        except Refused as refused:
            session().rollback()
            return self._targets(outcome_id, refused.problems), 422
        day, place = day_of(made.applied_at) + timedelta(days=settings().paper_days), made.institution.title
        session().commit()
        flash(_("提交成功。请于 %(day)s 前将纸质原件交到%(place)s。", day=day, place=place), "success")
        return redirect(url_for("PerformanceView.mine"))

    def _search(self) -> Any:  # noqa: ANN401 - a page of entries
        words = {name: request.values.get(name, "") for name in SEARCHED}
        return search_targets(session(), on=day_of(now()), page=page_number(), size=TARGETS_PER_PAGE, **words)

    def _targets(self, outcome_id: int, problems: tuple[Problem, ...]) -> str:
        return render_template(
            "conversion/targets.html",
            outcome=own_outcome(session(), outcome_id, learner_id=me().id) or abort(404),
            words={name: request.args.get(name, "") for name in SEARCHED},
            page=self._search(),
            problems=sentences(problems),
        )
