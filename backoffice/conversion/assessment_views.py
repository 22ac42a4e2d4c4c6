"""The desk of third-party assessors: what they were asked, the file of that case alone, their opinion."""

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_appbuilder.baseviews import BaseView, expose
from flask_appbuilder.security.decorators import has_access
from flask_babel import gettext as _
from flask_babel import lazy_gettext

from backoffice.conversion.assessments import Asked, give_opinion, own_assessment, own_assessments
from backoffice.conversion.case import Case, case_of
from backoffice.conversion.desk_pages import declared_of, judged
from backoffice.conversion.listing import any_application
from backoffice.kernel.problems import Refused
from backoffice.kernel.web import actor_id, folder, note_look, now, sentences, session, translated
from backoffice.outcomes.listing import evidence_of
from backoffice.outcomes.models import Evidence
from backoffice.outcomes.views import page_number, stored
from backoffice.recognition.asking import given_in
from backoffice.recognition.assessments import files_of
from backoffice.recognition.evidence import ViewedFile, file_at, shown, viewer_of
from backoffice.recognition.workflow import Conclusion

ROWS = 25


class AssessmentView(BaseView):
    """What the actor was asked for."""

    route_base = "/review/assessment"
    class_permission_name = "Assessing"
    default_view = "cases"
    title = lazy_gettext("第三方评审")

    @expose("/")
    @has_access
    def cases(self) -> Any:  # noqa: ANN401 - a response
        """List what waits for an opinion, or all else."""
        waiting = request.args.get("show") != "done"
        page = own_assessments(session(), actor_id=actor_id(), waiting=waiting, page=page_number(), size=ROWS)
        return render_template("conversion/assessments.html", view=self, page=page, waiting=waiting)

    @expose("/<int:assessment_id>", methods=["GET", "POST"])
    @has_access
    def assessment(self, assessment_id: int) -> Any:  # noqa: ANN401
        """Show the case that an opinion was asked on; give the opinion."""
        asked = self._asked(assessment_id)
        if request.method == "GET":
            return self._page(asked, [])
        given = given_in(request.form)
        try:
            give_opinion(session(), assessment_id, given, actor_id=actor_id(), now=now(), folder=folder())
        except Refused as refused:
            session().rollback()
            return self._page(self._asked(assessment_id), sentences(refused.problems)), 422
        session().commit()
        flash(_("评审意见已提交。"), "success")
        return redirect(url_for("AssessmentView.cases"))

    @expose("/<int:assessment_id>/evidence/<int:evidence_id>")
    @has_access
    def evidence(self, assessment_id: int, evidence_id: int) -> Any:  # noqa: ANN401
        """Send a piece of evidence of that case."""
        kept = self._evidence(self._asked(assessment_id))
        return shown((next((each for each in kept if each.id == evidence_id), None) or abort(404)).file)

    @expose("/<int:assessment_id>/opinion/<int:paper_id>")
    @has_access
    def opinion_file(self, assessment_id: int, paper_id: int) -> Any:  # noqa: ANN401
        """Send a file that the actor handed in."""
        kept = files_of(session(), [self._asked(assessment_id).assessment.id])
        return stored((next((each for each in kept if each.id == paper_id), None) or abort(404)).file)

    def _asked(self, assessment_id: int) -> Asked:
        return own_assessment(session(), assessment_id, actor_id=actor_id()) or abort(404)

    def _conversion(self, asked: Asked) -> Case | None:
        if asked.application is None:
            return None
        return case_of(session(), any_application(session(), asked.application.id) or abort(404))

    def _evidence(self, asked: Asked) -> list[Evidence]:
        """Return the evidence of the outcomes of the case, and nothing that the reviews have added."""
        case = self._conversion(asked)
        if case is not None:
            return case.evidence
        recognition = asked.assessment.recognition
        known = recognition is not None and recognition.outcome_id
        return list(evidence_of(session(), known)) if known else []

    def _page(self, asked: Asked, problems: list[tuple[str, str]]) -> str:
        case = self._conversion(asked)
        here = asked.assessment.id
        note_look("conversion_assessment", here)
        files = [
            ViewedFile(
                key=f"evidence-{each.id}",
                url=url_for("AssessmentView.evidence", assessment_id=here, evidence_id=each.id),
                name=each.file.name,
                size=each.file.size,
                note=_("成果材料"),
                file=each.file,
            )
            for each in self._evidence(asked)
        ]
        outcome = asked.assessment.recognition.outcome if asked.assessment.recognition else None
        told = judged(case) if case else {"declared": [(outcome, declared_of(outcome))] if outcome else []}
        return render_template(
            "conversion/assessment.html",
            view=self,
            asked=asked,
            case=case,
            **told,
            viewer=viewer_of(files, request.args),
            file_at=file_at(url_for("AssessmentView.assessment", assessment_id=here)),
            conclusions=[(each.value, translated(each.value)) for each in Conclusion],
            handed_in=[
                {
                    "id": each.id,
                    "name": each.file.name,
                    "size": each.file.size,
                    "url": url_for("AssessmentView.opinion_file", assessment_id=here, paper_id=each.id),
                }
                for each in files_of(session(), [here])
            ],
            problems=problems,
            typed=request.form,
        )
