"""The work on imports beside the server: batch by batch, and on from the last batch after a kill."""

import logging
import time
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial

from sqlalchemy import Engine, select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from backoffice.kernel.database import begin_writing
from backoffice.kernel.house import overrides, settled
from backoffice.kernel.problems import Problem, Refused
from backoffice.upkeep.columns import Reading, read_line
from backoffice.upkeep.known_subjects import SUBJECTS
from backoffice.upkeep.models import ImportReceipt, ImportRun
from backoffice.upkeep.operations import (
    Workshop,
    advance,
    finish,
    lapse_import,
    lapsed_runs,
    scope_of,
    sheet_of,
    stop,
)
from backoffice.upkeep.receipts import tell_receipts
from backoffice.upkeep.sheets import Sheet
from backoffice.upkeep.subjects import Seen, Subject, take_note
from backoffice.upkeep.workflow import WORKING
from config import Settings

BATCH = 500  # rows of one transaction
MESSAGES = 200  # of one transaction
PAUSE_SECONDS = 1.0
LOG = logging.getLogger(__name__)

Clock = Callable[[], datetime]


def keep_importing(engine: Engine, shop: Workshop, clock: Clock, environment: Settings) -> None:
    """Look for work again and again; for a thread that ends with its process."""
    while True:
        try:
            found = work_off(engine, shop, clock) + clear_up(engine, shop, clock, environment)
        except (OperationalError, OSError):
            LOG.exception("the database or the folder does not answer; imports wait")
            found = 0
        if not found:
            time.sleep(PAUSE_SECONDS)


def work_off(engine: Engine, shop: Workshop, clock: Clock) -> int:
    """Do all the work that waits, the oldest first, and return how many runs that were."""
    with Session(engine) as session:
        waiting = session.scalars(select(ImportRun.id).where(ImportRun.state.in_(WORKING)).order_by(ImportRun.id)).all()
    for run_id in waiting:
        work_on(engine, run_id, shop, clock)
    return len(waiting)


def clear_up(engine: Engine, shop: Workshop, clock: Clock, environment: Settings) -> int:
    """Tell learners of what came into their accounts, and give up files that nobody confirmed; return how much it was.

    Each is a transaction of its own: after a kill the rest is done by the next look.
    """
    with Session(engine) as session:
        house = settled(environment, overrides(session))
        late = lapsed_runs(session, days=house.import_days, now=clock())
        told = session.scalar(select(ImportReceipt.id).limit(1)) is not None
    for run_id in late:
        _in_one(engine, partial(lapse_import, run_id=run_id, now=clock(), shop=shop))
    if not told:
        return len(late)
    with Session(engine) as session:
        begin_writing(session)
        messages = tell_receipts(session, house=house, now=clock(), limit=MESSAGES)
        session.commit()
    return len(late) + messages


def work_on(engine: Engine, run_id: int, shop: Workshop, clock: Clock, *, batch: int = BATCH) -> None:
    """Bring a run to the end of its phase; a file that cannot be read on stops it, and the others go on."""
    with Session(engine) as session:
        run = session.get_one(ImportRun, run_id)
        if run.state not in WORKING:
            return
        try:
            position = _go_through(engine, session, run, sheet_of(run, shop), shop=shop, clock=clock, batch=batch)
        except Refused as refused:
            problems = refused.problems
        except OperationalError:
            LOG.exception("import %s waits for its database", run_id)
            return
        except Exception:
            LOG.exception("import %s met a fault", run_id)
            problems = (Problem("import_fault", "file"),)
        else:
            _in_one(engine, lambda writing: finish(writing, run_id, after=position, now=clock(), shop=shop))
            return
    _in_one(engine, lambda writing: stop(writing, run_id, problems, now=clock(), shop=shop))


def _go_through(
    engine: Engine,
    reading: Session,
    run: ImportRun,
    sheet: Sheet,
    *,
    shop: Workshop,
    clock: Clock,
    batch: int,
) -> int:
    """Work on every batch behind the run's position; of those before it only the keys are remembered."""
    subject, run_id, position = SUBJECTS[run.content], run.id, run.position
    scope = scope_of(run, shop, clock())
    reading.rollback()  # nothing is held while the file is read
    seen: Seen = {}
    for rows in _batches(subject, sheet, batch):
        done = [each for each in rows if each.line.number <= position]
        if done:
            take_note(reading, subject, done, scope=scope, seen=seen)
            reading.rollback()
        fresh = rows[len(done) :]
        if fresh and not _kept(engine, run_id, fresh, seen, after=position, shop=shop, clock=clock):
            return -1  # somebody else works on it, or it was cancelled
        position = fresh[-1].line.number if fresh else position
    return position


def _kept(
    engine: Engine, run_id: int, rows: list[Reading], seen: Seen, *, after: int, shop: Workshop, clock: Clock
) -> bool:
    with Session(engine) as session:
        begin_writing(session)
        kept = advance(session, run_id, rows, seen, after=after, now=clock(), shop=shop)
        session.commit()
        return kept


def _in_one(engine: Engine, act: Callable[[Session], None]) -> None:
    with Session(engine) as session:
        begin_writing(session)
        act(session)
        session.commit()


def _batches(subject: Subject, sheet: Sheet, size: int) -> Iterator[list[Reading]]:
    rows: list[Reading] = []
    for line in sheet.lines():
        rows.append(read_line(subject.columns, line, sheet.day_zero))
        if len(rows) == size:
            yield rows
            rows = []
    if rows:
        yield rows
