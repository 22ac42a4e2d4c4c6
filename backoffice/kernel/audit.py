"""Writing the audit trail: what was done, and who looked at whose data."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

import backoffice.kernel.chain  # noqa: F401 - every event is linked when its transaction commits
from backoffice.kernel.models import AuditEvent

LOOKED = "look"
SAME_LOOK = timedelta(minutes=30)  # opening a page again within it is no new event


def record(
    session: Session,
    *,
    actor_id: int,
    action: str,
    entity: str,
    entity_id: int,
    now: datetime,
    details: Mapping[str, Any] | None = None,
) -> None:
    """Add one event to the trail; it becomes part of the caller's transaction."""
    session.add(
        AuditEvent(
            actor_id=actor_id,
            action=action,
            entity=entity,
            entity_id=entity_id,
            details=dict(details or {}),
            happened_at=now,
        )
    )


def looked(session: Session, *, actor_id: int, entity: str, entity_id: int, now: datetime) -> bool:
    """Tell whether the trail says already that somebody has looked at this just now."""
    same = select(AuditEvent.id).where(
        AuditEvent.entity == entity,
        AuditEvent.entity_id == entity_id,
        AuditEvent.actor_id == actor_id,
        AuditEvent.action == LOOKED,
        AuditEvent.happened_at > now - SAME_LOOK,
    )
    return session.scalar(same.limit(1)) is not None


def times_done(session: Session, *, actor_id: int, action: str, since: datetime) -> int:
    """Count how often somebody has done something since a moment."""
    query = select(func.count()).select_from(AuditEvent)
    done = query.where(AuditEvent.actor_id == actor_id, AuditEvent.action == action, AuditEvent.happened_at > since)
    return session.scalar(done) or 0
