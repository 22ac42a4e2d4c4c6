"""Finding outcomes on the catalogue."""

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session, contains_eager, joinedload

from backoffice.catalogue.models import CatalogueOutcome, OutcomeCategory, OutcomeKind
from backoffice.institutions.models import Institution, Programme
from backoffice.kernel.paging import Page, fetch_page

MOST_WORDS = 8  # of one search; what is typed beyond them narrows no further


def search_catalogue(
    session: Session, *, kind_id: int, programme: str = "", title: str = "", institution: str = "", page: int, size: int
) -> Page[CatalogueOutcome]:
    """Return one page of a kind's entries; the three words each match a part of their column, and all must match."""
    query: Select[CatalogueOutcome] = (
        select(CatalogueOutcome)
        .join(CatalogueOutcome.institution)
        .outerjoin(CatalogueOutcome.programme)
        .options(contains_eager(CatalogueOutcome.institution), contains_eager(CatalogueOutcome.programme))
        .where(CatalogueOutcome.kind_id == kind_id, CatalogueOutcome.current)
        .order_by(CatalogueOutcome.title, CatalogueOutcome.id)
    )
    if programme.strip():
        query = query.where(Programme.title.icontains(programme.strip(), autoescape=True))
    if title.strip():
        query = query.where(CatalogueOutcome.title.icontains(title.strip(), autoescape=True))
    if institution.strip():
        query = query.where(Institution.title.icontains(institution.strip(), autoescape=True))
    return fetch_page(session, query, number=page, size=size)


def search_entries(session: Session, words: str, *, page: int, size: int) -> Page[CatalogueOutcome]:
    """Return one page of the catalogue's entries of every kind; each word stands in a name, a code or a place."""
    query: Select[CatalogueOutcome] = (
        select(CatalogueOutcome)
        .join(CatalogueOutcome.institution)
        .outerjoin(CatalogueOutcome.programme)
        .options(
            contains_eager(CatalogueOutcome.institution),
            contains_eager(CatalogueOutcome.programme),
            joinedload(CatalogueOutcome.kind),
        )
        .where(CatalogueOutcome.current)
        .order_by(CatalogueOutcome.title, CatalogueOutcome.id)
    )
    places = (CatalogueOutcome.title, CatalogueOutcome.code, Institution.title, Programme.title)
    for word in words.split()[:MOST_WORDS]:
        query = query.where(or_(*(place.icontains(word, autoescape=True) for place in places)))
    return fetch_page(session, query, number=page, size=size)


def kinds_by_category(session: Session) -> list[tuple[OutcomeCategory, list[OutcomeKind]]]:
    """Return every category (大类) that has kinds, each with its kinds (小类), in their order."""
    query = (
        select(OutcomeKind)
        .join(OutcomeKind.category)
        .options(contains_eager(OutcomeKind.category))
        .order_by(OutcomeCategory.position, OutcomeKind.position)
    )
    found: dict[OutcomeCategory, list[OutcomeKind]] = {}
    for kind in session.scalars(query):
        found.setdefault(kind.category, []).append(kind)
    return list(found.items())
