"""Pending cases of a rule that was stopped at once (紧急停用): back to the learner, and no further by that rule."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from backoffice.conversion.approval import House
from backoffice.conversion.assessments import end_assessments
from backoffice.conversion.models import ConversionApplication
from backoffice.conversion.operations import locked, step
from backoffice.conversion.workflow import MANAGEMENT_CENTER, STOP_RULE, ConversionState
from backoffice.kernel import audit
from backoffice.kernel.outbox import enqueue
from backoffice.messages.templates import body_of

WAITING = (ConversionState.APPLIED, ConversionState.FIRST_PASSED)


def return_waiting(
    session: Session, version_id: int, *, remarks: str, actor_id: int, now: datetime, house: House
) -> int:
    """Send the cases under a stopped version back for correction, telling each learner why; return how many."""
    query = (
        select(ConversionApplication.id)
        .where(ConversionApplication.rule_version_id == version_id, ConversionApplication.state.in_(WAITING))
        .order_by(ConversionApplication.id)
    )
    returned = 0
    for application_id in session.scalars(query).all():
        application = locked(session, application_id)
        if application.state not in WAITING:
            continue  # decided while we waited for its row
        record = step(
            session, application, STOP_RULE, role=MANAGEMENT_CENTER, remarks=remarks, actor_id=actor_id, now=now
        )
        audit.record(
            session,
            actor_id=actor_id,
            action=STOP_RULE,
            entity="conversion_application",
            entity_id=application_id,
            now=now,
        )
        body = body_of(
            "rule_stopped",
            signature=house.sms_signature,
            platform=house.platform,
            number=application.number,
            remarks=remarks,
        )
        enqueue(
            session,
            template="rule_stopped",
            body=body,
            recipient_id=application.learner.user_id,
            idempotency_key=f"review:{record.id}",
            now=now,
        )
        end_assessments(session, application, house=house, now=now)
        returned += 1
    session.flush()
    return returned
