"""Durable delivery: what waits in the outbox is sent, also after the process or the machine has died."""

import os
import time
from collections.abc import Callable
from datetime import datetime

from dbos import DBOS, DBOSConfig, SetWorkflowID
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from backoffice.accounts.operations import phone_number
from backoffice.kernel.database import begin_writing
from backoffice.kernel.outbox import open_letter, waiting_messages
from backoffice.kernel.sealing import Sealer
from backoffice.messages.operations import deliver
from backoffice.messages.transports import Transport

PAUSE_SECONDS = 1.0
FIRST_WAIT_SECONDS = 15.0
LONGEST_WAIT_SECONDS = 3600.0
MOST_STEP_ATTEMPTS = 20  # of our own database, each after twice the time


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


def wait_before(attempts: int) -> float:
    """Return the seconds to wait after some failed attempts, so that a gateway's bad hour fails no message.

    >>> [wait_before(attempts) for attempts in (0, 1, 2, 7)]
    [0.0, 15.0, 60.0, 3600.0]
    """
    return min(FIRST_WAIT_SECONDS * 4 ** (attempts - 1), LONGEST_WAIT_SECONDS) if attempts else 0.0


def messenger(
    engine: Engine,
    *,
    sealer: Sealer,
    transport: Transport,
    clock: Callable[[], datetime],
    wait: Callable[[int], float] = wait_before,
) -> Callable[[], int]:
    """Return what starts a workflow for every waiting message and says how many there were.

    `wait` gives the seconds before the next attempt. A workflow's id is the message's own with the attempt: started
    twice it runs once, and one that a crash cut off is taken up again. The step may run twice, hence the transport's
    key.
    """

    @DBOS.step(name="deliver", retries_allowed=True, max_attempts=MOST_STEP_ATTEMPTS)
    def attempt(message_id: int) -> str:
        with Session(engine) as session:
            begin_writing(session)
            state = deliver(
                session,
                message_id,
                transport=transport,
                phone_of=lambda user_id: phone_number(session, user_id, sealer),
                letter_of=lambda queued: open_letter(queued, sealer),
                now=clock(),
            )
            session.commit()
            return state.value

    @DBOS.workflow(name="send_message")
    def send(message_id: int, attempts: int) -> str:
        DBOS.sleep(wait(attempts))
        return attempt(message_id)

    def start_waiting() -> int:
        with Session(engine) as session:
            waiting = waiting_messages(session)
        for message_id, attempts in waiting:
            with SetWorkflowID(f"message-{message_id}-{attempts}"):
                DBOS.start_workflow(send, message_id, attempts)
        return len(waiting)

    return start_waiting


def run_beside(start_waiting: Callable[[], int], parent: int) -> None:
    """Look at the outbox again and again, for as long as the process that started this one is there."""
    while os.getppid() == parent:
        start_waiting()
        time.sleep(PAUSE_SECONDS)
