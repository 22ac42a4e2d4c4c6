"""Issuing transcripts of credits (学分成绩单): what a learner's account holds, on one paper."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from backoffice.accounts.models import Learner
from backoffice.conversion.models import ConversionApplication
from backoffice.conversion.transcript_content import content_for
from backoffice.kernel import audit
from backoffice.kernel.clock import day_of
from backoffice.kernel.papers import fault_told
from backoffice.kernel.problems import Refused
from backoffice.ledger.models import CreditEntry
from backoffice.papers.kinds import PaperKind
from backoffice.proofs.ending import end, valid_transcripts
from backoffice.proofs.models import ConversionProof
from backoffice.proofs.operations import Issuer, issue_transcript
from backoffice.proofs.states import EndReason, ProofState
from reports.numbering import transcript_number
from reports.printable_transcript import printable_transcript
from reports.refusals import GlyphMissing, Unprintable
from reports.transcript import transcript_of

ISSUE = "issue_transcript"


def transcript_for(
    session: Session, learner: Learner, *, actor_id: int, now: datetime, house: Issuer
) -> ConversionProof:
    """Return a transcript of a learner's account as it is now: the one of today that says it already, else a new one.

    A new one replaces those before it. Raises Refused where the paper could not be printed.
    """
    session.execute(select(Learner.id).where(Learner.id == learner.id).with_for_update())
    content = content_for(session, learner, now=now, house=house)
    earlier = valid_transcripts(session, learner.id)
    for each in earlier:
        if replace(transcript_of(each.payload), number="") == content:
            return each
    try:
        printable_transcript(replace(content, number=transcript_number(house.number_prefix, day_of(now).year, 0)))
    except (Unprintable, GlyphMissing) as fault:
        raise Refused([fault_told(fault, by_centre=True)]) from fault
    made = issue_transcript(session, content, learner=learner, now=now, house=house)
    for each in earlier:
        end(session, each, ProofState.SUPERSEDED, EndReason.NEWER_PAPER, now=now, replaced_by=made)
    audit.record(
        session,
        actor_id=actor_id,
        action=ISSUE,
        entity="conversion_proof",
        entity_id=made.id,
        now=now,
        details={"number": made.number},
    )
    session.flush()
    return made


def end_transcripts(session: Session, application: ConversionApplication, *, now: datetime) -> None:
    """End the valid transcripts that tell of credits which have just been taken back."""
    booked_at = session.scalars(select(CreditEntry.booked_at).filter_by(decision_id=application.decision_id)).first()
    for each in valid_transcripts(session, application.learner_id):
        if booked_at is not None and each.issued_at >= booked_at:
            end(session, each, ProofState.SUPERSEDED, EndReason.CREDITS_REVERSED, now=now)


def transcripts_of(session: Session, learner_id: int) -> list[ConversionProof]:
    """Return every transcript that was issued to a learner, the newest first."""
    query = select(ConversionProof).filter_by(learner_id=learner_id, kind=PaperKind.TRANSCRIPT)
    return list(session.scalars(query.order_by(ConversionProof.id.desc())))
