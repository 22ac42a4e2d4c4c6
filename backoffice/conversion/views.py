"""A learner's conversions (转换成果申请): the list, the choice of a rule, one application and its steps."""

from collections.abc import Iterable
from typing import Any

from flask import Response, abort, flash, redirect, render_template, request, url_for
from flask_appbuilder.baseviews import BaseView, expose
from flask_appbuilder.security.decorators import has_access
from flask_babel import gettext as _

from backoffice.catalogue.search import kinds_by_category
from backoffice.conversion.appeals import appeal
from backoffice.conversion.case import Case, case_of, file_links, opinion_of, review_name, review_rows, timeline
from backoffice.conversion.deadlines import Deadline, Turnaround, deadline_of, waits_since
from backoffice.conversion.dialog import Asked, Narrowing, choosing
from backoffice.conversion.listing import Words, convertible_outcomes, own_application
from backoffice.conversion.models import ConversionFile
from backoffice.conversion.operations import NewApplication, apply, correct, withdraw
from backoffice.conversion.supposing import supposed_in
from backoffice.conversion.workflow import FINAL_STEPS, FIRST_STEPS, ConversionState
from backoffice.kernel.clock import day_of
from backoffice.kernel.problems import Refused
from backoffice.kernel.web import actor_id, folder, language, now, number_in, sentences, session, settings, uploads_in
from backoffice.outcomes.listing import own_outcome
from backoffice.outcomes.models import LearnerOutcome
from backoffice.outcomes.views import me, page_number
from backoffice.recognition.evidence import shown
from rules.explanation import reasons
from rules.planning.terms import terms_of

ROWS = 25
APPLICATION_PREFIX = "SQ"
REFUSED = (ConversionState.FIRST_REFUSED, ConversionState.FINAL_REFUSED)

Sentences = list[tuple[str, str]]


class MyConversionsView(BaseView):
    """What a learner converts."""

    route_base = "/my/conversions"
    class_permission_name = "MyConversions"
    default_view = "mine"

    @expose("/")
    @has_access
    def mine(self) -> Any:  # noqa: ANN401 - a response
        """List the outcomes that convert by rule, with their counts and states."""
        return list_page()

    @expose("/apply/<int:outcome_id>", methods=["GET", "POST"])
    @has_access
    def apply(self, outcome_id: int) -> Any:  # noqa: ANN401
        """Show what every rule says of an outcome (成果转换); hand in an application by the chosen one."""
        learner = me()
        if own_outcome(session(), outcome_id, learner_id=learner.id) is None:
            abort(404)
        problems: Sentences = []
        if request.method == "POST":
            chosen = number_in(request.form.get("rule")) or number_in(request.form.get("kept")) or None
            new = NewApplication(outcome_id, chosen, uploads_in(["materials"]), language())
            try:
                made = apply(
                    session(),
                    new,
                    learner=learner,
                    actor_id=actor_id(),
                    now=now(),
                    folder=folder(),
                    prefix=settings().number_prefix + APPLICATION_PREFIX,
                )
            except Refused as refused:
                session().rollback()
                problems = sentences(refused.problems)
            else:
                session().commit()
                flash(_("提交成功，申请编号 %(number)s。", number=made.number), "success")
                return redirect(url_for("MyConversionsView.show", application_id=made.id))
        return self._choice(outcome_id, problems)

    def _choice(self, outcome_id: int, problems: Sentences) -> Any:  # noqa: ANN401
        """Draw the choice of a rule, as a page or as the inside of the window."""
        learner = me()
        outcome = own_outcome(session(), outcome_id, learner_id=learner.id) or abort(404)
        kinds = kind_titles()
        supposed, faults = supposed_in(request.args, frozenset(kinds))
        problems = [*problems, *sentences(faults)]
        chosen = request.form.get("rule") or request.form.get("kept") or request.args.get("rule")
        choice = choosing(
            session(),
            Asked(Narrowing.of(request.args), supposed, number_in(chosen), page_number()),
            learner=learner,
            outcome=outcome,
            on=day_of(now()),
            terms=terms_of(settings().term_starts),
            lang=language(),
        )
        return render_template(
            "conversion/choice_window.html" if in_window() else "conversion/apply.html",
            outcome=outcome,
            choice=choice,
            supposed=supposed,
            typed=request.args,
            kinds=kinds,
            then=others_ticked(learner.id),
            problems=problems,
        ), (422 if problems else 200)

    @expose("/<int:application_id>")
    @has_access
    def show(self, application_id: int) -> Any:  # noqa: ANN401
        """Show an application with everything that belongs to it (查看详情)."""
        case = own_case(application_id)
        return case_page(case, [])

    @expose("/<int:application_id>/withdraw", methods=["POST"])
    @has_access
    def withdraw(self, application_id: int) -> Any:  # noqa: ANN401
        """Take an application back."""
        try:
            withdraw(session(), application_id, learner=me(), actor_id=actor_id(), now=now())
        except Refused as refused:
            return self._refused(refused, application_id)
        session().commit()
        flash(_("申请已撤回。"), "success")
        return redirect(url_for("MyConversionsView.show", application_id=application_id))

    @expose("/<int:application_id>/correct", methods=["POST"])
    @has_access
    def correct(self, application_id: int) -> Any:  # noqa: ANN401
        """Hand a returned application in again, with further files."""
        uploads = uploads_in(["materials"])
        try:
            correct(session(), application_id, uploads, learner=me(), actor_id=actor_id(), now=now(), folder=folder())
        except Refused as refused:
            return self._refused(refused, application_id)
        session().commit()
        flash(_("已重新提交，请等待初审。"), "success")
        return redirect(url_for("MyConversionsView.show", application_id=application_id))

    @expose("/<int:application_id>/appeal", methods=["POST"])
    @has_access
    def appeal(self, application_id: int) -> Any:  # noqa: ANN401
        """Appeal against a refusal (申诉); what was typed stays when something is wrong."""
        reason, uploads = request.form.get("remarks", ""), uploads_in(["materials"])
        try:
            appeal(
                session(),
                application_id,
                reason,
                uploads,
                learner=me(),
                actor_id=actor_id(),
                now=now(),
                folder=folder(),
            )
        except Refused as refused:
            session().rollback()
            return case_page(own_case(application_id), sentences(refused.problems)), 422
        session().commit()
        flash(_("申诉已提交，将由其他人员重新审核。"), "success")
        return redirect(url_for("MyConversionsView.show", application_id=application_id))

    @expose("/<int:application_id>/<any(evidence, file):what>/<int:file_id>")
    @has_access
    def file(self, application_id: int, what: str, file_id: int) -> Any:  # noqa: ANN401
        """Send a file that belongs to one's own application."""
        return send_file_of(own_case(application_id), what, file_id)

    def _refused(self, refused: Refused, application_id: int) -> Any:  # noqa: ANN401
        session().rollback()
        own_case(application_id)
        for _place, sentence in sentences(refused.problems):
            flash(sentence, "danger")
        return redirect(url_for("MyConversionsView.show", application_id=application_id))


