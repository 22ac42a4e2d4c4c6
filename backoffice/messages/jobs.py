"""Durable delivery: what waits in the outbox is sent, also after the process or the machine has died."""

import time
from collections.abc import Callable
from datetime import datetime

from dbos import DBOS, DBOSConfig, SetWorkflowID
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from backoffice.accounts.operations import phone_number
from backoffice.kernel.database import begin_writing
from backoffice.kernel.outbox import waiting_messages
from backoffice.kernel.sealing import Sealer
from backoffice.messages.operations import deliver
from backoffice.messages.transports import Transport

PAUSE_SECONDS = 1.0


def start_engine(jobs_url: str) -> None:
    """Start the job engine on its own tables; call `messenger` first, so that it knows what to go on with."""
    DBOS(
        config=DBOSConfig(
            name="credit-bank",
            system_database_url=jobs_url,
            application_version="1",  # unfinished work survives an upgrade of the product
            console_log_level="WARNING",
        )
    )
    DBOS.launch()


def messenger(
    engine: Engine, *, sealer: Sealer, transport: Transport, clock: Callable[[], datetime]
) -> Callable[[], int]:
    """Return what starts a workflow for every waiting message and says how many there were.

    A workflow's id is the message's own with the attempt: started twice it runs once, and one that a crash cut off
    is taken up again. The step may run twice, hence the transport's key.
    """

    @DBOS.step(name="deliver")
    def attempt(message_id: int) -> str:
        with Session(engine) as session:
            begin_writing(session)
            state = deliver(
                session,
                message_id,
                transport=transport,
                phone_of=lambda user_id: phone_number(session, user_id, sealer),
                now=clock(),
            )
            session.commit()
            return state.value

    @DBOS.workflow(name="send_message")
    def send(message_id: int) -> str:
        return attempt(message_id)

    def start_waiting() -> int:
        with Session(engine) as session:
            waiting = waiting_messages(session)
        for message_id, attempts in waiting:
            with SetWorkflowID(f"message-{message_id}-{attempts}"):
                DBOS.start_workflow(send, message_id)
        return len(waiting)

    return start_waiting


def run_forever(start_waiting: Callable[[], int]) -> None:
    """Look at the outbox again and again."""
    while True:
        start_waiting()
        time.sleep(PAUSE_SECONDS)
