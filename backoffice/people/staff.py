"""The people who work here: their roles and seats, and shutting them out."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_appbuilder.security.sqla.models import Role, User
from sqlalchemy import delete, func, or_, select, union_all, update
from sqlalchemy.orm import Session, joinedload, selectinload

from backoffice.access import ADMIN, ASSESSOR, CENTRE, COMMITTEE, INSTITUTION
from backoffice.accounts.reasons import reason_in
from backoffice.accounts.sessions import end_sessions
from backoffice.institutions.models import Committee, CommitteeMember, Institution, InstitutionAdministrator
from backoffice.kernel import audit
from backoffice.kernel.database import hold
from backoffice.kernel.paging import Page, fetch_page
from backoffice.kernel.problems import refuse
from backoffice.people.models import Invitation

STAFF = (CENTRE, INSTITUTION, COMMITTEE, ASSESSOR)
PLAIN = (CENTRE, ASSESSOR)  # roles without a seat; the others come and go with their seats
SHOWN_PEOPLE = 20


@dataclass(frozen=True, slots=True)
class Standing:
    """What somebody is here: plain roles, and the institutions and committees that they act for."""

    plain: frozenset[str] = frozenset()
    institutions: frozenset[int] = frozenset()
    committees: frozenset[int] = frozenset()

    @property
    def roles(self) -> frozenset[str]:
        """Every role that belongs to this."""
        seats = {INSTITUTION: self.institutions, COMMITTEE: self.committees}
        return self.plain | {role for role, held in seats.items() if held}


@dataclass(frozen=True, slots=True)
class Search:
    """What the list of staff is narrowed by."""

    words: str = ""
    role: str = ""
    active: bool | None = None


def list_staff(session: Session, search: Search, *, number: int, size: int) -> Page[User]:
    """Return one page of the people with a role of staff, by name."""
    holding = select(User.id).join(User.roles).where(Role.name.in_([search.role] if search.role in STAFF else STAFF))
    query = select(User).options(selectinload(User.roles)).where(User.id.in_(holding))
    if search.words:
        query = query.where(_called(search.words))
    if search.active is not None:
        query = query.where(User.active.is_(search.active))
    return fetch_page(session, query.order_by(User.first_name, User.id), number=number, size=size)


def find_people(session: Session, words: str) -> Sequence[User]:
    """Return the first people whose name or username holds these words, staff or not; for choosing one."""
    if not words.strip():
        return ()
    query = select(User).options(selectinload(User.roles)).where(_called(words), User.active)
    return session.scalars(
        query.order_by(func.length(User.first_name), User.first_name, User.id).limit(SHOWN_PEOPLE)
    ).all()


def person(session: Session, user_id: int) -> User | None:
    """Return one person with the roles."""
    return session.scalar(select(User).options(selectinload(User.roles)).where(User.id == user_id))


def is_staff(user: User) -> bool:
    """Tell whether somebody has a role of staff."""
    return any(role.name in STAFF for role in user.roles)


def standing_of(session: Session, user: User) -> Standing:
    """Return what somebody is here now."""
    seats = [
        frozenset(session.scalars(select(column).where(table.user_id == user.id)))
        for table, column in (
            (InstitutionAdministrator, InstitutionAdministrator.institution_id),
            (CommitteeMember, CommitteeMember.committee_id),
        )
    ]
    return Standing(frozenset(role.name for role in user.roles if role.name in PLAIN), seats[0], seats[1])


def places_of(session: Session, user_ids: Iterable[int]) -> dict[int, list[str]]:
    """Return the institutions and committees that each of these people acts for, by title."""
    ids, found = list(user_ids), dict[int, list[str]]()
    seats: list[Any] = [
        select(InstitutionAdministrator.user_id, Institution.title)
        .join(InstitutionAdministrator.institution)
        .where(InstitutionAdministrator.user_id.in_(ids)),
        select(CommitteeMember.user_id, Committee.title)
        .join(CommitteeMember.committee)
        .where(CommitteeMember.user_id.in_(ids)),
    ]
    for user_id, title in sorted(tuple(row) for row in session.execute(union_all(*seats))):
        found.setdefault(user_id, []).append(title)
    return found


def change_standing(session: Session, user_id: int, wanted: Standing, *, actor_id: int, now: datetime) -> bool:
    """Give somebody other roles and seats, and end their sessions; tell whether anything changed. Raises Refused."""
    user = changeable(session, user_id, actor_id=actor_id, code="own_roles")
    before = standing_of(session, user)
    if before == wanted and wanted.roles == frozenset(role.name for role in user.roles if role.name in STAFF):
        return False
    if CENTRE in before.plain and CENTRE not in wanted.plain:
        _check_not_last(session, user)
    _check_places(session, wanted)
    told = _in_words(session, before), _in_words(session, wanted)
    seat(session, user, wanted)
    end_sessions(session, user_id, now=now)
    tell(session, user_id, "change_roles", actor_id=actor_id, now=now, changes=_changed(*told))
    return True


def seat(session: Session, user: User, wanted: Standing) -> None:
    """Write roles and seats as they shall be; other roles, such as a learner's, stay."""
    kept = [role for role in user.roles if role.name not in STAFF]
    user.roles = kept + list(session.scalars(select(Role).where(Role.name.in_(wanted.roles))))
    _fit(session, InstitutionAdministrator, "institution_id", user_id=user.id, wanted=wanted.institutions)
    _fit(session, CommitteeMember, "committee_id", user_id=user.id, wanted=wanted.committees)
    session.flush()


