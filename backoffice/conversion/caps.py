"""Caps and policies, held against the ledger at the moment of approval by the functions that plans use."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from sqlalchemy.orm import Session

from backoffice.accounts.models import Learner
from backoffice.conversion.booked import booked_conversions
from backoffice.conversion.facts import facts_of, learner_facts, outcome_facts, recognised_outcomes
from backoffice.conversion.models import ConversionApplication, ConversionTarget
from backoffice.institutions.models import Programme
from backoffice.kernel.clock import day_of
from backoffice.kernel.problems import Problem, Refused, refuse
from backoffice.outcomes.models import LearnerOutcome
from backoffice.rulebook.live import LiveRule, limits_in_force
from backoffice.rulebook.models import Decision
from rules.facts import Facts
from rules.planning.limits import Limit, limits_of_rule
from rules.planning.policies import Breach, Conversion, Ruling, Standing, missing_of, rule_on
from rules.planning.sentences import plain, sentence_of
from rules.planning.terms import Terms
from rules.words import fold


def check_limits(
    session: Session,
    application: ConversionApplication,
    live: LiveRule | None,
    decision: Decision,
    *,
    sources: Sequence[LearnerOutcome],
    targets: Sequence[ConversionTarget],
    terms: Terms,
) -> None:
    """Raise Refused when what is booked already leaves no room for a decision, by the rule itself or by a policy.

    Without a rule (业绩类) the policies alone speak. The learner's row is locked, so no second approval slips in.
    """
    booked = booked_conversions(session, application.learner_id)
    new = Conversion(
        live.rule.code if live else "",
        day_of(decision.decided_at),
        tuple(map(outcome_facts, sources)),
        tuple(target.credits for target in targets),
        programme_key(application.programme_id),
    )
    if live is not None:
        _check_uses(live, new, booked)
    limits = (*(limits_of_rule(live.rule) if live else ()), *limits_in_force(session, new.on))
    if not limits:
        return
    standing = Standing(limit_facts(session, application.learner, limits, new.on), _totals(session, application), terms)
    ruling = rule_on(new, booked, limits, standing)
    if ruling.refusals or ruling.truncations:
        raise Refused(_problems(ruling, new, standing))


def _check_uses(live: LiveRule, new: Conversion, booked: Sequence[Conversion]) -> None:
    """Refuse a rule that is used up, and one that uses up what served a conversion before."""
    if live.rule.once and any(fold(each.rule) == fold(live.rule.code) for each in booked):
        raise refuse("rule_used_once")
    used = {outcome.outcome_id for each in booked for outcome in each.outcomes}
    if live.rule.consume and any(each.outcome_id in used for each in new.outcomes):
        raise refuse("outcome_used")


def limit_facts(session: Session, learner: Learner, limits: Sequence[Limit], on: date) -> Facts:
    """Return what policies may ask of the learner today; an application's own facts hold only what its rule asks."""
    asked = any(limit.condition is not None for limit in limits)
    held = recognised_outcomes(session, learner.id) if asked else ()
    return facts_of(learner_facts(session, learner), held, on=on)


def _totals(session: Session, application: ConversionApplication) -> dict[str, Decimal | None]:
    programme = session.get(Programme, application.programme_id) if application.programme_id else None
    return {programme_key(application.programme_id): programme.total_credits if programme else None}


def programme_key(programme_id: int | None) -> str:
    """Return what the limits count a programme by."""
    return "" if programme_id is None else str(programme_id)


def _problems(ruling: Ruling, new: Conversion, standing: Standing) -> list[Problem]:
    if ruling.refusals:
        return [_problem(each, new, standing) for each in ruling.refusals]
    left = plain(sum(ruling.granted, Decimal(0)))
    return [
        Problem("policy_truncates", "", _sentences(each, new, standing) | {"left": left}) for each in ruling.truncations
    ]


def _problem(breach: Breach, new: Conversion, standing: Standing) -> Problem:
    if breach.limit.rule is None:
        return Problem("policy_exceeded", "", _sentences(breach, new, standing))
    if breach.bound is None:
        return Problem("cap_unknown")
    return Problem("cap_exceeded", "", {"limit": plain(breach.bound)})


def _sentences(breach: Breach, new: Conversion, standing: Standing) -> dict[str, str]:
    missing = missing_of(breach.limit, new, standing)
    return {"why_zh": sentence_of(breach, "zh", missing), "why_en": sentence_of(breach, "en", missing)}
