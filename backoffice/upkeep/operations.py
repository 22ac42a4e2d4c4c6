"""Starting an import, confirming it, and taking its rows over batch by batch."""

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from backoffice.kernel import audit
from backoffice.kernel.clock import day_of
from backoffice.kernel.problems import Problem, refuse
from backoffice.kernel.sealing import Sealer
from backoffice.kernel.storage import Upload, path_of, safe_name, write_file
from backoffice.upkeep.columns import Reading
from backoffice.upkeep.known_subjects import SUBJECTS
from backoffice.upkeep.models import ImportRefusal, ImportRun
from backoffice.upkeep.receipts import note_receipts
from backoffice.upkeep.sheets import Sheet, check_headers
from backoffice.upkeep.subjects import USUAL_TERMS, Answer, Judged, Scope, Seen, Subject, judge
from backoffice.upkeep.workbooks import open_sheet
from backoffice.upkeep.workflow import WORKING, ImportContent, RunState
from rules.planning.terms import Terms


@dataclass(frozen=True, slots=True)
class Workshop:
    """Where sealed files lie, what opens them, and when the terms begin that tell grades apart."""

    folder: Path
    sealer: Sealer
    terms: Terms = USUAL_TERMS


def check_file(subject: Subject, content: bytes) -> None:
    """Refuse a file that cannot be read, or whose heading will not do; this may take seconds, and needs no database."""
    sheet = open_sheet(content, subject.headers)
    check_headers(sheet.headers, known=subject.headers, required=subject.required)


def start_import(
    session: Session,
    subject: Subject,
    upload: Upload,
    *,
    institution_id: int | None,
    actor_id: int,
    now: datetime,
    shop: Workshop,
) -> ImportRun:
    """Keep a file whose heading was found good, sealed, and let its rows be checked."""
    sha256 = hashlib.sha256(upload.content).hexdigest()
    run = ImportRun(
        content=ImportContent(subject.key),
        institution_id=institution_id,
        name=safe_name(upload.name),
        sha256=sha256,
        state=RunState.CHECKING,
        actor_id=actor_id,
        created_at=now,
    )
    session.add(run)
    session.flush()
    write_file(file_of(run, shop.folder), shop.sealer.seal_bytes(upload.content, _place(run)))
    _note(session, run, "start_import", actor_id=actor_id, now=now)
    return run


def file_of(run: ImportRun, folder: Path) -> Path:
    """Return where a run's sealed file lies."""
    return path_of(f"{run.sha256}-{run.id}", folder)


def sheet_of(run: ImportRun, shop: Workshop) -> Sheet:
    """Open a run's file again; raises Refused when it is lost."""
    try:
        sealed = file_of(run, shop.folder).read_bytes()
    except OSError:
        raise refuse("import_file_lost", "file") from None
    return open_sheet(shop.sealer.open_bytes(sealed, _place(run)), SUBJECTS[run.content].headers)


def scope_of(run: ImportRun, shop: Workshop, now: datetime) -> Scope:
    """Return for whom a run reads its file."""
    return Scope(run.institution_id, shop.sealer, run.actor_id, now, day_of(now), shop.terms)


def confirm_import(session: Session, run_id: int, *, actor_id: int, now: datetime) -> ImportRun:
    """Let a checked file be taken over, from its first row; a second confirmation changes nothing. Raises Refused."""
    run = locked(session, run_id)
    if run.state in {RunState.IMPORTING, RunState.DONE}:
        return run
    if run.state is not RunState.CHECKED:
        raise refuse("import_not_checked", state=run.state.value)
    if run.added + run.changed == 0:
        raise refuse("import_nothing_new")
    session.execute(delete(ImportRefusal).where(ImportRefusal.run_id == run.id))
    run.state, run.position, run.confirmed_at = RunState.IMPORTING, 0, now
    run.added = run.changed = run.unchanged = run.refused = 0
    _note(session, run, "confirm_import", actor_id=actor_id, now=now)
    return run


def cancel_import(session: Session, run_id: int, *, actor_id: int, now: datetime, shop: Workshop) -> ImportRun:
    """Give up a file that was not confirmed; raises Refused when it was."""
    run = locked(session, run_id)
    if run.state not in {RunState.CHECKING, RunState.CHECKED}:
        raise refuse("import_not_cancellable", state=run.state.value)
    run.state, run.finished_at = RunState.CANCELLED, now
    _note(session, run, "cancel_import", actor_id=actor_id, now=now)
    file_of(run, shop.folder).unlink(missing_ok=True)
    return run


def ends_on(run: ImportRun, days: int) -> datetime:
    """Return the moment after which a file that nobody has confirmed is given up."""
    return run.created_at + timedelta(days=days)


def lapsed_runs(session: Session, *, days: int, now: datetime) -> Sequence[int]:
    """Return the runs that nobody has confirmed in some days."""
    late = ImportRun.created_at < now - timedelta(days=days)
    return session.scalars(select(ImportRun.id).where(ImportRun.state == RunState.CHECKED, late)).all()


def lapse_import(session: Session, run_id: int, *, now: datetime, shop: Workshop) -> None:
    """Give up a file that nobody confirmed, unless somebody does so just now.

    The file goes first: should the rest be lost, the run is found again, and a file that is not there goes once more.
    """
    run = locked(session, run_id)
    if run.state is not RunState.CHECKED:
        return
    file_of(run, shop.folder).unlink(missing_ok=True)
    run.state, run.finished_at = RunState.LAPSED, now
    _note(session, run, "lapse_import", actor_id=run.actor_id, now=now)


