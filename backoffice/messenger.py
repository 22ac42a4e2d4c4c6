"""The process beside the server, for messages, imports and effects of rules: `python -m backoffice.messenger`."""

import os
from threading import Thread

from sqlalchemy import create_engine
from sqlalchemy.orm import configure_mappers

import backoffice.tables  # noqa: F401 - every relationship finds its class
from backoffice.kernel.clock import present
from backoffice.kernel.database import prepare
from backoffice.kernel.sealing import Sealer
from backoffice.messages.jobs import messenger, run_beside, start_engine
from backoffice.messages.transports import ConsoleTransport
from backoffice.upkeep.jobs import keep_importing
from backoffice.upkeep.operations import Workshop
from backoffice.workbench.jobs import impact_worker
from config import from_environment


def main() -> None:
    """Work until this process, or the one that started it, is stopped."""
    parent, settings = os.getppid(), from_environment()
    configure_mappers()
    engine = prepare(create_engine(settings.database_url))
    sealer = Sealer(settings.sealing_key, settings.index_key)
    send_waiting = messenger(engine, sealer=sealer, transport=ConsoleTransport(), clock=present)
    compute_waiting = impact_worker(engine, clock=present)
    start_engine(settings.jobs_url)
    shop = Workshop(settings.imports_folder, sealer)
    Thread(target=keep_importing, args=(engine, shop, present), daemon=True).start()
    run_beside(lambda: send_waiting() + compute_waiting(), parent)


if __name__ == "__main__":
    main()
