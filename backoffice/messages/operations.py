"""Sending the messages that wait in the outbox."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from cryptography.exceptions import InvalidTag
from sqlalchemy.orm import Session

from backoffice.kernel.models import OutboxMessage
from backoffice.kernel.states import DeliveryState
from backoffice.messages.daily import Limits, waits_until
from backoffice.messages.transports import Rejected, Transport

MOST_ATTEMPTS = 8
UNSENDABLE = (OSError, LookupError, InvalidTag)  # the gateway, no account, a phone sealed under another key
POSTPONED = "daily_limit"
LONG_NUMBER = re.compile(r"\d{5,}")


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A message on its way: where to, its text, its key."""

    to: str
    body: str
    key: str


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a message did not leave; `final` when another attempt is of no use."""

    words: str
    final: bool = False


def take(
    session: Session,
    message_id: int,
    *,
    recipient_of: Callable[[OutboxMessage], tuple[str, str]],
    limits: Limits | None,
    now: datetime,
) -> Outgoing | Failure | DeliveryState:
    """Return what to send, or why that cannot be; the message's state when it is not to be sent now.

    `recipient_of` gives a message's phone or email address, and its text.
    """
    queued = session.get_one(OutboxMessage, message_id, with_for_update=True)
    if queued.state is not DeliveryState.QUEUED:
        return queued.state
    later = waits_until(session, queued, limits, now=now) if limits else None
    if later is not None:
        queued.not_before, queued.problem, queued.turn = later, POSTPONED, queued.turn + 1
        session.flush()
        return queued.state
    try:
        to, body = recipient_of(queued)
    except UNSENDABLE as problem:
        return Failure(str(problem) or type(problem).__name__)
    return Outgoing(to, body, queued.idempotency_key)


def carry(outgoing: Outgoing, transport: Transport) -> Failure | None:
    """Hand a message over, with no transaction open; return what went wrong."""
    try:
        transport.send(phone=outgoing.to, body=outgoing.body, key=outgoing.key)
    except Rejected as problem:
        return Failure(str(problem), final=True)
    except UNSENDABLE as problem:
        return Failure(str(problem) or type(problem).__name__)
    return None


def note(session: Session, message_id: int, outcome: Failure | None, *, now: datetime) -> DeliveryState:
    """Note how an attempt went."""
    queued = session.get_one(OutboxMessage, message_id, with_for_update=True)
    if queued.state is not DeliveryState.QUEUED:
        return queued.state
    queued.attempts += 1
    queued.turn += 1
    queued.tried_at = now
    queued.not_before = None
    if outcome is None:
        queued.state, queued.sent_at, queued.problem = DeliveryState.SENT, now, ""
    else:
        queued.problem = LONG_NUMBER.sub(_starred, outcome.words)[:400]  # a gateway may repeat the phone
        if outcome.final:
            queued.state = DeliveryState.GIVEN_UP
        elif queued.attempts - queued.attempts_before >= MOST_ATTEMPTS:
            queued.state = DeliveryState.FAILED
    if queued.state is not DeliveryState.QUEUED:
        queued.letter_sealed = None
    session.flush()
    return queued.state


def _starred(found: re.Match[str]) -> str:
    return f"{found[0][:2]}***"
