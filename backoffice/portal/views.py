"""The public side: the first page, and what the platform is."""

from typing import Any

from flask import abort, current_app, redirect, render_template, request, url_for
from flask import session as cookie
from flask_appbuilder.baseviews import BaseView, expose
from flask_appbuilder.utils.base import is_safe_redirect_url

from backoffice import access
from backoffice.kernel.clock import day_of
from backoffice.kernel.web import now, roles, session, settings
from backoffice.messages.notices import notices_of
from backoffice.statistics.figures import house_figures

DESKS = {
    access.LEARNER: "MyOutcomesView.mine",
    access.INSTITUTION: "FirstReviewView.cases",
    access.COMMITTEE: "FinalReviewView.cases",
    access.ASSESSOR: "AssessmentView.cases",
    access.CENTRE: "ConversionApplicationList.list",
    access.ADMIN: "ConversionApplicationList.list",
}
NOTICES_AT_HOME = 4


class PortalView(BaseView):
    """Open to everybody."""

    route_base = ""
    default_view = "home"
    class_permission_name = "Portal"

    @expose("/")
    def home(self) -> Any:  # noqa: ANN401 - a response
        """Show the public page, or lead to the actor's own work."""
        held = roles()
        for role, endpoint in DESKS.items():
            if role in held:
                return redirect(url_for(endpoint))
        return render_template(
            "portal/home.html",
            notices=notices_of(session(), on=day_of(now()), page=1, size=NOTICES_AT_HOME).items,
            figures=house_figures(session(), on=day_of(now())),
        )

    @expose("/about")
    def about(self) -> Any:  # noqa: ANN401
        """Say what the platform is for, of which parts it is made, and how large it is."""
        return render_template(
            "portal/about.html",
            figures=house_figures(session(), on=day_of(now())),
            issuer=settings().issuer,
        )

    @expose("/language", methods=["POST"])
    def language(self) -> Any:  # noqa: ANN401
        """Keep the chosen language for this browser, and lead back to where the choice was made."""
        chosen, back = request.form.get("locale"), request.form.get("next", "")
        if chosen not in current_app.config["LANGUAGES"]:
            abort(404)
        cookie["locale"] = chosen
        return redirect(back if back and is_safe_redirect_url(back) else url_for("PortalView.home"))
