"""Imports of whole tables: a file is chosen, checked, confirmed, and worked on beside the server."""

from collections.abc import Sequence
from typing import Any

from flask import Response, abort, flash, redirect, render_template, request, stream_with_context, url_for
from flask_appbuilder.baseviews import BaseView, expose
from flask_appbuilder.security.decorators import has_access
from flask_babel import gettext as _
from sqlalchemy import ColumnElement

from backoffice import access
from backoffice.conversion.export import csv_lines
from backoffice.conversion.models import ConversionApplication
from backoffice.kernel.problems import Refused, refuse
from backoffice.kernel.rows import scopes_of
from backoffice.kernel.scopes import condition
from backoffice.kernel.web import (
    actor_id,
    language,
    now,
    number_in,
    roles,
    sealer,
    sentences,
    session,
    settings,
    uploads_in,
    write_anew,
)
from backoffice.outcomes.views import page_number
from backoffice.upkeep.import_effect import pending_count, touched_cases, touched_rules
from backoffice.upkeep.known_subjects import SUBJECTS
from backoffice.upkeep.listing import find_run, institution_named, list_refusals, list_runs, own_institutions
from backoffice.upkeep.models import ImportRun
from backoffice.upkeep.operations import (
    Workshop,
    cancel_import,
    check_file,
    confirm_import,
    ends_on,
    kept_problems,
    refused_rows,
    start_import,
)
from backoffice.upkeep.reports import refused_lines, sentences_of, template_csv, template_xlsx
from backoffice.upkeep.subjects import Subject
from backoffice.upkeep.workflow import WORKING, RunState

RUNS = 15
ROWS = 50
FIRST = 50  # rules, and cases, that an import touches and the page shows
FORMS = ("csv", "xlsx")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def confined() -> list[int] | None:
    """Return the institutions whose runs the actor may see; nothing confines the centre."""
    if roles() & {access.CENTRE, access.ADMIN}:
        return None
    return [each.id for each in own_institutions(session(), actor_id())]


def subject_or_404(key: str) -> Subject:
    """Return a table that the actor may import."""
    subject = SUBJECTS.get(key)
    if subject is None or (subject.centre_alone and confined() is not None):
        abort(404)
    return subject


def run_or_404(run_id: int) -> ImportRun:
    """Return a run that the actor may see."""
    return find_run(session(), run_id, of=confined()) or abort(404)


def shop() -> Workshop:
    """Return where files lie while they are imported."""
    return Workshop(settings().imports_folder, sealer())


