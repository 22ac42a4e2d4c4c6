"""The outbox as the centre sees it: sought, counted, with personal data starred, and sent again."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from flask_appbuilder.security.sqla.models import User
from sqlalchemy import ColumnElement, Select, case, func, or_, select
from sqlalchemy.orm import Session

from backoffice.accounts.models import Learner
from backoffice.accounts.reasons import reason_in
from backoffice.kernel import audit
from backoffice.kernel.clock import HOUSE_ZONE
from backoffice.kernel.models import OutboxMessage
from backoffice.kernel.paging import Page, fetch_page
from backoffice.kernel.problems import refuse
from backoffice.kernel.states import Channel, DeliveryState

UNSENT = (DeliveryState.FAILED, DeliveryState.GIVEN_UP)
MOST_AT_ONCE = 500
EMAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+")
LINK = re.compile(r"https?://[^\s，。]+")
NUMBER = re.compile(r"[A-Za-z]{0,6}\d{4,}[\dXx]*")


@dataclass(frozen=True, slots=True)
class Sought:
    """What the list of messages is narrowed by; what is empty narrows nothing."""

    words: str = ""
    state: str = ""
    channel: str = ""
    template: str = ""
    first_day: date | None = None
    last_day: date | None = None


@dataclass(frozen=True, slots=True)
class Figures:
    """How many messages wait, and how many were sent or failed today; `oldest` waits longest."""

    waiting: int
    oldest: datetime | None
    sent_today: int
    failed_today: int
    unsent: int


def messages(session: Session, sought: Sought, *, page: int, size: int) -> Page[OutboxMessage]:
    """Return one page of messages, the newest first."""
    query = select(OutboxMessage).where(*_conditions(sought))
    return fetch_page(
        session, query.order_by(OutboxMessage.created_at.desc(), OutboxMessage.id.desc()), number=page, size=size
    )


def figures(session: Session, *, now: datetime) -> Figures:
    """Count the messages, by the day of the house."""
    midnight = datetime.combine(now.astimezone(HOUSE_ZONE).date(), time(), HOUSE_ZONE)
    waits = OutboxMessage.state == DeliveryState.QUEUED
    outward = OutboxMessage.channel != Channel.SITE
    sent = (OutboxMessage.state == DeliveryState.SENT) & (OutboxMessage.sent_at >= midnight) & outward
    failed = OutboxMessage.state.in_(UNSENT)
    query = select(
        func.count(case((waits, 1))),
        func.min(case((waits, OutboxMessage.created_at))),
        func.count(case((sent, 1))),
        func.count(case((failed & (OutboxMessage.tried_at >= midnight), 1))),
        func.count(case((failed, 1))),
    )
    recent = or_(OutboxMessage.state != DeliveryState.SENT, OutboxMessage.sent_at >= midnight)
    waiting, oldest, sent_today, failed_today, unsent = session.execute(query.where(recent)).one()
    return Figures(waiting, oldest, sent_today, failed_today, unsent)


def learners_of(session: Session, shown: Sequence[OutboxMessage]) -> dict[int, Learner]:
    """Return the accounts that messages go to, by user."""
    users = {each.recipient_id for each in shown}
    found = session.scalars(select(Learner).where(Learner.user_id.in_(users))).all()
    return {each.user_id: each for each in found}


def people_of(session: Session, shown: Sequence[OutboxMessage]) -> dict[int, str]:
    """Return the names of those whom messages go to, by user."""
    users = {each.recipient_id for each in shown}
    return {each.id: str(each) for each in session.scalars(select(User).where(User.id.in_(users))).all()}


def send_again(session: Session, message_id: int, *, actor_id: int, now: datetime) -> OutboxMessage:
    """Let a message that did not go out wait again, with as many attempts as a new one."""
    kept = session.get(OutboxMessage, message_id, with_for_update=True, populate_existing=True)
    if kept is None or kept.state not in UNSENT:
        raise refuse("message_not_failed")
    if kept.recipient_id is None:
        raise refuse("message_forgotten")
    _wait_again(session, kept, actor_id=actor_id, now=now)
    return kept


def send_all_again(session: Session, sought: Sought, *, actor_id: int, now: datetime) -> int:
    """Let every unsent message of a filter wait again, as far as somebody can still be reached; return how many."""
    query = (
        select(OutboxMessage)
        .where(*_conditions(sought), OutboxMessage.state.in_(UNSENT), OutboxMessage.recipient_id.is_not(None))
        .order_by(OutboxMessage.id)
        .limit(MOST_AT_ONCE)
        .with_for_update()
    )
    found = session.scalars(query).all()
    for each in found:
        _wait_again(session, each, actor_id=actor_id, now=now)
    return len(found)


def see_whole(session: Session, message_id: int, *, reason: str, actor_id: int, now: datetime) -> OutboxMessage:
    """Return a message whose text may be shown whole; who saw it, and why, is kept. Raises Refused without a reason."""
    kept = session.get_one(OutboxMessage, message_id)
    details = {"reason": reason_in(reason)}
    _record(session, "see_message", kept.id, actor_id=actor_id, now=now, details=details)
    session.flush()
    return kept


def starred(text: str, *names: str) -> str:
    """Return a text without what tells of a person: names, long numbers, email addresses, links.

    >>> starred("张三 的证书 LNDX00001 已寄往 zs@example.org", "张三")
    '张* 的证书 L***1 已寄往 z***'
    """
    for name in filter(None, names):
        text = text.replace(name, name[0] + "*" * max(1, len(name) - 1))
    text = LINK.sub("https://***", EMAIL.sub(lambda found: f"{found[0][0]}***", text))
    return NUMBER.sub(lambda found: f"{found[0][0]}***{found[0][-1]}", text)


def starred_address(address: str) -> str:
    """Return a phone or an email address with its middle starred out.

    >>> starred_address("13800000001"), starred_address("someone@example.org")
    ('138****0001', 's***@example.org')
    """
    name, at, domain = address.partition("@")
    return f"{name[:1]}***@{domain}" if at else f"{address[:3]}****{address[-4:]}"


def _conditions(sought: Sought) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if sought.state == "unsent":
        found.append(OutboxMessage.state.in_(UNSENT))
    elif sought.state:
        found.append(OutboxMessage.state == DeliveryState(sought.state))
    if sought.channel:
        found.append(OutboxMessage.channel == Channel(sought.channel))
    if sought.template:
        found.append(OutboxMessage.template == sought.template)
    if sought.first_day:
        found.append(OutboxMessage.created_at >= _midnight(sought.first_day))
    if sought.last_day:
        found.append(OutboxMessage.created_at < _midnight(sought.last_day + timedelta(days=1)))
    return found + [_says(word) for word in sought.words.split()[:8]]


def _says(word: str) -> ColumnElement[bool]:
    return or_(
        OutboxMessage.idempotency_key.icontains(word, autoescape=True),
        OutboxMessage.problem.icontains(word, autoescape=True),
        OutboxMessage.recipient_id.in_(_people_called(word)),
    )


def _people_called(word: str) -> Select[int]:
    columns = (Learner.full_name, Learner.account_number)
    return select(Learner.user_id).where(or_(*(each.icontains(word, autoescape=True) for each in columns)))


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), HOUSE_ZONE)


def _wait_again(session: Session, kept: OutboxMessage, *, actor_id: int, now: datetime) -> None:
    details = {"state": kept.state.value, "problem": kept.problem}
    kept.state, kept.not_before = DeliveryState.QUEUED, None
    kept.attempts_before, kept.turn = kept.attempts, kept.turn + 1
    _record(session, "send_again", kept.id, actor_id=actor_id, now=now, details=details)
    session.flush()


def _record(
    session: Session, action: str, message_id: int, *, actor_id: int, now: datetime, details: dict[str, str]
) -> None:
    audit.record(
        session,
        actor_id=actor_id,
        action=action,
        entity="outbox_message",
        entity_id=message_id,
        now=now,
        details=details,
    )
