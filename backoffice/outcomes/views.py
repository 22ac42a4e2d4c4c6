"""A learner's own outcomes: the account page (我的信息), adding (成果添加), and one outcome with its evidence."""

from typing import Any

from flask import Response, abort, flash, redirect, render_template, request, url_for
from flask_appbuilder.baseviews import BaseView, expose
from flask_appbuilder.security.decorators import has_access
from flask_babel import gettext as _

from backoffice.accounts.models import Learner
from backoffice.accounts.operations import learner_of
from backoffice.catalogue.models import CatalogueOutcome, OutcomeKind
from backoffice.catalogue.search import kinds_by_category, search_catalogue
from backoffice.kernel.problems import Refused, refuse
from backoffice.kernel.storage import read_stored
from backoffice.kernel.web import actor_id, folder, language, now, number_in, sentences, session, uploads_in
from backoffice.outcomes.listing import counters, evidence_of, list_outcomes, own_evidence, own_outcome
from backoffice.outcomes.operations import NewOutcome, add_outcome
from backoffice.outcomes.values import entry_values

OUTCOMES_PER_PAGE = 6
ENTRIES_PER_PAGE = 10


def me() -> Learner:
    """Return the learner who acts; a user without an account has nothing to see here."""
    learner = learner_of(session(), actor_id())
    if learner is None:
        abort(403)
    return learner


def page_number() -> int:
    """Return the page that was asked for, from 1."""
    return number_in(request.args.get("page")) or 1


class MyOutcomesView(BaseView):
    """What a learner holds."""

    route_base = "/my"
    class_permission_name = "MyOutcomes"
    default_view = "mine"

    @expose("/")
    @has_access
    def mine(self) -> Any:  # noqa: ANN401 - a response
        """Show the account: details, counters, outcomes."""
        learner = me()
        page = list_outcomes(session(), learner_id=learner.id, page=page_number(), size=OUTCOMES_PER_PAGE)
        return render_template(
            "outcomes/mine.html", learner=learner, page=page, counters=counters(session(), learner.id)
        )

    @expose("/outcomes/<int:outcome_id>")
    @has_access
    def show(self, outcome_id: int) -> Any:  # noqa: ANN401
        """Show one outcome with its evidence."""
        outcome = own_outcome(session(), outcome_id, learner_id=me().id) or abort(404)
        return render_template("outcomes/outcome.html", outcome=outcome, evidence=evidence_of(session(), outcome.id))

    @expose("/evidence/<int:evidence_id>")
    @has_access
    def evidence(self, evidence_id: int) -> Any:  # noqa: ANN401
        """Send a file of one's own outcome."""
        found = own_evidence(session(), evidence_id, learner_id=me().id) or abort(404)
        return stored(found.file)

    @expose("/add", methods=["GET", "POST"])
    @has_access
    def add(self) -> Any:  # noqa: ANN401
        """Choose a kind, choose an entry of the catalogue or type freely, hand in."""
        categories = kinds_by_category(session())
        kind = session().get(OutcomeKind, number_in(request.values.get("kind"))) or categories[0][1][0]
        entry = session().get(CatalogueOutcome, number_in(request.values.get("entry")))
        problems: list[tuple[str, str]] = []
        if request.method == "POST":
            try:
                outcome = add_outcome(
                    session(),
                    handed_in(kind, entry),
                    learner=me(),
                    actor_id=actor_id(),
                    now=now(),
                    folder=folder(),
                )
            except Refused as refused:
                session().rollback()
                problems = sentences(refused.problems)
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
            problems=problems,
        ), (422 if problems else 200)

    @expose("/catalogue")
    @has_access
    def catalogue(self) -> Any:  # noqa: ANN401
        """Search the catalogue (成果选择): three words, each a part of its column."""
        kind = session().get(OutcomeKind, number_in(request.args.get("kind"))) or abort(404)
        words = {name: request.args.get(name, "") for name in ("programme", "title", "institution")}
        page = search_catalogue(session(), kind_id=kind.id, page=page_number(), size=ENTRIES_PER_PAGE, **words)
        return render_template("outcomes/catalogue.html", kind=kind, words=words, page=page)

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
    uploads = uploads_in(each["key"] for each in kind.evidence_schema)
    return NewOutcome(kind, entry, request.form, uploads, language())


def stored(file: Any, *, name: str = "") -> Response:  # noqa: ANN401 - a stored file
    """Send a stored file as what it is, shown in the page and never run; `name` takes the place of its own."""
    response = Response(read_stored(file, folder()), mimetype=file.media_type)
    response.headers.set("Content-Disposition", "inline", filename=name or file.name)
    response.headers["Content-Security-Policy"] = (
        "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'"
    )
    return response
