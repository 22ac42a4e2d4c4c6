"""An import in a process of its own, which is killed as it is about to keep its fourth batch."""

import os
import signal
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import create_engine, event

from backoffice.kernel.database import prepare
from backoffice.kernel.sealing import Sealer
from backoffice.upkeep.jobs import work_on
from backoffice.upkeep.operations import Workshop

NOW = datetime(2020, 11, 16, 3, 21, 3, tzinfo=UTC)
COMMITS = []


def die_at_the_fourth(_connection):
    """Count what is about to be kept."""
    COMMITS.append(1)
    if len(COMMITS) == 4:
        os.kill(os.getpid(), signal.SIGKILL)


def main(database_url, folder, run_id):
    """Work until the kill."""
    engine = prepare(create_engine(database_url))
    event.listen(engine, "commit", die_at_the_fourth)
    shop = Workshop(Path(folder), Sealer(b"s" * 32, b"i" * 32))
    work_on(engine, run_id, shop, lambda: NOW, batch=5)
