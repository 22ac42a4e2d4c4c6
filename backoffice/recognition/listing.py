"""Lists of what can be recognised and what waits to be, and the records (认定记录) of either."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import Session, joinedload

from backoffice.accounts.models import Learner
from backoffice.catalogue.models import OutcomeKind
from backoffice.institutions.models import Institution, InstitutionAdministrator, Membership
from backoffice.kernel.paging import Page, fetch_page
from backoffice.outcomes.models import LearnerOutcome
from backoffice.recognition.assignments import is_assigned_to
from backoffice.recognition.models import RecognitionApplication, RecognitionRecord
from backoffice.recognition.operations import OPEN
from backoffice.recognition.workflow import APPLY, CHECK, CORRECT, RequestState


@dataclass(frozen=True, slots=True)
class Row:
    """A row of 认定成果申请: the outcome, its open application if there is one, and every record of it."""

    outcome: LearnerOutcome
    application: RecognitionApplication | None
    records: tuple[RecognitionRecord, ...]


def recognisable_outcomes(session: Session, *, learner_id: int, page: int, size: int) -> Page[Row]:
    """Return one page of a learner's outcomes with their applications, the newest first."""
    query = (
        select(LearnerOutcome)
        .options(joinedload(LearnerOutcome.kind).joinedload(OutcomeKind.category))
        .where(LearnerOutcome.learner_id == learner_id)
        .order_by(LearnerOutcome.added_at.desc(), LearnerOutcome.id.desc())
    )
    found = fetch_page(session, query, number=page, size=size)
    ids = [each.id for each in found.items]
    applications = {
        each.outcome_id: each
        for each in session.scalars(
            select(RecognitionApplication)
            .options(joinedload(RecognitionApplication.institution))
            .where(RecognitionApplication.outcome_id.in_(ids), RecognitionApplication.state.in_(OPEN))
        )
    }
    records = records_of(session, ids)
    rows = [Row(each, applications.get(each.id), tuple(records[each.id])) for each in found.items]
    return Page(rows, found.total, found.number, found.size)


def records_of(session: Session, outcome_ids: Sequence[int]) -> dict[int, list[RecognitionRecord]]:
    """Return every record of some outcomes, the first step first, over all their applications."""
    query = (
        select(RecognitionRecord)
        .join(RecognitionRecord.application)
        .options(
            joinedload(RecognitionRecord.actor),
            joinedload(RecognitionRecord.application).joinedload(RecognitionApplication.institution),
        )
        .where(RecognitionApplication.outcome_id.in_(outcome_ids))
        .order_by(RecognitionRecord.id)
    )
    found: dict[int, list[RecognitionRecord]] = {each: [] for each in outcome_ids}
    for record in session.scalars(query):
        found[record.application.outcome_id or 0].append(record)
    return found


def institutions_to_choose(session: Session) -> Sequence[Institution]:
    """Return the institutions of the register, which check originals."""
    return session.scalars(select(Institution).where(Institution.registered).order_by(Institution.title)).all()


def home_of(session: Session, learner_id: int) -> int:
    """Return the institution that a learner belongs to, where it is a single one; else 0."""
    homes = session.scalars(select(Membership.institution_id).filter_by(learner_id=learner_id)).all()
    return homes[0] if len(homes) == 1 else 0


def own_application(session: Session, application_id: int, *, learner_id: int) -> RecognitionApplication | None:
    """Return an application that the learner made."""
    return session.scalar(_whole().where(RecognitionApplication.id == application_id).filter_by(learner_id=learner_id))


def cases_of_institutions(
    session: Session, *, actor_id: int, waiting: bool, page: int, size: int
) -> Page[RecognitionApplication]:
    """Return one page of the actor's institutions' cases: those whose originals wait to be seen, or all others."""
    query = _whole().where(_named_for(actor_id), _not_own(actor_id), waits_for_check() == waiting)
    return fetch_page(session, query.order_by(*_ORDER), number=page, size=size)


def case_of_institution(session: Session, application_id: int, *, actor_id: int) -> RecognitionApplication | None:
    """Return a case of the actor's institutions."""
    return session.scalar(
        _whole().where(RecognitionApplication.id == application_id, _named_for(actor_id), _not_own(actor_id))
    )


def cases_of_centre(
    session: Session, *, actor_id: int, show: str, page: int, size: int
) -> Page[RecognitionApplication]:
    """Return one page of cases for the centre: "mine" given to the actor, "free" to nobody, "waiting" or "done".

    All but the last are those whose originals have been seen.
    """
    ready = (RecognitionApplication.state == RequestState.APPLIED) & ~waits_for_check()
    query = _whole().where(_not_own(actor_id), ~ready if show == "done" else ready)
    if show in {"mine", "free"}:
        query = query.where(is_assigned_to(actor_id if show == "mine" else None))
    return fetch_page(session, query.order_by(*_ORDER), number=page, size=size)


def case_of_centre(session: Session, application_id: int, *, actor_id: int) -> RecognitionApplication | None:
    """Return a case, unless it is the actor's own."""
    return session.scalar(_whole().where(RecognitionApplication.id == application_id, _not_own(actor_id)))


_ORDER = (RecognitionApplication.applied_at, RecognitionApplication.id)


def _whole() -> Select[RecognitionApplication]:
    outcome = joinedload(RecognitionApplication.outcome)
    return select(RecognitionApplication).options(
        joinedload(RecognitionApplication.learner).joinedload(Learner.user),
        joinedload(RecognitionApplication.institution),
        outcome.joinedload(LearnerOutcome.kind).joinedload(OutcomeKind.category),
    )


def _named_for(actor_id: int) -> ColumnElement[bool]:
    seats = select(InstitutionAdministrator.institution_id).where(InstitutionAdministrator.user_id == actor_id)
    return RecognitionApplication.institution_id.in_(seats)


def _not_own(actor_id: int) -> ColumnElement[bool]:
    return ~RecognitionApplication.learner.has(Learner.user_id == actor_id)


def waits_for_check() -> ColumnElement[bool]:
    """Tell of an application that is open and was not checked since it was handed in, or handed in again."""
    newest = (
        select(RecognitionRecord.step)
        .where(
            RecognitionRecord.application_id == RecognitionApplication.id,
            RecognitionRecord.step.in_([APPLY, CORRECT, CHECK]),
        )
        .order_by(RecognitionRecord.id.desc())
        .limit(1)
        .correlate(RecognitionApplication)
        .scalar_subquery()
    )
    return (RecognitionApplication.state == RequestState.APPLIED) & (newest != CHECK)
