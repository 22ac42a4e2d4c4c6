"""The messenger in a process of its own: it sends into a file until nothing waits, and can die after sending."""

import os
import signal
import time
from datetime import UTC, datetime
from pathlib import Path

from dbos import DBOS
from sqlalchemy import create_engine

from backoffice.kernel.database import prepare
from backoffice.kernel.sealing import Sealer
from backoffice.messages.jobs import Ways, messenger, start_engine

NOW = datetime(2020, 11, 16, 3, 21, 3, tzinfo=UTC)
PATIENCE = 60  # seconds


class FileTransport:
    """Appends a line to a file for every message; then dies or fails when that is asked for."""

    def __init__(self, path, fate):
        self.path = Path(path)
        self.fate = fate

    def send(self, *, phone, body, key):
        """Note phone, key and text; raise OSError, or end the process before anybody learns of it."""
        with self.path.open("a", encoding="utf-8") as stream:
            stream.write(f"{phone} {key} {body}\n")
        if self.fate == "dies":
            os.kill(os.getpid(), signal.SIGKILL)
        if self.fate == "fails":
            raise OSError("短信网关没有应答")


def main(database_url, jobs_url, path, fate):
    """Send until nothing waits."""
    start_waiting = messenger(
        prepare(create_engine(database_url)),
        sealer=Sealer(b"s" * 32, b"i" * 32),
        ways=Ways(phones=FileTransport(path, fate)),
        clock=lambda: NOW,
        wait=lambda attempts: attempts / 100,
    )
    start_engine(jobs_url)
    until = time.monotonic() + PATIENCE
    while start_waiting() and time.monotonic() < until:
        time.sleep(0.05)
    DBOS.destroy()
