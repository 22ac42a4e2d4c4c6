"""Stepping back (回避) from a case: with a reason, once, and for good."""

from datetime import datetime

from sqlalchemy.orm import Session

from backoffice.conversion.models import Recusal
from backoffice.conversion.operations import locked
from backoffice.conversion.seats import check_seat
from backoffice.conversion.workflow import ConversionState
from backoffice.kernel import audit
from backoffice.kernel.problems import refuse
from backoffice.kernel.remarks import readable

WAITING = (ConversionState.APPLIED, ConversionState.FIRST_PASSED)


def recuse(session: Session, application_id: int, reason: str, *, actor_id: int, now: datetime) -> Recusal:
    """Step back from a case that waits for a review of one's own seat; the reason is kept. Raises Refused."""
    application = locked(session, application_id)
    check_seat(session, application, final=application.state is not ConversionState.APPLIED, actor_id=actor_id)
    if application.state not in WAITING:
        raise refuse("unknown_step", state=application.state.value)
    reason = readable(reason)
    if not reason:
        raise refuse("recusal_reason_missing", "reason")
    made = Recusal(application_id=application.id, user_id=actor_id, remarks=reason, happened_at=now)
    session.add(made)
    audit.record(
        session, actor_id=actor_id, action="recuse", entity="conversion_application", entity_id=application.id, now=now
    )
    session.flush()
    return made
