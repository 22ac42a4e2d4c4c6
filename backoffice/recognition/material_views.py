"""The check of the paper originals (材料审查) by the institution's administrators."""

from flask import request
from flask_babel import lazy_gettext, lazy_pgettext

from backoffice.kernel.paging import Page
from backoffice.kernel.web import actor_id, now, session, settings
from backoffice.outcomes.views import page_number
from backoffice.recognition.decisions import check_originals
from backoffice.recognition.desk import ROWS, RecognitionCases
from backoffice.recognition.listing import case_of_institution, cases_of_institutions
from backoffice.recognition.models import RecognitionApplication
from backoffice.recognition.workflow import CHECK, MaterialCheck


class MaterialCheckView(RecognitionCases):
    """Cases that name an institution of the actor's."""

    route_base = "/review/materials"
    class_permission_name = "MaterialCheck"
    checking = True
    title = lazy_gettext("材料审查")
    steps = ((CHECK, lazy_pgettext("decision", "登记审查结果"), "btn-primary"),)

    def find_cases(self, *, waiting: bool) -> Page[RecognitionApplication]:
        """Return cases whose originals wait to be seen, or all others."""
        return cases_of_institutions(session(), actor_id=actor_id(), waiting=waiting, page=page_number(), size=ROWS)

    def find_case(self, application_id: int) -> RecognitionApplication | None:
        """Return a case of the actor's institutions."""
        return case_of_institution(session(), application_id, actor_id=actor_id())

    def decide(self, application_id: int) -> None:
        """Record what was found."""
        found = request.form.get("originals_check", "")
        check_originals(
            session(),
            application_id,
            MaterialCheck(found) if found in set(MaterialCheck) else None,
            request.form.get("remarks", ""),
            actor_id=actor_id(),
            now=now(),
            house=settings(),
        )
