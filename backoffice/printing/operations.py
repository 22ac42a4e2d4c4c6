"""Ordering a run of printing, taking it on step by step, cancelling it, and clearing its file away."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import func, insert, select, update
from sqlalchemy.orm import Session

from backoffice.kernel import audit
from backoffice.kernel.problems import refuse
from backoffice.kernel.sealing import Sealer
from backoffice.printing.choosing import Chosen, chosen_proofs, void_among
from backoffice.printing.models import PrintItem, PrintRun
from backoffice.printing.workflow import FOLLOWING, LEFT_OUT, WORKING, ItemState, PrintForm, PrintState
from backoffice.proofs.drawing import keep_pages
from backoffice.proofs.models import ConversionProof
from backoffice.proofs.sealing import Pages
from backoffice.proofs.states import ProofState

MOST_PROOFS = 5000  # of one run
MOST_OPEN = 3  # runs under way of one person
VOID = {ProofState.REVOKED: ItemState.REVOKED, ProofState.SUPERSEDED: ItemState.SUPERSEDED}
LONGEST_PROBLEM = 400


@dataclass(frozen=True, slots=True)
class Shelf:
    """Where the files of runs lie, what seals them, and for how many days they are kept."""

    folder: Path
    sealer: Sealer
    days: int

    def path_of(self, run_id: int) -> Path:
        """Return where a run's file lies."""
        return self.folder / f"print-{run_id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ordered:
    """What is ordered: all that is chosen, or the ticked ones alone; `within` confines it to a user's seats."""

    form: PrintForm
    chosen: Chosen
    ticked: Sequence[int] | None = None
    within: int | None = None


def place_of(run_id: int) -> str:
    """Return what binds a file to its run."""
    return f"print_run.file.{run_id}"


def order_run(session: Session, ordered: Ordered, *, actor_id: int, now: datetime) -> PrintRun:
    """Let proofs be printed; those that hold no more are listed and left out. Raises Refused."""
    open_runs = select(func.count()).where(PrintRun.actor_id == actor_id, PrintRun.state.in_(WORKING))
    if (session.scalar(open_runs) or 0) >= MOST_OPEN:
        raise refuse("print_too_many_runs", limit=str(MOST_OPEN))
    keys = chosen_proofs(session, ordered.chosen, within=ordered.within, ticked=ordered.ticked, limit=MOST_PROOFS + 1)
    if len(keys) > MOST_PROOFS:
        raise refuse("print_too_many", limit=str(MOST_PROOFS))
    void = void_among(session, keys)
    if len(void) == len(keys):
        raise refuse("print_nothing")
    run = PrintRun(
        form=ordered.form,
        chosen=words_of(ordered),
        state=PrintState.QUEUED,
        total=len(keys),
        left_out=len(void),
        actor_id=actor_id,
        created_at=now,
    )
    session.add(run)
    session.flush()
    session.execute(
        insert(PrintItem),
        [
            {"run_id": run.id, "position": place, "proof_id": key, "state": state_of(void.get(key))}
            for place, key in enumerate(keys, start=1)
        ],
    )
    _note(session, run, "order_prints", now=now)
    return run


def words_of(ordered: Ordered) -> dict[str, Any]:
    """Return by which words proofs were chosen."""
    chosen = ordered.chosen
    if ordered.ticked is not None:
        return {"ticked": len(ordered.ticked)}
    days = {"first": chosen.first, "last": chosen.last}
    words = {name: day.isoformat() for name, day in days.items() if day}
    return words | {name: getattr(chosen, name) for name in ("institution", "target") if getattr(chosen, name)}


def state_of(void: ProofState | None) -> ItemState:
    """Return how a proof begins in a run."""
    return VOID[void] if void else ItemState.WAITING


def waiting_runs(session: Session) -> list[int]:
    """Return the runs that are not done, the oldest first."""
    return list(session.scalars(select(PrintRun.id).where(PrintRun.state.in_(WORKING)).order_by(PrintRun.id)))


def next_items(session: Session, run_id: int, *, size: int) -> tuple[int, list[PrintItem]]:
    """Return where a run stands and its next proofs; none when they are all drawn, or it is not to be taken on."""
    run = session.get_one(PrintRun, run_id)
    if run.state not in {PrintState.QUEUED, PrintState.DRAWING}:
        return run.position, []
    query = select(PrintItem).where(PrintItem.run_id == run_id, PrintItem.position > run.position)
    return run.position, list(session.scalars(query.order_by(PrintItem.position).limit(size)))


def keep_drawn(session: Session, run_id: int, drawn: dict[int, Pages | None], *, after: int, until: int) -> bool:
    """Keep the drawn pages by proof (None: they cannot be drawn), and that all to `until` are; false if it moved on."""
    run = locked(session, run_id)
    if run.state not in {PrintState.QUEUED, PrintState.DRAWING} or run.position != after:
        return False
    if run.state is PrintState.QUEUED:
        move(run, PrintState.DRAWING)
    for proof_id, pages in drawn.items():
        if pages is not None:
            keep_pages(session, proof_id, pages)
    within = (PrintItem.run_id == run_id, PrintItem.position > after, PrintItem.position <= until)
    items = session.scalars(select(PrintItem).where(*within, PrintItem.state == ItemState.WAITING)).all()
    void = void_among(session, [each.proof_id for each in items])
    for each in items:
        unprintable = each.proof_id in drawn and drawn[each.proof_id] is None
        printed = ItemState.UNPRINTABLE if unprintable else ItemState.PRINTED
        each.state = VOID[void[each.proof_id]] if each.proof_id in void else printed
    run.position = until
    session.flush()
    run.left_out = count_left_out(session, run_id)
    return True


