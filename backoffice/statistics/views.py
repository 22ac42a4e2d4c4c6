"""Figures (统计) of the house, of an institution, or of a committee: charts, each with its table, and CSV."""

from collections.abc import Callable
from typing import Any

from flask import Response, abort, render_template, url_for
from flask_appbuilder.baseviews import BaseView, expose
from flask_appbuilder.security.decorators import has_access
from flask_babel import gettext as _

from backoffice.kernel import audit
from backoffice.kernel.web import actor_id, now, session, settings, write_anew
from backoffice.statistics.asking import Asked
from backoffice.statistics.frame import address, ask, frame_of
from backoffice.statistics.growth import growth, shares
from backoffice.statistics.measures import By
from backoffice.statistics.panels import Sheet
from backoffice.statistics.progress import Promised, funnel, turnaround
from backoffice.statistics.refusals import refusals
from backoffice.statistics.tables import table_csv

CSV, PDF = "text/csv", "application/pdf"
PAPERS = {"months": "monthly-statistics", "by-institution": "institution-summary"}  # by the table of a page
SHEETS: dict[str, Callable[[Asked], Sheet]] = {  # by the name of a table that they hold
    "months": lambda asked: growth(session(), asked),
    "by-institution": lambda asked: shares(session(), asked, By.INSTITUTION),
    "by-kind": lambda asked: shares(session(), asked, By.KIND),
    "by-rule": lambda asked: shares(session(), asked, By.RULE),
    "funnel": lambda asked: funnel(session(), asked),
    "turnaround": lambda asked: turnaround(session(), asked, promised()),
    "refusals": lambda asked: refusals(session(), asked),
}
SHEETS["turnaround-months"] = SHEETS["turnaround"]
SHEETS["refusal-reasons"] = SHEETS["refusals"]


def promised() -> Promised:
    """Return the published days of this house."""
    known = settings()
    return Promised(known.recognition_days, known.first_review_days, known.final_review_days)


class StatisticsView(BaseView):
    """Figures of what the acting person may see."""

    route_base = "/statistics"
    class_permission_name = "Statistics"
    default_view = "show"

    @expose("/")
    @has_access
    def show(self) -> Any:  # noqa: ANN401 - a response
        """Show how the house grows, month by month."""
        return self._page("months", _("统计"))

    @expose("/institutions")
    @has_access
    def institutions(self) -> Any:  # noqa: ANN401
        """Show what belongs to each institution."""
        return self._page("by-institution", _("各机构统计"))

    @expose("/kinds")
    @has_access
    def kinds(self) -> Any:  # noqa: ANN401
        """Show what belongs to each kind of outcome."""
        return self._page("by-kind", _("各类成果统计"))

    @expose("/rules")
    @has_access
    def rules(self) -> Any:  # noqa: ANN401
        """Show what each rule has brought."""
        return self._page("by-rule", _("各规则统计"))

    @expose("/funnel")
    @has_access
    def funnel(self) -> Any:  # noqa: ANN401
        """Show how far outcomes come."""
        return self._page("funnel", _("从添加到转换"))

    @expose("/turnaround")
    @has_access
    def turnaround(self) -> Any:  # noqa: ANN401
        """Show how long reviews take."""
        return self._page("turnaround", _("办理用时"))

    @expose("/refusals")
    @has_access
    def refusals(self) -> Any:  # noqa: ANN401
        """Show why applications do not come through."""
        return self._page("refusals", _("退回与不通过"))

    @expose("/<string:table>.csv")
    @has_access
    def download(self, table: str) -> Any:  # noqa: ANN401
        """Send a table whole as CSV; the trail keeps who took it."""
        asked = ask()
        if table not in SHEETS or asked.problems:
            abort(404)
        found = (SHEETS[table](asked).tables or {}).get(table)
        return sent(table, table_csv(found), address(asked, {})) if found else abort(404)

    def _page(self, table: str, title: str) -> Any:  # noqa: ANN401
        asked = ask()
        sheet = Sheet(empty=True) if asked.problems else SHEETS[table](asked)
        paper = PAPERS.get(table) if asked.narrowing.reach.committees is None and not sheet.empty else None
        link = url_for("StatisticsPapersView.paper", name=paper, **address(asked, {})) if paper else ""
        drawn = render_template("statistics/page.html", frame=frame_of(asked), sheet=sheet, title=title, paper=link)
        return drawn, (422 if asked.problems else 200)


def sent(name: str, content: str | bytes, asked: dict[str, str], sort: str = CSV) -> Response:
    """Leave the audit's line, and send a table or a paper as a file."""
    write_anew()
    audit.record(
        session(),
        actor_id=actor_id(),
        action="download",
        entity="statistics",
        entity_id=0,
        now=now(),
        details={"table": name, **asked},
    )
    session().commit()
    response = Response(content, mimetype=sort)
    response.headers.set("Content-Disposition", "attachment", filename=f"{name}.{sort.rpartition('/')[2]}")
    return response
