"""The centre's desk of conversions: every case in view, an opinion asked for, a decision revoked."""

from typing import Any

from flask import abort, request
from flask_appbuilder.baseviews import expose
from flask_appbuilder.security.decorators import has_access
from flask_babel import gettext as _
from flask_babel import lazy_gettext

from backoffice.conversion.assessments import ask_about_conversion
from backoffice.conversion.case import Case, case_of
from backoffice.conversion.desk import CaseDesk, house
from backoffice.conversion.desk_pages import case_page
from backoffice.conversion.listing import any_application
from backoffice.conversion.opinion_files import OpinionFiles
from backoffice.conversion.revocation import revoke
from backoffice.conversion.sheet_views import ReviewSheets
from backoffice.conversion.workflow import MANAGEMENT_CENTER, ConversionState
from backoffice.conversion.worklist import Desk
from backoffice.kernel.web import actor_id, now, session, settings
from backoffice.recognition.asking import asking_in


class CentreCasesView(OpinionFiles, ReviewSheets, CaseDesk):
    """Cases of every institution and committee, read rather than reviewed."""

    route_base = "/review/cases"
    class_permission_name = "CentreCases"
    asks = True
    title = lazy_gettext("转换申请管理")

    def whose(self) -> Desk:
        """Return the whole house's list."""
        return Desk()

    def found(self, application_id: int) -> Case:
        """Return any case."""
        return case_of(session(), any_application(session(), application_id) or abort(404))

    def revocable(self, case: Case) -> bool:
        """Tell whether there is a decision that could be revoked."""
        return case.application.state is ConversionState.CONVERTED

    @expose("/<int:application_id>")
    @has_access
    def case(self, application_id: int) -> Any:  # noqa: ANN401 - a response
        """Show a case."""
        return case_page(self, self.found(application_id), [])

    @expose("/<int:application_id>/ask", methods=["POST"])
    @has_access
    def ask(self, application_id: int) -> Any:  # noqa: ANN401
        """Ask a third-party assessor for an opinion."""
        asking = asking_in(request.form)
        return self.answer(
            application_id,
            lambda: ask_about_conversion(
                session(),
                application_id,
                asking,
                role=MANAGEMENT_CENTER,
                actor_id=actor_id(),
                now=now(),
                house=settings(),
            ),
            _("已请第三方机构评审。"),
        )

    @expose("/<int:application_id>/revoke", methods=["POST"])
    @has_access
    def revoke(self, application_id: int) -> Any:  # noqa: ANN401
        """Revoke a conversion with a reason."""
        remarks = request.form.get("remarks", "")
        told = _("已撤销：%(number)s", number=self.found(application_id).application.number)
        return self.answer(
            application_id,
            lambda: revoke(session(), application_id, remarks, actor_id=actor_id(), now=now(), house=house()),
            told,
        )
