"""Proposals for the catalogue (名录建议) as the management centre answers them."""

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_appbuilder.baseviews import BaseView, expose
from flask_appbuilder.security.decorators import has_access
from flask_babel import gettext as _

from backoffice.kernel.problems import Refused
from backoffice.kernel.web import actor_id, now, sentences, session, settings
from backoffice.outcomes.models import CatalogueProposal, ProposalState
from backoffice.outcomes.proposals import HIGHEST_LEVEL, REQUIRED, Answer, alike, answer_proposal, list_proposals
from backoffice.outcomes.views import page_number

ROWS = 25
TAKEN_OVER = {  # field of the entry, from field of the learner's form
    "institution": "institution",
    "code": "code",
    "title": "title",
    "education_level": "level",
    "credits": "credits",
    "study_hours": "hours",
}


class ProposalsView(BaseView):
    """What learners typed because the catalogue lacks it."""

    route_base = "/review/proposals"
    class_permission_name = "Proposals"
    default_view = "proposals"

    @expose("/")
    @has_access
    def proposals(self) -> Any:  # noqa: ANN401 - a response
        """List the proposals that wait, or those that were answered."""
        waiting = request.args.get("show") != "done"
        page = list_proposals(session(), waiting=waiting, page=page_number(), size=ROWS)
        return render_template("outcomes/proposals.html", page=page, waiting=waiting)

    @expose("/<int:proposal_id>", methods=["GET", "POST"])
    @has_access
    def proposal(self, proposal_id: int) -> Any:  # noqa: ANN401
        """Show what was typed; accept it as an entry, or decline it."""
        proposal = session().get(CatalogueProposal, proposal_id) or abort(404)
        problems: list[tuple[str, str]] = []
        if request.method == "POST":
            try:
                answer_proposal(session(), proposal_id, answered(), actor_id=actor_id(), now=now(), house=settings())
            except Refused as refused:
                session().rollback()
                problems = sentences(refused.problems)
                proposal = session().get(CatalogueProposal, proposal_id) or abort(404)
            else:
                session().commit()
                flash(_("已办理：%(number)s", number=proposal.title), "success")
                return redirect(url_for("ProposalsView.proposals"))
        suggested = {key: proposal.typed.get(source, "") for key, source in TAKEN_OVER.items()}
        return render_template(
            "outcomes/proposal.html",
            proposal=proposal,
            open=proposal.state is ProposalState.WAITING,
            labels=entry_labels(),
            required=REQUIRED,
            levels=[(str(level), _("第 %(level)s 级", level=level)) for level in range(1, HIGHEST_LEVEL + 1)],
            typed=request.form or suggested,
            alike=alike(session(), proposal),
            problems=problems,
        ), (422 if problems else 200)


def entry_labels() -> dict[str, str]:
    """Return the fields that the centre fills in, with their labels."""
    return {
        "institution": _("资历名册机构（名称或机构代码）"),
        "code": _("编号（课程号）"),
        "title": _("成果名称"),
        "subject": _("专业领域"),
        "programme": _("项目名称（专业名称）"),
        "education_level": _("层次"),
        "credits": _("学分"),
        "study_hours": _("学时"),
        "qf_level": _("资历等级"),
    }


def answered() -> Answer:
    """Return the centre's answer as it came."""
    return Answer(
        accepted=request.form.get("answer") == "accept",
        filled=request.form,
        labels=entry_labels(),
        remarks=request.form.get("remarks", ""),
    )
