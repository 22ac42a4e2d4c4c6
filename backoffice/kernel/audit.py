"""Writing the audit trail."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from backoffice.kernel.models import AuditEvent


def record(
    session: Session,
    *,
    actor_id: int,
    action: str,
    entity: str,
    entity_id: int,
    now: datetime,
    details: Mapping[str, str] | None = None,
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
