"""Messages are written beside what they tell of, and sent once that is committed."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from backoffice.kernel.models import OutboxMessage
from backoffice.kernel.sealing import Sealer
from backoffice.kernel.states import DeliveryState


def enqueue(
    session: Session, *, template: str, body: str, recipient_id: int, idempotency_key: str, now: datetime
) -> OutboxMessage:
    """Add a message to the caller's transaction; the key makes a second one impossible."""
    queued = OutboxMessage(
        idempotency_key=idempotency_key,
        template=template,
        recipient_id=recipient_id,
        body=body,
        state=DeliveryState.QUEUED,
        attempts=0,
        problem="",
        created_at=now,
        sent_at=None,
        read_at=None,
    )
    session.add(queued)
    session.flush()
    return queued


def enqueue_letter(
    session: Session,
    *,
    phone: str,
    text: str,
    shown: str,
    template: str,
    idempotency_key: str,
    sealer: Sealer,
    now: datetime,
) -> OutboxMessage:
    """Add a message to a phone that belongs to no user; what records show of it is `shown`, without its secret."""
    queued = OutboxMessage(
        idempotency_key=idempotency_key,
        template=template,
        recipient_id=None,
        letter_sealed=sealer.seal(f"{phone}\n{text}", place_of(idempotency_key)),
        body=shown,
        state=DeliveryState.QUEUED,
        attempts=0,
        problem="",
        created_at=now,
        sent_at=None,
    )
    session.add(queued)
    session.flush()
    return queued


def open_letter(queued: OutboxMessage, sealer: Sealer) -> tuple[str, str]:
    """Return phone and text of a sealed message; raises LookupError when they are forgotten already."""
    if queued.letter_sealed is None:
        message = f"message {queued.id} has neither a recipient nor a phone"
        raise LookupError(message)
    phone, _line, text = sealer.open(queued.letter_sealed, place_of(queued.idempotency_key)).partition("\n")
    return phone, text


def place_of(idempotency_key: str) -> str:
    """Return what binds a sealed message to its row."""
    return f"outbox_message.letter.{idempotency_key}"


def waiting_messages(session: Session, limit: int = 100) -> list[tuple[int, int]]:
    """Return id and attempts of the messages not yet sent: the least tried first, so that none holds up the others."""
    query = select(OutboxMessage.id, OutboxMessage.attempts).where(OutboxMessage.state == DeliveryState.QUEUED)
    return [
        (row.id, row.attempts)
        for row in session.execute(query.order_by(OutboxMessage.attempts, OutboxMessage.id).limit(limit))
    ]
