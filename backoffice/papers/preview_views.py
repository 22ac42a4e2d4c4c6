"""Pictures of a look on a sample paper: of a version, of a draft as it was saved, and of one as it is being typed."""

import base64
from http import HTTPStatus
from typing import Any

from flask import Response, abort, jsonify, request
from flask_appbuilder.baseviews import BaseView, expose
from flask_appbuilder.security.decorators import has_access

from backoffice.kernel.papers import FAULTS, fault_told
from backoffice.kernel.problems import Problem
from backoffice.kernel.web import printing, sentences, session, settings
from backoffice.papers.addresses import ADDRESS, kind_at
from backoffice.papers.draft_views import sent_look
from backoffice.papers.kinds import PaperKind
from backoffice.papers.models import PaperTemplate
from backoffice.papers.preview import TooBusy, Tried, page_in
from backoffice.papers.samples import sample_of
from backoffice.papers.versions import look_of
from reports.look import look_from, look_json

RATE = "60 per minute"


class PaperPreviewView(BaseView):
    """Previews are slow and nothing of them is kept; their rate is limited where the application is put together."""

    route_base = "/paper-templates/preview"
    class_permission_name = "PaperTemplates"
    default_view = "version"

    @expose(f"/{ADDRESS}/<int:number>.png")
    @has_access
    def version(self, paper: str, number: int) -> Any:  # noqa: ANN401 - a response
        """Answer the picture of a version."""
        try:
            look = look_of(session(), kind_at(paper), number)
        except LookupError:
            abort(404)
        return picture(look_json(look), kind_at(paper))

    @expose("/<int:template_id>.png")
    @has_access
    def draft(self, template_id: int) -> Any:  # noqa: ANN401
        """Answer the picture of a draft as it was saved."""
        template = session().get(PaperTemplate, template_id) or abort(404)
        return picture(template.look, template.paper)

    @expose("/<int:template_id>", methods=["POST"])
    @has_access
    def typed(self, template_id: int) -> Any:  # noqa: ANN401
        """Answer the picture of what the form holds, or what is wrong with it; nothing is kept."""
        template = session().get(PaperTemplate, template_id) or abort(404)
        typed = sent_look(template, look_from(template.look))
        if typed.problems:
            return jsonify({"problems": sentences(typed.problems)}), HTTPStatus.UNPROCESSABLE_ENTITY
        tried = sample_asked_for(template.paper)
        session().rollback()  # the drawing is slow, and nobody may wait for it
        try:
            drawn = page_in(look_json(typed.look), tried, printing())
        except TooBusy:
            return jsonify({"problems": sentences([Problem("preview_busy")])}), HTTPStatus.TOO_MANY_REQUESTS
        except FAULTS as fault:
            return jsonify({"problems": sentences([fault_told(fault)])}), HTTPStatus.UNPROCESSABLE_ENTITY
        return jsonify({"picture": f"data:image/png;base64,{base64.b64encode(drawn).decode()}"})


def picture(look_text: str, paper: PaperKind) -> Response:
    """Return a sound look as a picture; 429 while too many are drawn."""
    tried = sample_asked_for(paper)
    session().rollback()
    try:
        return Response(page_in(look_text, tried, printing()), mimetype="image/png")
    except TooBusy:
        abort(HTTPStatus.TOO_MANY_REQUESTS)
    except FAULTS as fault:
        return Response(sentences([fault_told(fault)])[0][1], HTTPStatus.UNPROCESSABLE_ENTITY, mimetype="text/plain")


def sample_asked_for(paper: PaperKind) -> Tried:
    """Return which sample is asked for, and whose names it bears."""
    sample = sample_of(paper, request.values.get("sample", ""))
    return Tried(paper, sample, settings().platform, settings().issuer)
