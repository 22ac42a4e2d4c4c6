"""A learner's conversions (转换成果申请): the list, the choice of a rule, progress, and the proof."""

from typing import Any

from flask import Response, abort, flash, redirect, render_template, request, url_for
from flask_appbuilder.baseviews import BaseView, expose
from flask_appbuilder.security.decorators import has_access
from flask_babel import gettext as _

from backoffice.catalogue.search import kinds_by_category
from backoffice.conversion.case import Case, card, case_of, file_links, timeline
from backoffice.conversion.listing import Words, convertible_outcomes, own_application
from backoffice.conversion.operations import NewApplication, apply, correct, withdraw
from backoffice.conversion.options import options
from backoffice.kernel.clock import day_of
from backoffice.kernel.database import begin_writing
from backoffice.kernel.problems import Refused
from backoffice.kernel.web import actor_id, folder, language, now, number_in, sentences, session, settings, uploads_in
from backoffice.outcomes.listing import own_outcome
from backoffice.outcomes.views import me, page_number, stored
from backoffice.proofs.drawing import draw, keep_pages
from backoffice.proofs.models import ConversionProof

ROWS = 25
APPLICATION_PREFIX = "SQ"


class MyConversionsView(BaseView):
    """What a learner converts."""

    route_base = "/my/conversions"
    class_permission_name = "MyConversions"
    default_view = "mine"

    @expose("/")
    @has_access
    def mine(self) -> Any:  # noqa: ANN401 - a response
        """List the outcomes that convert by rule, with their counts and states."""
        words = Words(*(request.args.get(name, "").strip() for name in ("title", "kind", "institution")))
        page = convertible_outcomes(
            session(), learner_id=me().id, words=words, on=day_of(now()), page=page_number(), size=ROWS
        )
        kinds = [kind.title for _category, kinds in kinds_by_category(session()) for kind in kinds]
        return render_template("conversion/mine.html", page=page, words=words, kinds=kinds)

    @expose("/apply/<int:outcome_id>", methods=["GET", "POST"])
    @has_access
    def apply(self, outcome_id: int) -> Any:  # noqa: ANN401
        """Show what every rule says of an outcome (成果转换); hand in an application by the chosen one."""
        learner = me()
        outcome = own_outcome(session(), outcome_id, learner_id=learner.id) or abort(404)
        problems: list[tuple[str, str]] = []
        if request.method == "POST":
            new = NewApplication(
                outcome_id, number_in(request.form.get("rule")) or None, uploads_in(["materials"]), language()
            )
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
                learner = me()
                outcome = own_outcome(session(), outcome_id, learner_id=learner.id) or abort(404)
                problems = sentences(refused.problems)
            else:
                session().commit()
                flash(_("提交成功，申请编号 %(number)s。", number=made.number), "success")
                return redirect(url_for("MyConversionsView.show", application_id=made.id))
        found = options(session(), learner=learner, outcome=outcome, on=day_of(now()))
        return render_template(
            "conversion/apply.html",
            outcome=outcome,
            cards=[card(each, language()) for each in found],
            chosen=request.form.get("rule", ""),
            problems=problems,
        ), (422 if problems else 200)

    @expose("/<int:application_id>")
    @has_access
    def show(self, application_id: int) -> Any:  # noqa: ANN401
        """Show an application with its progress (进度查询)."""
        case = self._case(application_id)
        return render_template(
            "conversion/case.html",
            case=case,
            steps=timeline(case),
            files=file_links(case, "MyConversionsView.file"),
        )

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

    @expose("/<int:application_id>/<any(evidence, file):what>/<int:file_id>")
    @has_access
    def file(self, application_id: int, what: str, file_id: int) -> Any:  # noqa: ANN401
        """Send a file that belongs to one's own application."""
        return send_file_of(self._case(application_id), what, file_id)

    @expose("/<int:application_id>/proof.pdf")
    @has_access
    def proof(self, application_id: int) -> Any:  # noqa: ANN401
        """Print the proof (打印转换证明); the same bytes every time."""
        application = self._case(application_id).application
        if application.proof is None:
            flash(_("转换通过后才能打印证明。"), "warning")
            return redirect(url_for("MyConversionsView.show", application_id=application_id))
        proof = application.proof
        pages, number = proof.pdf or self._first_pages(proof), proof.number
        response = Response(pages, mimetype="application/pdf")
        response.headers.set("Content-Disposition", "inline", filename=f"{number}.pdf")
        return response

    def _first_pages(self, proof: ConversionProof) -> bytes:
        """Draw and keep the pages; this one reading request writes, so it begins anew as one that will."""
        address = f"{settings().public_url}/verify?number={proof.number}&code={proof.check_code}"
        proof_id, drawn = proof.id, draw(proof, verify_url=address)
        session().rollback()
        begin_writing(session())
        kept = keep_pages(session(), proof_id, drawn)
        session().commit()
        return kept

    def _case(self, application_id: int) -> Case:
        application = own_application(session(), application_id, learner_id=me().id) or abort(404)
        return case_of(session(), application)

    def _refused(self, refused: Refused, application_id: int) -> Any:  # noqa: ANN401
        session().rollback()
        self._case(application_id)
        for _place, sentence in sentences(refused.problems):
            flash(sentence, "danger")
        return redirect(url_for("MyConversionsView.show", application_id=application_id))


def send_file_of(case: Case, what: str, file_id: int) -> Response:
    """Send a piece of evidence or a further file of a case; anything else is not found."""
    kept = case.evidence if what == "evidence" else case.files
    found = next((each for each in kept if each.id == file_id), None)
    return stored(found.file) if found else abort(404)
