"""The two reviews of an application: the institution's first, the committee's final."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from backoffice.accounts.models import Learner
from backoffice.conversion.appeals import barred
from backoffice.conversion.approval import House, approve
from backoffice.conversion.assessments import end_assessments
from backoffice.conversion.judgement import approve_judgement
from backoffice.conversion.materials import check_alone, newest_check, record_check
from backoffice.conversion.models import ConversionApplication, ReviewRecord
from backoffice.conversion.operations import keep_files, locked, refuse_stopped, step
from backoffice.conversion.seats import check_seat
from backoffice.conversion.workflow import CHECK_MATERIALS, COMMITTEE_MEMBER, INSTITUTION_ADMINISTRATOR
from backoffice.kernel import audit
from backoffice.kernel.outbox import enqueue
from backoffice.kernel.problems import refuse
from backoffice.kernel.storage import Upload
from backoffice.messages.templates import body_of
from backoffice.recognition.workflow import MaterialCheck

PASS_FIRST, RETURN, REFUSE_FIRST = "pass_first_review", "return_for_correction", "refuse_first_review"
PASS_FINAL, REFUSE_FINAL = "pass_final_review", "refuse_final_review"
TOLD = {RETURN: "conversion_returned", REFUSE_FIRST: "conversion_refused", REFUSE_FINAL: "conversion_refused"}


@dataclass(frozen=True, slots=True)
class Opinion:
    """What a reviewer decides: the step, the remarks (意见), and the files that belong to the review."""

    step: str
    remarks: str
    material_check: MaterialCheck | None = None
    uploads: Sequence[Upload] = ()


def review_first(
    session: Session,
    application_id: int,
    opinion: Opinion,
    *,
    actor_id: int,
    now: datetime,
    folder: Path,
    house: House,
) -> ReviewRecord:
    """Make the first review (初审); passing needs originals that agree. Raises Refused.

    What was found of the originals (材料审查) is a record of its own before that of the review.
    """
    application = locked(session, application_id)
    _check_place(session, application, final=False, actor_id=actor_id)
    found = opinion.material_check
    if opinion.step == CHECK_MATERIALS:
        return check_alone(session, application, found, remarks=opinion.remarks, actor_id=actor_id, now=now)
    if opinion.step not in {PASS_FIRST, RETURN, REFUSE_FIRST}:
        raise refuse("unknown_step", state=application.state)
    if opinion.step == PASS_FIRST:
        refuse_stopped(application)
    known = newest_check(session, application.id)
    if opinion.step == PASS_FIRST and (found or known) is not MaterialCheck.MATCHES:
        raise refuse("material_check_missing", "material_check")
    if found is not None and found is not known:
        record_check(session, application, found, actor_id=actor_id, now=now)
    record = step(
        session,
        application,
        opinion.step,
        role=INSTITUTION_ADMINISTRATOR,
        remarks=opinion.remarks,
        actor_id=actor_id,
        now=now,
    )
    keep_files(session, application, opinion.uploads, actor_id=actor_id, now=now, folder=folder, record_id=record.id)
    _finish(session, application, opinion, record, house=house, now=now)
    return record


def review_final(
    session: Session, application_id: int, opinion: Opinion, *, actor_id: int, now: datetime, house: House
) -> ReviewRecord:
    """Make the final review (终审).

    Everything that an approval brings is part of the caller's one transaction: the state, the decision, the ledger,
    the added outcomes, the message and the proof's number. Raises Refused.
    """
    application = locked(session, application_id)
    _check_place(session, application, final=True, actor_id=actor_id)
    if opinion.step not in {PASS_FINAL, REFUSE_FINAL}:
        raise refuse("unknown_step", state=application.state)
    if opinion.step == PASS_FINAL:
        refuse_stopped(application)
    first = _first_review(session, application_id)
    if first is not None and first.actor_id == actor_id:
        raise refuse("both_steps")
    session.execute(select(Learner.id).where(Learner.id == application.learner_id).with_for_update())
    record = step(
        session,
        application,
        opinion.step,
        role=COMMITTEE_MEMBER,
        remarks=opinion.remarks,
        actor_id=actor_id,
        now=now,
    )
    if opinion.step == PASS_FINAL and first is not None:
        bring = approve if application.rule_version_id else approve_judgement
        bring(session, application, first_review=first, actor_id=actor_id, now=now, house=house)
    _finish(session, application, opinion, record, house=house, now=now)
    end_assessments(session, application, house=house, now=now)
    return record


def _check_place(session: Session, application: ConversionApplication, *, final: bool, actor_id: int) -> None:
    """Refuse whoever has no seat, stepped back, or had a part in the decision that was appealed against."""
    check_seat(session, application, final=final, actor_id=actor_id)
    if actor_id in barred(session, application.id, final=final):
        raise refuse("appeal_needs_others")


def _first_review(session: Session, application_id: int) -> ReviewRecord | None:
    query = select(ReviewRecord).where(ReviewRecord.application_id == application_id, ReviewRecord.step == PASS_FIRST)
    return session.scalars(query.order_by(ReviewRecord.id.desc()).limit(1)).one_or_none()


def _finish(
    session: Session,
    application: ConversionApplication,
    opinion: Opinion,
    record: ReviewRecord,
    *,
    house: House,
    now: datetime,
) -> None:
    """Leave the audit's line, and tell the learner where the step is not an approval."""
    audit.record(
        session,
        actor_id=record.actor_id,
        action=opinion.step,
        entity="conversion_application",
        entity_id=application.id,
        now=now,
    )
    template = TOLD.get(opinion.step)
    if template is not None:
        body = body_of(
            template,
            signature=house.sms_signature,
            platform=house.platform,
            number=application.number,
            remarks=opinion.remarks.strip(),
        )
        enqueue(
            session,
            template=template,
            body=body,
            recipient_id=application.learner.user_id,
            idempotency_key=f"review:{record.id}",
            now=now,
        )
    session.flush()
