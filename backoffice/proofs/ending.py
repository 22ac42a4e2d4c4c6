"""How a paper ends, and what became of it as everybody may know."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from backoffice.papers.kinds import PaperKind
from backoffice.proofs.models import ConversionProof, ProofRecord
from backoffice.proofs.states import ENDS, EndReason, ProofState


def end(
    session: Session,
    proof: ConversionProof,
    state: ProofState,
    reason: EndReason,
    *,
    now: datetime,
    replaced_by: ConversionProof | None = None,
) -> None:
    """End a paper and keep when and why."""
    if (proof.state, state) not in ENDS:
        message = f"a paper that is {proof.state} does not become {state}"
        raise ValueError(message)
    proof.state = state
    replaced_by_id = replaced_by.id if replaced_by else None
    session.add(
        ProofRecord(proof_id=proof.id, state=state, reason=reason, replaced_by_id=replaced_by_id, happened_at=now)
    )
    session.flush()


def history_of(session: Session, proof_id: int) -> Sequence[ProofRecord]:
    """Return what became of a paper after it was issued, the oldest first."""
    query = select(ProofRecord).options(joinedload(ProofRecord.replaced_by)).where(ProofRecord.proof_id == proof_id)
    return session.scalars(query.order_by(ProofRecord.id)).all()


def valid_transcripts(session: Session, learner_id: int) -> Sequence[ConversionProof]:
    """Return a learner's transcripts that are valid, the newest first, held until the transaction ends."""
    query = select(ConversionProof).where(
        ConversionProof.learner_id == learner_id,
        ConversionProof.kind == PaperKind.TRANSCRIPT,
        ConversionProof.state == ProofState.VALID,
    )
    return session.scalars(query.order_by(ConversionProof.id.desc()).with_for_update()).all()
