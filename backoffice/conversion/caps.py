"""The caps that a rule sets, held against the ledger at the moment of approval."""

from collections.abc import Sequence
from decimal import Decimal

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from backoffice.conversion.models import ConversionApplication
from backoffice.kernel.problems import refuse
from backoffice.ledger.models import CreditEntry, OutcomeUse
from backoffice.rulebook.models import ConversionRule, Decision, RuleVersion
from grammar.clauses import Cap
from grammar.declarations import Rule

HUNDRED = Decimal(100)


def check_caps(
    session: Session,
    application: ConversionApplication,
    rule: Rule,
    decision: Decision,
    *,
    outcome_ids: Sequence[int],
) -> None:
    """Raise Refused when what the rule has granted already, with this decision, would exceed one of its caps.

    The learner's row is locked, so no second approval can slip in between.
    """
    for cap in rule.caps:
        limit = _limit(application, cap)
        if limit is None:
            raise refuse("cap_unknown")
        for booked in _booked(session, application, rule, cap, outcome_ids=outcome_ids):
            if booked + decision.credits > limit:
                raise refuse("cap_exceeded", limit=format(limit.normalize(), "f"))


def _limit(application: ConversionApplication, cap: Cap) -> Decimal | None:
    """Return the cap in credits; None when it is a share of a programme whose total is not on record."""
    if cap.unit == "credits":
        return cap.amount
    total = application.programme.total_credits if application.programme else None
    return None if total is None else total * cap.amount / HUNDRED


def _booked(
    session: Session, application: ConversionApplication, rule: Rule, cap: Cap, *, outcome_ids: Sequence[int]
) -> list[Decimal]:
    query = _granted_by(rule).where(CreditEntry.learner_id == application.learner_id)
    if cap.scope == "outcome":
        return [
            _sum(
                session,
                query.join(OutcomeUse, OutcomeUse.decision_id == Decision.id).where(OutcomeUse.outcome_id == each),
            )
            for each in outcome_ids
        ]
    if cap.scope == "programme" or cap.unit == "percent":
        query = query.join(ConversionApplication, ConversionApplication.decision_id == Decision.id).where(
            ConversionApplication.programme_id == application.programme_id
        )
    return [_sum(session, query)]


def _granted_by(rule: Rule) -> Select[Decimal]:
    return (
        select(func.sum(CreditEntry.credits))
        .join(Decision, Decision.id == CreditEntry.decision_id)
        .join(RuleVersion, RuleVersion.id == Decision.rule_version_id)
        .join(ConversionRule, ConversionRule.id == RuleVersion.rule_id)
        .where(ConversionRule.code == rule.code)
    )


def _sum(session: Session, query: Select[Decimal]) -> Decimal:
    return session.scalar(query) or Decimal(0)
