"""Drawing a paper's pages, once."""

import hashlib

from sqlalchemy import select
from sqlalchemy.orm import Session

from backoffice.kernel.problems import Problem
from backoffice.proofs.models import ConversionProof
from backoffice.proofs.states import ProofKind
from reports.printable import Unprintable
from reports.printable_transcript import MOST_ENTRIES, MOST_RECOGNISED
from reports.proof import content_of
from reports.render import render_proof
from reports.render_transcript import render_transcript
from reports.transcript import transcript_of
from reports.typefaces import GlyphMissing

LONGEST_QUOTED = 30


def draw(proof: ConversionProof, *, verify_url: str) -> bytes:
    """Return the pages of a paper; slow, so drawn before anything is locked."""
    if proof.kind is ProofKind.TRANSCRIPT:
        content = transcript_of(proof.payload)
        return render_transcript(content, check_code=proof.check_code, verify_url=verify_url)
    return render_proof(content_of(proof.payload), check_code=proof.check_code, verify_url=verify_url)


def verify_address(proof: ConversionProof, public_url: str) -> str:
    """Return where everybody who holds a paper verifies it; short, since its code of squares carries it."""
    return f"{public_url}/v/{proof.number}?c={proof.check_code.replace('-', '')}"


def unprintable(fault: Unprintable | GlyphMissing) -> Problem:
    """Return what a person can do about a paper that cannot be printed."""
    if isinstance(fault, GlyphMissing):
        return Problem("paper_letter", "", {"letters": "、".join(fault.characters)})
    if fault.reason == "empty" and fault.field == "groups":
        return Problem("transcript_empty")
    if fault.field in {"groups", "recognised"}:
        return Problem("transcript_too_long", "", {"entries": str(MOST_ENTRIES), "outcomes": str(MOST_RECOGNISED)})
    return Problem("paper_text", "", {"text": fault.text[:LONGEST_QUOTED]})


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
