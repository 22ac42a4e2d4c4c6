"""What institutions and the centre say to an application: originals checked, recognised, returned, refused."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from backoffice.institutions.models import InstitutionAdministrator
from backoffice.kernel.outbox import enqueue
from backoffice.kernel.problems import refuse
from backoffice.messages.templates import body_of
from backoffice.outcomes.models import LearnerOutcome, RecognitionState
from backoffice.recognition import workflow as w
from backoffice.recognition.assessments import Sender, assessments_of_recognition, take_back
from backoffice.recognition.assignments import check_assignee
from backoffice.recognition.models import RecognitionApplication, RecognitionRecord
from backoffice.recognition.steps import begin, locked, step
from backoffice.recognition.workflow import MaterialCheck, RequestState

TOLD = {
    w.RECOGNISE: "recognition_passed",
    w.RETURN: "recognition_returned",
    w.REFUSE: "recognition_refused",
}


def check_originals(
    session: Session,
    application_id: int,
    check: MaterialCheck | None,
    remarks: str,
    *,
    actor_id: int,
    now: datetime,
    house: Sender,
) -> RecognitionRecord:
    """Record what the institution found (材料审查); anything but agreement needs remarks, and the learner is told."""
    application = locked(session, application_id)
    seats = select(InstitutionAdministrator.id).filter_by(user_id=actor_id, institution_id=application.institution_id)
    if session.scalar(seats) is None:
        raise refuse("not_your_case")
    _refuse_own(application, actor_id)
    if check is None:
        raise refuse("material_check_missing", "originals_check")
    if check is not MaterialCheck.MATCHES and not remarks.strip():
        raise refuse("remarks_missing", "remarks")
    record = step(
        session,
        application,
        w.CHECK,
        role=w.INSTITUTION_ADMINISTRATOR,
        remarks=remarks,
        actor_id=actor_id,
        now=now,
        originals_check=check,
    )
    if check is not MaterialCheck.MATCHES:
        told = {"check": check.value, "remarks": record.remarks}
        _tell(session, application, record, "originals_checked", house=house, values=told)
    return record


def decide(
    session: Session, application_id: int, name: str, remarks: str, *, actor_id: int, now: datetime, house: Sender
) -> RecognitionRecord:
    """Recognise, return or refuse; recognising needs originals that agree with the evidence. Raises Refused."""
    application = locked(session, application_id)
    _refuse_own(application, actor_id)
    if name not in TOLD:
        raise refuse("unknown_step", state=application.state.value)
    check_assignee(session, application.id, actor_id=actor_id)
    if name == w.RECOGNISE and last_check(session, application.id) is not MaterialCheck.MATCHES:
        raise refuse("originals_not_checked")
    record = step(session, application, name, role=w.MANAGEMENT_CENTER, remarks=remarks, actor_id=actor_id, now=now)
    _tell(session, application, record, TOLD[name], house=house, values={"remarks": record.remarks})
    open_ = assessments_of_recognition(session, application.id)
    take_back(session, open_, title=application.title, house=house, now=now)
    return record


def recognise_with_conversion(
    session: Session, outcome: LearnerOutcome, *, institution_id: int, remarks: str, actor_id: int, now: datetime
) -> None:
    """Recognise an outcome by the judgement that converts it (业绩类): one review answers both questions."""
    if outcome.state is RecognitionState.RECOGNISED:
        return
    application = RecognitionApplication(
        learner_id=outcome.learner_id,
        outcome_id=outcome.id,
        title=outcome.title,
        institution_id=institution_id,
        state=RequestState.APPLIED,
        applied_at=now,
    )
    begin(session, application, outcome, actor_id=outcome.learner.user_id, now=now)
    step(session, application, w.WITH_CONVERSION, role=w.COMMITTEE_MEMBER, remarks=remarks, actor_id=actor_id, now=now)


def last_check(session: Session, application_id: int) -> MaterialCheck | None:
    """Return what the institution found last; a correction makes it look again."""
    query = (
        select(RecognitionRecord.step, RecognitionRecord.originals_check)
        .where(RecognitionRecord.application_id == application_id, RecognitionRecord.step.in_([w.CHECK, w.CORRECT]))
        .order_by(RecognitionRecord.id.desc())
        .limit(1)
    )
    found = session.execute(query).first()
    return found.originals_check if found else None


def _refuse_own(application: RecognitionApplication, actor_id: int) -> None:
    if application.learner.user_id == actor_id:
        raise refuse("own_case")


def _tell(
    session: Session,
    application: RecognitionApplication,
    record: RecognitionRecord,
    template: str,
    *,
    house: Sender,
    values: Mapping[str, str],
) -> None:
    body = body_of(template, signature=house.sms_signature, platform=house.platform, title=application.title, **values)
    enqueue(
        session,
        template=template,
        body=body,
        recipient_id=application.learner.user_id,
        idempotency_key=f"recognition:{record.id}",
        now=record.happened_at,
    )
