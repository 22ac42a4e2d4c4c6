"""The chain of the audit trail: each event is linked to the one before by a digest, and the last is kept apart.

Events are linked when their transaction commits, under the lock of the one row of `audit_head`: nothing is locked after
it, so nobody waits in a circle, and two commits at once make one chain.
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import CheckConstraint, Column, ForeignKey, Integer, String, Table, event, func, inspect, select, update
from sqlalchemy.orm import Session, object_session

from backoffice.kernel.entity import Entity, UtcDateTime
from backoffice.kernel.models import AuditEvent

START = "0" * 64
UNLINKED = "audit_events_to_link"
BATCH = 2000

LINKS = Table(
    "audit_link",
    Entity.metadata,
    Column("position", Integer, primary_key=True, autoincrement=False),  # from 1, without a gap
    Column("event_id", ForeignKey("audit_event.id"), unique=True, nullable=False),
    Column("previous", String(64), nullable=False),
    Column("digest", String(64), nullable=False),  # of `previous` and the event's canonical bytes
)
HEAD = Table(
    "audit_head",
    Entity.metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("count", Integer, nullable=False),
    Column("digest", String(64), nullable=False),
    CheckConstraint("id = 1", name="only_one"),
)
CHECKS = Table(
    "audit_check",
    Entity.metadata,
    Column("id", Integer, primary_key=True),
    Column("checked_at", UtcDateTime, nullable=False),
    Column("checked_by_id", ForeignKey("ab_user.id")),  # nobody: from the command line
    Column("count", Integer, nullable=False),
    Column("digest", String(64), nullable=False),
    Column("problem", String(40), nullable=False),
    Column("position", Integer, nullable=False),  # of the first broken link; 0 when there is none
    Column("event_id", Integer, nullable=False),
)
TOLD = ("id", "actor_id", "action", "entity", "entity_id", "details", "happened_at")


@dataclass(frozen=True, slots=True)
class Verification:
    """How many events hold, the digest of the last, and what is wrong with the first that does not.

    `problem` is one of: event_changed, event_missing, event_unlinked, link_missing, previous_differs, head_differs,
    kept_differs.
    """

    count: int
    digest: str
    problem: str = ""
    position: int = 0
    event_id: int = 0


def canonical(told: Iterable[Any]) -> bytes:
    """Return the bytes of an event: JSON without blanks, names in order, the moment in UTC.

    >>> canonical([1, 2, "look", "learner", 3, {"b": "乙", "a": "1"}]).decode()
    '[1,2,"look","learner",3,{"a":"1","b":"乙"}]'
    """
    plain = [
        each.astimezone(UTC).isoformat(timespec="microseconds") if isinstance(each, datetime) else each for each in told
    ]
    return json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def digest_of(previous: str, told: Iterable[Any]) -> str:
    """Return the digest that links an event to the one before."""
    return hashlib.sha256(previous.encode() + b"\n" + canonical(told)).hexdigest()


def link(session: Session, events: list[AuditEvent]) -> None:
    """Add events to the end of the chain; the head stays locked until the transaction ends."""
    count, digest = session.execute(select(HEAD.c.count, HEAD.c.digest).with_for_update()).one()
    links = []
    for each in sorted(events, key=lambda each: each.id):
        previous, count = digest, count + 1
        digest = digest_of(previous, [getattr(each, name) for name in TOLD])
        links.append({"position": count, "event_id": each.id, "previous": previous, "digest": digest})
    session.execute(LINKS.insert(), links)
    session.execute(update(HEAD).values(count=count, digest=digest))


def verify(session: Session, *, kept: tuple[int, str] | None = None) -> Verification:
    """Walk the chain from its first event; `kept` is a count and digest that somebody noted down elsewhere."""
    longest = select(func.max(LINKS.c.position)).scalar_subquery()
    count, digest, last = session.execute(select(HEAD.c.count, HEAD.c.digest, longest)).one()
    walked = _walk(session, count, kept)
    if walked.problem:
        return walked
    stray = select(AuditEvent.id).outerjoin(LINKS, LINKS.c.event_id == AuditEvent.id).where(LINKS.c.event_id.is_(None))
    unlinked = session.scalar(stray.order_by(AuditEvent.id).limit(1))
    if unlinked is not None:
        return Verification(walked.count, walked.digest, "event_unlinked", walked.count + 1, unlinked)
    if (walked.count, walked.digest, last or 0) != (count, digest, count):
        return Verification(walked.count, walked.digest, "head_differs", count)
    if kept is not None and kept[0] > count:
        return Verification(walked.count, walked.digest, "kept_differs", kept[0])
    return walked


def _walk(session: Session, count: int, kept: tuple[int, str] | None) -> Verification:
    query = (
        select(LINKS, *(getattr(AuditEvent, name).label(f"event_{name}") for name in TOLD[1:]))
        .outerjoin(AuditEvent, AuditEvent.id == LINKS.c.event_id)
        .where(LINKS.c.position <= count)
        .order_by(LINKS.c.position)
    )
    previous, position = START, 0
    with session.execute(query, execution_options={"yield_per": BATCH}) as rows:
        for row in rows:
            problem = _problem(row, previous, position + 1)
            if not problem and kept is not None and kept[0] == row.position and kept[1] != row.digest:
                problem = "kept_differs"
            if problem:
                return Verification(position, previous, problem, position + 1, row.event_id)
            previous, position = row.digest, position + 1
    return Verification(position, previous)


def _problem(row: Any, previous: str, position: int) -> str:  # noqa: ANN401 - a row
    if row.position != position:
        return "link_missing"
    if row.event_happened_at is None:
        return "event_missing"
    if row.previous != previous:
        return "previous_differs"
    return "" if row.digest == digest_of(previous, [row.event_id, *row[4:]]) else "event_changed"


def keep_check(session: Session, found: Verification, *, actor_id: int | None, now: datetime) -> None:
    """Note what a verification found."""
    session.execute(
        CHECKS.insert().values(
            checked_at=now,
            checked_by_id=actor_id,
            count=found.count,
            digest=found.digest,
            problem=found.problem,
            position=found.position,
            event_id=found.event_id,
        )
    )


@event.listens_for(AuditEvent, "after_insert")
def _remember(_mapper: object, _connection: object, row: AuditEvent) -> None:
    session = object_session(row)
    if session is not None:
        session.info.setdefault(UNLINKED, []).append(row)


@event.listens_for(Session, "before_commit")
def _link_new(session: Session) -> None:
    """Link what this transaction has told; an event whose savepoint was taken back is gone."""
    if session.in_nested_transaction():
        return
    session.flush()
    told = [each for each in session.info.pop(UNLINKED, ()) if inspect(each).persistent]
    if told:
        link(session, told)
