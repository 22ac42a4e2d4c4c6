"""Reading the levels of the framework and the standards of industries."""

from collections.abc import Sequence

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from backoffice.catalogue.models import IndustryStandard, QualificationLevel
from backoffice.kernel.paging import Page, fetch_page

MOST_WORDS = 8


def levels(session: Session) -> Sequence[QualificationLevel]:
    """Return every level (资历等级), the lowest first."""
    return session.scalars(select(QualificationLevel).order_by(QualificationLevel.level)).all()


def search_standards(session: Session, words: str, *, page: int, size: int) -> Page[IndustryStandard]:
    """Return one page of the standards; each word stands in the title, the code, the industry or the publisher."""
    query = select(IndustryStandard).order_by(IndustryStandard.industry, IndustryStandard.code)
    columns = (
        IndustryStandard.title,
        IndustryStandard.code,
        IndustryStandard.industry,
        IndustryStandard.publisher,
    )
    for word in words.split()[:MOST_WORDS]:
        query = query.where(or_(*(each.icontains(word, autoescape=True) for each in columns)))
    return fetch_page(session, query, number=page, size=size)
