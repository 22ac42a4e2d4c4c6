"""Reading imports: the runs that somebody may see, and the refused rows of one."""

from collections.abc import Sequence

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, joinedload

from backoffice.institutions.models import Institution, InstitutionAdministrator
from backoffice.kernel.paging import Page, fetch_page
from backoffice.upkeep.models import ImportRefusal, ImportRun


def own_institutions(session: Session, user_id: int) -> Sequence[Institution]:
    """Return the institutions that somebody is named for."""
    seats = select(InstitutionAdministrator.institution_id).filter_by(user_id=user_id)
    return session.scalars(select(Institution).where(Institution.id.in_(seats)).order_by(Institution.id)).all()


def list_runs(session: Session, *, of: Sequence[int] | None, page: int, size: int) -> Page[ImportRun]:
    """Return one page of runs, the newest first; `of` confines them to some institutions."""
    return fetch_page(session, _runs(of).order_by(ImportRun.id.desc()), number=page, size=size)


def find_run(session: Session, run_id: int, *, of: Sequence[int] | None) -> ImportRun | None:
    """Return a run, if it lies within some institutions."""
    found: ImportRun | None = session.scalars(_runs(of).where(ImportRun.id == run_id)).one_or_none()
    return found


def _runs(of: Sequence[int] | None) -> Select[ImportRun]:
    query = select(ImportRun).options(joinedload(ImportRun.institution), joinedload(ImportRun.actor))
    return query if of is None else query.where(ImportRun.institution_id.in_(of))


def list_refusals(session: Session, run: ImportRun, *, page: int, size: int) -> Page[ImportRefusal]:
    """Return one page of a run's refused rows, in the order of the file."""
    query = select(ImportRefusal).where(ImportRefusal.run_id == run.id).order_by(ImportRefusal.row_number)
    return fetch_page(session, query, number=page, size=size)


def institution_named(session: Session, text: str) -> Institution | None:
    """Return the institution with this code or title."""
    named = (Institution.code == text) | (Institution.title == text)
    return session.scalars(select(Institution).where(named)).one_or_none() if text else None
