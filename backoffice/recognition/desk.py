"""What the two desks of recognition share: the list of cases, one case with its evidence, the decision."""

from abc import abstractmethod
from collections.abc import Callable
from typing import Any, ClassVar

from flask import abort, flash, redirect, render_template, request, url_for
from flask_appbuilder.baseviews import BaseView, expose
from flask_appbuilder.security.decorators import has_access
from flask_babel import gettext as _
from flask_babel.speaklater import LazyString

from backoffice.kernel.paging import Page
from backoffice.kernel.problems import Refused
from backoffice.kernel.web import note_look, sentences, session, translated
from backoffice.outcomes.changes import typed_of
from backoffice.outcomes.duplicates import alarms
from backoffice.outcomes.listing import evidence_of
from backoffice.recognition.decisions import last_check
from backoffice.recognition.evidence import ViewedFile, file_at, shown, viewer_of
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

    def held(self, case: RecognitionApplication) -> dict[str, Any]:  # noqa: ARG002 - for the desk that assigns
        """Return what a desk that assigns cases shows of that; others show nothing."""
        return {}

    def beside(self, page: Page[RecognitionApplication]) -> dict[str, Any]:  # noqa: ARG002
        """Return what a desk's list shows beside the cases."""
        return {}

    @abstractmethod
    def decide(self, application_id: int) -> None:
        """Take the step that the form asks for; raises Refused."""

    @expose("/")
    @has_access
    def cases(self) -> Any:  # noqa: ANN401 - a response
        """List the cases that wait here, or all others."""
        waiting = request.args.get("show") != "done"
        page = self.find_cases(waiting=waiting)
        return render_template("recognition/cases.html", desk=self, page=page, waiting=waiting, **self.beside(page))

    @expose("/<int:recognition_id>", methods=["GET", "POST"])
    @has_access
    def case(self, recognition_id: int) -> Any:  # noqa: ANN401
        """Show a case; decide it."""
        case = self.find_case(recognition_id) or abort(404)
        if request.method == "GET":
            return self._page(case, [])
        return self.answer(
            recognition_id, lambda: self.decide(recognition_id), _("已办理：%(number)s", number=case.title)
        )

    def answer(self, recognition_id: int, act: Callable[[], object], told: str) -> Any:  # noqa: ANN401
        """Do what a form asks for and lead back to the list; show the case again with what is in the way."""
        if self.find_case(recognition_id) is None:
            abort(404)
        try:
            act()
        except Refused as refused:
            session().rollback()
            return self._page(self.find_case(recognition_id) or abort(404), sentences(refused.problems)), 422
        session().commit()
        flash(told, "success")
        return redirect(url_for(f"{self.endpoint}.cases"))

    @expose("/<int:recognition_id>/evidence/<int:evidence_id>")
    @has_access
    def evidence(self, recognition_id: int, evidence_id: int) -> Any:  # noqa: ANN401
        """Send a file that proves the outcome of a case."""
        case = self.find_case(recognition_id) or abort(404)
        kept = evidence_of(session(), case.outcome_id) if case.outcome_id else []
        found = next((each for each in kept if each.id == evidence_id), None) or abort(404)
        return shown(found.file)

    def files(self, case: RecognitionApplication) -> list[ViewedFile]:
        """Return what proves the outcome of a case."""
        kept = evidence_of(session(), case.outcome_id) if case.outcome_id else []
        return [
            ViewedFile(
                key=f"evidence-{each.id}",
                url=url_for(f"{self.endpoint}.evidence", recognition_id=case.id, evidence_id=each.id),
                name=each.file.name,
                size=each.file.size,
                note=_("成果材料"),
                file=each.file,
            )
            for each in kept
        ]

    def _page(self, case: RecognitionApplication, problems: list[tuple[str, str]]) -> str:
        outcome = case.outcome
        note_look("recognition_application", case.id)
        return render_template(
            "recognition/case.html",
            desk=self,
            case=case,
            outcome=outcome,
            known=typed_of(outcome) if outcome else {},
            viewer=viewer_of(self.files(case), request.args),
            file_at=file_at(url_for(f"{self.endpoint}.case", recognition_id=case.id)),
            alarms=alarms(session(), outcome) if outcome else [],
            lines=lines_of(records_of(session(), [outcome.id])[outcome.id], names=True) if outcome else [],
            check=last_check(session(), case.id),
            checks=[(each.value, translated(each.value)) for each in MaterialCheck],
            open=case.state is RequestState.APPLIED,
            held=self.held(case),
            problems=problems,
            typed=request.form,
        )
