"""The centre's page of each reviewer's workload."""

from typing import Any

from flask import render_template, request
from flask_appbuilder.baseviews import BaseView, expose
from flask_appbuilder.security.decorators import has_access

from backoffice.conversion.asked_list import counted_days
from backoffice.conversion.recognition_load import recognition_load
from backoffice.conversion.workload import Month, months_back, workload
from backoffice.kernel.clock import day_of
from backoffice.kernel.web import now, session, settings

MONTHS = 12


class WorkloadView(BaseView):
    """Who has how much to do, and how long it takes them."""

    route_base = "/review/workload"
    class_permission_name = "Workload"
    default_view = "show"

    @expose("/")
    @has_access
    def show(self) -> Any:  # noqa: ANN401 - a response
        """Show every reviewer's open cases, and what they decided in a month."""
        months = months_back(Month.of(day_of(now())), MONTHS)
        month = next((each for each in months if each.word == request.args.get("month")), months[0])
        days = counted_days()
        loads = [
            *recognition_load(session(), month, days, promised=settings().recognition_days),
            *workload(session(), month, days),
        ]
        return render_template("conversion/workload.html", loads=loads, month=month, months=months)
