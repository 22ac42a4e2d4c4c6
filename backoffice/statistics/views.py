"""The centre's figures (统计), each chart with its table."""

from typing import Any

from flask import render_template
from flask_appbuilder.baseviews import BaseView, expose
from flask_appbuilder.security.decorators import has_access
from flask_babel import gettext as _

from backoffice.kernel.clock import day_of
from backoffice.kernel.web import now, session, translated
from backoffice.statistics.charts import bars_of, columns_of
from backoffice.statistics.figures import (
    Bar,
    conversions_by_month,
    credits_by_institution,
    credits_by_kind,
    credits_by_month,
    house_figures,
    outcomes_by_kind,
    outcomes_by_month,
)


class StatisticsView(BaseView):
    """Figures of the whole house."""

    route_base = "/statistics"
    class_permission_name = "Statistics"
    default_view = "show"

    @expose("/")
    @has_access
    def show(self) -> Any:  # noqa: ANN401 - a response
        """Show how large the house is, and how it grows."""
        today = day_of(now())
        months = [
            ("outcomes", _("每月新增成果（项）"), outcomes_by_month(session(), on=today)),
            ("conversions", _("每月通过转换（件）"), conversions_by_month(session(), on=today)),
            ("credits", _("每月记入学分"), credits_by_month(session(), on=today)),
        ]
        shares = [
            ("kinds", _("各类成果（项）"), _("成果类型"), worded(outcomes_by_kind(session()))),
            ("credit-kinds", _("各类成果记入的学分"), _("成果类型"), worded(credits_by_kind(session()))),
            ("institutions", _("各机构给出的学分"), _("机构"), credits_by_institution(session())),
        ]
        return render_template(
            "statistics/show.html",
            figures=house_figures(session(), on=today),
            months=[(name, title, columns_of(bars), bars) for name, title, bars in months],
            shares=[(name, title, column, bars_of(bars)) for name, title, column, bars in shares],
            today=today,
        )


def worded(bars: list[Bar]) -> list[Bar]:
    """Return bars whose labels are words of the database, in the language of the page."""
    return [(translated(label), figure) for label, figure in bars]
