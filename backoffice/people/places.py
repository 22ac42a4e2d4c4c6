"""Institutions and committees as forms offer them, and who acts for each."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from flask_appbuilder.security.sqla.models import User
from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, joinedload

from backoffice.institutions.models import Committee, CommitteeMember, Institution, InstitutionAdministrator
from backoffice.kernel.paging import Page, fetch_page

OFFERED = 12  # places that a form shows beside those that are chosen already


@dataclass(frozen=True, slots=True)
class Sort:
    """A sort of places: its table, the table of its seats, and by which column a seat names its place."""

    table: type[Any]
    seats: type[Any]
    column: str


SORTS = {
    "institution": Sort(Institution, InstitutionAdministrator, "institution_id"),
    "committee": Sort(Committee, CommitteeMember, "committee_id"),
}


def offered(session: Session, sort: Sort, words: str, chosen: Iterable[int]) -> list[tuple[int, str]]:
    """Return key and title of the places that are chosen, then of those that hold these words."""
    kept, table = list(chosen), sort.table
    picked = session.execute(select(table.id, table.title).where(table.id.in_(kept)).order_by(table.title)).all()
    query = select(table.id, table.title).where(table.id.not_in(kept))
    if words.strip():
        query = query.where(_called(sort, words))
    others = session.execute(query.order_by(table.title).limit(OFFERED)).all()
    return [(row[0], row[1]) for row in [*picked, *others]]


def list_places(session: Session, sort: Sort, words: str, *, number: int, size: int) -> Page[Any]:
    """Return one page of places by title."""
    query = select(sort.table).order_by(sort.table.title, sort.table.id)
    return fetch_page(session, query.where(_called(sort, words)) if words else query, number=number, size=size)


def seats_in(session: Session, sort: Sort, place_ids: Iterable[int]) -> dict[int, int]:
    """Return how many people act for each of these places."""
    key = getattr(sort.seats, sort.column)
    query = select(key, func.count()).where(key.in_(list(place_ids))).group_by(key)
    return {row[0]: row[1] for row in session.execute(query)}


def people_of(session: Session, sort: Sort, place_id: int) -> Sequence[User]:
    """Return the people who act for a place, by name."""
    query = (
        select(sort.seats)
        .join(sort.seats.user)
        .options(joinedload(sort.seats.user))
        .where(getattr(sort.seats, sort.column) == place_id)
        .order_by(User.first_name, User.id)
    )
    return [each.user for each in session.scalars(query)]


def _called(sort: Sort, words: str) -> Any:  # noqa: ANN401 - a condition
    said, table = words.strip(), sort.table
    other = table.subject if sort.table is Committee else table.code
    return or_(table.title.icontains(said, autoescape=True), other.icontains(said, autoescape=True))
