"""Printing proofs in bulk: choose, order, watch, fetch; whoever ordered a file is the only one to get it."""

from datetime import date
from typing import Any

from flask import abort, flash, redirect, render_template, request, stream_with_context, url_for
from flask_appbuilder.baseviews import BaseView, expose
from flask_appbuilder.security.decorators import has_access
from flask_babel import gettext as _

from backoffice import access
from backoffice.conversion.export import csv_lines
from backoffice.conversion.sheet import PROOF_STATES
from backoffice.kernel.problems import Problem, Refused
from backoffice.kernel.web import actor_id, note_done, now, number_in, roles, sealer, sentences, session, settings
from backoffice.outcomes.views import page_number
from backoffice.printing.binding import MANIFEST, manifest_rows
from backoffice.printing.choosing import Chosen, places_told, proofs_page, void_among
from backoffice.printing.listing import left_out_page, own_run, own_runs
from backoffice.printing.models import PrintRun
from backoffice.printing.operations import MOST_PROOFS, Ordered, Shelf, cancel_run, order_run, place_of
from backoffice.printing.sealed_files import pieces_of
from backoffice.printing.workflow import WORKING, PrintForm, PrintState

ROWS = 25
RUNS = 8
LEFT = 50
LONGEST_WORDS = 200
MEDIA = {PrintForm.PAPER: "application/pdf", PrintForm.ARCHIVE: "application/zip"}


class PrintingView(BaseView):
    """Proofs of the house, or of the actor's own institutions."""

    route_base = "/printing"
    class_permission_name = "Printing"
    default_view = "proofs"

    @expose("/", methods=["GET", "POST"])
    @has_access
    def proofs(self) -> Any:  # noqa: ANN401 - a response
        """Choose proofs; order them."""
        problems: list[tuple[str, str]] = []
        if request.method == "POST":
            try:
                run = order_run(session(), _ordered(), actor_id=actor_id(), now=now())
            except Refused as refused:
                session().rollback()
                problems = sentences(refused.problems)
            else:
                session().commit()
                return redirect(url_for("PrintingView.run", run_id=run.id))
        return self._page(problems), (422 if problems else 200)

    def _page(self, problems: list[tuple[str, str]]) -> str:
        chosen, wrong = _chosen()
        page = proofs_page(session(), chosen, within=_within(), page=page_number(), size=ROWS)
        keys = [each.id for each in page.items]
        void = void_among(session(), keys)
        return render_template(
            "printing/proofs.html",
            page=page,
            chosen=chosen,
            words={each.id: PROOF_STATES[void.get(each.id, each.state)] for each in page.items},
            told=places_told(session(), keys),
            runs=own_runs(session(), actor_id=actor_id(), limit=RUNS),
            problems=problems + sentences(wrong),
            centre=_within() is None,
            most=MOST_PROOFS,
            days=settings().print_days,
            ticked=request.form.getlist("proof"),
            form=request.form.get("form", PrintForm.PAPER.value),
        )

    @expose("/<int:run_id>")
    @has_access
    def run(self, run_id: int) -> Any:  # noqa: ANN401
        """Show how far a run is, and what was left out."""
        run = _own(run_id)
        return render_template(
            "printing/run.html",
            run=run,
            working=run.state in WORKING,
            states=PrintState,
            left_out=left_out_page(session(), run_id, page=page_number(), size=LEFT),
            said=_said(run),
        )

    @expose("/<int:run_id>/cancel", methods=["POST"])
    @has_access
    def cancel(self, run_id: int) -> Any:  # noqa: ANN401
        """Give a run up."""
        _own(run_id)
        try:
            cancel_run(session(), run_id, actor_id=actor_id(), now=now())
        except Refused as refused:
            session().rollback()
            for _field, sentence in sentences(refused.problems):
                flash(sentence, "danger")
        else:
            session().commit()
            flash(_("已取消。已绘制的证明仍然保留。"), "success")
        return redirect(url_for("PrintingView.run", run_id=run_id))

    @expose("/<int:run_id>/file")
    @has_access
    def file(self, run_id: int) -> Any:  # noqa: ANN401
        """Send a run's file, opened piece by piece."""
        run, shelf = _own(run_id), _shelf()
        path, form, size = shelf.path_of(run_id), run.form, run.size
        if run.state is not PrintState.DONE or not path.exists():
            abort(404)
        note_done("download_prints", "print_run", run_id)
        pieces = pieces_of(path, shelf.sealer, place_of(run_id))
        return stream_with_context(pieces), {
            "Content-Type": MEDIA[form],
            "Content-Length": str(size),
            "Content-Disposition": f'attachment; filename="proofs-{run_id}.{form.value}"',
        }

    @expose("/<int:run_id>/manifest.csv")
    @has_access
    def manifest(self, run_id: int) -> Any:  # noqa: ANN401
        """Hand out the list of a run's proofs, with what became of each."""
        _own(run_id)
        note_done("download_prints", "print_run", run_id)
        return stream_with_context(csv_lines(MANIFEST, manifest_rows(session(), run_id))), {
            "Content-Type": "text/csv; charset=utf-8",
            "Content-Disposition": f'attachment; filename="proofs-{run_id}.csv"',
        }


def _own(run_id: int) -> PrintRun:
    return own_run(session(), run_id, actor_id=actor_id()) or abort(404)


def _within() -> int | None:
    """Return whose seats confine the proofs; nothing confines the centre."""
    return None if roles() & {access.CENTRE, access.ADMIN} else actor_id()


def _shelf() -> Shelf:
    return Shelf(settings().prints_folder, sealer(), settings().print_days)


def _ordered() -> Ordered:
    """Return what the form orders. Raises Refused."""
    chosen, wrong = _chosen()
    if wrong:
        raise Refused(wrong)
    form = request.form.get("form")
    ticked = None
    if request.form.get("what") != "all":
        ticked = [key for key in map(number_in, request.form.getlist("proof")) if key][:ROWS]
        if not ticked:
            raise Refused([Problem("nothing_ticked")])
    archive = form == PrintForm.ARCHIVE.value
    return Ordered(
        form=PrintForm.ARCHIVE if archive else PrintForm.PAPER, chosen=chosen, ticked=ticked, within=_within()
    )


def _chosen() -> tuple[Chosen, list[Problem]]:
    """Return by what the address narrows the proofs, and what is wrong with it."""
    first, last, wrong = _day("first"), _day("last"), []
    if first and last and first > last:
        wrong = [Problem("period_reversed")]
    words = {name: request.args.get(name, "").strip()[:LONGEST_WORDS] for name in ("institution", "target")}
    return Chosen(first=first, last=last, valid=request.args.get("state") != "all", **words), wrong


def _day(name: str) -> date | None:
    try:
        return date.fromisoformat(request.args.get(name, ""))
    except ValueError:
        return None


def _said(run: PrintRun) -> list[tuple[str, str]]:
    """Return in words by what a run's proofs were chosen."""
    chosen = run.chosen
    if "ticked" in chosen:
        return [(_("选择"), _("勾选的 %(count)s 份", count=chosen["ticked"]))]
    days = f"{chosen.get('first', '…')} – {chosen.get('last', '…')}" if {"first", "last"} & chosen.keys() else _("不限")
    return [
        (_("出具日期"), days),
        (_("机构"), chosen.get("institution") or _("不限")),
        (_("目标成果"), chosen.get("target") or _("不限")),
    ]
