"""The worker of printing in a process of its own: it prints until nothing waits, and can die in the midst of it."""

import os
import signal
import time
from datetime import UTC, datetime
from pathlib import Path

from dbos import DBOS
from sqlalchemy import create_engine

from backoffice.kernel.database import prepare
from backoffice.kernel.sealing import Sealer
from backoffice.messages.jobs import start_engine
from backoffice.printing.jobs import Press, print_worker
from backoffice.printing.operations import Shelf
from backoffice.proofs.sealing import Sealing
from reports.keys import IssuingKey
from tests.backoffice.printing.conftest import QuickPress

NOW = datetime(2020, 11, 16, 3, 21, 3, tzinfo=UTC)
PATIENCE = 60  # seconds


class DyingPress(QuickPress):
    """Dies at its second batch, if that is its fate; notes in a file what it has drawn."""

    def __init__(self, fate, drawn):
        super().__init__()
        self.fate, self.drawn, self.batches = fate, drawn, 0

    def print_many(self, orders):
        """Yield the papers, or die."""
        self.batches += 1
        if self.fate == "dies" and self.batches > 1:
            os.kill(os.getpid(), signal.SIGKILL)
        yield from super().print_many(orders)
        with self.drawn.open("a") as stream:
            stream.write("".join(f"{number}\n" for number in self.printed))
        self.printed.clear()


def main(database_url, jobs_url, folder, fate):
    """Print until nothing waits."""
    shelf = Shelf(Path(folder) / "prints", Sealer(b"s" * 32, b"i" * 32), 7)
    press = Press(
        renderers=DyingPress(fate, Path(folder) / "drawn"),
        shelf=lambda _session: shelf,
        public_url="http://bank",
        sealing=Sealing(IssuingKey(b"u" * 32), "did:web:bank"),
        clock=lambda: NOW,
        size=2,
    )
    start_waiting = print_worker(prepare(create_engine(database_url)), press)
    start_engine(jobs_url)
    until = time.monotonic() + PATIENCE
    while start_waiting() and time.monotonic() < until:
        time.sleep(0.05)
    DBOS.destroy()
