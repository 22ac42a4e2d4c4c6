"""Drawing a proof's pages, once."""

import hashlib

from sqlalchemy import select
from sqlalchemy.orm import Session

from backoffice.proofs.models import ConversionProof
from reports.proof import content_of
from reports.render import render_proof


def draw(proof: ConversionProof, *, verify_url: str) -> bytes:
    """Return the pages of a proof; slow, so drawn before anything is locked."""
    return render_proof(content_of(proof.payload), check_code=proof.check_code, verify_url=verify_url)


def verify_address(proof: ConversionProof, public_url: str) -> str:
    """Return the address at which a stranger verifies a proof."""
    return f"{public_url}/verify?number={proof.number}&code={proof.check_code}"


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
