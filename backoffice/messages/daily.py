"""How many messages a person gets in a day, and when one beyond that goes out."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from backoffice.kernel.clock import HOUSE_ZONE
from backoffice.kernel.database import hold
from backoffice.kernel.models import OutboxMessage
from backoffice.kernel.states import DeliveryState

MORNING = time(8)  # when what had to wait goes out
URGENT = ("code", "password_reset", "password_link")  # endings of templates that cannot wait; codes have their own pace


@dataclass(frozen=True, slots=True)
class Limits:
    """The most messages to one person by one way in a day of the house: in all, and of one template."""

    most_a_day: int
    most_of_a_kind: int


def waits_until(session: Session, queued: OutboxMessage, limits: Limits, *, now: datetime) -> datetime | None:
    """Return the moment that a message must wait for, if its person has had enough today."""
    if queued.recipient_id is None or queued.template.endswith(URGENT):
        return None
    hold(session, f"messages:{queued.recipient_id}")
    midnight = datetime.combine(now.astimezone(HOUSE_ZONE).date(), time(), HOUSE_ZONE)
    sent = (
        select(OutboxMessage.template, func.count())
        .where(
            OutboxMessage.recipient_id == queued.recipient_id,
            OutboxMessage.channel == queued.channel,
            OutboxMessage.state == DeliveryState.SENT,
            OutboxMessage.sent_at >= midnight,
        )
        .group_by(OutboxMessage.template)
    )
    counts = {template: number for template, number in session.execute(sent).all() if not template.endswith(URGENT)}
    if sum(counts.values()) < limits.most_a_day and counts.get(queued.template, 0) < limits.most_of_a_kind:
        return None
    return datetime.combine(midnight.date() + timedelta(days=1), MORNING, HOUSE_ZONE)
