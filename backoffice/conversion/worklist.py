"""The work lists of the desks: whose turn it is and how long it has waited; narrowed and sorted in the database."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from flask_appbuilder.security.sqla.models import User
from sqlalchemy import ColumnElement, Exists, Select, exists, func, or_, select, true
from sqlalchemy.orm import Session

from backoffice.accounts.models import Learner
from backoffice.catalogue.models import OutcomeKind
from backoffice.conversion.deadlines import Deadline, Turnaround, deadline_of
from backoffice.conversion.listing import sources_of, whole_applications
from backoffice.conversion.models import ConversionApplication, ConversionSource, Recusal, ReviewRecord
from backoffice.conversion.workflow import ASIDE, ConversionState
from backoffice.institutions.models import CommitteeMember, InstitutionAdministrator, Programme
from backoffice.kernel.clock import HOUSE_ZONE, day_of
from backoffice.kernel.paging import Page, fetch_page
from backoffice.outcomes.models import LearnerOutcome

A, S = ConversionApplication, ConversionState
MINE, LEARNER, OTHERS, DONE, ALL, STUCK = "mine", "learner", "others", "done", "all", "stuck"
TURNS = (MINE, LEARNER, OTHERS, DONE, ALL, STUCK)
DUE, NEWEST, NAME = "due", "newest", "name"
SORTS = (DUE, NEWEST, NAME)
OPEN = (S.APPLIED, S.FIRST_PASSED, S.RETURNED)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a list is narrowed by; empty means everything."""

    turn: str = MINE
    text: str = ""  # part of the learner's name, the number, or a source's title
    state: str = ""
    kind: str = ""
    programme: str = ""
    waited: int = 0  # at least so many days
    overdue: bool = False
    sort: str = DUE
    version_id: int = 0  # of the rule


@dataclass(frozen=True, slots=True)
class Desk:
    """Whose list it is: of the first review, of the final one, or without an actor of the whole house."""

    final: bool = False
    actor_id: int | None = None

    @property
    def waits(self) -> tuple[ConversionState, ...]:
        """The states that wait for this desk."""
        if self.actor_id is None:
            return (S.APPLIED, S.FIRST_PASSED)
        return (S.FIRST_PASSED,) if self.final else (S.APPLIED,)


@dataclass(frozen=True, slots=True)
class Row:
    """A case of a list, since when it stands where it stands, and its deadline if it waits for a review."""

    application: ConversionApplication
    since: datetime
    deadline: Deadline | None
    sources: list[LearnerOutcome] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Days:
    """What a list is counted against: the published days, and the moment of reading."""

    turnaround: Turnaround
    now: datetime

    def before(self, days: int) -> datetime:
        """Return the first moment of the day `days` ago: what came earlier has had more days than that."""
        day: date = day_of(self.now) - timedelta(days=days)
        return datetime.combine(day, time(), HOUSE_ZONE)


def work_list(session: Session, desk: Desk, wanted: Wanted, days: Days, *, page: int, size: int) -> Page[Row]:
    """Return one page of a desk's cases with their deadlines."""
    query = whole_applications().join(A.learner).where(within(desk), turn_of(desk, wanted.turn))
    for condition in _narrowing(wanted, days):
        query = query.where(condition)
    found = fetch_page(session, query.order_by(*_order(wanted.sort)), number=page, size=size)
    ids = [each.id for each in found.items]
    since = _since_of(session, ids)
    sources = sources_of(session, ids)
    rows = []
    for each in found.items:
        moment = since.get(each.id, each.applied_at)
        deadline = deadline_of(each, moment, days.turnaround, now=days.now)
        rows.append(Row(each, moment, deadline, sources[each.id]))
    return Page(rows, found.total, found.number, found.size)


def overdue_count(session: Session, desk: Desk, days: Days) -> int:
    """Return how many cases wait for a desk beyond their day."""
    query = (
        select(func.count()).select_from(A).join(A.learner).where(within(desk), turn_of(desk, MINE), is_overdue(days))
    )
    return session.scalar(query) or 0


def within(desk: Desk) -> ColumnElement[bool]:
    """Return the condition that a case is the desk's: of a place that the actor is named for, and not their own."""
    if desk.actor_id is None:
        return true()
    if desk.final:
        places = select(CommitteeMember.committee_id).where(CommitteeMember.user_id == desk.actor_id)
        of_place = A.committee_id.in_(places)
    else:
        seats = select(InstitutionAdministrator.institution_id).where(InstitutionAdministrator.user_id == desk.actor_id)
        of_place = A.institution_id.in_(seats)
    return of_place & ~A.learner.has(Learner.user_id == desk.actor_id)


