"""Drawing a proof's pages, once."""

import hashlib

from sqlalchemy.orm import Session

from backoffice.proofs.models import ConversionProof
from reports.proof import content_of
from reports.render import render_proof


def draw(session: Session, proof: ConversionProof, *, verify_url: str) -> bytes:
    """Return the proof's pages; drawn the first time, the very same bytes ever after."""
    if proof.pdf is None:
        pages = render_proof(content_of(proof.payload), check_code=proof.check_code, verify_url=verify_url)
        proof.pdf, proof.pdf_hash = pages, hashlib.sha256(pages).hexdigest()
        session.flush()
    return proof.pdf
