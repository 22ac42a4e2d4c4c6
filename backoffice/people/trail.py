"""Searching the audit trail: who did or saw what, with whom, when."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from flask_appbuilder.security.sqla.models import User
from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

from backoffice.accounts.models import Learner
from backoffice.kernel.chain import CHECKS, HEAD, LINKS
from backoffice.kernel.clock import HOUSE_ZONE
from backoffice.kernel.models import AuditEvent
from backoffice.kernel.paging import Page

MOST_COUNTED = 10_000  # a longer list is narrowed, not paged through
USERS = "ab_user"
LEARNERS = "learner"


@dataclass(frozen=True, slots=True)
class Asked:
    """What the list is narrowed by; days are this house's."""

    person: str = ""
    entity: str = ""
    entity_id: int = 0
    action: str = ""
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """An event with who did it, and what it was done to where that has a name."""

    event: AuditEvent
    actor: str
    username: str
    subject: str = ""


def search_events(session: Session, asked: Asked, *, number: int, size: int) -> Page[Told]:
    """Return one page of events, the newest first; at most the ten thousand newest are counted."""
    query = _narrowed(select(AuditEvent.id), asked)
    total = session.scalar(select(func.count()).select_from(query.limit(MOST_COUNTED).subquery())) or 0
    number = min(max(1, number), max(1, -(-total // size)))
    keys = session.scalars(query.order_by(AuditEvent.id.desc()).limit(size).offset((number - 1) * size)).all()
    return Page(told_of(session, keys), total, number, size)


def told_of(session: Session, keys: Sequence[int]) -> list[Told]:
    """Return these events, the newest first, with their names."""
    rows = session.execute(
        select(AuditEvent, User.first_name, User.username)
        .join(User, User.id == AuditEvent.actor_id)
        .where(AuditEvent.id.in_(keys))
        .order_by(AuditEvent.id.desc())
    ).all()
    names = _names(session, [row[0] for row in rows])
    return [Told(row[0], row[1], row[2], names.get((row[0].entity, row[0].entity_id), "")) for row in rows]


def actions_and_entities(session: Session) -> tuple[list[str], list[str]]:
    """Return which actions and entities the trail speaks of."""
    found = [session.scalars(select(column).distinct()).all() for column in (AuditEvent.action, AuditEvent.entity)]
    return sorted(found[0]), sorted(found[1])


def link_of(session: Session, event_id: int) -> Any:  # noqa: ANN401 - a row or None
    """Return position and digests of an event in the chain."""
    return session.execute(select(LINKS).where(LINKS.c.event_id == event_id)).one_or_none()


def checks(session: Session, limit: int = 20) -> Sequence[Any]:
    """Return the last verifications with who asked for them, the newest first."""
    query = select(CHECKS, User.first_name).outerjoin(User, User.id == CHECKS.c.checked_by_id)
    return session.execute(query.order_by(CHECKS.c.id.desc()).limit(limit)).all()


def head(session: Session) -> tuple[int, str]:
    """Return how many events are linked, and the digest of the last."""
    row = session.execute(select(HEAD.c.count, HEAD.c.digest)).one()
    return row[0], row[1]


def _narrowed(query: Select[Any], asked: Asked) -> Select[Any]:
    if asked.person:
        said = asked.person.strip()
        called = or_(User.username == said, User.first_name.icontains(said, autoescape=True))
        query = query.where(AuditEvent.actor_id.in_(select(User.id).where(called)))
    if asked.entity:
        query = query.where(AuditEvent.entity == asked.entity)
    if asked.entity_id:
        query = query.where(AuditEvent.entity_id == asked.entity_id)
    if asked.action:
        query = query.where(AuditEvent.action == asked.action)
    if asked.since:
        query = query.where(AuditEvent.happened_at >= _start(asked.since))
    if asked.until:
        query = query.where(AuditEvent.happened_at < _start(asked.until + timedelta(days=1)))
    return query


def _start(day: date) -> datetime:
    return datetime.combine(day, time(), HOUSE_ZONE).astimezone(UTC)


def _names(session: Session, events: Iterable[AuditEvent]) -> dict[tuple[str, int], str]:
    """Return what people and learners among the subjects are called."""
    found = dict[tuple[str, int], str]()
    for entity, table, column in ((USERS, User, User.first_name), (LEARNERS, Learner, Learner.full_name)):
        keys = {each.entity_id for each in events if each.entity == entity}
        if keys:
            rows = session.execute(select(table.id, column).where(table.id.in_(keys)))
            found |= {(entity, row[0]): row[1] for row in rows}
    return found
