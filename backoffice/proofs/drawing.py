"""Drawing a proof's pages, once."""

import hashlib

from sqlalchemy import select
from sqlalchemy.orm import Session

from backoffice.proofs.models import ConversionProof
from reports.orders import Print, proof_order


def draw(proof: ConversionProof, *, verify_url: str, printing: Print) -> bytes:
    """Return the pages of a proof; slow, so drawn before anything is locked."""
    return printing(proof_order(proof.payload, check_code=proof.check_code, verify_url=verify_url))


def keep_pages(session: Session, proof_id: int, pages: bytes) -> bytes:
    """Keep drawn pages and return the kept ones: where somebody was faster, the first."""
    proof = session.scalars(
        select(ConversionProof)
        .where(ConversionProof.id == proof_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()
    if proof.pdf is None:
        proof.pdf, proof.pdf_hash = pages, hashlib.sha256(pages).hexdigest()
        session.flush()
    return proof.pdf
