"""The review desk that both reviews share: the list of cases, one case, the decision."""

from typing import Any, ClassVar

from flask import abort, flash, redirect, render_template, request, url_for
from flask_appbuilder.baseviews import BaseView, expose
from flask_appbuilder.security.decorators import has_access
from flask_babel import gettext as _
from flask_babel.speaklater import LazyString

from backoffice.conversion.appeals import appeal_of, barred, reviewers_left
from backoffice.conversion.approval import House
from backoffice.conversion.cards import answer_word, plain_ratio, total
from backoffice.conversion.case import Case, case_of, file_links, timeline
from backoffice.conversion.listing import assigned_application, cases, sources_of, targets_of
from backoffice.conversion.reviews import Opinion, review_final, review_first
from backoffice.conversion.views import send_file_of
from backoffice.conversion.workflow import ConversionState
from backoffice.kernel.problems import Refused
from backoffice.kernel.web import (
    actor_id,
    folder,
    language,
    now,
    sentences,
    session,
    settings,
    translated,
    uploads_in,
)
from backoffice.outcomes.duplicates import alarms
from backoffice.outcomes.views import page_number
from backoffice.recognition.workflow import MaterialCheck
from rules.explanation import Reason, reasons
from rules.planning.terms import terms_of
from rules.voices import Voice

ROWS = 25


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


class ReviewDesk(BaseView):
    """A desk; the two reviews differ in whose cases they are and what can be decided."""

    default_view = "cases"
    final = False

    title: ClassVar[LazyString]
    steps: ClassVar[tuple[tuple[str, LazyString, str], ...]]  # step, word, look of the button

    @expose("/")
    @has_access
    def cases(self) -> Any:  # noqa: ANN401 - a response
        """List the cases that wait, or those that have been dealt with."""
        waiting = request.args.get("show") != "done"
        page = cases(session(), actor_id=actor_id(), final=self.final, waiting=waiting, page=page_number(), size=ROWS)
        ids = [each.id for each in page.items]
        return render_template(
            "conversion/cases.html",
            desk=self,
            page=page,
            waiting=waiting,
            sources=sources_of(session(), ids),
            targets=targets_of(session(), ids),
        )

    @expose("/<int:application_id>", methods=["GET", "POST"])
    @has_access
    def case(self, application_id: int) -> Any:  # noqa: ANN401
        """Show a case; decide it."""
        case = self._case(application_id)
        problems: list[tuple[str, str]] = []
        if request.method == "POST":
            try:
                self._decide(application_id)
            except Refused as refused:
                session().rollback()
                problems = sentences(refused.problems)
                case = self._case(application_id)
            else:
                session().commit()
                flash(_("已办理：%(number)s", number=case.application.number), "success")
                return redirect(url_for(f"{self.endpoint}.cases"))
        return self._page(case, problems), (422 if problems else 200)

    @expose("/<int:application_id>/<any(evidence, file):what>/<int:file_id>")
    @has_access
    def file(self, application_id: int, what: str, file_id: int) -> Any:  # noqa: ANN401
        """Send a file of a case."""
        return send_file_of(self._case(application_id), what, file_id)

    def _case(self, application_id: int) -> Case:
        found = assigned_application(session(), application_id, actor_id=actor_id(), final=self.final) or abort(404)
        return case_of(session(), found)

    def _decide(self, application_id: int) -> None:
        check = request.form.get("material_check", "")
        opinion = Opinion(
            step=request.form.get("step", ""),
            remarks=request.form.get("remarks", ""),
            material_check=MaterialCheck(check) if check in set(MaterialCheck) else None,
            uploads=uploads_in(["materials"]),
        )
        if self.final:
            review_final(session(), application_id, opinion, actor_id=actor_id(), now=now(), house=house())
        else:
            review_first(
                session(), application_id, opinion, actor_id=actor_id(), now=now(), folder=folder(), house=house()
            )

    def _page(self, case: Case, problems: list[tuple[str, str]]) -> str:
        waits = ConversionState.FIRST_PASSED if self.final else ConversionState.APPLIED
        kept_out = actor_id() in barred(session(), case.application.id, final=self.final)
        return render_template(
            "conversion/desk.html",
            desk=self,
            case=case,
            open=case.application.state is waits and not kept_out,
            appeal=appeal_of(session(), case.application.id),
            kept_out=kept_out,
            left=reviewers_left(session(), [case.application])[case.application.id],
            checks=[(check.value, translated(check.value)) for check in MaterialCheck],
            answer=answer_word(case.verdict) if case.verdict else "",
            reasons=[(each.mark, each.sentence) for each in _reasons(case)],
            ratio=plain_ratio(case.verdict) if case.verdict else "",
            credits=total(case.verdict) if case.verdict else None,
            files=file_links(case, f"{self.endpoint}.file"),
            alarms=sorted({alarm.value for each in case.sources for alarm in alarms(session(), each)}),
            history=timeline(case, names=True),
            problems=problems,
            typed=request.form,
        )


def _reasons(case: Case) -> tuple[Reason, ...]:
    """Return why the rule says what it says, as it is told to somebody else than the learner."""
    return reasons(case.verdict, language(), Voice.OF_LEARNER) if case.verdict else ()
