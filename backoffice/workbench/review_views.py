"""The page on which a draft or a retirement is weighed: differences, findings, effect, and the second person's word."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_appbuilder.baseviews import BaseView, expose
from flask_appbuilder.security.decorators import has_access
from flask_babel import gettext as _

from backoffice.kernel.clock import day_of
from backoffice.kernel.problems import Refused
from backoffice.kernel.web import actor_id, language, now, number_in, sentences, session
from backoffice.outcomes.views import page_number
from backoffice.workbench.diffing import line_diff, words_diff
from backoffice.workbench.impact import begin_run, figures_of
from backoffice.workbench.listing import lines_page, reason_of, records_of, version_in_force
from backoffice.workbench.models import ImpactLine, ImpactRun, RuleDraft
from backoffice.workbench.operations import discard_draft, send_back, take_back, writers_of
from backoffice.workbench.publishing import Standing, publish_draft, standing_of
from backoffice.workbench.retiring import confirm_retirement, obstacles_to
from backoffice.workbench.shown import examples_shown, history_shown, lines_shown, problems_shown
from backoffice.workbench.workflow import OPEN, DraftState, RunState

FIRST_LINES = 10
ROWS = 50
UNDER_WAY = (RunState.QUEUED, RunState.RUNNING)


class ReviewView(BaseView):
    """A draft before it is published, a retirement before it is confirmed."""

    route_base = "/workbench/review"
    class_permission_name = "Workbench"
    default_view = "review"

    @expose("/<int:draft_id>", methods=["GET", "POST"])
    @has_access
    def review(self, draft_id: int) -> Any:  # noqa: ANN401 - a response
        """Show what a draft changes; compute its effect, send it back, take it back, give it up, let it come true."""
        found = session().get(RuleDraft, draft_id) or abort(404)
        problems: list[tuple[str, str]] = []
        if request.method == "POST":
            try:
                told = self._done(draft_id)
            except Refused as refused:
                session().rollback()
                problems = sentences(refused.problems)
                found = session().get(RuleDraft, draft_id) or abort(404)
            else:
                session().commit()
                if told:
                    flash(told, "success")
                return redirect(url_for("ReviewView.review", draft_id=draft_id))
        return self._page(found, problems), (422 if problems else 200)

    def _done(self, draft_id: int) -> str:
        """Do what the button asks; return what to tell of it."""
        acting: dict[str, Any] = {"actor_id": actor_id(), "now": now()}
        remarks = request.form.get("remarks", "")
        match request.form.get("do", ""):
            case "impact":
                begin_run(session(), draft_id, **acting)
                return ""
            case "take_back":
                take_back(session(), draft_id, **acting)
                return _("已撤回，可以继续修改。")
            case "send_back":
                send_back(session(), draft_id, remarks=remarks, **acting)
                return _("已退回起草人修改。")
            case "discard":
                discard_draft(session(), draft_id, remarks=remarks, **acting)
                return _("已放弃，仍可查看。")
            case "confirm":
                revision = number_in(request.form.get("revision"))
                retired = confirm_retirement(session(), draft_id, revision=revision, remarks=remarks, **acting)
                return _("第 %(number)s 版到 %(day)s 停止。", number=retired.number, day=retired.effective_until)
            case "publish":
                revision, seen = number_in(request.form.get("revision")), request.form.get("seen") == "yes"
                version = publish_draft(session(), draft_id, revision=revision, seen=seen, remarks=remarks, **acting)
                return _("已发布为第 %(number)s 版。", number=version.number)
        return ""

    def _page(self, draft: RuleDraft, problems: list[tuple[str, str]]) -> str:
        today = day_of(now())
        standing = standing_of(session(), draft, on=today)
        shown = _retirement(standing, today) if draft.last_day else _publication(standing, today)
        return render_template(
            "workbench/retirement.html" if draft.last_day else "workbench/review.html",
            draft=draft,
            standing=standing,
            sentences=standing.reading.sentences(language()),
            writer=actor_id() in writers_of(session(), draft),
            in_review=draft.state is DraftState.IN_REVIEW,
            history=history_shown(records_of(session(), draft)),
            problems=problems,
            typed=request.form,
            **_effect(standing.run),
            **shown,
        )

    @expose("/runs/<int:run_id>")
    @has_access
    def run(self, run_id: int) -> Any:  # noqa: ANN401
        """List every outcome and every pending case that a computation found."""
        run = session().get(ImpactRun, run_id) or abort(404)
        pending = request.args.get("show") == "pending"
        page = lines_page(session(), run, pending=pending, page=page_number(), size=ROWS)
        return render_template(
            "workbench/run.html",
            run=run,
            draft=run.draft,
            figures=figures_of(session(), run.id),
            page=page,
            lines=lines_shown(page.items, language()),
            pending=pending,
            under_way=run.state in UNDER_WAY,
        )

    @expose("/runs/<int:run_id>/progress")
    @has_access
    def progress(self, run_id: int) -> Any:  # noqa: ANN401
        """Show how far a computation is, as a fragment that the page fetches again and again."""
        run = session().get(ImpactRun, run_id) or abort(404)
        return render_template("workbench/progress.html", run=run, under_way=run.state in UNDER_WAY)


def _publication(standing: Standing, today: date) -> dict[str, Any]:
    """Return what the page says of a text beside its effect."""
    draft = standing.draft
    before = version_in_force(session(), draft.code, on=today)
    text = before.text if before else ""
    return {
        "before": before,
        "lines": line_diff(text, draft.text),
        "differences": words_diff(text, draft.text, language()),
        "notes": problems_shown(standing.notes, draft.text, language()),
        "examples": examples_shown(standing.reading, language()),
        "obstacles": sentences(standing.obstacles()),
    }


def _retirement(standing: Standing, today: date) -> dict[str, Any]:
    """Return what the page says of a retirement beside its effect."""
    open_still = standing.draft.state in OPEN
    return {
        "reason": reason_of(session(), standing.draft),
        "obstacles": sentences(obstacles_to(standing, on=today)) if open_still else [],
        "cases": lines_shown(_first(standing.run, pending=True), language()),
    }


def _effect(run: ImpactRun | None) -> dict[str, Any]:
    """Return what the panel of the effect shows."""
    return {
        "run": run,
        "figures": figures_of(session(), run.id) if run else None,
        "first": lines_shown(_first(run), language()),
        "under_way": run is not None and run.state in UNDER_WAY,
    }


def _first(run: ImpactRun | None, *, pending: bool = False) -> Sequence[ImpactLine]:
    return lines_page(session(), run, pending=pending, page=1, size=FIRST_LINES).items if run else ()
