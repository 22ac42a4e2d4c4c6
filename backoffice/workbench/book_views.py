"""The rule book (规则汇编) for the printer: every rule in force on a day, in words and as text."""

from typing import Any

from flask import render_template, request
from flask_appbuilder.baseviews import BaseView, expose
from flask_appbuilder.security.decorators import has_access

from backoffice.kernel.clock import day_of
from backoffice.kernel.web import language, now, session
from backoffice.rulebook.models import RuleVersion
from backoffice.workbench.listing import book_versions
from backoffice.workbench.views import day_in
from grammar.declarations import Policy, Rule
from grammar.parser import parse
from rules.plain_words import sentences_of_rule


class BookView(BaseView):
    """The whole book on paper."""

    route_base = "/workbench/book"
    class_permission_name = "Workbench"
    default_view = "book"

    @expose("/")
    @has_access
    def book(self) -> Any:  # noqa: ANN401 - a response
        """Show every rule and policy in force on a day."""
        day = day_in(request.args.get("on", "")) or day_of(now())
        entries = [entry_of(each, language()) for each in book_versions(session(), on=day)]
        return render_template("workbench/book.html", entries=entries, day=day)


def entry_of(version: RuleVersion, lang: str) -> dict[str, Any]:
    """Return a version as the book prints it."""
    declared = parse(version.text).file.declarations
    rule = next((each for each in declared if isinstance(each, Rule)), None)
    policy = next((each for each in declared if isinstance(each, Policy)), None)
    said = rule or policy
    return {
        "version": version,
        "sentences": sentences_of_rule(rule, lang) if rule else (),
        "basis": said.basis if said else (),
        "text": version.text,
    }
