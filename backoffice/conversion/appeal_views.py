"""The centre's page of appeals (申诉): who may still decide them, and whom to name where nobody may."""

from typing import Any

from flask import render_template
from flask_appbuilder.baseviews import BaseView, expose
from flask_appbuilder.security.decorators import has_access

from backoffice.conversion.appeals import reviewers_left, waiting_appeals
from backoffice.kernel.web import session
from backoffice.outcomes.views import page_number

ROWS = 25


class AppealsView(BaseView):
    """Appeals that wait for a review."""

    route_base = "/review/appeals"
    class_permission_name = "Appeals"
    default_view = "appeals"

    @expose("/")
    @has_access
    def appeals(self) -> Any:  # noqa: ANN401 - a response
        """List the appeals that wait, the oldest first, each with how many people may decide it."""
        page = waiting_appeals(session(), page=page_number(), size=ROWS)
        left = reviewers_left(session(), [each.application for each in page.items])
        return render_template("conversion/appeals.html", page=page, left=left)
