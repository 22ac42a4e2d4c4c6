"""Like cases before the committee on one page: ticked, one opinion, each with a record and a transaction of its own."""

from typing import Any

from flask import abort, render_template, request
from flask_appbuilder.baseviews import BaseView, expose
from flask_appbuilder.security.decorators import has_access
from flask_babel import lazy_gettext

from backoffice.conversion.asked_list import age_of, counted_days
from backoffice.conversion.batches import MOST, Result, alike, batches_of, decide_each
from backoffice.conversion.cards import answer_word
from backoffice.conversion.desk import house
from backoffice.conversion.final_views import FinalReviewView
from backoffice.conversion.listing import targets_of
from backoffice.conversion.reviews import PASS_FINAL, REFUSE_FINAL, Opinion, review_final
from backoffice.conversion.worklist import Desk
from backoffice.kernel.database import begin_writing
from backoffice.kernel.problems import Problem
from backoffice.kernel.web import actor_id, now, number_in, sentences, session, write_anew


class BatchView(BaseView):
    """Batches of the actor's committees."""

    route_base = "/review/batch"
    class_permission_name = "FinalReview"
    default_view = "batches"
    title = lazy_gettext("同类批量终审")

    @expose("/")
    @has_access
    def batches(self) -> Any:  # noqa: ANN401 - a response
        """List the rules under which several cases wait."""
        return render_template("conversion/batches.html", view=self, batches=batches_of(session(), _desk()))

    @expose("/<int:version_id>", methods=["GET", "POST"])
    @has_access
    def batch(self, version_id: int) -> Any:  # noqa: ANN401
        """Show the cases of one rule and verdict; decide those that are ticked."""
        if request.method == "GET":
            return self._page(version_id, [])
        ticked = [number_in(each) for each in request.form.getlist("application")[:MOST]]
        problems = _problems(ticked)
        if problems:
            return self._page(version_id, problems), 422
        results = _decide(ticked)
        told = [(each, [sentence for _field, sentence in sentences(each.problems)]) for each in results]
        page = render_template("conversion/batch_done.html", view=self, told=told, version_id=version_id)
        return page, (200 if any(each.decided for each in results) else 422)

    def _page(self, version_id: int, problems: list[Problem]) -> str:
        found = alike(session(), _desk(), version_id, counted_days())
        return render_template(
            "conversion/batch.html",
            view=self,
            found=found,
            version_id=version_id,
            answer=answer_word(found[0].verdict) if found else "",
            targets=targets_of(session(), [each.row.application.id for each in found]),
            ages={each.row.application.id: age_of(each.row) for each in found},
            closed={each.row.application.id: sentences([Problem(each.closed)])[0][1] for each in found if each.closed},
            steps=FinalReviewView.steps,
            most=MOST,
            problems=sentences(problems),
            typed=request.form,
        )


def _desk() -> Desk:
    return Desk(final=True, actor_id=actor_id())


def _problems(ticked: list[int]) -> list[Problem]:
    """Return what the form itself lacks, before any case is touched."""
    step, remarks = request.form.get("step", ""), request.form.get("remarks", "")
    found = [] if any(ticked) else [Problem("cases_not_ticked", "application")]
    if step == REFUSE_FINAL and not remarks.strip():
        found.append(Problem("remarks_missing", "remarks"))
    if not found and step not in {PASS_FINAL, REFUSE_FINAL}:
        abort(400)
    return found


def _decide(ticked: list[int]) -> list[Result]:
    opinion = Opinion(step=request.form["step"], remarks=request.form.get("remarks", ""))
    known, moment, who = house(), now(), actor_id()

    def undo() -> None:
        session().rollback()
        begin_writing(session())

    return decide_each(
        session(),
        ticked,
        opinion.step,
        lambda each: review_final(session(), each, opinion, actor_id=who, now=moment, house=known),
        actor_id=who,
        keep=write_anew,
        undo=undo,
    )
