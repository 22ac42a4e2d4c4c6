"""What a learner's performance outcomes (业绩类) can become: the list of them, and the search for a target."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, contains_eager

from backoffice.catalogue.models import CatalogueOutcome, ConversionPath, OutcomeKind
from backoffice.conversion.listing import newest_applications
from backoffice.conversion.models import ConversionApplication
from backoffice.institutions.models import Institution, Programme
from backoffice.kernel.paging import Page, fetch_page
from backoffice.outcomes.models import LearnerOutcome


@dataclass(frozen=True, slots=True)
class PerformanceOutcome:
    """A row of 业绩类成果转换申请: the outcome, and its newest application if there is one."""

    outcome: LearnerOutcome
    application: ConversionApplication | None

    @property
    def state(self) -> str:
        """Where the conversion stands; without one, where the recognition does."""
        return self.application.state.value if self.application else self.outcome.state.value


def performance_outcomes(
    session: Session, *, learner_id: int, title: str, page: int, size: int
) -> Page[PerformanceOutcome]:
    """Return one page of a learner's performance outcomes, the newest first; `title` is a part of the name."""
    query = (
        select(LearnerOutcome)
        .join(LearnerOutcome.kind)
        .join(OutcomeKind.category)
        .options(contains_eager(LearnerOutcome.kind).contains_eager(OutcomeKind.category))
        .where(LearnerOutcome.learner_id == learner_id, OutcomeKind.conversion_path == ConversionPath.PERFORMANCE)
        .order_by(LearnerOutcome.added_at.desc(), LearnerOutcome.id.desc())
    )
    if title:
        query = query.where(LearnerOutcome.title.icontains(title, autoescape=True))
    found = fetch_page(session, query, number=page, size=size)
    newest = newest_applications(session, [each.id for each in found.items])
    rows = [PerformanceOutcome(each, newest.get(each.id)) for each in found.items]
    return Page(rows, found.total, found.number, found.size)


def search_targets(
    session: Session, *, programme: str, title: str, institution: str, on: date, page: int, size: int
) -> Page[CatalogueOutcome]:
    """Return one page of what can be aimed at: entries of a day with credits; every word is a part of its column."""
    query = (
        select(CatalogueOutcome)
        .join(CatalogueOutcome.institution)
        .join(CatalogueOutcome.kind)
        .outerjoin(CatalogueOutcome.programme)
        .options(
            contains_eager(CatalogueOutcome.institution),
            contains_eager(CatalogueOutcome.programme),
            contains_eager(CatalogueOutcome.kind),
        )
        .where(
            CatalogueOutcome.current,
            CatalogueOutcome.credits.is_not(None),
            OutcomeKind.conversion_path == ConversionPath.RULE,
            or_(CatalogueOutcome.valid_from.is_(None), CatalogueOutcome.valid_from <= on),
            or_(CatalogueOutcome.valid_until.is_(None), CatalogueOutcome.valid_until >= on),
        )
        .order_by(CatalogueOutcome.title, CatalogueOutcome.id)
    )
    for column, word in (
        (Programme.title, programme),
        (CatalogueOutcome.title, title),
        (Institution.title, institution),
    ):
        if word.strip():
            query = query.where(column.icontains(word.strip(), autoescape=True))
    return fetch_page(session, query, number=page, size=size)
