"""The files of assessors' opinions, sent by the desks whose cases they are about."""

from typing import Any

from flask import abort
from flask_appbuilder.baseviews import expose
from flask_appbuilder.security.decorators import has_access

from backoffice.conversion.assessments import assessments_of
from backoffice.kernel.web import session
from backoffice.outcomes.views import stored
from backoffice.recognition.assessments import files_of


class OpinionFiles:
    """A part of a desk; `found` tells which cases are the desk's."""

    found: Any

    @expose("/<int:application_id>/opinion/<int:paper_id>")
    @has_access
    def opinion_file(self, application_id: int, paper_id: int) -> Any:  # noqa: ANN401 - a response
        """Send a file that an assessor handed in on a case of this desk."""
        self.found(application_id)
        assessments = assessments_of(session(), application_id)
        kept = files_of(session(), [each.id for each in assessments])
        return stored((next((each for each in kept if each.id == paper_id), None) or abort(404)).file)
