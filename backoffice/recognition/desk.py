"""What the two desks of recognition share: the list of cases, one case with its evidence, the decision."""

from abc import abstractmethod
from typing import Any, ClassVar

from flask import abort, flash, redirect, render_template, request, url_for
from flask_appbuilder.baseviews import BaseView, expose
from flask_appbuilder.security.decorators import has_access
from flask_babel import gettext as _
from flask_babel.speaklater import LazyString

from backoffice.kernel.paging import Page
from backoffice.kernel.problems import Refused
from backoffice.kernel.web import sentences, session, translated
from backoffice.outcomes.changes import typed_of
from backoffice.outcomes.duplicates import alarms
from backoffice.outcomes.listing import evidence_of
from backoffice.outcomes.views import stored
from backoffice.recognition.decisions import last_check
from backoffice.recognition.history import lines_of
from backoffice.recognition.listing import records_of
from backoffice.recognition.models import RecognitionApplication
from backoffice.recognition.workflow import MaterialCheck, RequestState

ROWS = 25


class RecognitionCases(BaseView):
    """A desk; the two differ in whose cases they are and what can be decided."""

    default_view = "cases"
    checking = False

    title: ClassVar[LazyString]
    steps: ClassVar[tuple[tuple[str, LazyString, str], ...]]  # step, word, look of the button

    @abstractmethod
    def find_cases(self, *, waiting: bool) -> Page[RecognitionApplication]:
        """Return one page of the actor's cases."""

    @abstractmethod
    def find_case(self, application_id: int) -> RecognitionApplication | None:
        """Return one of the actor's cases."""

    @abstractmethod
    def decide(self, application_id: int) -> None:
        """Take the step that the form asks for; raises Refused."""

    @expose("/")
    @has_access
    def cases(self) -> Any:  # noqa: ANN401 - a response
        """List the cases that wait here, or all others."""
        waiting = request.args.get("show") != "done"
        return render_template(
            "recognition/cases.html", desk=self, page=self.find_cases(waiting=waiting), waiting=waiting
        )

    @expose("/<int:recognition_id>", methods=["GET", "POST"])
    @has_access
    def case(self, recognition_id: int) -> Any:  # noqa: ANN401
        """Show a case; decide it."""
        case = self.find_case(recognition_id) or abort(404)
        problems: list[tuple[str, str]] = []
        if request.method == "POST":
            try:
                self.decide(recognition_id)
            except Refused as refused:
                session().rollback()
                problems = sentences(refused.problems)
                case = self.find_case(recognition_id) or abort(404)
            else:
                session().commit()
                flash(_("已办理：%(number)s", number=case.title), "success")
                return redirect(url_for(f"{self.endpoint}.cases"))
        return self._page(case, problems), (422 if problems else 200)

    @expose("/<int:recognition_id>/evidence/<int:evidence_id>")
    @has_access
    def evidence(self, recognition_id: int, evidence_id: int) -> Any:  # noqa: ANN401
        """Send a file that proves the outcome of a case."""
        case = self.find_case(recognition_id) or abort(404)
        kept = evidence_of(session(), case.outcome_id) if case.outcome_id else []
        found = next((each for each in kept if each.id == evidence_id), None) or abort(404)
        return stored(found.file)

    def _page(self, case: RecognitionApplication, problems: list[tuple[str, str]]) -> str:
        outcome = case.outcome
        return render_template(
            "recognition/case.html",
            desk=self,
            case=case,
            outcome=outcome,
            known=typed_of(outcome) if outcome else {},
            evidence=evidence_of(session(), outcome.id) if outcome else [],
            alarms=alarms(session(), outcome) if outcome else [],
            lines=lines_of(records_of(session(), [outcome.id])[outcome.id], names=True) if outcome else [],
            check=last_check(session(), case.id),
            checks=[(each.value, translated(each.value)) for each in MaterialCheck],
            open=case.state is RequestState.APPLIED,
            problems=problems,
            typed=request.form,
        )