class ImportsView(BaseView):
    """Tables that come in."""

    route_base = "/imports"
    class_permission_name = "Imports"
    default_view = "imports"

    @expose("/")
    @has_access
    def imports(self) -> Any:  # noqa: ANN401 - a response
        """List the imports, and what can be imported."""
        within = confined()
        offered = [each for each in SUBJECTS.values() if within is None or not each.centre_alone]
        page = list_runs(session(), of=within, page=page_number(), size=RUNS)
        return render_template("upkeep/imports.html", page=page, offered=offered, titles=SUBJECTS, words=word_of)

    @expose("/new/<string:key>", methods=["GET", "POST"])
    @has_access
    def new(self, key: str) -> Any:  # noqa: ANN401
        """Choose a file; a heading that will not do is told at once."""
        subject, problems = subject_or_404(key), []
        if request.method == "POST":
            try:
                run = self._start(subject)
            except Refused as refused:
                session().rollback()
                problems = sentences(refused.problems)
            else:
                session().commit()
                return redirect(url_for("ImportsView.run", run_id=run.id))
        own = own_institutions(session(), actor_id())
        return render_template(
            "upkeep/new_import.html",
            subject=subject,
            problems=problems,
            own=own,
            typed=request.form,
            centre=confined() is None,
            words=word_of,
        ), (422 if problems else 200)

    def _start(self, subject: Subject) -> ImportRun:
        uploads = uploads_in(["file"])
        institution_id = _institution_of(subject)
        if not uploads:
            raise refuse("sheet_missing", "file")
        session().commit()  # nobody waits for the lock while a large file is looked at
        check_file(subject, uploads[0].content)
        write_anew()
        return start_import(
            session(),
            subject,
            uploads[0],
            institution_id=institution_id,
            actor_id=actor_id(),
            now=now(),
            shop=shop(),
        )

    @expose("/template/<string:key>/<string:form>")
    @has_access
    def template(self, key: str, form: str) -> Any:  # noqa: ANN401
        """Hand out an empty file with the right headings."""
        subject = subject_or_404(key)
        if form not in FORMS:
            abort(404)
        content, media = (template_csv(subject), "text/csv") if form == "csv" else (template_xlsx(subject), XLSX)
        return attachment(content, f"{subject.key}.{form}", media)

    @expose("/<int:run_id>")
    @has_access
    def run(self, run_id: int) -> Any:  # noqa: ANN401
        """Show where an import stands, its counts, and the rows that it does not take."""
        run = run_or_404(run_id)
        subject = SUBJECTS[run.content]
        page = list_refusals(session(), run, page=page_number(), size=ROWS)
        told = {each.id: sentences_of(kept_problems(each.problems), subject, language()) for each in page.items}
        rules = touched_rules(run)
        stopped = sentences_of(kept_problems(run.stopped_by), subject, language())
        return render_template(
            "upkeep/import.html",
            run=run,
            title=word_of(subject.title),
            page=page,
            told=told,
            stopped=stopped,
            working=run.state in WORKING,
            states=RunState,
            ends=ends_on(run, settings().import_days),
            rules=rules,
            fallen=sum(bool(each.lost) for each in rules),
            cases=touched_cases(session(), run, visible=visible_cases(), most=FIRST),
            pending=pending_count(run),
            first=FIRST,
        )

    @expose("/<int:run_id>/confirm", methods=["POST"])
    @has_access
    def confirm(self, run_id: int) -> Any:  # noqa: ANN401
        """Let a checked file be taken over."""
        run_or_404(run_id)
        return self._step(run_id, lambda: confirm_import(session(), run_id, actor_id=actor_id(), now=now()))

    @expose("/<int:run_id>/cancel", methods=["POST"])
    @has_access
    def cancel(self, run_id: int) -> Any:  # noqa: ANN401
        """Give a file up."""
        run_or_404(run_id)
        return self._step(run_id, lambda: cancel_import(session(), run_id, actor_id=actor_id(), now=now(), shop=shop()))

    def _step(self, run_id: int, act: Any) -> Any:  # noqa: ANN401
        try:
            act()
        except Refused as refused:
            session().rollback()
            for _field, sentence in sentences(refused.problems):
                flash(sentence, "danger")
        else:
            session().commit()
        return redirect(url_for("ImportsView.run", run_id=run_id))

    @expose("/<int:run_id>/refused.csv")
    @has_access
    def refused(self, run_id: int) -> Any:  # noqa: ANN401
        """Hand out the rows that were not taken, with the reasons."""
        run = run_or_404(run_id)
        rows = refused_rows(session(), run, sealer())
        lines = refused_lines(SUBJECTS[run.content], rows, language())
        return attachment(stream_with_context(lines), f"import-{run.id}-refused.csv", "text/csv")

    @expose("/<int:run_id>/rules.csv")
    @has_access
    def rules(self, run_id: int) -> Any:  # noqa: ANN401
        """Hand out every rule that an import of the catalogue touches."""
        run = run_or_404(run_id)
        headers = [_("规则编号"), _("规则名称"), _("用作"), _("仍然对应"), _("将不再对应"), _("将新对应上")]
        rows = (
            (each.code, each.title, _("目标") if each.is_target else _("来源"), each.kept, each.lost, each.gained)
            for each in touched_rules(run)
        )
        lines = stream_with_context(csv_lines(headers, rows))
        return attachment(lines, f"import-{run.id}-rules.csv", "text/csv")

    @expose("/<int:run_id>/cases.csv")
    @has_access
    def cases(self, run_id: int) -> Any:  # noqa: ANN401
        """Hand out every case under way that it touches and the actor may see."""
        run = run_or_404(run_id)
        found = touched_cases(session(), run, visible=visible_cases(), most=pending_count(run))
        rows = ((each.number, each.learner.full_name, each.state.value) for each in found)
        return attachment(
            csv_lines([_("申请"), _("学习者"), _("状态")], rows), f"import-{run.id}-cases.csv", "text/csv"
        )


def visible_cases() -> ColumnElement[bool]:
    """Return what the cases meet that the actor may see."""
    return condition(ConversionApplication, scopes_of("ConversionApplication", "list"), actor_id())


def _institution_of(subject: Subject) -> int | None:
    """Return the institution that the rows may be of: one of the actor's own; for the centre, the one named if any."""
    if confined() is None:
        text = request.form.get("institution", "").strip()
        found = institution_named(session(), text)
        if text and found is None:
            raise refuse("institution_unknown", "institution", text=text)
        if found is None and subject.of_one_institution:
            raise refuse("import_institution_missing", "institution")
        return found.id if found else None
    own = [each.id for each in own_institutions(session(), actor_id())]
    chosen = own[0] if len(own) == 1 else number_in(request.form.get("institution"))
    if chosen not in own:
        raise refuse("import_institution_missing", "institution")
    return chosen


def word_of(pair: Sequence[str]) -> str:
    """Return one of a Chinese and an English text, by the language of the page."""
    return pair[1] if language() == "en" else pair[0]


def attachment(content: Any, name: str, media: str) -> Response:  # noqa: ANN401 - bytes, text or pieces of either
    """Return a file to be kept."""
    response = Response(content, mimetype=media)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
