"""Durable runs of printing: drawn batch by batch, bound, kept for some days, also after the process has died."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import TypeVar

from dbos import DBOS, SetWorkflowID
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from backoffice.kernel.database import begin_writing
from backoffice.printing.binding import CancelledMeanwhile, bind
from backoffice.printing.choosing import void_among
from backoffice.printing.models import PrintItem, PrintRun
from backoffice.printing.operations import (
    Shelf,
    begin_binding,
    clear_run,
    expired_runs,
    fail_run,
    finish_run,
    keep_drawn,
    leave_out,
    next_items,
    note_bound,
    unprinted_of,
    waiting_runs,
)
from backoffice.printing.workflow import ItemState
from backoffice.proofs.drawing import looks, order_of, verify_address
from backoffice.proofs.sealing import Pages, Sealing, issued
from reports.orders import Order
from reports.refusals import GlyphMissing, NotPrinted, Unprintable
from reports.renderers import Renderers

Answer = TypeVar("Answer")
BATCH = 20  # proofs of one step
MOST_ATTEMPTS = 5  # of one step


@dataclass(frozen=True, slots=True, kw_only=True)
class Press:
    """What prints, where its files go, the address at which proofs are verified, and the clock."""

    renderers: Renderers
    shelf: Callable[[Session], Shelf]  # read anew, as the centre sets the days
    public_url: str
    sealing: Sealing
    clock: Callable[[], datetime]
    size: int = BATCH


def print_worker(engine: Engine, press: Press) -> Callable[[], int]:
    """Return what starts a workflow for every waiting run, clears old files away, and says how many runs there were.

    A workflow's id is that of its run. Pages are committed with the place that the run reached: after a kill the
    next batch is drawn; of a run that was being bound only the binding is done again.
    """

    @DBOS.step(name="print_batch", retries_allowed=True, max_attempts=MOST_ATTEMPTS)
    def batch(run_id: int) -> bool:
        return draw_batch(engine, run_id, press)

    @DBOS.step(name="print_binding", retries_allowed=True, max_attempts=MOST_ATTEMPTS)
    def binding(run_id: int) -> None:
        bind_run(engine, run_id, press)

    @DBOS.step(name="print_failed")
    def give_up(run_id: int, problem: str) -> None:
        _in_one(engine, lambda session: fail_run(session, run_id, problem, now=press.clock()))

    @DBOS.workflow(name="print_run")
    def print_all(run_id: int) -> None:
        try:
            while batch(run_id):
                pass
            binding(run_id)
        except Exception as problem:  # noqa: BLE001 - whatever it was, the page must say that it ended
            give_up(run_id, f"{type(problem).__name__}: {problem}")

    def start_waiting() -> int:
        clear_expired(engine, press)
        with Session(engine) as session:
            waiting = waiting_runs(session)
        for run_id in waiting:
            with SetWorkflowID(f"print-{run_id}"):
                DBOS.start_workflow(print_all, run_id)
        return len(waiting)

    return start_waiting


def draw_batch(engine: Engine, run_id: int, press: Press) -> bool:
    """Draw the next proofs of a run and keep their pages; false when there are none. Nothing is locked meanwhile."""
    with Session(engine) as session:
        after, items = next_items(session, run_id, size=press.size)
        if not items:
            return False
        look = looks(session)
        orders = {
            each.id: order_of(each, look=look, verify_url=verify_address(each, press.public_url), sealing=press.sealing)
            for each in unprinted_of(session, items)
        }
        until = items[-1].position
    drawn = pages_by_proof(orders, press)
    with Session(engine) as session:
        begin_writing(session)
        keep_drawn(session, run_id, drawn, after=after, until=until)
        session.commit()
    return True  # where somebody else was faster, or gave the run up, the next look finds out


def pages_by_proof(orders: dict[int, Order], press: Press) -> dict[int, Pages | None]:
    """Print and seal orders, as many at once as there are renderers; None for a proof whose letters cannot be printed.

    Raises what another time may mend.
    """
    printed = press.renderers.print_many(orders.values())
    found: dict[int, Pages | None] = {}
    for proof_id, paper in zip(orders, printed, strict=True):
        if isinstance(paper, NotPrinted) and not isinstance(paper, GlyphMissing | Unprintable):
            raise paper
        found[proof_id] = None if isinstance(paper, NotPrinted) else issued(paper, press.sealing)
    return found


def bind_run(engine: Engine, run_id: int, press: Press) -> None:
    """Bind a run whose proofs are drawn, leaving out what was revoked since."""
    with Session(engine) as session:
        begin_writing(session)
        if not begin_binding(session, run_id):
            session.commit()
            return
        printed = select(PrintItem.proof_id).where(PrintItem.run_id == run_id, PrintItem.state == ItemState.PRINTED)
        leave_out(session, run_id, void_among(session, session.scalars(printed).all()))
        form, shelf = session.get_one(PrintRun, run_id).form, press.shelf(session)
        session.commit()

    def bound(count: int) -> bool:
        return _in_one(engine, lambda session: note_bound(session, run_id, count))

    try:
        file = bind(engine, run_id, form, shelf=shelf, bound=bound)
    except CancelledMeanwhile:
        return
    done = _in_one(
        engine,
        lambda session: finish_run(
            session, run_id, size=file.size, sha256=file.sha256, days=shelf.days, now=press.clock()
        ),
    )
    if not done:
        shelf.path_of(run_id).unlink(missing_ok=True)


def clear_expired(engine: Engine, press: Press) -> None:
    """Take the files away that were kept long enough."""
    with Session(engine) as session:
        expired = expired_runs(session, now=press.clock())
        if not expired:
            return
        shelf = press.shelf(session)
    for run_id in expired:
        shelf.path_of(run_id).unlink(missing_ok=True)
        _in_one(engine, partial(clear_run, run_id=run_id, now=press.clock()))


def _in_one(engine: Engine, act: Callable[[Session], Answer]) -> Answer:
    with Session(engine) as session:
        begin_writing(session)
        answer = act(session)
        session.commit()
        return answer
