"""One step of a recognition: looked up in the table, taken, recorded; the only place that sets a state."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from backoffice.kernel import audit
from backoffice.kernel.problems import refuse
from backoffice.kernel.remarks import readable, transition_of
from backoffice.outcomes.models import LearnerOutcome
from backoffice.recognition import workflow as w
from backoffice.recognition.models import RecognitionApplication, RecognitionRecord
from backoffice.recognition.workflow import MaterialCheck, RequestState


def begin(
    session: Session, application: RecognitionApplication, outcome: LearnerOutcome, *, actor_id: int, now: datetime
) -> None:
    """Keep a new application with its first record."""
    session.add(application)
    session.flush()
    outcome.state = w.OUTCOME_STATES[application.state]
    record_step(session, application, w.APPLY, remarks="", actor_id=actor_id, now=now)


def step(
    session: Session,
    application: RecognitionApplication,
    name: str,
    *,
    role: str,
    actor_id: int,
    now: datetime,
    remarks: str = "",
    originals_check: MaterialCheck | None = None,
) -> RecognitionRecord:
    """Take one step of the workflow and record it; the only place that sets the state of an application."""
    remarks = readable(remarks)
    transition = transition_of(w.TRANSITIONS, name, application.state, role=role, remarks=remarks)
    application.state = RequestState(transition.target)
    if application.outcome is not None:
        application.outcome.state = w.OUTCOME_STATES[application.state]
    return record_step(
        session, application, name, remarks=remarks, actor_id=actor_id, now=now, originals_check=originals_check
    )


def locked(session: Session, application_id: int) -> RecognitionApplication:
    """Return an application with its row locked and read anew; raises Refused when there is none."""
    query = select(RecognitionApplication).where(RecognitionApplication.id == application_id)
    found: RecognitionApplication | None = session.scalar(
        query.with_for_update().execution_options(populate_existing=True)
    )
    if found is None:
        raise refuse("not_your_case")
    return found


def record_step(
    session: Session,
    application: RecognitionApplication,
    name: str,
    *,
    remarks: str,
    actor_id: int,
    now: datetime,
    originals_check: MaterialCheck | None = None,
) -> RecognitionRecord:
    """Keep what was done as a record that nobody changes, and a line of the trail."""
    record = RecognitionRecord(
        application_id=application.id,
        step=name,
        state=application.state,
        originals_check=originals_check,
        remarks=remarks,
        actor_id=actor_id,
        happened_at=now,
    )
    session.add(record)
    audit.record(
        session,
        actor_id=actor_id,
        action=f"recognition:{name}",
        entity="recognition_application",
        entity_id=application.id,
        now=now,
    )
    session.flush()
    return record
