"""The messages of one person, as the site shows them beside the SMS (站内信)."""

from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from backoffice.kernel.models import OutboxMessage
from backoffice.kernel.paging import Page, fetch_page
from backoffice.kernel.states import Channel

ONE_TIME = "code"  # a template of this name, or with this ending, holds a one-time code, which no page repeats


def messages_of(session: Session, user_id: int, *, page: int, size: int) -> Page[OutboxMessage]:
    """Return one page of a person's messages, the newest first."""
    query = (
        select(OutboxMessage)
        .where(
            OutboxMessage.recipient_id == user_id,
            OutboxMessage.channel != Channel.MAIL,  # a copy
            ~OutboxMessage.template.endswith(ONE_TIME),
        )
        .order_by(OutboxMessage.created_at.desc(), OutboxMessage.id.desc())
    )
    return fetch_page(session, query, number=page, size=size)


def unread_count(session: Session, user_id: int) -> int:
    """Count the messages that a person has not read in the site."""
    query = select(func.count()).where(
        OutboxMessage.recipient_id == user_id,
        OutboxMessage.read_at.is_(None),
        OutboxMessage.channel != Channel.MAIL,
        ~OutboxMessage.template.endswith(ONE_TIME),
    )
    return session.scalar(query) or 0


def mark_read(session: Session, user_id: int, *, up_to: int, now: datetime) -> None:
    """Mark a person's messages as read, none of them newer than the one with the key `up_to`."""
    mine = (OutboxMessage.recipient_id == user_id, OutboxMessage.read_at.is_(None), OutboxMessage.id <= up_to)
    session.execute(update(OutboxMessage).where(*mine).values(read_at=now).execution_options(synchronize_session=False))
