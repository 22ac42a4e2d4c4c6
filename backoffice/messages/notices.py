"""What everybody may read: notices of the day, and common questions."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from backoffice.kernel.paging import Page, fetch_page
from backoffice.messages.models import CommonQuestion, Notice


def notices_of(session: Session, *, on: date, page: int, size: int) -> Page[Notice]:
    """Return one page of the notices of a day, the newest first."""
    return fetch_page(session, _published(on), number=page, size=size)


def published_notice(session: Session, notice_id: int, *, on: date) -> Notice | None:
    """Return a notice, if it is published on a day."""
    return session.scalars(_published(on).where(Notice.id == notice_id)).one_or_none()


def common_questions(session: Session, words: str = "") -> Sequence[CommonQuestion]:
    """Return the common questions in their order; each word must stand in the question or its answer."""
    query = select(CommonQuestion).order_by(CommonQuestion.position, CommonQuestion.id)
    for word in words.split()[:8]:
        columns = (CommonQuestion.title, CommonQuestion.body)
        query = query.where(or_(*(each.icontains(word, autoescape=True) for each in columns)))
    return session.scalars(query).all()


def _published(on: date) -> Select[Notice]:
    return (
        select(Notice)
        .where(Notice.published_from <= on, or_(Notice.published_until.is_(None), Notice.published_until >= on))
        .order_by(Notice.published_from.desc(), Notice.id.desc())
    )
