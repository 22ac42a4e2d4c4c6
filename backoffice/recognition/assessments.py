"""Opinions of third-party assessors (第三方评审机构): asked for, and given once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

from flask_appbuilder.security.sqla.models import Role, User
from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from backoffice.accounts.operations import reach_of
from backoffice.kernel.outbox import enqueue
from backoffice.kernel.problems import Problem, Refused, refuse
from backoffice.kernel.remarks import readable
from backoffice.kernel.storage import Upload, store_upload
from backoffice.messages.templates import body_of
from backoffice.recognition import workflow as w
from backoffice.recognition.models import Assessment, AssessmentFile, RecognitionApplication
from backoffice.recognition.steps import locked, step
from backoffice.recognition.workflow import AssessmentState, Conclusion

ASKED, TAKEN_BACK = "assessment_asked", "assessment_taken_back"  # messages


class Sender(Protocol):
    """What a message says of the house that sends it."""

    @property
    def platform(self) -> str: ...  # noqa: D102 - the setting of the same name
    @property
    def sms_signature(self) -> str: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class Asking:
    """Whom an opinion is asked of, and what the assessor should look at."""

    assessor_id: int
    request: str


@dataclass(frozen=True, slots=True)
class Given:
    """What an assessor hands in."""

    conclusion: Conclusion | None
    opinion: str
    uploads: Sequence[Upload] = ()


def assessors(session: Session) -> Sequence[User]:
    """Return the people who can be asked."""
    query = select(User).where(User.active, User.roles.any(Role.name == w.THIRD_PARTY_ASSESSOR))
    return session.scalars(query.order_by(User.first_name, User.id)).all()


def ask_about_recognition(
    session: Session, application_id: int, asking: Asking, *, actor_id: int, now: datetime, house: Sender
) -> Assessment:
    """Ask for an opinion on an application for recognition. Raises Refused."""
    application = locked(session, application_id)
    if application.learner.user_id == actor_id:
        raise refuse("own_case")
    made = new_assessment(
        session,
        asking,
        known=assessments_of_recognition(session, application.id),
        learner_user_id=application.learner.user_id,
        actor_id=actor_id,
        now=now,
    )
    made.recognition_id = application.id
    step(session, application, w.ASK_ASSESSOR, role=w.MANAGEMENT_CENTER, actor_id=actor_id, now=now)
    tell_assessor(session, made, ASKED, title=application.title, house=house, now=now)
    return made


def new_assessment(
    session: Session,
    asking: Asking,
    *,
    known: Sequence[Assessment],
    learner_user_id: int,
    actor_id: int,
    now: datetime,
) -> Assessment:
    """Keep a question to an assessor who has not been asked about the case already. Raises Refused."""
    request = readable(asking.request)
    problems = []
    if asking.assessor_id not in {each.id for each in assessors(session)}:
        problems.append(Problem("assessor_not_chosen", "assessor"))
    elif asking.assessor_id == learner_user_id:
        problems.append(Problem("assessor_of_own_case", "assessor"))
    elif any(each.assessor_id == asking.assessor_id and each.state is AssessmentState.ASKED for each in known):
        problems.append(Problem("assessment_open", "assessor"))
    if not request:
        problems.append(Problem("request_missing", "request"))
    if problems:
        raise Refused(problems)
    made = Assessment(
        recognition_id=None,
        assessor_id=asking.assessor_id,
        asker_id=actor_id,
        request=request,
        state=AssessmentState.ASKED,
        opinion="",
        asked_at=now,
    )
    session.add(made)
    session.flush()
    return made


def take_back(session: Session, known: Sequence[Assessment], *, title: str, house: Sender, now: datetime) -> None:
    """End what still waits for an opinion on a case that does not wait any more, and tell its assessors."""
    for each in known:
        if each.state is AssessmentState.ASKED:
            each.state = AssessmentState.TAKEN_BACK
            tell_assessor(session, each, TAKEN_BACK, title=title, house=house, now=now)
    session.flush()


def tell_assessor(
    session: Session, assessment: Assessment, template: str, *, title: str, house: Sender, now: datetime
) -> None:
    """Write a message to an assessor, by the ways that reach somebody of the staff."""
    body = body_of(template, signature=house.sms_signature, platform=house.platform, title=title)
    enqueue(
        session,
        template=template,
        body=body,
        recipient_id=assessment.assessor_id,
        idempotency_key=f"{template}:{assessment.id}",
        now=now,
        reach=reach_of(session, assessment.assessor_id),
    )


def locked_assessment(session: Session, assessment_id: int, *, actor_id: int) -> Assessment:
    """Return an assessment of the actor's with its row locked; raises Refused when there is none."""
    query = select(Assessment).where(Assessment.id == assessment_id, Assessment.assessor_id == actor_id)
    found: Assessment | None = session.scalar(query.with_for_update().execution_options(populate_existing=True))
    if found is None:
        raise refuse("not_your_case")
    if found.state is AssessmentState.TAKEN_BACK:
        raise refuse("assessment_taken_back")
    if found.state is not AssessmentState.ASKED:
        raise refuse("assessment_given")
    return found


def note_recognition_step(
    session: Session, application: RecognitionApplication, *, actor_id: int, now: datetime
) -> None:
    """Note among the steps of an application that an opinion was given; it must still wait to be decided."""
    step(session, application, w.GIVE_OPINION, role=w.THIRD_PARTY_ASSESSOR, actor_id=actor_id, now=now)


def keep_opinion(
    session: Session, assessment: Assessment, given: Given, *, actor_id: int, now: datetime, folder: Path
) -> None:
    """Keep what an assessor hands in, whole. Raises Refused."""
    opinion = readable(given.opinion)
    problems = []
    if given.conclusion is None:
        problems.append(Problem("conclusion_missing", "conclusion"))
    if not opinion:
        problems.append(Problem("opinion_missing", "opinion"))
    if problems:
        raise Refused(problems)
    assessment.state, assessment.conclusion = AssessmentState.GIVEN, given.conclusion
    assessment.opinion, assessment.answered_at = opinion, now
    for upload in given.uploads:
        kept = store_upload(
            session, name=upload.name, content=upload.content, actor_id=actor_id, now=now, folder=folder
        )
        session.add(AssessmentFile(assessment_id=assessment.id, file_id=kept.id))
    session.flush()


def assessments_of_recognition(session: Session, application_id: int) -> Sequence[Assessment]:
    """Return every opinion that was asked for on an application, the first one first."""
    query = select(Assessment).options(joinedload(Assessment.assessor)).filter_by(recognition_id=application_id)
    return session.scalars(query.order_by(Assessment.id)).all()


def files_of(session: Session, assessment_ids: Sequence[int]) -> Sequence[AssessmentFile]:
    """Return the files that were handed in with some opinions."""
    query = (
        select(AssessmentFile)
        .options(joinedload(AssessmentFile.file))
        .where(AssessmentFile.assessment_id.in_(assessment_ids))
        .order_by(AssessmentFile.id)
    )
    return session.scalars(query).all()