def turn_of(desk: Desk, turn: str) -> ColumnElement[bool]:
    """Return the condition that it is somebody's turn: the desk's own, the learner's, another desk's, or nobody's."""
    if turn == MINE:
        return A.state.in_(desk.waits) & (A.id.not_in(_stepped_back(desk.actor_id)) if desk.actor_id else true())
    if turn == LEARNER:
        return A.state == S.RETURNED
    if turn == STUCK:
        return _nobody_left()
    if turn == OTHERS:
        return A.state.in_([each for each in (S.APPLIED, S.FIRST_PASSED) if each not in desk.waits])
    return A.state.not_in(OPEN) if turn == DONE else true()


def _nobody_left() -> ColumnElement[bool]:
    """Return the condition that nobody named for the waiting review may make it: all stepped back, or none is there."""

    def somebody(seat: type[InstitutionAdministrator] | type[CommitteeMember], here: ColumnElement[bool]) -> Exists:
        gone = exists().where(Recusal.application_id == A.id, Recusal.user_id == seat.user_id).correlate(A, seat)
        able = select(seat.id).join(User, User.id == seat.user_id).where(here, User.active, ~gone)
        return exists(able.where(seat.user_id != Learner.user_id).correlate(A, Learner))

    first = somebody(InstitutionAdministrator, InstitutionAdministrator.institution_id == A.institution_id)
    final = somebody(CommitteeMember, CommitteeMember.committee_id == A.committee_id)
    return ((A.state == S.APPLIED) & ~first) | ((A.state == S.FIRST_PASSED) & ~final)


def _stepped_back(actor_id: int) -> Select[int]:
    return select(Recusal.application_id).where(Recusal.user_id == actor_id)


def _narrowing(wanted: Wanted, days: Days) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.text:
        found.append(
            or_(
                A.number.icontains(wanted.text, autoescape=True),
                Learner.full_name.icontains(wanted.text, autoescape=True),
                _has_source(LearnerOutcome.title.icontains(wanted.text, autoescape=True)),
            )
        )
    if wanted.state in set(S):
        found.append(A.state == S(wanted.state))
    if wanted.kind:
        found.append(_has_source(OutcomeKind.title == wanted.kind))
    if wanted.programme:
        found.append(A.programme.has(Programme.title.icontains(wanted.programme, autoescape=True)))
    if wanted.version_id:
        found.append(A.rule_version_id == wanted.version_id)
    if wanted.waited:
        found.append(since() < days.before(wanted.waited - 1))
    if wanted.overdue:
        found.append(is_overdue(days))
    return found


def _has_source(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists(
        select(ConversionSource.id)
        .join(ConversionSource.outcome)
        .join(LearnerOutcome.kind)
        .where(ConversionSource.application_id == A.id, condition)
        .correlate(A)
    )


def since() -> ColumnElement[datetime]:
    """Return, in the database, when an application came to where it stands; as `waits_since` says of its records."""
    newest = (
        select(func.max(ReviewRecord.happened_at))
        .where(ReviewRecord.application_id == A.id, ReviewRecord.step.not_in(ASIDE))
        .correlate(A)
        .scalar_subquery()
    )
    return func.coalesce(newest, A.applied_at)


def is_overdue(days: Days) -> ColumnElement[bool]:
    """Return the condition that the day of the review that an application waits for has passed."""
    first = (A.state == S.APPLIED) & (since() < days.before(days.turnaround.first_review))
    final = (A.state == S.FIRST_PASSED) & (since() < days.before(days.turnaround.final_review))
    return first | final


def _order(sort: str) -> tuple[Any, ...]:
    if sort == NEWEST:
        return A.applied_at.desc(), A.id.desc()
    if sort == NAME:
        return Learner.full_name, A.id
    return since(), A.id


def _since_of(session: Session, ids: Sequence[int]) -> dict[int, datetime]:
    query = (
        select(ReviewRecord.application_id, func.max(ReviewRecord.happened_at))
        .where(ReviewRecord.application_id.in_(ids), ReviewRecord.step.not_in(ASIDE))
        .group_by(ReviewRecord.application_id)
    )
    return {row[0]: row[1] for row in session.execute(query)}