def block(session: Session, user_id: int, *, reason: str, actor_id: int, now: datetime) -> None:
    """Shut somebody out at once, or take an invitation back; raises Refused."""
    user = changeable(session, user_id, actor_id=actor_id, code="own_block")
    reason = reason_in(reason)
    if not user.active and not _is_invited(session, user_id):
        raise refuse("blocked_already")
    if any(role.name == CENTRE for role in user.roles):
        _check_not_last(session, user)
    user.active = False
    withdraw_invitations(session, user_id, now=now)
    end_sessions(session, user_id, now=now)
    tell(session, user_id, "block", actor_id=actor_id, now=now, reason=reason)


def unblock(session: Session, user_id: int, *, actor_id: int, now: datetime) -> None:
    """Let somebody in again; raises Refused for who has never set a password."""
    user = changeable(session, user_id, actor_id=actor_id, code="own_block")
    if user.active:
        raise refuse("not_blocked")
    if not user.password:
        raise refuse("invite_again")
    user.active = True
    tell(session, user_id, "unblock", actor_id=actor_id, now=now)


def withdraw_invitations(session: Session, user_id: int, *, now: datetime) -> None:
    """Let no link of this person open anything any more."""
    session.execute(
        update(Invitation)
        .where(Invitation.user_id == user_id, Invitation.used_at.is_(None), Invitation.withdrawn_at.is_(None))
        .values(withdrawn_at=now)
    )


def _is_invited(session: Session, user_id: int) -> bool:
    open_ones = select(Invitation.id).filter_by(user_id=user_id, used_at=None, withdrawn_at=None)
    return session.scalar(open_ones.limit(1)) is not None


def changeable(session: Session, user_id: int, *, actor_id: int, code: str) -> User:
    """Return somebody whom the actor may change; nobody changes themselves, and the centre no system administrator."""
    if user_id == actor_id:
        raise refuse(code)
    hold(session, "people:standing")
    user = session.get(User, user_id, options=[joinedload(User.roles)], populate_existing=True)
    if user is None:
        raise refuse("person_unknown")
    if any(role.name == ADMIN for role in user.roles):
        raise refuse("administrator_untouched")
    return user


def _check_not_last(session: Session, user: User) -> None:
    """Refuse to leave the house without anybody of the centre who can get in."""
    query = select(User.id).join(User.roles).where(Role.name == CENTRE, User.active, User.id != user.id)
    if session.scalar(query.limit(1)) is None:
        raise refuse("last_centre")


def _check_places(session: Session, wanted: Standing) -> None:
    for table, ids in ((Institution, wanted.institutions), (Committee, wanted.committees)):
        if session.scalar(select(func.count()).where(table.id.in_(ids))) != len(ids):
            raise refuse("place_unknown")


def _fit(session: Session, table: Any, column: str, *, user_id: int, wanted: frozenset[int]) -> None:  # noqa: ANN401
    """Make the seats in one table those that are wanted."""
    key = getattr(table, column)
    held = set(session.scalars(select(key).where(table.user_id == user_id)))
    session.execute(delete(table).where(table.user_id == user_id, key.in_(held - wanted)))
    session.add_all(table(user_id=user_id, **{column: each}) for each in sorted(wanted - held))
    session.flush()


def _in_words(session: Session, standing: Standing) -> dict[str, str]:
    titles = {
        "institution": session.scalars(select(Institution.title).where(Institution.id.in_(standing.institutions))),
        "committee": session.scalars(select(Committee.title).where(Committee.id.in_(standing.committees))),
    }
    return {"roles": "、".join(sorted(standing.roles))} | {key: "、".join(sorted(each)) for key, each in titles.items()}


def _changed(before: Mapping[str, str], after: Mapping[str, str]) -> dict[str, list[str]]:
    return {key: [before[key], after[key]] for key in before if before[key] != after[key]}


def _called(words: str) -> Any:  # noqa: ANN401 - a condition
    said = words.strip()
    return or_(User.first_name.icontains(said, autoescape=True), User.username.icontains(said, autoescape=True))


def tell(session: Session, user_id: int, action: str, *, actor_id: int, now: datetime, **details: Any) -> None:  # noqa: ANN401
    """Note in the trail what was done to a person."""
    audit.record(
        session, actor_id=actor_id, action=action, entity="ab_user", entity_id=user_id, now=now, details=details
    )
    session.flush()
