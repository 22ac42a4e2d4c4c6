"""Reading runs of printing: those that somebody ordered, and the proofs that one left out."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, defer, joinedload

from backoffice.kernel.paging import Page, fetch_page
from backoffice.printing.models import PrintItem, PrintRun
from backoffice.printing.workflow import LEFT_OUT
from backoffice.proofs.models import ConversionProof


def own_runs(session: Session, *, actor_id: int, limit: int) -> Sequence[PrintRun]:
    """Return the newest runs that somebody ordered."""
    query = select(PrintRun).where(PrintRun.actor_id == actor_id).order_by(PrintRun.id.desc())
    return session.scalars(query.limit(limit)).all()


def own_run(session: Session, run_id: int, *, actor_id: int) -> PrintRun | None:
    """Return a run, if it was ordered by this person."""
    query = select(PrintRun).options(joinedload(PrintRun.actor))
    found: PrintRun | None = session.scalar(query.where(PrintRun.id == run_id, PrintRun.actor_id == actor_id))
    return found


def left_out_page(session: Session, run_id: int, *, page: int, size: int) -> Page[PrintItem]:
    """Return one page of the proofs that are not in a run's file."""
    proof = joinedload(PrintItem.proof)
    query = (
        select(PrintItem)
        .options(proof.joinedload(ConversionProof.learner), proof.options(defer(ConversionProof.pdf)))
        .where(PrintItem.run_id == run_id, PrintItem.state.in_(LEFT_OUT))
        .order_by(PrintItem.position)
    )
    return fetch_page(session, query, number=page, size=size)
