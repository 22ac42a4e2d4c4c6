"""The worker of effects in a process of its own: it computes until nothing waits, and can die in the midst of it."""

import os
import signal
import time
from datetime import UTC, datetime

from dbos import DBOS
from sqlalchemy import create_engine

from backoffice.kernel.database import prepare
from backoffice.messages.jobs import start_engine
from backoffice.workbench.jobs import impact_worker

NOW = datetime(2020, 11, 16, 3, 21, 3, tzinfo=UTC)
PATIENCE = 60  # seconds
BATCHES_BEFORE_DEATH = 2


def main(database_url, jobs_url, fate):
    """Compute until nothing waits."""
    asked = iter(range(10_000))

    def clock():
        if fate == "dies" and next(asked) == BATCHES_BEFORE_DEATH:
            os.kill(os.getpid(), signal.SIGKILL)
        return NOW

    start_waiting = impact_worker(prepare(create_engine(database_url)), clock=clock, size=3)
    start_engine(jobs_url)
    until = time.monotonic() + PATIENCE
    while start_waiting() and time.monotonic() < until:
        time.sleep(0.05)
    DBOS.destroy()
