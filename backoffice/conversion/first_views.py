"""The first review (初审) by the institution's administrators."""

from typing import Any

from flask import request
from flask_appbuilder.baseviews import expose
from flask_appbuilder.security.decorators import has_access
from flask_babel import gettext as _
from flask_babel import lazy_gettext, lazy_pgettext

from backoffice.conversion.assessments import ask_about_conversion
from backoffice.conversion.desk import ReviewDesk
from backoffice.conversion.opinion_files import OpinionFiles
from backoffice.conversion.reviews import PASS_FIRST, REFUSE_FIRST, RETURN
from backoffice.conversion.sheet_views import ReviewSheets
from backoffice.conversion.workflow import CHECK_MATERIALS, INSTITUTION_ADMINISTRATOR
from backoffice.kernel.web import actor_id, now, session, settings
from backoffice.recognition.asking import asking_in


class FirstReviewView(OpinionFiles, ReviewSheets, ReviewDesk):
    """Cases that aim at outcomes of the actor's institutions."""

    route_base = "/review/first"
    class_permission_name = "FirstReview"
    final = False
    asks = True
    title = lazy_gettext("初审")
    steps = (
        (PASS_FIRST, lazy_pgettext("decision", "初审通过"), "btn-primary"),
        (RETURN, lazy_pgettext("decision", "退回补正"), ""),
        (REFUSE_FIRST, lazy_pgettext("decision", "初审不通过"), "btn-danger"),
        (CHECK_MATERIALS, lazy_pgettext("decision", "只登记材料审查"), "btn-quiet"),
    )

    @expose("/<int:application_id>/ask", methods=["POST"])
    @has_access
    def ask(self, application_id: int) -> Any:  # noqa: ANN401 - a response
        """Ask a third-party assessor for an opinion, once the first review has passed the case on."""
        asking = asking_in(request.form)
        return self.answer(
            application_id,
            lambda: ask_about_conversion(
                session(),
                application_id,
                asking,
                role=INSTITUTION_ADMINISTRATOR,
                actor_id=actor_id(),
                now=now(),
                house=settings(),
            ),
            _("已请第三方机构评审。"),
        )
