"""Conversion of a performance outcome (业绩类): no rule computes it, the learner names the target and people judge."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from backoffice.accounts.models import Learner
from backoffice.catalogue.models import CatalogueOutcome, ConversionPath
from backoffice.conversion.approval import House, add_outcome, line_of, sources_in_order, targets_in_order, tell
from backoffice.conversion.caps import check_limits
from backoffice.conversion.models import ConversionApplication, ConversionSource, ConversionTarget, ReviewRecord
from backoffice.conversion.operations import committee_for, keep_files, note_application
from backoffice.conversion.options import ENDED
from backoffice.conversion.workflow import ConversionState
from backoffice.kernel.clock import day_of
from backoffice.kernel.entity import CENT
from backoffice.kernel.problems import refuse
from backoffice.kernel.storage import Upload
from backoffice.ledger.operations import book_credits, consumed_outcomes, note_uses
from backoffice.outcomes.changes import locked_outcome
from backoffice.outcomes.models import LearnerOutcome, RecognitionState
from backoffice.proofs.operations import issue
from backoffice.recognition.decisions import recognise_with_conversion
from backoffice.rulebook.models import Decision, DecisionBasis
from reports.canonical import digest
from reports.numbering import application_number
from reports.proof import DecisionRecord
from rules.replay import canonical_bytes

RATIO = Decimal(100)  # percent: the target is granted whole or not at all
UNDER_WAY = (RecognitionState.APPLIED, RecognitionState.RETURNED)


@dataclass(frozen=True, slots=True)
class Wish:
    """What a learner hands in: the outcome, the target of the catalogue, and further files."""

    outcome_id: int
    target_id: int
    uploads: Sequence[Upload] = ()


def apply_for_judgement(
    session: Session, wish: Wish, *, learner: Learner, actor_id: int, now: datetime, folder: Path, prefix: str
) -> ConversionApplication:
    """Hand in an application without a rule, to the target's institution and the committee of its subject.

    Handed in twice for the same target it leads to the first one. Raises Refused, keeping nothing.
    """
    session.execute(select(Learner.id).where(Learner.id == learner.id).with_for_update())
    outcome = locked_outcome(session, wish.outcome_id, learner_id=learner.id)
    if outcome.kind.conversion_path is not ConversionPath.PERFORMANCE:
        raise refuse("performance_alone")
    known = _under_way(session, outcome)
    if known is not None:
        if known.state is ConversionState.APPLIED and _aims_at(session, known, wish.target_id):
            return known
        raise refuse("judged_already")
    if outcome.state in UNDER_WAY:
        raise refuse("recognition_under_way", state=outcome.state.value)
    target = _target(session, wish.target_id)
    application = ConversionApplication(
        number=uuid4().hex,  # replaced as soon as the row has its key
        learner_id=learner.id,
        programme_id=target.programme_id,
        institution_id=target.institution_id,
        committee_id=committee_for(session, target, place="target").id,
        state=ConversionState.APPLIED,
        facts=_facts(outcome, target),
        applied_at=now,
    )
    session.add(application)
    session.flush()
    application.number = application_number(prefix, day_of(now).year, application.id)
    _keep_parts(session, application, outcome, target)
    keep_files(session, application, wish.uploads, actor_id=actor_id, now=now, folder=folder)
    note_application(session, application, actor_id=actor_id, now=now)
    return application


def approve_judgement(
    session: Session,
    application: ConversionApplication,
    *,
    first_review: ReviewRecord,
    actor_id: int,
    now: datetime,
    house: House,
) -> None:
    """Bring everything that an approved application without a rule brings; application and learner are locked already.

    The target's credits are booked whole, the target is added, and the source is recognised by the same review.
    """
    (source,) = sources_in_order(session, application)
    (target,) = targets_in_order(session, application)
    if consumed_outcomes(session, [source.id]):
        raise refuse("outcome_consumed")
    final = _final_review(session, application)
    decision = _decide(session, application, (first_review, final), actor_id=actor_id, now=now)
    check_limits(session, application, None, decision, sources=[source], targets=[target], terms=house.terms)
    credits_of = {target.catalogue_outcome_id: target.credits}
    book_credits(session, learner_id=application.learner_id, decision=decision, credits_of=credits_of, now=now)
    note_uses(session, decision=decision, outcome_ids=[source.id], consumed=True)
    add_outcome(session, application, target, now=now)
    recognise_with_conversion(
        session,
        source,
        institution_id=application.institution_id,
        remarks=final.remarks,
        actor_id=actor_id,
        now=now,
    )
    tell(session, application, [source], [target], now=now, house=house)
    line = line_of(application, None, source=source, target=target, first_review=first_review, now=now)
    record = DecisionRecord("", "", application.facts, digest(_canonical(application.facts)))
    proof = issue(session, learner=application.learner, lines=[line], decisions=[record], now=now, house=house)
    application.decision_id, application.proof_id = decision.id, proof.id
    session.flush()


def _under_way(session: Session, outcome: LearnerOutcome) -> ConversionApplication | None:
    query = (
        select(ConversionApplication)
        .join(ConversionSource, ConversionSource.application_id == ConversionApplication.id)
        .where(ConversionSource.outcome_id == outcome.id, ConversionApplication.state.not_in(ENDED))
    )
    found: ConversionApplication | None = session.scalars(query.limit(1)).one_or_none()
    return found


def _aims_at(session: Session, application: ConversionApplication, target_id: int) -> bool:
    query = select(ConversionTarget.id).filter_by(application_id=application.id, catalogue_outcome_id=target_id)
    return session.scalar(query) is not None


def _target(session: Session, target_id: int) -> CatalogueOutcome:
    target = session.get(CatalogueOutcome, target_id)
    if target is None or not target.current or target.kind.conversion_path is not ConversionPath.RULE:
        raise refuse("target_not_chosen", "target")
    if target.credits is None:
        raise refuse("target_credits_unknown", "target", title=target.title)
    return target


def _facts(outcome: LearnerOutcome, target: CatalogueOutcome) -> dict[str, object]:
    """Return what is frozen when it is handed in: source, target, and all that the arithmetic needs."""
    return {
        "source": {
            "title": outcome.title,
            "kind": outcome.kind.title,
            "institution": outcome.institution_title,
            "awarded_on": outcome.awarded_on.isoformat() if outcome.awarded_on else "",
        },
        "target": {
            "title": target.title,
            "code": target.code,
            "kind": target.kind.title,
            "institution": target.institution.title,
        },
        "target_credits": str(target.credits),
        "ratio": str(RATIO),
    }


def _keep_parts(
    session: Session, application: ConversionApplication, outcome: LearnerOutcome, target: CatalogueOutcome
) -> None:
    granted = ((target.credits or Decimal(0)) * RATIO / 100).quantize(CENT, ROUND_HALF_UP)
    session.add(ConversionSource(application_id=application.id, outcome_id=outcome.id))
    session.add(
        ConversionTarget(application_id=application.id, catalogue_outcome_id=target.id, credits=granted, ratio=RATIO)
    )
    session.flush()


def _final_review(session: Session, application: ConversionApplication) -> ReviewRecord:
    query = select(ReviewRecord).where(ReviewRecord.application_id == application.id)
    return session.scalars(query.order_by(ReviewRecord.id.desc()).limit(1)).one()


def _decide(
    session: Session,
    application: ConversionApplication,
    reviews: tuple[ReviewRecord, ReviewRecord],
    *,
    actor_id: int,
    now: datetime,
) -> Decision:
    """Freeze the judgement: what was handed in, and what both reviewers said to it."""
    credits_ = Decimal(application.facts["target_credits"]) * Decimal(application.facts["ratio"]) / 100
    trace = [
        {"step": each.step, "remarks": each.remarks, "on": day_of(each.happened_at).isoformat()} for each in reviews
    ]
    decision = Decision(
        basis=DecisionBasis.JUDGEMENT,
        rule_version_id=None,
        facts=_canonical(application.facts),
        trace=_canonical({"reviews": trace}),
        credits=credits_.quantize(CENT, ROUND_HALF_UP),
        actor_id=actor_id,
        decided_at=now,
    )
    session.add(decision)
    session.flush()
    return decision


def _canonical(record: dict[str, object]) -> str:
    return canonical_bytes(record).decode()
