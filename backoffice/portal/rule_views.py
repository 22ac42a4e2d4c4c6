"""Searching rules (规则查询): by their words, one rule with its versions, and what could replace a course."""

from typing import Any

from flask import abort, render_template, request
from flask_appbuilder.baseviews import BaseView, expose

from backoffice.catalogue.models import CatalogueOutcome
from backoffice.catalogue.search import search_entries
from backoffice.kernel.clock import day_of
from backoffice.kernel.web import language, now, session
from backoffice.outcomes.views import page_number
from backoffice.rulebook.live import live_rule
from backoffice.rulebook.search import Sought, entry_of, rules_leading_to, search_rules, stands, versions_of
from rules.plain_words import sentences_of_rule

RULES_PER_PAGE = 10
ENTRIES_PER_PAGE = 10
LONGEST_WORDS = 200
BOXES = ("words", "source", "target", "institution")


class RulesView(BaseView):
    """Open to everybody."""

    route_base = ""
    default_view = "rules"
    class_permission_name = "Portal"

    @expose("/rules")
    def rules(self) -> Any:  # noqa: ANN401 - a response
        """Search the rules in force."""
        asked = {name: request.args.get(name, "").strip()[:LONGEST_WORDS] for name in BOXES}
        page = search_rules(session(), Sought(**asked), on=day_of(now()), page=page_number(), size=RULES_PER_PAGE)
        return render_template("portal/rules.html", asked=asked, page=page)

    @expose("/rules/<code>")
    def rule(self, code: str) -> Any:  # noqa: ANN401
        """Show a rule: the version in force today, or the one that is asked for."""
        versions = versions_of(session(), code)
        today = day_of(now())
        wanted = request.args.get("version", "")
        chosen = next((each for each in versions if str(each.number) == wanted), None)
        if chosen is None and wanted:
            abort(404)
        version = chosen or next((each for each in versions if stands(each, today)), next(iter(versions), None))
        live = live_rule(session(), version.id) if version else None
        if version is None or live is None:
            abort(404)
        return render_template(
            "portal/rule.html",
            code=code,
            version=version,
            versions=versions,
            standing={each.id for each in versions if stands(each, today)},
            entry=entry_of(session(), version.id),
            rule=live.rule,
            sentences=sentences_of_rule(live.rule, language()),
        )

    @expose("/replacements")
    def replacements(self) -> Any:  # noqa: ANN401
        """Choose the course that something else shall replace."""
        words = request.args.get("words", "").strip()[:LONGEST_WORDS]
        page = search_entries(session(), words, page=page_number(), size=ENTRIES_PER_PAGE)
        return render_template("portal/replacements.html", words=words, page=page)

    @expose("/replacements/<int:entry_id>")
    def replacement(self, entry_id: int) -> Any:  # noqa: ANN401
        """Show every rule in force that leads to a course."""
        entry = session().get(CatalogueOutcome, entry_id) or abort(404)
        page = rules_leading_to(session(), entry, on=day_of(now()), page=page_number(), size=RULES_PER_PAGE)
        return render_template("portal/replacement.html", entry=entry, page=page)
