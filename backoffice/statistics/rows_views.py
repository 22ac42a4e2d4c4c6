"""The rows behind a figure, and the rules that nobody has used."""

from typing import Any

from flask import abort, render_template, url_for
from flask_appbuilder.baseviews import BaseView, expose
from flask_appbuilder.security.decorators import has_access
from flask_babel import gettext as _

from backoffice.accounts.models import Learner
from backoffice.conversion.models import ConversionApplication, ReviewRecord
from backoffice.kernel.clock import day_of
from backoffice.kernel.web import now, session, translated
from backoffice.ledger.models import CreditEntry
from backoffice.outcomes.models import LearnerOutcome
from backoffice.outcomes.views import page_number
from backoffice.recognition.models import RecognitionRecord
from backoffice.statistics.asking import Asked
from backoffice.statistics.frame import address, ask, frame_of
from backoffice.statistics.listing import Line, all_lines, rows_of
from backoffice.statistics.measures import MEASURES, Measure
from backoffice.statistics.narrowing import fits
from backoffice.statistics.tables import Shown, as_csv, shown
from backoffice.statistics.unused import unused_rules
from backoffice.statistics.views import sent
from backoffice.statistics.words import title_of, unit_of

ROWS = 25
MOST_ROWS = 100_000  # of one file
OF_INSTITUTION = {"ConversionApplication": "FirstReviewView.case", "RecognitionApplication": "MaterialCheckView.case"}
OF_COMMITTEE = {"ConversionApplication": "FinalReviewView.case"}


class StatisticsRowsView(BaseView):
    """Lists that hold exactly the rows which a figure counts."""

    route_base = "/statistics/list"
    class_permission_name = "Statistics"
    default_view = "rows"

    @expose("/<string:measure>")
    @has_access
    def rows(self, measure: str) -> Any:  # noqa: ANN401 - a response
        """List the rows of a measure, narrowed as the address says."""
        asked, known = ask(), MEASURES.get(measure) or abort(404)
        if asked.problems:
            return render_template("statistics/list.html", **self._told(asked, known), rows=None), 422
        if not fits(known, asked.narrowing):
            abort(404)
        rows = rows_of(session(), known, asked.narrowing, page=page_number(), size=ROWS)
        links = [link_of(asked, line) for line in rows.page.items]
        return render_template("statistics/list.html", **self._told(asked, known), rows=rows, links=links)

    @expose("/<string:measure>/rows.csv")
    @has_access
    def rows_csv(self, measure: str) -> Any:  # noqa: ANN401
        """Send the rows of a measure as CSV; the trail keeps who took them."""
        asked, known = ask(), MEASURES.get(measure) or abort(404)
        if asked.problems or not fits(known, asked.narrowing):
            abort(404)
        lines = all_lines(session(), known, asked.narrowing, most=MOST_ROWS)
        named = names_shown(asked, known)
        text = as_csv(heads_of(known, named=named), [cells_of(line, named=named) for line in lines])
        return sent(f"{measure}-rows", text, address(asked, {}))

    def _told(self, asked: Asked, measure: Measure) -> dict[str, Any]:
        named = names_shown(asked, measure)
        return {
            "frame": frame_of(asked),
            "measure": measure,
            "title": title_of(measure.name),
            "unit": lambda figure: unit_of(measure.name, figure),
            "heads": heads_of(measure, named=named),
            "cells": lambda line: [shown(each) for each in cells_of(line, named=named)],
            "file": url_for(f"{self.endpoint}.rows_csv", measure=measure.name, **address(asked, {})),
        }


class UnusedRulesView(BaseView):
    """Rules in force that no application has ever named."""

    route_base = "/statistics/unused"
    class_permission_name = "UnusedRules"
    default_view = "unused"

    @expose("/")
    @has_access
    def unused(self) -> Any:  # noqa: ANN401
        """List them, those longest in force first."""
        page = unused_rules(session(), on=day_of(now()), page=page_number(), size=ROWS)
        return render_template(
            "statistics/unused.html", frame=frame_of(ask()), page=page, title=title_of("unused-rules")
        )

    @expose("/rules.csv")
    @has_access
    def unused_csv(self) -> Any:  # noqa: ANN401
        """Send them as CSV; the trail keeps who took them."""
        found = unused_rules(session(), on=day_of(now())).items
        rows = [(each.title, each.code, each.since.isoformat() if each.since else "") for each in found]
        return sent("unused-rules", as_csv((_("规则名称"), _("规则编号"), _("生效日期")), rows), {})


def names_shown(asked: Asked, measure: Measure) -> bool:
    """Tell whether the learners' names may be seen: of outcomes outside one's own cases only by the centre."""
    return asked.narrowing.reach.whole or measure.model is not LearnerOutcome


def heads_of(measure: Measure, *, named: bool) -> list[str]:
    """Return the heads of the columns of a measure's rows."""
    first, rest = {
        Learner: (_("学习账户"), [_("开户时间")]),
        LearnerOutcome: (_("成果名称"), [_("成果类型"), _("添加时间"), _("状态")]),
        ConversionApplication: (_("申请编号"), [_("机构"), _("申请时间"), _("状态")]),
        ReviewRecord: (_("申请编号"), [_("机构"), _("材料审查"), _("意见"), _("办理时间"), _("状态")]),
        CreditEntry: (_("目标成果"), [_("机构"), _("学分"), _("记入时间")]),
        RecognitionRecord: (_("成果名称"), [_("机构"), _("意见"), _("办理时间"), _("状态")]),
    }[measure.model]
    return [first, *([_("学习者")] if named else []), *rest]


def cells_of(line: Line, *, named: bool) -> list[Shown]:
    """Return the cells of a row under those heads."""
    cells: list[Shown] = [line.title, *([line.learner] if named else []), *line.cells]
    return [*cells, translated(line.state)] if line.state else cells


def link_of(asked: Asked, line: Line) -> str:
    """Return where a row is shown whole to the acting person, if anywhere."""
    reach = asked.narrowing.reach
    if reach.whole:
        return url_for(f"{line.entity}List.show", pk=line.key)
    own = OF_INSTITUTION if reach.institutions is not None else OF_COMMITTEE
    place = own.get(line.entity)
    key = "recognition_id" if line.entity == "RecognitionApplication" else "application_id"
    named: dict[str, Any] = {key: line.key}
    return url_for(place, **named) if place else ""
