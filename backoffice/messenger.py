"""The process beside the server that sends what waits in the outbox: `python -m backoffice.messenger`."""

import os

from sqlalchemy import create_engine
from sqlalchemy.orm import configure_mappers

import backoffice.tables  # noqa: F401 - every relationship finds its class
from backoffice.kernel.clock import present
from backoffice.kernel.database import prepare
from backoffice.kernel.sealing import Sealer
from backoffice.messages.jobs import messenger, run_beside, start_engine
from backoffice.messages.transports import ConsoleTransport
from config import from_environment


def main() -> None:
    """Send until this process, or the one that started it, is stopped."""
    parent, settings = os.getppid(), from_environment()
    configure_mappers()
    start_waiting = messenger(
        prepare(create_engine(settings.database_url)),
        sealer=Sealer(settings.sealing_key, settings.index_key),
        transport=ConsoleTransport(),
        clock=present,
    )
    start_engine(settings.jobs_url)
    run_beside(start_waiting, parent)


if __name__ == "__main__":
    main()
