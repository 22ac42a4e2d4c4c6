"""What everybody may read: notices of the day, and common questions."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from backoffice import access
from backoffice.accounts.models import Learner
from backoffice.institutions.models import Membership
from backoffice.kernel.paging import Page, fetch_page
from backoffice.messages.models import Audience, CommonQuestion, Notice

FRESH_DAYS = 7  # a notice is new for so long


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads notices: a learner with memberships in institutions, somebody of the staff, or anybody."""

    learner: bool = False
    staff: bool = False
    institutions: frozenset[int] = frozenset()


ANYBODY = Reader()


def reader_of(session: Session, user_id: int | None, held: frozenset[str]) -> Reader:
    """Return as whom a person with some roles reads; None is somebody who is not logged in."""
    if user_id is None:
        return ANYBODY
    if access.LEARNER not in held:
        return Reader(staff=True)
    query = select(Membership.institution_id).join(Membership.learner).where(Learner.user_id == user_id)
    return Reader(learner=True, staff=len(held) > 1, institutions=frozenset(session.scalars(query)))


def notices_of(session: Session, *, on: date, page: int, size: int, reader: Reader = ANYBODY) -> Page[Notice]:
    """Return one page of the notices of a day that are for a reader: pinned ones, then the newest, first."""
    return fetch_page(session, _published(on, reader), number=page, size=size)


def newest_notices(session: Session, *, on: date, reader: Reader, most: int) -> list[tuple[Notice, bool]]:
    """Return the first notices of a day that are for a reader, each with whether it is of the last days."""
    fresh = on - timedelta(days=FRESH_DAYS)
    return [(each, each.published_from > fresh) for each in session.scalars(_published(on, reader).limit(most))]


def published_notice(session: Session, notice_id: int, *, on: date, reader: Reader = ANYBODY) -> Notice | None:
    """Return a notice, if it is published on a day and for the reader."""
    return session.scalars(_published(on, reader).where(Notice.id == notice_id)).one_or_none()


def common_questions(session: Session, words: str = "") -> Sequence[CommonQuestion]:
    """Return the common questions in their order; each word must stand in the question or its answer."""
    query = select(CommonQuestion).order_by(CommonQuestion.position, CommonQuestion.id)
    for word in words.split()[:8]:
        columns = (CommonQuestion.title, CommonQuestion.body)
        query = query.where(or_(*(each.icontains(word, autoescape=True) for each in columns)))
    return session.scalars(query).all()


def _published(on: date, reader: Reader) -> Select[Notice]:
    audiences = [Audience.EVERYBODY]
    audiences += [Audience.LEARNERS] if reader.learner else []
    audiences += [Audience.STAFF] if reader.staff else []
    of_institution = (Notice.audience == Audience.OF_INSTITUTION) & Notice.institution_id.in_(reader.institutions)
    return (
        select(Notice)
        .where(
            Notice.draft.is_(False),
            Notice.published_from <= on,
            or_(Notice.published_until.is_(None), Notice.published_until >= on),
            or_(Notice.audience.in_(audiences), of_institution),
        )
        .order_by(Notice.pinned.desc(), Notice.published_from.desc(), Notice.id.desc())
    )
