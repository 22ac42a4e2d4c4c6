"""The workload of recognitions: the institutions' checks of originals (材料审查), and the centre's decisions (认定)."""

from flask_appbuilder.security.sqla.models import User
from sqlalchemy import ColumnElement, Integer, Select, case, cast, func, or_, select
from sqlalchemy.orm import Session

from backoffice.accounts.models import Learner
from backoffice.conversion.worklist import Days
from backoffice.conversion.workload import Counts, Load, Month, Review, made_in, medians, people_of
from backoffice.institutions.models import InstitutionAdministrator
from backoffice.kernel.intervals import DaysBetween
from backoffice.recognition.assignments import is_assigned_to, people_of_centre
from backoffice.recognition.listing import waits_for_check
from backoffice.recognition.models import RecognitionApplication, RecognitionRecord
from backoffice.recognition.workflow import APPLY, CHECK, CORRECT, RECOGNISE, REFUSE, RETURN, RequestState

A, R = RecognitionApplication, RecognitionRecord
HANDED_IN = (APPLY, CORRECT)
DECISIONS = (RECOGNISE, RETURN, REFUSE)


def recognition_load(session: Session, month: Month, days: Days, *, promised: int) -> list[Load]:
    """Return every reviewer's load: the checks of originals, then the decisions, each by name.

    `promised` are the published days from handing in to the decision; what an institution has not looked at after so
    many is overdue there, what it has looked at is overdue at the centre.
    """
    late = _is_late(days, promised)
    checks = Counts(_open_checks(session, late), _decided(session, month, CHECK))
    decisions = Counts(_open_decisions(session, late), _decided(session, month, *DECISIONS))
    return [
        *(checks.of(*person, Review.MATERIALS) for person in people_of(session, final=False)),
        *(decisions.of(each.id, str(each).strip(), (), Review.RECOGNITION) for each in people_of_centre(session)),
    ]


def _is_late(days: Days, promised: int) -> ColumnElement[bool]:
    """Return the condition that an application was last handed in longer ago than promised."""
    newest = (
        select(func.max(R.happened_at))
        .where(R.application_id == A.id, R.step.in_(HANDED_IN))
        .correlate(A)
        .scalar_subquery()
    )
    return func.coalesce(newest, A.applied_at) < days.before(promised)


def _open_checks(session: Session, late: ColumnElement[bool]) -> dict[int, tuple[int, int]]:
    seat = InstitutionAdministrator
    query = (
        select(seat.user_id, func.count(), func.sum(cast(late, Integer)))
        .join(A, A.institution_id == seat.institution_id)
        .join(Learner, Learner.id == A.learner_id)
        .where(waits_for_check(), Learner.user_id != seat.user_id)
        .group_by(seat.user_id)
    )
    return _counted(session, query)


def _open_decisions(session: Session, late: ColumnElement[bool]) -> dict[int, tuple[int, int]]:
    """Return by user what was given to them, or to nobody yet."""
    theirs = or_(is_assigned_to(None), is_assigned_to(User.id))
    query = (
        select(User.id, func.count(), func.sum(cast(late, Integer)))
        .join(A, theirs)
        .join(Learner, Learner.id == A.learner_id)
        .where(
            A.state == RequestState.APPLIED,
            ~waits_for_check(),
            Learner.user_id != User.id,
            User.id.in_([each.id for each in people_of_centre(session)]),
        )
        .group_by(User.id)
    )
    return _counted(session, query)


def _counted(session: Session, query: Select[int, int, int]) -> dict[int, tuple[int, int]]:
    return {row[0]: (row[1], row[2] or 0) for row in session.execute(query)}


def _decided(session: Session, month: Month, *steps: str) -> dict[int, tuple[int, float | None]]:
    """Return by user what they did in a month, and the median of the days since it was last handed in."""
    handed_in = func.max(case((R.step.in_(HANDED_IN), R.happened_at))).over(
        partition_by=R.application_id, order_by=R.id, rows=(None, 0)
    )
    waited = (
        select(R.actor_id, R.step, R.happened_at, DaysBetween(handed_in, R.happened_at).label("days"))
        .where(R.application_id.in_(select(R.application_id).where(*made_in(R, steps, month))))
        .subquery()
    )
    return medians(session, waited, made_in(waited.c, steps, month))
