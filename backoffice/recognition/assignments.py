"""Giving recognitions to people of the centre (分派): the newest assignment holds, and its assignee alone decides."""

from collections.abc import Sequence
from datetime import datetime

from flask_appbuilder.security.sqla.models import Role, User
from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session, joinedload

from backoffice.kernel import audit
from backoffice.kernel.problems import refuse
from backoffice.recognition.models import RecognitionApplication, RecognitionAssignment
from backoffice.recognition.steps import locked
from backoffice.recognition.workflow import MANAGEMENT_CENTER, RequestState

OPEN = (RequestState.APPLIED, RequestState.RETURNED)


def assign(session: Session, application_id: int, assignee_id: int, *, actor_id: int, now: datetime) -> None:
    """Give an open application to one of the centre's people, or to another than before. Raises Refused."""
    application = locked(session, application_id)
    if application.state not in OPEN:
        raise refuse("unknown_step", state=application.state.value)
    if assignee_id not in {each.id for each in people_of_centre(session)}:
        raise refuse("assignee_not_chosen", "assignee")
    if application.learner.user_id == assignee_id:
        raise refuse("own_case")
    session.add(
        RecognitionAssignment(
            application_id=application.id, assignee_id=assignee_id, assigner_id=actor_id, assigned_at=now
        )
    )
    audit.record(
        session,
        actor_id=actor_id,
        action="recognition:assign",
        entity="recognition_application",
        entity_id=application.id,
        now=now,
        details={"assignee_id": str(assignee_id)},
    )
    session.flush()


def check_assignee(session: Session, application_id: int, *, actor_id: int) -> None:
    """Refuse whoever is not the assignee; an application without one may be decided by anybody of the centre."""
    assigned = assignees(session, [application_id]).get(application_id)
    if assigned is not None and assigned.id != actor_id:
        raise refuse("assigned_to_other", name=str(assigned).strip())


def people_of_centre(session: Session) -> Sequence[User]:
    """Return the people that an application can be given to."""
    query = select(User).where(User.active, User.roles.any(Role.name == MANAGEMENT_CENTER))
    return session.scalars(query.order_by(User.first_name, User.id)).all()


def assignees(session: Session, application_ids: Sequence[int]) -> dict[int, User]:
    """Return who holds each of some applications; those that nobody was given are left out."""
    newest = (
        select(func.max(RecognitionAssignment.id))
        .where(RecognitionAssignment.application_id.in_(application_ids))
        .group_by(RecognitionAssignment.application_id)
    )
    query = (
        select(RecognitionAssignment)
        .options(joinedload(RecognitionAssignment.assignee))
        .where(RecognitionAssignment.id.in_(newest))
    )
    return {each.application_id: each.assignee for each in session.scalars(query)}


def is_assigned_to(user_id: int | InstrumentedAttribute[int] | None) -> ColumnElement[bool]:
    """Return the condition that an application is held by a user, or by that of a row; by nobody without one."""
    newest = (
        select(RecognitionAssignment.assignee_id)
        .where(RecognitionAssignment.application_id == RecognitionApplication.id)
        .order_by(RecognitionAssignment.id.desc())
        .limit(1)
        .correlate(RecognitionApplication)
        .scalar_subquery()
    )
    return newest.is_(None) if user_id is None else newest == user_id
