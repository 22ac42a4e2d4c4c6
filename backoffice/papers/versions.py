"""The versions of a paper's look: which one is in force, and what a version looks like."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from backoffice.papers.kinds import PaperKind
from backoffice.papers.models import PaperTemplate
from backoffice.papers.workflow import TemplateState
from reports.look import PaperLook, look_from

OUR_OWN = 1  # the number of the look that the product brings along
AT_WORK = (TemplateState.DRAFT, TemplateState.IN_REVIEW)
PEOPLE = (joinedload(PaperTemplate.author), joinedload(PaperTemplate.published_by))


def in_force(session: Session, paper: PaperKind) -> int:
    """Return the number of the version that a new paper takes."""
    query = select(PaperTemplate.number).where(
        PaperTemplate.paper == paper, PaperTemplate.state == TemplateState.PUBLISHED
    )
    return session.scalar(query) or OUR_OWN


def look_of(session: Session, paper: PaperKind, number: int) -> PaperLook:
    """Return the look of a version, for ever the same; raises LookupError where there is none."""
    if number == OUR_OWN:
        return paper.looks.standard
    version = version_of(session, paper, number)
    if version is None:
        message = f"{paper.name} has no version {number}"
        raise LookupError(message)
    return look_from(version.look)


def version_of(session: Session, paper: PaperKind, number: int) -> PaperTemplate | None:
    """Return the row of a version; the product's own has none."""
    query = select(PaperTemplate).where(PaperTemplate.paper == paper, PaperTemplate.number == number)
    found: PaperTemplate | None = session.scalar(query.options(*PEOPLE))
    return found


def versions_of(session: Session, paper: PaperKind) -> Sequence[PaperTemplate]:
    """Return the centre's versions, the newest first."""
    query = select(PaperTemplate).where(PaperTemplate.paper == paper, PaperTemplate.number.is_not(None))
    return session.scalars(query.options(*PEOPLE).order_by(PaperTemplate.number.desc())).all()


def drafts_of(session: Session, paper: PaperKind, *, most: int) -> Sequence[PaperTemplate]:
    """Return what is being worked at, the newest first."""
    query = select(PaperTemplate).where(PaperTemplate.paper == paper, PaperTemplate.state.in_(AT_WORK))
    return session.scalars(query.options(*PEOPLE).order_by(PaperTemplate.id.desc()).limit(most)).all()
