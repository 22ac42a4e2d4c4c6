"""Opinions of third-party assessors on conversions, between the first review and the final one; and their desk."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Select, case, select
from sqlalchemy.orm import Session, joinedload

from backoffice.accounts.models import Learner
from backoffice.conversion.models import ConversionApplication, ConversionAssessment
from backoffice.conversion.operations import locked, step
from backoffice.conversion.seats import check_seat
from backoffice.conversion.workflow import (
    ASK_ASSESSOR,
    GIVE_OPINION,
    INSTITUTION_ADMINISTRATOR,
    MANAGEMENT_CENTER,
    THIRD_PARTY_ASSESSOR,
    ConversionState,
)
from backoffice.kernel import audit
from backoffice.kernel.paging import Page, fetch_page
from backoffice.kernel.problems import refuse
from backoffice.recognition.assessments import (
    ASKED,
    Asking,
    Given,
    Sender,
    keep_opinion,
    locked_assessment,
    new_assessment,
    note_recognition_step,
    take_back,
    tell_assessor,
)
from backoffice.recognition.models import Assessment, RecognitionApplication
from backoffice.recognition.steps import locked as locked_recognition
from backoffice.recognition.workflow import AssessmentState, RequestState


@dataclass(frozen=True, slots=True)
class Asked:
    """An assessment with the one case that it is about."""

    assessment: Assessment
    application: ConversionApplication | None

    @property
    def learner(self) -> Learner:
        """Whose case it is."""
        return self.case.learner

    @property
    def case(self) -> ConversionApplication | RecognitionApplication:
        """The application, to convert or to recognise."""
        found = self.application or self.assessment.recognition
        if found is None:
            message = f"assessment {self.assessment.id} is about nothing"
            raise LookupError(message)
        return found

    @property
    def waits(self) -> bool:
        """Whether an opinion can still be given: it has not been, and the case is not decided."""
        undecided = self.case.state in {ConversionState.FIRST_PASSED, RequestState.APPLIED}
        return undecided and self.assessment.state is AssessmentState.ASKED


def ask_about_conversion(
    session: Session, application_id: int, asking: Asking, *, role: str, actor_id: int, now: datetime, house: Sender
) -> Assessment:
    """Ask for an opinion on an application: its institution, or the centre. Raises Refused."""
    application = locked(session, application_id)
    if role == INSTITUTION_ADMINISTRATOR:
        check_seat(session, application, final=False, actor_id=actor_id)
    elif role != MANAGEMENT_CENTER or application.learner.user_id == actor_id:
        raise refuse("own_case")
    made = new_assessment(
        session,
        asking,
        known=assessments_of(session, application.id),
        learner_user_id=application.learner.user_id,
        actor_id=actor_id,
        now=now,
    )
    session.add(ConversionAssessment(application_id=application.id, assessment_id=made.id))
    step(session, application, ASK_ASSESSOR, role=role, remarks="", actor_id=actor_id, now=now)
    audit.record(
        session,
        actor_id=actor_id,
        action=ASK_ASSESSOR,
        entity="conversion_application",
        entity_id=application.id,
        now=now,
    )
    tell_assessor(session, made, ASKED, title=application.number, house=house, now=now)
    session.flush()
    return made


def give_opinion(
    session: Session, assessment_id: int, given: Given, *, actor_id: int, now: datetime, folder: Path
) -> Assessment:
    """Give the opinion that one was asked for, while the case waits to be decided. Raises Refused."""
    assessment = locked_assessment(session, assessment_id, actor_id=actor_id)
    link = session.scalars(select(ConversionAssessment).filter_by(assessment_id=assessment.id)).one_or_none()
    keep_opinion(session, assessment, given, actor_id=actor_id, now=now, folder=folder)
    if link is not None:
        application = locked(session, link.application_id)
        step(session, application, GIVE_OPINION, role=THIRD_PARTY_ASSESSOR, remarks="", actor_id=actor_id, now=now)
    elif assessment.recognition_id is not None:
        case = locked_recognition(session, assessment.recognition_id)
        note_recognition_step(session, case, actor_id=actor_id, now=now)
    audit.record(session, actor_id=actor_id, action=GIVE_OPINION, entity="assessment", entity_id=assessment.id, now=now)
    session.flush()
    return assessment


def assessments_of(session: Session, application_id: int) -> Sequence[Assessment]:
    """Return every opinion that was asked for on an application, the first one first."""
    query = (
        select(Assessment)
        .join(ConversionAssessment, ConversionAssessment.assessment_id == Assessment.id)
        .options(joinedload(Assessment.assessor))
        .where(ConversionAssessment.application_id == application_id)
    )
    return session.scalars(query.order_by(Assessment.id)).all()


def end_assessments(session: Session, application: ConversionApplication, *, house: Sender, now: datetime) -> None:
    """Take back what assessors were asked on an application that does not wait for the final review any more."""
    if application.state is not ConversionState.FIRST_PASSED:
        known = assessments_of(session, application.id)
        take_back(session, known, title=application.number, house=house, now=now)


def own_assessments(session: Session, *, actor_id: int, waiting: bool, page: int, size: int) -> Page[Asked]:
    """Return one page of what an assessor was asked: what waits for an opinion, or all else."""
    open_ = (Assessment.state == AssessmentState.ASKED) & (
        (ConversionApplication.state == ConversionState.FIRST_PASSED)
        | (RecognitionApplication.state == RequestState.APPLIED)
    )
    holds = case((open_, 1), else_=0) == int(waiting)  # a condition on a missing row is neither true nor false
    query = _own(actor_id).where(holds).order_by(Assessment.asked_at, Assessment.id)
    found = fetch_page(session, query, number=page, size=size)
    links = _links(session, [each.id for each in found.items])
    return Page([Asked(each, links.get(each.id)) for each in found.items], found.total, found.number, found.size)


def own_assessment(session: Session, assessment_id: int, *, actor_id: int) -> Asked | None:
    """Return what an assessor was asked; nothing that another was."""
    found = session.scalar(_own(actor_id).where(Assessment.id == assessment_id))
    return Asked(found, _links(session, [found.id]).get(found.id)) if found else None


def _own(actor_id: int) -> Select[Assessment]:
    recognition = joinedload(Assessment.recognition)
    return (
        select(Assessment)
        .outerjoin(ConversionAssessment, ConversionAssessment.assessment_id == Assessment.id)
        .outerjoin(ConversionApplication, ConversionApplication.id == ConversionAssessment.application_id)
        .outerjoin(RecognitionApplication, RecognitionApplication.id == Assessment.recognition_id)
        .options(
            recognition.joinedload(RecognitionApplication.learner),
            recognition.joinedload(RecognitionApplication.outcome),
            joinedload(Assessment.asker),
        )
        .where(
            Assessment.assessor_id == actor_id,
            ConversionApplication.id.is_not(None) | RecognitionApplication.id.is_not(None),
        )
    )


def _links(session: Session, assessment_ids: Sequence[int]) -> dict[int, ConversionApplication]:
    application = joinedload(ConversionAssessment.application)
    query = (
        select(ConversionAssessment)
        .options(application.joinedload(ConversionApplication.learner))
        .where(ConversionAssessment.assessment_id.in_(assessment_ids))
    )
    return {each.assessment_id: each.application for each in session.scalars(query)}
