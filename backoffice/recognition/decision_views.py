"""The decision on recognition (认定) by the management centre."""

from flask import request
from flask_babel import lazy_gettext, lazy_pgettext

from backoffice.kernel.paging import Page
from backoffice.kernel.web import actor_id, now, session, settings
from backoffice.outcomes.views import page_number
from backoffice.recognition.decisions import decide
from backoffice.recognition.desk import ROWS, RecognitionCases
from backoffice.recognition.listing import case_of_centre, cases_of_centre
from backoffice.recognition.models import RecognitionApplication
from backoffice.recognition.workflow import RECOGNISE, REFUSE, RETURN


class RecognitionDeskView(RecognitionCases):
    """Every case but the actor's own."""

    route_base = "/review/recognition"
    class_permission_name = "RecognitionDesk"
    title = lazy_gettext("认定审核")
    steps = (
        (RECOGNISE, lazy_pgettext("decision", "已认定"), "btn-primary"),
        (RETURN, lazy_pgettext("decision", "退回补正"), ""),
        (REFUSE, lazy_pgettext("decision", "认定未通过"), "btn-danger"),
    )

    def find_cases(self, *, waiting: bool) -> Page[RecognitionApplication]:
        """Return cases whose originals have been seen, or all others."""
        return cases_of_centre(session(), actor_id=actor_id(), waiting=waiting, page=page_number(), size=ROWS)

    def find_case(self, application_id: int) -> RecognitionApplication | None:
        """Return a case, unless it is the actor's own."""
        return case_of_centre(session(), application_id, actor_id=actor_id())

    def decide(self, application_id: int) -> None:
        """Recognise, return or refuse."""
        decide(
            session(),
            application_id,
            request.form.get("step", ""),
            request.form.get("remarks", ""),
            actor_id=actor_id(),
            now=now(),
            house=settings(),
        )
