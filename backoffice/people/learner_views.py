"""Learners as the centre sees them (学习者档案): search, the whole file, and a number opened for a reason."""

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_appbuilder.baseviews import BaseView, expose
from flask_appbuilder.security.decorators import has_access
from flask_babel import gettext as _

from backoffice.accounts.reference import countries, nations, place_name
from backoffice.conversion.desk import house
from backoffice.conversion.joint import own_proof
from backoffice.conversion.ticked_views import pages_of
from backoffice.conversion.transcripts import transcript_for
from backoffice.kernel.problems import Refused
from backoffice.kernel.sealing import mask
from backoffice.kernel.web import (
    actor_id,
    language,
    note_look,
    now,
    number_in,
    sealer,
    sentences,
    session,
)
from backoffice.people.learners import MOST_ROWS, File, file_of, learners_with_number, list_learners, unmask

ROWS = 25


class LearnerFilesView(BaseView):
    """Where the centre looks learners up; it changes nothing here."""

    route_base = "/learners"
    class_permission_name = "LearnerFiles"
    default_view = "learners"

    @expose("/")
    @has_access
    def learners(self) -> Any:  # noqa: ANN401 - a response
        """List the learners by name or account number."""
        words = request.args.get("words", "").strip()[:100]
        page = list_learners(session(), words, number=number_in(request.args.get("page")) or 1, size=ROWS)
        return render_template("people/learners.html", page=page, words=words, found=None)

    @expose("/find", methods=["GET", "POST"])
    @has_access
    def find(self) -> Any:  # noqa: ANN401
        """Find learners by a whole document or phone number; it is sent, so that no address keeps it."""
        typed = request.form.get("number", "").strip()[:40]
        found = learners_with_number(session(), typed, sealer=sealer()) if typed else []
        return render_template("people/found.html", found=found, asked=bool(typed))

    @expose("/<int:learner_id>")
    @has_access
    def learner(self, learner_id: int) -> Any:  # noqa: ANN401
        """Show a learner's file; that it was seen is noted."""
        file = file_of(session(), learner_id) or abort(404)
        note_look("learner", learner_id)
        return self._page(file, [])

    @expose("/<int:learner_id>/unmask", methods=["POST"])
    @has_access
    def unmask(self, learner_id: int) -> Any:  # noqa: ANN401
        """Show a whole number once, for a reason."""
        file_of(session(), learner_id) or abort(404)
        what, opened = request.form.get("what", ""), ""
        problems: list[tuple[str, str]] = []
        try:
            opened = unmask(
                session(),
                learner_id,
                what=what,
                reason=request.form.get("why", ""),
                actor_id=actor_id(),
                sealer=sealer(),
                now=now(),
            )
        except Refused as refused:
            session().rollback()
            problems = sentences(refused.problems)
        else:
            session().commit()
        file = file_of(session(), learner_id) or abort(404)
        return self._page(file, problems, **({what: opened} if opened else {})), (422 if problems else 200)

    @expose("/<int:learner_id>/transcript", methods=["POST"])
    @has_access
    def transcript(self, learner_id: int) -> Any:  # noqa: ANN401
        """Issue a transcript for a learner who asks the centre for it."""
        file = file_of(session(), learner_id) or abort(404)
        try:
            made = transcript_for(session(), file.learner, actor_id=actor_id(), now=now(), house=house())
        except Refused as refused:
            session().rollback()
            return self._page(file_of(session(), learner_id) or abort(404), sentences(refused.problems)), 422
        number = made.number
        session().commit()
        flash(_("成绩单已出具：%(number)s，可以打开 PDF 保存或打印。", number=number), "success")
        return redirect(url_for("LearnerFilesView.learner", learner_id=learner_id), 303)

    @expose("/<int:learner_id>/papers/<int:proof_id>.pdf")
    @has_access
    def paper(self, learner_id: int, proof_id: int) -> Any:  # noqa: ANN401
        """Open a learner's proof or transcript; that it was seen is noted."""
        found = own_proof(session(), proof_id, learner_id=learner_id) or abort(404)
        note_look("conversion_proof", proof_id)
        return pages_of(found)

    def _page(self, file: File, problems: list[tuple[str, str]], *, document: str = "", phone: str = "") -> str:
        learner = file.learner
        return render_template(
            "people/learner.html",
            file=file,
            learner=learner,
            document=document,
            phone=phone,
            country=dict(countries(session(), language())).get(learner.country_code, ""),
            nation=dict(nations(session())).get(learner.nation_code, ""),
            place=place_name(session(), learner.division_code),
            email=mask(learner.email, head=2, tail=4) if learner.email else "",
            problems=problems,
            typed=request.form,
            most=MOST_ROWS,
        )