def in_window() -> bool:
    """Tell whether a script asks for the inside of a window rather than for a page."""
    return request.headers.get("X-Requested-With") == "fetch"


def list_page(problems: Iterable[tuple[str, str]] = (), ticked: Iterable[int] = ()) -> Any:  # noqa: ANN401
    """Draw 转换成果申请; with problems the ticks are kept."""
    asked = request.values
    words = Words(*(asked.get(name, "").strip() for name in ("title", "kind", "institution")))
    page = convertible_outcomes(
        session(), learner_id=me().id, words=words, on=day_of(now()), page=page_number(), size=ROWS
    )
    told = list(problems)
    drawn = render_template(
        "conversion/mine.html", page=page, words=words, kinds=kind_titles(), problems=told, ticked=set(ticked)
    )
    return drawn, (422 if told else 200)


def kind_titles() -> list[str]:
    """Return every kind of outcome, in the order of the manual."""
    return [kind.title for _category, kinds in kinds_by_category(session()) for kind in kinds]


def others_ticked(learner_id: int) -> list[LearnerOutcome]:
    """Return the further outcomes that were ticked with this one, to apply for next."""
    keys = [number_in(each) for each in request.args.getlist("then")[:ROWS]]
    return [found for key in keys if key and (found := own_outcome(session(), key, learner_id=learner_id))]


def own_case(application_id: int) -> Case:
    """Return one's own application with all that belongs to it; anything else is not found."""
    application = own_application(session(), application_id, learner_id=me().id) or abort(404)
    return case_of(session(), application)


def waits_until(case: Case) -> Deadline | None:
    """Return the deadline of the review that a case waits for."""
    known = settings()
    turnaround = Turnaround(known.first_review_days, known.final_review_days)
    return deadline_of(case.application, waits_since(case.application, case.records), turnaround, now=now())


def case_page(case: Case, problems: Sentences) -> str:
    """Draw one application."""
    deadline = waits_until(case)
    appealed = any(each.step == "appeal" for each in case.records)
    return render_template(
        "conversion/case.html",
        case=case,
        steps=timeline(case, deadline=deadline),
        deadline=deadline,
        reviews=review_rows(case),
        reasons=[(each.mark, each.sentence) for each in reasons(case.verdict, language())] if case.verdict else [],
        files=file_links(case, "MyConversionsView.file"),
        first_remarks=opinion_of(case, FIRST_STEPS),
        final_remarks=opinion_of(case, FINAL_STEPS),
        appealable=case.application.state in REFUSED and not appealed,
        problems=problems,
        typed=request.form,
    )


def send_file_of(case: Case, what: str, file_id: int) -> Response:
    """Send a piece of evidence or a further file of a case; anything else is not found."""
    kept = case.evidence if what == "evidence" else case.files
    found = next((each for each in kept if each.id == file_id), None) or abort(404)
    of_review = isinstance(found, ConversionFile) and found.record_id in {
        each.id for each in case.records if each.step in FIRST_STEPS
    }
    return shown(found.file, name=review_name(found) if of_review else "")
