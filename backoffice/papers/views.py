"""The versions of a paper's look: the list with what is being worked at, and one version with what it changed."""

from typing import Any

from flask import abort, redirect, render_template, request, url_for
from flask_appbuilder.baseviews import BaseView, expose
from flask_appbuilder.security.decorators import has_access

from backoffice.kernel.problems import Refused
from backoffice.kernel.web import actor_id, language, now, number_in, session
from backoffice.papers.addresses import ADDRESS, PROOFS, kind_at
from backoffice.papers.comparing import changes_between
from backoffice.papers.operations import start_template
from backoffice.papers.versions import OUR_OWN, drafts_of, in_force, look_of, version_of, versions_of

MOST_DRAFTS = 25


class PaperTemplatesView(BaseView):
    """What papers look like."""

    route_base = "/paper-templates"
    class_permission_name = "PaperTemplates"
    default_view = "templates"

    @expose("/")
    @expose(f"/{ADDRESS}/")
    @has_access
    def templates(self, paper: str = PROOFS) -> Any:  # noqa: ANN401 - a response
        """List the versions of a kind of paper, with the one in force as a picture, and the drafts."""
        kind = kind_at(paper)
        return render_template(
            "papers/templates.html",
            paper=paper,
            versions=versions_of(session(), kind),
            drafts=drafts_of(session(), kind, most=MOST_DRAFTS),
            standing=in_force(session(), kind),
            own=OUR_OWN,
            me=actor_id(),
        )

    @expose(f"/{ADDRESS}/new", methods=["POST"])
    @has_access
    def new(self, paper: str) -> Any:  # noqa: ANN401
        """Begin a draft from a version."""
        kind = kind_at(paper)
        base = number_in(request.form.get("base")) or in_force(session(), kind)
        try:
            template = start_template(session(), kind, base_number=base, actor_id=actor_id(), now=now())
        except Refused:
            abort(404)
        session().commit()
        return redirect(url_for("PaperDraftView.draft", template_id=template.id))

    @expose(f"/{ADDRESS}/versions/<int:number>")
    @has_access
    def version(self, paper: str, number: int) -> Any:  # noqa: ANN401
        """Show a version beside another: the one before it, or any that is asked for."""
        kind = kind_at(paper)
        version, newest = version_of(session(), kind, number), in_force(session(), kind)
        if version is None and number != OUR_OWN:
            abort(404)
        numbers = [*(each.number for each in versions_of(session(), kind)), OUR_OWN]
        wanted = number_in(request.args.get("with"))
        other = wanted if wanted in numbers else next((each for each in numbers if each and each < number), 0)
        before = look_of(session(), kind, other) if other else None
        return render_template(
            "papers/version.html",
            paper=paper,
            version=version,
            number=number,
            other=other,
            numbers=[each for each in numbers if each != number],
            changes=changes_between(before, look_of(session(), kind, number)) if before else [],
            standing=number == newest,
            english=language() == "en",
        )
