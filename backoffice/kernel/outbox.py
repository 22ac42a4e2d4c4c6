"""Messages are written beside what they tell of, and sent once that is committed."""

from datetime import datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from backoffice.kernel.filled import Filled, fill
from backoffice.kernel.models import MessageWording, OutboxMessage
from backoffice.kernel.sealing import Sealer
from backoffice.kernel.states import Channel, DeliveryState

EVERY_WAY = frozenset(Channel)


def enqueue(
    session: Session,
    *,
    template: str,
    body: str,
    recipient_id: int,
    idempotency_key: str,
    now: datetime,
    channel: Channel = Channel.SMS,
    reach: frozenset[Channel] = EVERY_WAY,
) -> OutboxMessage:
    """Add a message to the caller's transaction; the key makes a second one impossible.

    Filled words give way to the centre's own, if it has any; those also say by which ways the message goes. `reach`
    are the ways that this person has at all: a mail goes in the place of an SMS that nobody would get.
    """
    newest = newest_wordings(session, template)
    own = newest.get("zh")
    if own is not None:
        channel = Channel.SMS if own.by_sms else Channel.SITE
    by_mail = own is not None and own.by_mail
    if channel not in reach:
        channel, by_mail = Channel.SITE, True
    told = {
        "template": template,
        "recipient_id": recipient_id,
        "body": said(body, own),
        "body_english": english_of(body, newest.get("en")),
        "wording_number": own.number if own else 0,
        "attempts": 0,
        "problem": "",
        "created_at": now,
    }
    queued = OutboxMessage(
        **told,
        idempotency_key=idempotency_key,
        channel=channel,
        state=DeliveryState.SENT if channel is Channel.SITE else DeliveryState.QUEUED,
        sent_at=now if channel is Channel.SITE else None,
        read_at=None,
    )
    session.add(queued)
    if by_mail and Channel.MAIL in reach:
        beside = {"idempotency_key": f"{idempotency_key}:mail", "channel": Channel.MAIL, "read_at": now}
        session.add(OutboxMessage(**told, **beside, state=DeliveryState.QUEUED, sent_at=None))
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
    own = newest_wordings(session, template).get("zh")
    queued = OutboxMessage(
        idempotency_key=idempotency_key,
        template=template,
        recipient_id=None,
        letter_sealed=sealer.seal(f"{phone}\n{said(text, own)}", place_of(idempotency_key)),
        body=said(shown, own),
        wording_number=own.number if own else 0,
        channel=Channel.MAIL if "@" in phone else Channel.SMS,
        state=DeliveryState.QUEUED,
        attempts=0,
        problem="",
        created_at=now,
        sent_at=None,
    )
    session.add(queued)
    session.flush()
    return queued


def newest_wordings(session: Session, template: str) -> dict[str, MessageWording]:
    """Return the centre's newest words of a message by language."""
    newest = select(func.max(MessageWording.id)).where(MessageWording.template == template)
    found = session.scalars(
        select(MessageWording).where(MessageWording.id.in_(newest.group_by(MessageWording.language)))
    )
    return {each.language: each for each in found.all()}


def said(body: str, own: MessageWording | None) -> str:
    """Return what a message says: in the centre's words, if there are any for what it is filled with."""
    if own is None or not isinstance(body, Filled):
        return str(body)
    try:
        return fill(own.text, body.values)
    except KeyError:  # words from a time when the message had other places: what it tells of must not fail for that
        return str(body)


def english_of(body: str, own: MessageWording | None) -> str:
    """Return what a message says in English; empty when nobody has written that."""
    if not isinstance(body, Filled):
        return ""
    try:
        return fill(own.text, body.values) if own is not None else body.english
    except KeyError:
        return body.english


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


def waiting_messages(session: Session, *, now: datetime, limit: int = 100) -> list[tuple[int, int, int]]:
    """Return id, turn and attempts in this round of the messages to send now, the least tried first.

    None thus holds up the others.
    """
    tried = OutboxMessage.attempts - OutboxMessage.attempts_before
    query = select(OutboxMessage.id, OutboxMessage.turn, tried.label("tried")).where(
        OutboxMessage.state == DeliveryState.QUEUED,
        or_(OutboxMessage.not_before.is_(None), OutboxMessage.not_before <= now),
    )
    rows = session.execute(query.order_by(tried, OutboxMessage.id).limit(limit)).all()
    return [(row.id, row.turn, row.tried) for row in rows]
