"""Drawing a paper's pages, once, and saying it as a credential."""

from collections.abc import Callable
from functools import cache

from sqlalchemy import select
from sqlalchemy.orm import Session

from backoffice.papers.kinds import PaperKind
from backoffice.papers.versions import look_of
from backoffice.proofs.models import ConversionProof
from backoffice.proofs.sealing import Pages, Sealing, issued
from reports.credential import credential_of
from reports.look import look_json
from reports.orders import Order, Print, proof_order, transcript_order
from reports.parts import parts_of_pdf
from reports.proof import content_of
from reports.transcript import transcript_of
from reports.transcript_credential import transcript_credential

LookText = Callable[[PaperKind, int], str]  # of a kind's version with this number, as JSON


def draw(session: Session, proof: ConversionProof, *, verify_url: str, printing: Print, sealing: Sealing) -> Pages:
    """Return the pages of a paper, sealed; slow, so drawn before anything is locked."""
    return issued(printing(order_of(proof, look=looks(session), verify_url=verify_url, sealing=sealing)), sealing)


def looks(session: Session) -> LookText:
    """Return what tells the look of a proof's version; each is asked for once, however many proofs have it."""
    return cache(lambda kind, number: look_json(look_of(session, kind, number)))


def order_of(proof: ConversionProof, *, look: LookText, verify_url: str, sealing: Sealing) -> Order:
    """Return the order to print a paper, in the look it was issued with."""
    credential = signed_anew(proof, verify_url=verify_url, sealing=sealing)
    order = transcript_order if proof.kind is PaperKind.TRANSCRIPT else proof_order
    told = {"check_code": proof.check_code, "verify_url": verify_url, "credential": credential}
    return order(proof.payload, look=look(proof.kind, proof.template_version), **told)


def verify_address(proof: ConversionProof, public_url: str) -> str:
    """Return where everybody who holds a paper verifies it; short, since its code of squares carries it."""
    return f"{public_url}/v/{proof.number}?c={proof.check_code.replace('-', '')}"


def keep_pages(session: Session, proof_id: int, pages: Pages) -> bytes:
    """Keep drawn pages and return the kept ones: where somebody was faster, the first."""
    proof = session.scalars(
        select(ConversionProof)
        .where(ConversionProof.id == proof_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()
    if proof.pdf is None:
        proof.pdf, proof.pdf_hash, proof.key_id = pages.content, pages.digest, pages.key_id
        session.flush()
    return proof.pdf


def credential_for(proof: ConversionProof, *, verify_url: str, sealing: Sealing) -> str:
    """Return the credential that the kept pages carry; where there are none yet, the one that they will carry.

    Pages from before there were keys carry none and get it by the key of today. A paper whose content is not one that
    can be read has none: the empty text.
    """
    kept = parts_of_pdf(proof.pdf).token if proof.pdf else ""
    try:
        return kept or signed_anew(proof, verify_url=verify_url, sealing=sealing)
    except ValueError:
        return ""


def signed_anew(proof: ConversionProof, *, verify_url: str, sealing: Sealing) -> str:
    """Return the credential of a paper by the key of today."""
    if proof.kind is PaperKind.TRANSCRIPT:
        transcript = transcript_of(proof.payload)
        return transcript_credential(transcript, address=verify_url, issuer_id=sealing.issuer_id, key=sealing.key)
    return credential_of(content_of(proof.payload), address=verify_url, issuer_id=sealing.issuer_id, key=sealing.key)
