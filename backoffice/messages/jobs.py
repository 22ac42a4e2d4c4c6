"""Durable delivery: what waits in the outbox is sent, also after the process or the machine has died."""

import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from dbos import DBOS, DBOSConfig, SetWorkflowID
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from backoffice.accounts.operations import email_of, phone_number
from backoffice.kernel.database import begin_writing
from backoffice.kernel.models import OutboxMessage
from backoffice.kernel.outbox import open_letter, waiting_messages
from backoffice.kernel.sealing import Sealer
from backoffice.kernel.states import Channel, DeliveryState
from backoffice.messages.daily import Limits
from backoffice.messages.operations import Failure, carry, note, take
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Ways:
    """How messages leave: to phones, to email addresses (None: no mail server), and how many in a day."""

    phones: Transport
    mail: Transport | None = None
    limits: Limits | None = None

    def of(self, to: str) -> Transport:
        """Return the way to a phone or an email address; without a mail server one way serves both."""
        return self.mail if self.mail is not None and "@" in to else self.phones


def messenger(
    engine: Engine,
    *,
    sealer: Sealer,
    ways: Ways,
    clock: Callable[[], datetime],
    wait: Callable[[int], float] = wait_before,
) -> Callable[[], int]:
    """Return what starts a workflow for every waiting message and says how many there were.

    `wait` gives the seconds before the next attempt. A workflow's id is the message's own with its turn: started
    twice it runs once, and one that a crash cut off is taken up again. The step may run twice, hence the transport's
    key. No transaction is open while the other side is spoken to, so that a slow gateway keeps nobody from writing.
    """

    @DBOS.step(name="deliver", retries_allowed=True, max_attempts=MOST_STEP_ATTEMPTS)
    def attempt(message_id: int) -> str:
        with Session(engine) as session:
            begin_writing(session)
            found = take(
                session,
                message_id,
                recipient_of=lambda queued: recipient_of(session, queued, sealer),
                limits=ways.limits,
                now=clock(),
            )
            session.commit()
        if isinstance(found, DeliveryState):
            return found.value
        outcome = found if isinstance(found, Failure) else carry(found, ways.of(found.to))
        with Session(engine) as session:
            begin_writing(session)
            state = note(session, message_id, outcome, now=clock())
            session.commit()
        return state.value

    @DBOS.workflow(name="send_message")
    def send(message_id: int, attempts: int) -> str:
        DBOS.sleep(wait(attempts))
        return attempt(message_id)

    def start_waiting() -> int:
        with Session(engine) as session:
            waiting = waiting_messages(session, now=clock())
        for message_id, turn, attempts in waiting:
            with SetWorkflowID(f"message-{message_id}-{turn}"):
                DBOS.start_workflow(send, message_id, attempts)
        return len(waiting)

    return start_waiting


def recipient_of(session: Session, queued: OutboxMessage, sealer: Sealer) -> tuple[str, str]:
    """Return where a message goes and what it says; raises LookupError when it has nowhere to go."""
    if queued.recipient_id is None:
        return open_letter(queued, sealer)
    if queued.channel is Channel.MAIL:
        return email_of(session, queued.recipient_id), queued.body
    return phone_number(session, queued.recipient_id, sealer), queued.body


def run_beside(start_waiting: Callable[[], int], parent: int) -> None:
    """Look at the outbox again and again, for as long as the process that started this one is there."""
    while os.getppid() == parent:
        start_waiting()
        time.sleep(PAUSE_SECONDS)
