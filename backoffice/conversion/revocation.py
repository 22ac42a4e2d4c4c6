"""Revoking (撤销) a conversion that was decided: all that its approval brought is taken back, in one transaction."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from backoffice.accounts.models import Learner
from backoffice.conversion.approval import House
from backoffice.conversion.models import (
    ConversionApplication,
    ConversionSource,
    ConversionTarget,
    ProofMember,
    ReviewRecord,
)
from backoffice.conversion.operations import locked, step
from backoffice.conversion.options import ENDED
from backoffice.conversion.transcripts import end_transcripts
from backoffice.conversion.workflow import MANAGEMENT_CENTER, REVOKE
from backoffice.kernel import audit
from backoffice.kernel.outbox import enqueue
from backoffice.kernel.problems import Problem, Refused, refuse
from backoffice.ledger.operations import reverse
from backoffice.messages.templates import body_of
from backoffice.outcomes.models import LearnerOutcome, RecognitionState
from backoffice.proofs.ending import end
from backoffice.proofs.models import ConversionProof
from backoffice.proofs.states import EndReason, ProofState


def revoke(
    session: Session, application_id: int, remarks: str, *, actor_id: int, now: datetime, house: House
) -> ReviewRecord:
    """Revoke a conversion: reverse its credits, withdraw what it added, free what it used, void every proof of it.

    Raises Refused where what it granted serves another application, and names that one.
    """
    application = locked(session, application_id)
    if application.learner.user_id == actor_id:
        raise refuse("own_case")
    session.execute(select(Learner.id).where(Learner.id == application.learner_id).with_for_update())
    record = step(session, application, REVOKE, role=MANAGEMENT_CENTER, remarks=remarks, actor_id=actor_id, now=now)
    added = _added_outcomes(session, application)
    problems = _onward_uses(session, added)
    if problems:
        raise Refused(problems)
    if application.decision_id is not None:
        reverse(session, decision_id=application.decision_id, remarks=application.number, now=now)
        end_transcripts(session, application, now=now)
    for outcome in added:
        outcome.state = RecognitionState.REFUSED
    for proof in _proofs(session, application):
        end(session, proof, ProofState.REVOKED, EndReason.CONVERSION_REVOKED, now=now)
    _note(session, application, record, house=house)
    return record


def _added_outcomes(session: Session, application: ConversionApplication) -> Sequence[LearnerOutcome]:
    query = (
        select(LearnerOutcome)
        .join(ConversionTarget, ConversionTarget.added_outcome_id == LearnerOutcome.id)
        .where(ConversionTarget.application_id == application.id)
        .order_by(LearnerOutcome.id)
    )
    return session.scalars(query.with_for_update(of=LearnerOutcome)).all()


def _onward_uses(session: Session, added: Sequence[LearnerOutcome]) -> list[Problem]:
    """Return a problem for each application, under way or decided, that starts from what was granted."""
    query = (
        select(ConversionApplication, ConversionSource.outcome_id)
        .join(ConversionSource, ConversionSource.application_id == ConversionApplication.id)
        .where(ConversionSource.outcome_id.in_([each.id for each in added]), ConversionApplication.state.not_in(ENDED))
        .order_by(ConversionApplication.id)
    )
    titles = {each.id: each.title for each in added}
    return [
        Problem("granted_used", "", {"title": titles[row[1]], "number": row[0].number, "state": row[0].state.value})
        for row in session.execute(query)
    ]


def _proofs(session: Session, application: ConversionApplication) -> Sequence[ConversionProof]:
    """Return the proof of an application, and the joint ones that tell of it beside others."""
    joint = select(ProofMember.proof_id).where(ProofMember.application_id == application.id)
    query = select(ConversionProof).where(
        (ConversionProof.id == application.proof_id) | ConversionProof.id.in_(joint),
        ConversionProof.state == ProofState.VALID,
    )
    return session.scalars(query).all()


def _note(session: Session, application: ConversionApplication, record: ReviewRecord, *, house: House) -> None:
    """Leave the audit's line, and tell the learner."""
    audit.record(
        session,
        actor_id=record.actor_id,
        action=REVOKE,
        entity="conversion_application",
        entity_id=application.id,
        now=record.happened_at,
        details={"remarks": record.remarks},
    )
    body = body_of(
        "conversion_revoked",
        signature=house.sms_signature,
        platform=house.platform,
        number=application.number,
        remarks=record.remarks,
    )
    enqueue(
        session,
        template="conversion_revoked",
        body=body,
        recipient_id=application.learner.user_id,
        idempotency_key=f"review:{record.id}",
        now=record.happened_at,
    )
    session.flush()
