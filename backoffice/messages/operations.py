"""Sending the messages that wait in the outbox."""

from collections.abc import Callable
from datetime import datetime

from cryptography.exceptions import InvalidTag
from sqlalchemy.orm import Session

from backoffice.kernel.models import OutboxMessage
from backoffice.kernel.states import DeliveryState
from backoffice.messages.transports import Transport

MOST_ATTEMPTS = 8
UNSENDABLE = (OSError, LookupError, InvalidTag)  # the gateway, no account, a phone sealed under another key


def deliver(
    session: Session,
    message_id: int,
    *,
    transport: Transport,
    phone_of: Callable[[int], str],
    letter_of: Callable[[OutboxMessage], tuple[str, str]],
    now: datetime,
) -> DeliveryState:
    """Send one waiting message and note how it went; a failure is kept, and never undoes what it tells of.

    `phone_of` opens the phone number of a user, `letter_of` number and text of a message to nobody's phone, which are
    forgotten once it is sent or given up. A message already sent is left alone.
    """
    queued = session.get_one(OutboxMessage, message_id, with_for_update=True)
    if queued.state is DeliveryState.SENT:
        return queued.state
    queued.attempts += 1
    try:
        recipient_id = queued.recipient_id
        phone, body = letter_of(queued) if recipient_id is None else (phone_of(recipient_id), queued.body)
        transport.send(phone=phone, body=body, key=queued.idempotency_key)
    except UNSENDABLE as problem:
        queued.problem = (str(problem) or type(problem).__name__)[:400]
        queued.state = DeliveryState.FAILED if queued.attempts >= MOST_ATTEMPTS else DeliveryState.QUEUED
    else:
        queued.state, queued.sent_at, queued.problem = DeliveryState.SENT, now, ""
    if queued.state is not DeliveryState.QUEUED:
        queued.letter_sealed = None
    session.flush()
    return queued.state
