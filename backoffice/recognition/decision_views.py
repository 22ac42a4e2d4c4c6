"""The decision on recognition (认定) by the management centre: assigned to a person, who may ask an assessor first."""

from typing import Any

from flask import abort, request, url_for
from flask_appbuilder.baseviews import expose
from flask_appbuilder.security.decorators import has_access
from flask_babel import gettext as _
from flask_babel import lazy_gettext, lazy_pgettext

from backoffice.kernel.paging import Page
from backoffice.kernel.web import actor_id, now, number_in, session, settings
from backoffice.outcomes.views import page_number, stored
from backoffice.recognition.asking import asking_in
from backoffice.recognition.assessments import ask_about_recognition, assessments_of_recognition, assessors, files_of
from backoffice.recognition.assignments import assign, assignees, people_of_centre
from backoffice.recognition.decisions import decide
from backoffice.recognition.desk import ROWS, RecognitionCases
from backoffice.recognition.listing import case_of_centre, cases_of_centre
from backoffice.recognition.models import RecognitionApplication
from backoffice.recognition.workflow import RECOGNISE, REFUSE, RETURN, RequestState

SHOWN = ("mine", "free", "waiting", "done")


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
        show = request.args.get("show", "")
        show = show if show in SHOWN else ("waiting" if waiting else "done")
        return cases_of_centre(session(), actor_id=actor_id(), show=show, page=page_number(), size=ROWS)

    def find_case(self, application_id: int) -> RecognitionApplication | None:
        """Return a case, unless it is the actor's own."""
        return case_of_centre(session(), application_id, actor_id=actor_id())

    def beside(self, page: Page[RecognitionApplication]) -> dict[str, Any]:
        """Return the tabs of the list, and who holds each case."""
        words = (("waiting", _("待办理")), ("mine", _("分派给我")), ("free", _("未分派")), ("done", _("其他")))
        asked = request.args.get("show", "waiting")
        return {
            "tabs": [(word, url_for("RecognitionDeskView.cases", show=name), asked == name) for name, word in words],
            "assignees": assignees(session(), [each.id for each in page.items]),
        }

    def held(self, case: RecognitionApplication) -> dict[str, Any]:
        """Return who holds a case, who could, and what assessors were asked of it."""
        open_ = case.state is RequestState.APPLIED
        opinions = assessments_of_recognition(session(), case.id)
        files: dict[int, list[dict[str, Any]]] = {each.id: [] for each in opinions}
        for each in files_of(session(), list(files)):
            url = url_for("RecognitionDeskView.opinion_file", recognition_id=case.id, paper_id=each.id)
            shown = {"id": each.id, "name": each.file.name, "size": each.file.size, "url": url}
            files[each.assessment_id].append(shown)
        return {
            "assignee": assignees(session(), [case.id]).get(case.id),
            "people": people_of_centre(session()) if open_ else [],
            "assessors": assessors(session()) if open_ else [],
            "opinions": [(each, files[each.id]) for each in opinions],
        }

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

    @expose("/<int:recognition_id>/assign", methods=["POST"])
    @has_access
    def assign(self, recognition_id: int) -> Any:  # noqa: ANN401 - a response
        """Give a case to one of the centre's people."""
        assignee = number_in(request.form.get("assignee"))
        return self.answer(
            recognition_id,
            lambda: assign(session(), recognition_id, assignee, actor_id=actor_id(), now=now()),
            _("已分派。"),
        )

    @expose("/<int:recognition_id>/ask", methods=["POST"])
    @has_access
    def ask(self, recognition_id: int) -> Any:  # noqa: ANN401
        """Ask a third-party assessor for an opinion."""
        asking = asking_in(request.form)
        return self.answer(
            recognition_id,
            lambda: ask_about_recognition(
                session(), recognition_id, asking, actor_id=actor_id(), now=now(), house=settings()
            ),
            _("已请第三方机构评审。"),
        )

    @expose("/<int:recognition_id>/opinion/<int:paper_id>")
    @has_access
    def opinion_file(self, recognition_id: int, paper_id: int) -> Any:  # noqa: ANN401
        """Send a file that an assessor handed in on a case."""
        case = self.find_case(recognition_id) or abort(404)
        kept = files_of(session(), [each.id for each in assessments_of_recognition(session(), case.id)])
        return stored((next((each for each in kept if each.id == paper_id), None) or abort(404)).file)
