"""Papers of figures as PDF: for the centre of everything, for an institution of its own alone."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import abort, flash, redirect, url_for
from flask_appbuilder.baseviews import BaseView, expose
from flask_appbuilder.security.decorators import has_access

from backoffice.kernel.clock import day_of
from backoffice.kernel.papers import FAULTS, fault_told
from backoffice.kernel.web import now, printing, sentences, session, settings
from backoffice.statistics.asking import Asked
from backoffice.statistics.frame import address, ask
from backoffice.statistics.papers import monthly_of, occasion_of, summary_of
from backoffice.statistics.views import PDF, promised, sent
from reports.occasion import Occasion
from reports.orders import HousePaper, order_for


@dataclass(frozen=True, slots=True)
class Paper:
    """What a paper says, and the page that leads to it."""

    content: Callable[[Asked, Occasion], HousePaper]
    page: str


PAPERS = {
    "monthly-statistics": Paper(
        lambda asked, occasion: monthly_of(session(), asked, occasion, promised()),
        "StatisticsView.show",
    ),
    "institution-summary": Paper(
        lambda asked, occasion: summary_of(session(), asked, occasion),
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
    """Send a paper; what stands in its way is told on the page that led here."""
    asked = ask()
    if asked.problems:
        abort(404)
    occasion = occasion_of(session(), asked, house=settings(), on=day_of(now()))
    content = paper.content(asked, occasion)
    session().rollback()  # nothing is held while the pages are drawn
    try:
        printed = printing()(order_for(content))
    except FAULTS as fault:
        flash(sentences([fault_told(fault)])[0][1], "warning")
        return redirect(url_for(paper.page, **address(asked, {})))
    return sent(name, printed, address(asked, {}), PDF)
