"""The conversions that a learner's ledger holds, as caps and policies count them."""

from collections import defaultdict
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from backoffice.conversion.facts import outcome_facts
from backoffice.conversion.models import ConversionApplication
from backoffice.kernel.clock import day_of
from backoffice.ledger.models import CreditEntry, OutcomeUse
from backoffice.outcomes.models import LearnerOutcome
from backoffice.rulebook.models import ConversionRule, Decision, RuleVersion
from rules.facts import Outcome
from rules.planning.policies import Conversion


def booked_conversions(session: Session, learner_id: int) -> tuple[Conversion, ...]:
    """Return what was decided for a learner, the oldest first; a decision whose entries are all reversed is undone."""
    credits_ = _credits(session, learner_id)
    outcomes = _outcomes(session, learner_id)
    query = (
        select(Decision.id, Decision.decided_at, ConversionRule.code, ConversionApplication.programme_id)
        .outerjoin(RuleVersion, RuleVersion.id == Decision.rule_version_id)
        .outerjoin(ConversionRule, ConversionRule.id == RuleVersion.rule_id)
        .outerjoin(ConversionApplication, ConversionApplication.decision_id == Decision.id)
        .where(Decision.id.in_(credits_))
        .order_by(Decision.id)
    )
    return tuple(
        Conversion(
            row.code or "",
            day_of(row.decided_at),
            tuple(outcomes[row.id]),
            tuple(credits_[row.id]),
            "" if row.programme_id is None else str(row.programme_id),
        )
        for row in session.execute(query)
    )


def _credits(session: Session, learner_id: int) -> dict[int, list[Decimal]]:
    """Return by decision what its entries still stand for; those that are reversed are left out."""
    query = select(CreditEntry).where(CreditEntry.learner_id == learner_id).order_by(CreditEntry.id)
    entries = session.scalars(query).all()
    reversed_ = {each.reverses_id for each in entries}
    found: dict[int, list[Decimal]] = defaultdict(list)
    for entry in entries:
        if entry.decision_id is not None and entry.reverses_id is None and entry.id not in reversed_:
            found[entry.decision_id].append(entry.credits)
    return found


def _outcomes(session: Session, learner_id: int) -> dict[int, list[Outcome]]:
    query = (
        select(OutcomeUse)
        .join(OutcomeUse.outcome)
        .options(joinedload(OutcomeUse.outcome).joinedload(LearnerOutcome.kind))
        .where(LearnerOutcome.learner_id == learner_id)
        .order_by(OutcomeUse.outcome_id)
    )
    found: dict[int, list[Outcome]] = defaultdict(list)
    for use in session.scalars(query):
        found[use.decision_id].append(outcome_facts(use.outcome))
    return found
