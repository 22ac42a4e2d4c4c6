"""What is done with ticked rows of 转换成果申请: 申请转换, 进度查询, 打印转换证明; and the proofs themselves."""

from collections.abc import Sequence
from typing import Any

from flask import Response, abort, flash, redirect, render_template, request, url_for
from flask_appbuilder.baseviews import BaseView, expose
from flask_appbuilder.security.decorators import has_access
from flask_babel import gettext as _

from backoffice.conversion.case import case_of, review_rows, timeline
from backoffice.conversion.desk import house
from backoffice.conversion.joint import own_proof, proof_of
from backoffice.conversion.listing import newest_applications, own_application, own_outcomes
from backoffice.conversion.models import ConversionApplication
from backoffice.conversion.views import ROWS, in_window, list_page, own_case, waits_until
from backoffice.kernel.database import begin_writing
from backoffice.kernel.papers import FAULTS, fault_told
from backoffice.kernel.problems import Problem, Refused
from backoffice.kernel.web import now, number_in, printing, sentences, session, settings
from backoffice.outcomes.models import LearnerOutcome
from backoffice.outcomes.views import me
from backoffice.proofs.drawing import credential_for, draw, keep_pages, verify_address
from backoffice.proofs.models import ConversionProof
from backoffice.proofs.sealing import sealing_of

Told = tuple[LearnerOutcome, ConversionApplication | None, list[dict[str, str]], list[dict[str, str]]]


class MyTickedView(BaseView):
    """Steps on one row or several; they work without a script, through one form."""

    route_base = "/my/conversions"
    class_permission_name = "MyConversions"

    @expose("/ticked", methods=["POST"])
    @has_access
    def ticked(self) -> Any:  # noqa: ANN401 - a response
        """Lead on with the ticked rows, or say on the list what is in the way."""
        outcomes = _own(request.form.getlist("outcome"))
        if not outcomes:
            return _told([Problem("nothing_ticked")], outcomes)
        ids = [each.id for each in outcomes]
        do = request.form.get("do")
        if do == "apply":
            return redirect(url_for("MyConversionsView.apply", outcome_id=ids[0], then=ids[1:]), 303)
        if do == "progress":
            return redirect(url_for("MyTickedView.progress", outcome=ids), 303)
        return self._print(outcomes) if do == "print" else abort(400)

    def _print(self, outcomes: Sequence[LearnerOutcome]) -> Any:  # noqa: ANN401
        """Give the ticked conversions their paper; the same set has the same one for ever."""
        learner = me()
        newest = newest_applications(session(), [each.id for each in outcomes], converted=True)
        lacking = [each for each in outcomes if each.id not in newest]
        if lacking:
            return _told([Problem("not_converted", "", {"title": each.title}) for each in lacking], outcomes)
        found = {each.id: own_application(session(), each.id, learner_id=learner.id) for each in newest.values()}
        applications = [each for each in found.values() if each is not None]
        try:
            proof = proof_of(session(), applications, learner=learner, now=now(), house=house())
        except Refused as refused:
            session().rollback()
            return _told(refused.problems, outcomes)
        proof_id = proof.id
        session().commit()
        return redirect(url_for("MyTickedView.paper", proof_id=proof_id), 303)

    @expose("/progress")
    @has_access
    def progress(self) -> Any:  # noqa: ANN401
        """Show how far the ticked outcomes are (进度查询)."""
        learner = me()
        outcomes = _own(request.args.getlist("outcome"))
        newest = newest_applications(session(), [each.id for each in outcomes])
        told: list[Told] = []
        for each in outcomes:
            own = own_application(session(), newest[each.id].id, learner_id=learner.id) if each.id in newest else None
            if own is None:
                told.append((each, None, [], []))
                continue
            case = case_of(session(), own)
            told.append((each, own, timeline(case, deadline=waits_until(case)), review_rows(case)))
        name = "conversion/progress_window.html" if in_window() else "conversion/progress.html"
        return render_template(name, told=told)

    @expose("/<int:application_id>/proof.pdf")
    @has_access
    def proof(self, application_id: int) -> Any:  # noqa: ANN401
        """Print the proof (打印转换证明) of one conversion; the same bytes every time."""
        proof = own_case(application_id).application.proof
        if proof is None:
            flash(_("转换通过后才能打印证明。"), "warning")
            return redirect(url_for("MyConversionsView.show", application_id=application_id))
        return pages_of(proof)

    @expose("/proofs/<int:proof_id>.pdf")
    @has_access
    def paper(self, proof_id: int) -> Any:  # noqa: ANN401
        """Print a proof of one's own by its key, with one conversion on it or several."""
        return pages_of(own_proof(session(), proof_id, learner_id=me().id) or abort(404))

    @expose("/<int:application_id>/proof.jwt")
    @has_access
    def credential(self, application_id: int) -> Any:  # noqa: ANN401
        """Give the proof of one conversion as a credential for machines."""
        return credential_file(own_case(application_id).application.proof or abort(404))

    @expose("/proofs/<int:proof_id>.jwt")
    @has_access
    def paper_credential(self, proof_id: int) -> Any:  # noqa: ANN401
        """Give a proof or a transcript of one's own by its key as a credential."""
        return credential_file(own_proof(session(), proof_id, learner_id=me().id) or abort(404))


def pages_of(proof: ConversionProof) -> Any:  # noqa: ANN401 - a response
    """Send the pages of a paper, drawn once and kept; say what is in the way where it cannot be drawn."""
    number = proof.number
    try:
        pages = proof.pdf or _first_pages(proof)
    except FAULTS as fault:
        session().rollback()
        told = sentences([fault_told(fault, by_centre=True)])
        return render_template("error.html", code=422, title=number, sentence=told[0][1], remedy=""), 422
    response = Response(pages, mimetype="application/pdf")
    response.headers.set("Content-Disposition", "inline", filename=f"{number}.pdf")
    return response


def credential_file(proof: ConversionProof) -> Response:
    """Send the credential of a proof or a transcript."""
    address = verify_address(proof, settings().public_url)
    token = credential_for(proof, verify_url=address, sealing=sealing_of(settings())) or abort(404)
    response = Response(token, mimetype="application/vc+jwt")
    response.headers.set("Content-Disposition", "attachment", filename=f"{proof.number}.jwt")
    return response


def _first_pages(proof: ConversionProof) -> bytes:
    """Draw and keep the pages; this one reading request writes, so it begins anew as one that will."""
    address, sealing = verify_address(proof, settings().public_url), sealing_of(settings())
    proof_id, drawn = proof.id, draw(session(), proof, verify_url=address, printing=printing(), sealing=sealing)
    session().rollback()
    begin_writing(session())
    kept = keep_pages(session(), proof_id, drawn)
    session().commit()
    return kept


def _own(texts: Sequence[str]) -> Sequence[LearnerOutcome]:
    """Return the ticked outcomes that are the learner's own, in the order of the list."""
    keys = [number_in(each) for each in texts[:ROWS]]
    return own_outcomes(session(), [each for each in keys if each], learner_id=me().id)


def _told(problems: Sequence[Problem] | tuple[Problem, ...], outcomes: Sequence[LearnerOutcome]) -> Any:  # noqa: ANN401
    return list_page(sentences(problems), [each.id for each in outcomes])
