"""What an approval brings: decision, ledger, added outcomes, message and proof, in the caller's transaction."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from backoffice.conversion.caps import check_limits
from backoffice.conversion.models import (
    ConversionApplication,
    ConversionSource,
    ConversionTarget,
    ReviewRecord,
)
from backoffice.kernel.clock import day_of
from backoffice.kernel.outbox import enqueue
from backoffice.kernel.problems import refuse
from backoffice.ledger.operations import book_credits, consumed_outcomes, note_uses
from backoffice.messages.templates import body_of
from backoffice.outcomes.models import EntryChannel, LearnerOutcome, RecognitionState
from backoffice.proofs.operations import issue
from backoffice.rulebook.live import LiveRule, live_rule
from backoffice.rulebook.models import Decision, DecisionBasis
from reports.canonical import digest
from reports.proof import DecisionRecord, ProofLine
from rules.book import Book
from rules.evaluator import evaluate
from rules.facts import from_record
from rules.planning.terms import Terms
from rules.replay import canonical_bytes, trace_record
from rules.truth import Truth


@dataclass(frozen=True, slots=True)
class House:
    """What a message and a proof say of the house that sends them, and when its terms (学期) begin."""

    platform: str
    issuer: str
    sms_signature: str
    number_prefix: str
    proof_key: bytes
    terms: Terms = field(default_factory=Terms)


def approve(
    session: Session,
    application: ConversionApplication,
    *,
    first_review: ReviewRecord,
    actor_id: int,
    now: datetime,
    house: House,
) -> None:
    """Bring everything that an approved application brings; application and learner are locked already."""
    live = live_rule(session, application.rule_version_id or 0)
    if live is None:
        raise refuse("rule_unknown")
    sources, targets = sources_in_order(session, application), targets_in_order(session, application)
    if consumed_outcomes(session, [each.id for each in sources]):
        raise refuse("outcome_consumed")
    decision = _decide(session, application, live, actor_id=actor_id, now=now)
    check_limits(session, application, live, decision, sources=sources, targets=targets, terms=house.terms)
    credits_of = {target.catalogue_outcome_id: target.credits for target in targets}
    book_credits(session, learner_id=application.learner_id, decision=decision, credits_of=credits_of, now=now)
    note_uses(session, decision=decision, outcome_ids=[each.id for each in sources], consumed=live.rule.consume)
    for target in targets:
        add_outcome(session, application, target, now=now)
    tell(session, application, sources, targets, now=now, house=house)
    lines = [
        line_of(application, live, source=sources[0], target=target, first_review=first_review, now=now)
        for target in targets
    ]
    record = DecisionRecord(live.text, live.text_hash, application.facts, digest(decision.trace))
    proof = issue(session, learner=application.learner, lines=lines, decisions=[record], now=now, house=house)
    application.decision_id, application.proof_id = decision.id, proof.id
    session.flush()


def sources_in_order(session: Session, application: ConversionApplication) -> Sequence[LearnerOutcome]:
    """Return the outcomes that an application starts from."""
    query = (
        select(LearnerOutcome)
        .join(ConversionSource, ConversionSource.outcome_id == LearnerOutcome.id)
        .options(joinedload(LearnerOutcome.kind))
        .where(ConversionSource.application_id == application.id)
        .order_by(LearnerOutcome.id)
    )
    return session.scalars(query).all()


def targets_in_order(session: Session, application: ConversionApplication) -> Sequence[ConversionTarget]:
    """Return what an application aims at."""
    query = select(ConversionTarget).where(ConversionTarget.application_id == application.id)
    return session.scalars(query.order_by(ConversionTarget.id)).all()


def _decide(
    session: Session, application: ConversionApplication, live: LiveRule, *, actor_id: int, now: datetime
) -> Decision:
    """Evaluate the frozen facts by the frozen rule once more, and keep what that found to the byte."""
    verdict = evaluate(live.rule, from_record(application.facts), book=Book.gather((live.file,)))
    if verdict.truth is not Truth.YES or verdict.credits is None:
        raise refuse("rule_not_applicable", reason=live.title)
    decision = Decision(
        basis=DecisionBasis.RULE,
        rule_version_id=live.version_id,
        text_hash=live.text_hash,
        facts=canonical_bytes(application.facts).decode(),
        trace=canonical_bytes(trace_record(verdict)).decode(),
        credits=verdict.credits,
        actor_id=actor_id,
        decided_at=now,
    )
    session.add(decision)
    session.flush()
    return decision


def add_outcome(
    session: Session, application: ConversionApplication, target: ConversionTarget, *, now: datetime
) -> None:
    """Add a target to the learner's account, which tells of it (转换获得)."""
    entry = target.catalogue_outcome
    added = LearnerOutcome(
        learner_id=application.learner_id,
        kind_id=entry.kind_id,
        catalogue_outcome_id=entry.id,
        title=entry.title,
        institution_title=entry.institution.title,
        code=entry.code,
        programme_title=entry.programme.title if entry.programme else "",
        education_level=entry.education_level,
        qf_level=entry.qf_level,
        credits=target.credits,
        study_hours=entry.study_hours,
        awarded_on=day_of(now),
        fields=dict(entry.fields),
        entry_channel=EntryChannel.CONVERSION,
        state=RecognitionState.RECOGNISED,
        added_at=now,
    )
    session.add(added)
    session.flush()
    target.added_outcome_id = added.id
    session.flush()


def tell(
    session: Session,
    application: ConversionApplication,
    sources: Sequence[LearnerOutcome],
    targets: Sequence[ConversionTarget],
    *,
    now: datetime,
    house: House,
) -> None:
    """Tell the learner by the manual's message."""
    body = body_of(
        "conversion_approved",
        signature=house.sms_signature,
        platform=house.platform,
        source_title="、".join(each.title for each in sources),
        target_institution=targets[0].catalogue_outcome.institution.title,
        target_title="、".join(each.catalogue_outcome.title for each in targets),
    )
    enqueue(
        session,
        template="conversion_approved",
        body=body,
        recipient_id=application.learner.user_id,
        idempotency_key=f"approved:{application.id}",
        now=now,
    )


def line_of(
    application: ConversionApplication,
    live: LiveRule | None,
    *,
    source: LearnerOutcome,
    target: ConversionTarget,
    first_review: ReviewRecord,
    now: datetime,
) -> ProofLine:
    """Return what a proof says of one target; without a rule, its line names none."""
    entry = target.catalogue_outcome
    return ProofLine(
        source_title=source.title,
        source_kind=source.kind.title,
        source_institution=source.institution_title,
        rule_title=live.title if live else "",
        rule_code=live.rule.code if live else "",
        rule_version=(live.rule.version or 1) if live else 0,
        target_title=f"{entry.title}{entry.mark}",
        target_kind=entry.kind.title,
        target_institution=entry.institution.title,
        credits=Decimal(target.credits),
        ratio=Decimal(target.ratio),
        first_reviewed_on=day_of(first_review.happened_at),
        final_reviewed_on=day_of(now),
        committee=application.committee.title,
    )
