"""Issuing proofs and transcripts: numbered with the approval, drawn afterwards, verified for ever."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Protocol
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from backoffice.accounts.models import Learner
from backoffice.kernel.clock import day_of
from backoffice.papers.kinds import PaperKind
from backoffice.papers.versions import in_force
from backoffice.proofs.models import ConversionProof
from backoffice.proofs.states import ProofState
from reports.canonical import check_code, digest, same_code
from reports.numbering import proof_number, transcript_number
from reports.proof import ConversionProofContent, DecisionRecord, ProofLine, canonical_json
from reports.transcript import TranscriptContent, transcript_json


class Issuer(Protocol):
    """What a proof says of the house that issues it."""

    @property
    def platform(self) -> str: ...  # noqa: D102 - the setting of the same name
    @property
    def issuer(self) -> str: ...  # noqa: D102
    @property
    def number_prefix(self) -> str: ...  # noqa: D102
    @property
    def proof_key(self) -> bytes: ...  # noqa: D102


def issue(
    session: Session,
    *,
    learner: Learner,
    lines: Sequence[ProofLine],
    decisions: Sequence[DecisionRecord],
    now: datetime,
    house: Issuer,
) -> ConversionProof:
    """Give a proof its number and content; its pages are drawn once that is committed."""
    proof = _begun(session, PaperKind.CONVERSION_PROOF, learner=learner, now=now)
    proof.number = proof_number(house.number_prefix, day_of(now).year, proof.id)
    content = ConversionProofContent(
        number=proof.number,
        platform=house.platform,
        issuer=house.issuer,
        learner_name=learner.full_name,
        document_masked=learner.document_masked,
        account_number=learner.account_number,
        issued_on=day_of(now),
        lines=tuple(lines),
        decisions=tuple(decisions),
    )
    return _said(session, proof, canonical_json(content), house=house)


def issue_transcript(
    session: Session, content: TranscriptContent, *, learner: Learner, now: datetime, house: Issuer
) -> ConversionProof:
    """Give a transcript its number; `content` has none yet. Its pages are drawn once that is committed."""
    proof = _begun(session, PaperKind.TRANSCRIPT, learner=learner, now=now)
    proof.number = transcript_number(house.number_prefix, day_of(now).year, proof.id)
    return _said(session, proof, transcript_json(replace(content, number=proof.number)), house=house)


def _begun(session: Session, kind: PaperKind, *, learner: Learner, now: datetime) -> ConversionProof:
    """Add the row of a paper, whose key makes its number, in the look that is in force."""
    proof = ConversionProof(
        kind=kind,
        number=uuid4().hex,  # replaced as soon as the row has its key
        check_code="",
        learner_id=learner.id,
        payload="",
        payload_hash="",
        template_version=in_force(session, kind),
        state=ProofState.VALID,
        issued_at=now,
    )
    session.add(proof)
    session.flush()
    return proof


def _said(session: Session, proof: ConversionProof, payload: str, *, house: Issuer) -> ConversionProof:
    """Keep what a paper says, and make its code."""
    proof.payload = payload
    proof.payload_hash = digest(payload)
    proof.check_code = check_code(payload, house.proof_key)
    session.flush()
    return proof


def find(session: Session, *, number: str, code: str) -> ConversionProof | None:
    """Return the paper that a number and its check code name together; either alone finds nothing."""
    proof: ConversionProof | None = session.scalar(
        select(ConversionProof).where(ConversionProof.number == number.strip().upper())
    )
    if proof is None or not same_code(proof.check_code, code):
        return None
    return proof