def begin_binding(session: Session, run_id: int) -> bool:
    """Let a run whose proofs are all drawn be bound; false when it is not to be."""
    run = locked(session, run_id)
    if run.state is PrintState.DRAWING and run.position == run.total:
        move(run, PrintState.BINDING)
    run.bound = 0
    session.flush()
    return run.state is PrintState.BINDING


def note_bound(session: Session, run_id: int, count: int) -> bool:
    """Note how many proofs are in the file; false when the run was cancelled meanwhile."""
    changed = update(PrintRun).where(PrintRun.id == run_id, PrintRun.state == PrintState.BINDING)
    return bool(session.execute(changed.values(bound=count).returning(PrintRun.id)).all())


def leave_out(session: Session, run_id: int, void: dict[int, ProofState]) -> None:
    """Note proofs that were revoked since they were drawn."""
    for proof_id, state in void.items():
        changed = update(PrintItem).where(PrintItem.run_id == run_id, PrintItem.proof_id == proof_id)
        session.execute(changed.values(state=VOID[state]))
    session.get_one(PrintRun, run_id).left_out = count_left_out(session, run_id)


def finish_run(session: Session, run_id: int, *, size: int, sha256: str, days: int, now: datetime) -> bool:
    """Note that a run's file is there, and until when; false when it was cancelled meanwhile."""
    run = locked(session, run_id)
    if run.state is not PrintState.BINDING:
        return False
    move(run, PrintState.DONE)
    run.size, run.sha256, run.finished_at, run.expires_at = size, sha256, now, now + timedelta(days=days)
    _note(session, run, "finish_prints", now=now)
    return True


def fail_run(session: Session, run_id: int, problem: str, *, now: datetime) -> None:
    """Note that a run cannot be finished."""
    run = locked(session, run_id)
    if run.state in WORKING:
        move(run, PrintState.FAILED)
        run.problem, run.finished_at = problem[:LONGEST_PROBLEM], now
        _note(session, run, "fail_prints", now=now)


def cancel_run(session: Session, run_id: int, *, actor_id: int, now: datetime) -> PrintRun:
    """Give a run up; the pages that were drawn stay with their proofs. Raises Refused."""
    run = locked(session, run_id)
    if run.actor_id != actor_id or run.state not in WORKING:
        raise refuse("print_not_cancellable", state=run.state.value)
    move(run, PrintState.CANCELLED)
    run.finished_at = now
    _note(session, run, "cancel_prints", now=now)
    return run


def expired_runs(session: Session, *, now: datetime) -> list[int]:
    """Return the runs whose file was kept long enough."""
    query = select(PrintRun.id).where(PrintRun.state == PrintState.DONE, PrintRun.expires_at <= now)
    return list(session.scalars(query.order_by(PrintRun.id)))


def clear_run(session: Session, run_id: int, *, now: datetime) -> None:
    """Note that a run's file is taken away."""
    run = locked(session, run_id)
    if run.state is PrintState.DONE:
        move(run, PrintState.REMOVED)
        _note(session, run, "clear_prints", now=now)


def move(run: PrintRun, state: PrintState) -> None:
    """Take a run on to a state that may follow."""
    if state not in FOLLOWING[run.state]:
        raise ValueError(f"{state} does not follow {run.state}")
    run.state = state


def locked(session: Session, run_id: int) -> PrintRun:
    """Return a run with its row locked and read anew."""
    query = select(PrintRun).where(PrintRun.id == run_id).with_for_update()
    found: PrintRun = session.scalars(query.execution_options(populate_existing=True)).one()
    return found


def count_left_out(session: Session, run_id: int) -> int:
    """Count the proofs of a run that are not in its file."""
    query = select(func.count()).where(PrintItem.run_id == run_id, PrintItem.state.in_(LEFT_OUT))
    return session.scalar(query) or 0


def unprinted_of(session: Session, items: Sequence[PrintItem]) -> list[ConversionProof]:
    """Return the proofs of some items that are to be drawn."""
    keys = [each.proof_id for each in items if each.state is ItemState.WAITING]
    query = select(ConversionProof).where(ConversionProof.id.in_(keys), ConversionProof.pdf.is_(None))
    return list(session.scalars(query))


def _note(session: Session, run: PrintRun, action: str, *, now: datetime) -> None:
    details = {"form": run.form.value, "total": str(run.total), "left_out": str(run.left_out or 0), **run.chosen}
    audit.record(
        session,
        actor_id=run.actor_id,
        action=action,
        entity="print_run",
        entity_id=run.id,
        now=now,
        details={key: str(value) for key, value in details.items()},
    )
    session.flush()
