"""Drawing a proof's pages, once, and saying it as a credential."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from backoffice.proofs.models import ConversionProof
from backoffice.proofs.sealing import Pages, Sealing, issued
from reports.credential import credential_of
from reports.orders import Print, proof_order
from reports.parts import parts_of_pdf
from reports.proof import content_of


def draw(proof: ConversionProof, *, verify_url: str, printing: Print, sealing: Sealing) -> Pages:
    """Return the pages of a proof, sealed; slow, so drawn before anything is locked."""
    credential = signed_anew(proof, verify_url=verify_url, sealing=sealing)
    order = proof_order(proof.payload, check_code=proof.check_code, verify_url=verify_url, credential=credential)
    return issued(printing(order), sealing)


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


def verify_address(proof: ConversionProof, public_url: str) -> str:
    """Return where the state of a proof is told."""
    return f"{public_url}/verify?number={proof.number}&code={proof.check_code}"


def credential_for(proof: ConversionProof, *, verify_url: str, sealing: Sealing) -> str:
    """Return the credential that the kept pages carry; where there are none yet, the one that they will carry.

    Pages from before there were keys carry none and get it by the key of today.
    """
    kept = parts_of_pdf(proof.pdf).token if proof.pdf else ""
    return kept or signed_anew(proof, verify_url=verify_url, sealing=sealing)


def signed_anew(proof: ConversionProof, *, verify_url: str, sealing: Sealing) -> str:
    """Return the credential of a proof by the key of today."""
    return credential_of(content_of(proof.payload), address=verify_url, issuer_id=sealing.issuer_id, key=sealing.key)
