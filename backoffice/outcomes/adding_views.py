"""Adding an outcome (成果添加) and choosing it from the catalogue (成果选择)."""

import json
import secrets
from collections.abc import Iterable
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_appbuilder.baseviews import BaseView, expose
from flask_appbuilder.security.decorators import has_access
from flask_babel import gettext as _

from backoffice.catalogue.models import CatalogueOutcome, OutcomeKind
from backoffice.catalogue.search import kinds_by_category, search_catalogue
from backoffice.kernel.problems import Problem, Refused, refuse
from backoffice.kernel.web import actor_id, folder, language, now, number_in, sentences, session, uploads_in
from backoffice.outcomes.operations import NewOutcome, add_outcome
from backoffice.outcomes.values import entry_values
from backoffice.outcomes.views import AGREED, me

ENTRIES_PER_PAGE = 10
SEARCHED = ("programme", "title", "institution")
SEARCH = "find-"  # before the name of a search box, beside which the form has fields of the same name
LONGEST_KEY = 64
CHOOSING = ("choose", "type")


class AddOutcomeView(BaseView):
    """How outcomes come into the account by hand."""

    route_base = "/my"
    class_permission_name = "MyOutcomes"
    default_view = "add"

    @expose("/add", methods=["GET", "POST"])
    @has_access
    def add(self) -> Any:  # noqa: ANN401 - a response
        """Choose a kind, choose an entry of the catalogue or type freely, hand in."""
        categories = kinds_by_category(session())
        kind = session().get(OutcomeKind, number_in(request.values.get("kind"))) or categories[0][1][0]
        entry = session().get(CatalogueOutcome, number_in(request.values.get("entry")))
        if request.form.get("action") == "type":
            entry = None
        problems: tuple[Problem, ...] = ()
        if request.method == "POST" and request.form.get("action") not in CHOOSING:
            try:
                outcome = add_outcome(
                    session(), handed_in(kind, entry), learner=me(), actor_id=actor_id(), now=now(), folder=folder()
                )
            except Refused as refused:
                session().rollback()
                problems = refused.problems
            else:
                session().commit()
                flash(_("提交成功，“%(title)s”已添加到我的成果。", title=outcome.title), "success")
                return redirect(url_for("MyOutcomesView.mine"))
        return render_template(
            "outcomes/add.html",
            categories=categories,
            kind=kind,
            entry=entry,
            filled=entry_values(entry) if entry else {},
            typed=request.form,
            submission_key=request.form.get("submission_key") or secrets.token_hex(16),
            same_files=any(each.code == "file_known" for each in problems),
            problems=sentences(problems),
        ), (422 if problems else 200)

    @expose("/catalogue", methods=["GET", "POST"])
    @has_access
    def catalogue(self) -> Any:  # noqa: ANN401
        """Search the catalogue: three words, each a part of its column; by POST when a form's typed text goes along."""
        kind = session().get(OutcomeKind, number_in(request.values.get("kind"))) or abort(404)
        prefix = SEARCH if request.method == "POST" else ""
        words = {name: request.values.get(prefix + name, "") for name in SEARCHED}
        number = number_in(request.values.get("page")) or 1
        page = search_catalogue(session(), kind_id=kind.id, page=number, size=ENTRIES_PER_PAGE, **words)
        fragment = request.headers.get("X-Requested-With") == "fetch"
        return render_template(
            "outcomes/found.html" if fragment else "outcomes/catalogue.html",
            kind=kind,
            words=words,
            page=page,
            fill=fill_of,
            typed=typed_along(kind),
        )

    @expose("/catalogue/<int:entry_id>")
    @has_access
    def entry(self, entry_id: int) -> Any:  # noqa: ANN401
        """Show an entry of the catalogue."""
        entry = session().get(CatalogueOutcome, entry_id) or abort(404)
        return render_template("outcomes/entry.html", entry=entry)


def handed_in(kind: OutcomeKind, entry: CatalogueOutcome | None) -> NewOutcome:
    """Return the form as it came; raises Refused when it names a kind or an entry that does not exist."""
    if number_in(request.values.get("kind")) != kind.id:
        raise refuse("kind_unknown")
    if entry is None and request.values.get("entry"):
        raise refuse("entry_unknown", "title")
    return NewOutcome(
        kind,
        entry,
        request.form,
        uploads_in(each["key"] for each in kind.evidence_schema),
        language(),
        submission_key=submission_key(),
        same_files=request.form.get("same_files") == AGREED,
    )


def submission_key() -> str:
    """Return the key that a form carries, so that it is taken once; an odd one counts as none."""
    key = request.form.get("submission_key", "")
    return key if key.isascii() and key.isalnum() and len(key) <= LONGEST_KEY else ""


def fill_of(entry: CatalogueOutcome) -> str:
    """Return the text of every automatic field, as the window for choosing hands it to the form."""
    values = entry_values(entry)
    automatic: Iterable[str] = (each["key"] for each in entry.kind.field_schema if each["automatic"])
    return json.dumps({key: values.get(key, "") for key in automatic}, ensure_ascii=False)


def typed_along(kind: OutcomeKind) -> dict[str, str]:
    """Return what was typed in the form before the search, which goes along with it."""
    keys = [*(each["key"] for each in kind.field_schema), "description", "submission_key"]
    return {key: request.form[key] for key in keys if request.form.get(key)}
