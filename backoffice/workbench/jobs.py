"""Durable computations of effects: what waits is worked through, also after the process or the machine has died."""

from collections.abc import Callable
from datetime import datetime

from dbos import DBOS, SetWorkflowID
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from backoffice.kernel.database import begin_writing
from backoffice.workbench.impact import BATCH, advance, fail, waiting_runs

MOST_ATTEMPTS = 5  # of one batch


def impact_worker(engine: Engine, *, clock: Callable[[], datetime], size: int = BATCH) -> Callable[[], int]:
    """Return what starts a workflow for every waiting computation and says how many there were.

    A workflow's id is that of its run: started twice it runs once, and one that a crash cut off is taken up at the
    batch that was not committed. What a batch found is committed with the place that it reached.
    """

    @DBOS.step(name="impact_batch", retries_allowed=True, max_attempts=MOST_ATTEMPTS)
    def batch(run_id: int) -> bool:
        with Session(engine) as session:
            begin_writing(session)
            more = advance(session, run_id, now=clock(), size=size)
            session.commit()
            return more

    @DBOS.step(name="impact_failed")
    def give_up(run_id: int, problem: str) -> None:
        with Session(engine) as session:
            begin_writing(session)
            fail(session, run_id, problem, now=clock())
            session.commit()

    @DBOS.workflow(name="impact_run")
    def compute(run_id: int) -> None:
        try:
            while batch(run_id):
                pass
        except Exception as problem:  # noqa: BLE001 - whatever it was, the page must say that it ended
            give_up(run_id, f"{type(problem).__name__}: {problem}")

    def start_waiting() -> int:
        with Session(engine) as session:
            waiting = waiting_runs(session)
        for run_id in waiting:
            with SetWorkflowID(f"impact-{run_id}"):
                DBOS.start_workflow(compute, run_id)
        return len(waiting)

    return start_waiting
