"""The review desk that both reviews share: the list of cases, one case, the decision."""

from collections.abc import Callable
from typing import Any, ClassVar

from flask import abort, flash, redirect, request, url_for
from flask_appbuilder.baseviews import BaseView, expose
from flask_appbuilder.security.decorators import has_access
from flask_babel import gettext as _
from flask_babel.speaklater import LazyString

from backoffice.conversion.approval import House
from backoffice.conversion.asked_list import asked_list
from backoffice.conversion.case import Case, case_of
from backoffice.conversion.desk_pages import case_page, list_page
from backoffice.conversion.listing import assigned_application
from backoffice.conversion.recusals import recuse
from backoffice.conversion.reviews import Opinion, review_final, review_first
from backoffice.conversion.views import send_file_of
from backoffice.conversion.worklist import Desk
from backoffice.kernel.problems import Refused
from backoffice.kernel.web import actor_id, folder, now, sentences, session, settings, uploads_in
from backoffice.recognition.workflow import MaterialCheck
from rules.planning.terms import terms_of


def house() -> House:
    """Return what messages and proofs say of this house."""
    known = settings()
    return House(
        platform=known.platform,
        issuer=known.issuer,
        sms_signature=known.sms_signature,
        number_prefix=known.number_prefix,
        proof_key=known.proof_key,
        terms=terms_of(known.term_starts),
    )


class CaseDesk(BaseView):
    """A list of conversions and one of them; desks differ in whose cases they are and what can be done."""

    default_view = "cases"
    final = False
    asks = False  # whether a third-party assessor can be asked here

    title: ClassVar[LazyString]
    steps: ClassVar[tuple[tuple[str, LazyString, str], ...]] = ()  # step, word, look of the button

    def whose(self) -> Desk:
        """Return whose list this desk shows."""
        return Desk(final=self.final, actor_id=actor_id())

    @expose("/")
    @has_access
    def cases(self) -> Any:  # noqa: ANN401 - a response
        """List the cases, narrowed and sorted."""
        return list_page(self, asked_list(request.args))

    @expose("/<int:application_id>/<any(evidence, file):what>/<int:file_id>")
    @has_access
    def file(self, application_id: int, what: str, file_id: int) -> Any:  # noqa: ANN401
        """Send a file of a case."""
        return send_file_of(self.found(application_id), what, file_id)

    def found(self, application_id: int) -> Case:
        """Return a case of this desk; any other is not found."""
        application = assigned_application(session(), application_id, actor_id=actor_id(), final=self.final)
        return case_of(session(), application or abort(404))

    def answer(self, application_id: int, act: Callable[[], object], told: str) -> Any:  # noqa: ANN401
        """Do what a form asks for and lead back to the list; show the case again with what is in the way."""
        self.found(application_id)
        try:
            act()
        except Refused as refused:
            session().rollback()
            return case_page(self, self.found(application_id), sentences(refused.problems)), 422
        session().commit()
        flash(told, "success")
        return redirect(asked_list(request.args).with_(url_for(f"{self.endpoint}.cases")))


class ReviewDesk(CaseDesk):
    """A desk of one of the two reviews."""

    @expose("/<int:application_id>", methods=["GET", "POST"])
    @has_access
    def case(self, application_id: int) -> Any:  # noqa: ANN401
        """Show a case; decide it."""
        case = self.found(application_id)
        if request.method == "GET":
            return case_page(self, case, [])
        told = _("已办理：%(number)s", number=case.application.number)
        return self.answer(application_id, lambda: self.decide(application_id, self.opinion()), told)

    @expose("/<int:application_id>/recuse", methods=["POST"])
    @has_access
    def recuse(self, application_id: int) -> Any:  # noqa: ANN401
        """Step back from a case (回避)."""
        told = _("已回避：%(number)s", number=self.found(application_id).application.number)
        reason = request.form.get("reason", "")
        return self.answer(
            application_id, lambda: recuse(session(), application_id, reason, actor_id=actor_id(), now=now()), told
        )

    def opinion(self) -> Opinion:
        """Read what the form decides."""
        check = request.form.get("material_check", "")
        return Opinion(
            step=request.form.get("step", ""),
            remarks=request.form.get("remarks", ""),
            material_check=MaterialCheck(check) if check in set(MaterialCheck) else None,
            uploads=uploads_in(["materials"]),
        )

    def decide(self, application_id: int, opinion: Opinion) -> None:
        """Take the step; raises Refused."""
        if self.final:
            review_final(session(), application_id, opinion, actor_id=actor_id(), now=now(), house=house())
        else:
            review_first(
                session(), application_id, opinion, actor_id=actor_id(), now=now(), folder=folder(), house=house()
            )
