"""The plan (转换规划): which conversions together bring a learner most credits towards a programme."""

from typing import Any

from flask import render_template, request, url_for
from flask_appbuilder.baseviews import BaseView, expose
from flask_appbuilder.security.decorators import has_access
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from backoffice.conversion.planning import Planned, find_programmes, plan_for, share_of
from backoffice.institutions.models import Programme
from backoffice.kernel.clock import day_of
from backoffice.kernel.problems import Problem
from backoffice.kernel.web import language, now, number_in, sentences, session, settings
from backoffice.outcomes.views import me
from rules.planning.options import Option
from rules.planning.sentences import plain, sentence_of
from rules.planning.terms import terms_of

LONGEST_WORDS = 100


class MyPlanView(BaseView):
    """What a learner could do with all that is held."""

    route_base = "/my"
    class_permission_name = "MyPlan"
    default_view = "plan"

    @expose("/plan")
    @has_access
    def plan(self) -> Any:  # noqa: ANN401 - a response
        """Choose a programme; show the best set of conversions towards it."""
        learner = me()
        words = request.args.get("words", "").strip()[:LONGEST_WORDS]
        asked = request.args.get("programme", "")
        programme = session().get(Programme, number_in(asked)) if asked else None
        problems = sentences([Problem("programme_unknown", "programme")]) if asked and programme is None else []
        planned = _planned(session(), programme) if programme else None
        return render_template(
            "conversion/plan.html",
            words=words,
            programmes=find_programmes(session(), learner_id=learner.id, words=words),
            programme=programme,
            planned=planned,
            share=share_of(planned.plan) if planned else None,
            chosen=_chosen(planned) if planned else [],
            kept_out=_kept_out(planned) if planned else [],
            hoped=_hoped(planned) if planned else [],
            problems=problems,
        ), (422 if problems else 200)


def _planned(opened: Session, programme: Programme) -> Planned:
    return plan_for(opened, programme, learner=me(), on=day_of(now()), terms=terms_of(settings().term_starts))


def _said(option: Option, planned: Planned) -> dict[str, Any]:
    """Return a conversion as the page shows it, with the address at which it is applied for."""
    live = planned.versions.get(option.rule.code)
    outcomes = [planned.outcomes[each] for each in option.outcomes if each in planned.outcomes]
    address = ""
    if live is not None and outcomes:
        address = url_for("MyConversionsView.apply", outcome_id=outcomes[0].id, rule=live.version_id)
    return {
        "title": option.rule.title or option.rule.code,
        "outcomes": _("、").join(each.title for each in outcomes),
        "targets": _("、").join(option.targets),
        "credits": plain(option.counts(option.conversion.credits)),
        "url": address,
    }


def _chosen(planned: Planned) -> list[dict[str, Any]]:
    return [
        _said(each.option, planned)
        | {
            "credits": plain(each.counted),
            "cuts": [sentence_of(breach, language()) for breach in each.truncations],
        }
        for each in planned.plan.chosen
    ]


def _kept_out(planned: Planned) -> list[dict[str, Any]]:
    return [
        _said(each.option, planned) | {"why": [sentence_of(breach, language()) for breach in each.breaches]}
        for each in planned.plan.kept_out
    ]


def _hoped(planned: Planned) -> list[dict[str, Any]]:
    """Return the rules that wait for facts, those that would add most first."""
    found = []
    for each in sorted(planned.plan.hoped, key=lambda hoped: -(hoped.adds or 0)):
        live = planned.versions.get(each.waiting.rule.code)
        outcomes = [planned.outcomes[key] for key in each.waiting.verdict.outcomes if key in planned.outcomes]
        if live is None or not outcomes:
            continue
        found.append(
            {
                "title": live.title,
                "outcomes": _("、").join(outcome.title for outcome in outcomes),
                "missing": len(each.waiting.verdict.missing),
                "adds": "" if each.adds is None else plain(each.adds),
                "url": url_for("MyConversionsView.apply", outcome_id=outcomes[0].id, show="lacks", words=live.title),
            }
        )
    return found
