"""Papers of figures as PDF: for the centre of everything, for an institution of its own alone."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import abort, flash, redirect, url_for
from flask_appbuilder.baseviews import BaseView, expose
from flask_appbuilder.security.decorators import has_access

from backoffice.kernel.clock import day_of
from backoffice.kernel.papers import fault_told
from backoffice.kernel.web import now, sentences, session, settings
from backoffice.statistics.asking import Asked
from backoffice.statistics.frame import address, ask
from backoffice.statistics.papers import monthly_of, occasion_of, summary_of
from backoffice.statistics.views import PDF, promised, sent
from reports.institution_summary import render_institution_summary
from reports.monthly_statistics import render_monthly_statistics
from reports.refusals import GlyphMissing, Unprintable
from reports.statistics_paper import Occasion


@dataclass(frozen=True, slots=True)
class Paper:
    """How a paper is printed, and the page that leads to it."""

    render: Callable[[Asked, Occasion], bytes]
    page: str


PAPERS = {
    "monthly-statistics": Paper(
        lambda asked, occasion: render_monthly_statistics(monthly_of(session(), asked, occasion, promised())),
        "StatisticsView.show",
    ),
    "institution-summary": Paper(
        lambda asked, occasion: render_institution_summary(summary_of(session(), asked, occasion)),
        "StatisticsView.institutions",
    ),
}


class StatisticsPapersView(BaseView):
    """The monthly statistics and the summary of institutions."""

    route_base = "/statistics/papers"
    class_permission_name = "StatisticsPapers"
    default_view = "paper"

    @expose("/<string:name>.pdf")
    @has_access
    def paper(self, name: str) -> Any:  # noqa: ANN401 - a response
        """Print a paper of the figures that the address asks for."""
        return _printed(name, PAPERS.get(name) or abort(404))


def _printed(name: str, paper: Paper) -> Any:  # noqa: ANN401
    """Send a paper; a letter that cannot be printed is named on the page that led here."""
    asked = ask()
    if asked.problems:
        abort(404)
    occasion = occasion_of(session(), asked, house=settings(), on=day_of(now()))
    try:
        printed = paper.render(asked, occasion)
    except (GlyphMissing, Unprintable) as fault:
        flash(sentences([fault_told(fault)])[0][1], "warning")
        return redirect(url_for(paper.page, **address(asked, {})))
    return sent(name, printed, address(asked, {}), PDF)
