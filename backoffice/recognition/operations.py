"""Applying for recognition (认定), and taking it back."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from backoffice.accounts.models import Learner
from backoffice.institutions.models import Institution
from backoffice.kernel.problems import refuse
from backoffice.outcomes.changes import is_used, locked_outcome
from backoffice.outcomes.models import LearnerOutcome, RecognitionState
from backoffice.recognition import workflow as w
from backoffice.recognition.assessments import Sender, assessments_of_recognition, take_back
from backoffice.recognition.models import RecognitionApplication
from backoffice.recognition.steps import begin, locked, step
from backoffice.recognition.workflow import RequestState

OPEN = (RequestState.APPLIED, RequestState.RETURNED)
REFUSALS = {
    RecognitionState.CATALOGUED: "recognised_already",
    RecognitionState.RECOGNISED: "recognised_already",
    RecognitionState.APPLIED: "recognition_applied",
}


@dataclass(frozen=True, slots=True)
class Request:
    """What a learner hands in: the outcome, the institution that will see the originals, the key of the form."""

    outcome_id: int
    institution_id: int
    submission_key: str = ""


def apply(
    session: Session, request: Request, *, learner: Learner, actor_id: int, now: datetime
) -> RecognitionApplication:
    """Hand in an application (提交认定), or one that came back for correction again. Raises Refused, keeping nothing.

    A form that was sent before leads to what it made then.
    """
    made = _made_before(session, request.submission_key, learner_id=learner.id)
    if made is not None:
        return made
    outcome = locked_outcome(session, request.outcome_id, learner_id=learner.id)
    if outcome.state in REFUSALS:
        raise refuse(REFUSALS[outcome.state], state=outcome.state.value)
    if outcome.is_revoked:
        raise refuse("outcome_of_revoked")
    if is_used(session, outcome.id):
        raise refuse("recognition_with_conversion")
    institution = session.get(Institution, request.institution_id)
    if institution is None or not institution.registered:
        raise refuse("institution_not_chosen", "institution")
    returned = _open_application(session, outcome)
    if returned is not None:
        returned.institution_id, returned.title = institution.id, outcome.title
        returned.submission_key = request.submission_key or None
        step(session, returned, w.CORRECT, role=w.LEARNER, actor_id=actor_id, now=now)
        return returned
    application = RecognitionApplication(
        learner_id=learner.id,
        outcome_id=outcome.id,
        title=outcome.title,
        institution_id=institution.id,
        state=RequestState.APPLIED,
        applied_at=now,
        submission_key=request.submission_key or None,
    )
    begin(session, application, outcome, actor_id=actor_id, now=now)
    return application


def withdraw(
    session: Session, application_id: int, *, learner: Learner, actor_id: int, now: datetime, house: Sender
) -> None:
    """Take an application back; the outcome stands as if nothing had been asked."""
    application = locked(session, application_id)
    if application.learner_id != learner.id:
        raise refuse("not_your_case")
    step(session, application, w.WITHDRAW, role=w.LEARNER, actor_id=actor_id, now=now)
    open_ = assessments_of_recognition(session, application.id)
    take_back(session, open_, title=application.title, house=house, now=now)


def _made_before(session: Session, submission_key: str, *, learner_id: int) -> RecognitionApplication | None:
    if not submission_key:
        return None
    query = select(RecognitionApplication).filter_by(learner_id=learner_id, submission_key=submission_key)
    found: RecognitionApplication | None = session.scalars(query).one_or_none()
    return found


def _open_application(session: Session, outcome: LearnerOutcome) -> RecognitionApplication | None:
    query = select(RecognitionApplication).filter_by(outcome_id=outcome.id)
    found: RecognitionApplication | None = session.scalars(
        query.where(RecognitionApplication.state.in_(OPEN)).with_for_update()
    ).one_or_none()
    return found