def advance(
    session: Session, run_id: int, readings: Sequence[Reading], seen: Seen, *, after: int, now: datetime, shop: Workshop
) -> bool:
    """Check or take over one batch of rows; false when the run does not stand where the batch begins.

    Rows, counts and position are one transaction: after a kill the work goes on behind the last row that was kept.
    """
    run = locked(session, run_id)
    if run.state not in WORKING or run.position != after:
        return False
    subject, scope = SUBJECTS[run.content], scope_of(run, shop, now)
    judged = judge(session, subject, readings, scope=scope, seen=seen)
    if run.state is RunState.IMPORTING:
        wanted = [each for each in judged if each.answer in {Answer.ADDED, Answer.CHANGED}]
        _take_over(session, subject, wanted, scope)
        if subject.told:
            note_receipts(session, run, wanted)
    elif subject.touched is not None:
        run.touched = subject.touched(session, run.touched, judged, on=scope.today)
    for each in judged:
        setattr(run, each.answer.value, getattr(run, each.answer.value) + 1)
    session.add_all(_refusal(run, each.reading, shop) for each in judged if each.answer is Answer.REFUSED)
    run.position = readings[-1].line.number
    session.flush()
    return True


def finish(session: Session, run_id: int, *, after: int, now: datetime, shop: Workshop) -> None:
    """End a phase whose last row is done: the check waits to be confirmed, the import is over and its file gone."""
    run = locked(session, run_id)
    if run.state not in WORKING or run.position != after:
        return
    run.total = run.added + run.changed + run.unchanged + run.refused
    if run.state is RunState.CHECKING:
        run.state = RunState.CHECKED
        return
    run.state, run.finished_at = RunState.DONE, now
    _note(session, run, "finish_import", actor_id=run.actor_id, now=now)
    file_of(run, shop.folder).unlink(missing_ok=True)


def stop(session: Session, run_id: int, problems: Sequence[Problem], *, now: datetime, shop: Workshop) -> None:
    """Note that a file cannot be read to its end; what was taken over before stays, and is counted."""
    run = locked(session, run_id)
    if run.state not in WORKING:
        return
    file_of(run, shop.folder).unlink(missing_ok=True)
    run.state, run.finished_at, run.stopped_by = RunState.STOPPED, now, plain_problems(problems)
    _note(session, run, "stop_import", actor_id=run.actor_id, now=now)


def _take_over(session: Session, subject: Subject, judged: Sequence[Judged], scope: Scope) -> None:
    """Write a batch at once; where the database refuses it, row by row, so that one row does not take all down."""
    try:
        with session.begin_nested():
            subject.write(session, judged, scope)
    except IntegrityError:
        for each in judged:
            _take_alone(session, subject, each, scope)


def _take_alone(session: Session, subject: Subject, judged: Judged, scope: Scope) -> None:
    try:
        with session.begin_nested():
            subject.write(session, [judged], scope)
    except IntegrityError:
        judged.reading.refuse("row_not_kept", "")
        judged.answer = Answer.REFUSED


def locked(session: Session, run_id: int) -> ImportRun:
    """Return a run with its row locked and read anew."""
    query = select(ImportRun).where(ImportRun.id == run_id).with_for_update()
    found: ImportRun = session.scalars(query.execution_options(populate_existing=True)).one()
    return found


def plain_problems(problems: Sequence[Problem]) -> list[dict[str, Any]]:
    """Return problems as they are kept."""
    return [{"code": each.code, "field": each.field, "values": dict(each.values)} for each in problems]


def kept_problems(kept: Sequence[dict[str, Any]]) -> list[Problem]:
    """Return kept problems."""
    return [Problem(each["code"], each["field"], each["values"]) for each in kept]


def _refusal(run: ImportRun, reading: Reading, shop: Workshop) -> ImportRefusal:
    cells = json.dumps(reading.line.cells, ensure_ascii=False)
    return ImportRefusal(
        run_id=run.id,
        row_number=reading.line.number,
        problems=plain_problems(reading.problems),
        cells_sealed=shop.sealer.seal(cells, _row_place(run.id, reading.line.number)),
    )


def refused_rows(
    session: Session, run: ImportRun, sealer: Sealer
) -> Iterator[tuple[dict[str, str], int, list[Problem]]]:
    """Yield every refused row's cells by header, its number, its problems; a few at a time from the database."""
    query = select(ImportRefusal).where(ImportRefusal.run_id == run.id).order_by(ImportRefusal.row_number)
    for each in session.scalars(query.execution_options(yield_per=200)):
        cells = json.loads(sealer.open(each.cells_sealed, _row_place(run.id, each.row_number)))
        yield cells, each.row_number, kept_problems(each.problems)


def _place(run: ImportRun) -> str:
    return f"import_run.file.{run.id}"


def _row_place(run_id: int, number: int) -> str:
    return f"import_refusal.cells.{run_id}.{number}"


def _note(session: Session, run: ImportRun, action: str, *, actor_id: int, now: datetime) -> None:
    counts = {name: str(getattr(run, name) or 0) for name in ("added", "changed", "unchanged", "refused")}
    details = {"content": run.content.value, "name": run.name, **counts}
    audit.record(
        session, actor_id=actor_id, action=action, entity="import_run", entity_id=run.id, now=now, details=details
    )
    session.flush()
