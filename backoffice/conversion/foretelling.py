"""Caps and policies told before applying: what an approval of today would meet."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from sqlalchemy.orm import Session

from backoffice.accounts.models import Learner
from backoffice.conversion.booked import booked_conversions
from backoffice.conversion.caps import limit_facts, programme_key
from backoffice.conversion.options import Option
from backoffice.rulebook.live import limits_in_force
from rules.planning.limits import limits_of_rule
from rules.planning.policies import Account, Breach, Conversion, Standing
from rules.planning.terms import Terms
from rules.truth import Truth


def foretold(
    session: Session, options: Iterable[Option], *, learner: Learner, on: date, terms: Terms
) -> dict[int, tuple[Breach, ...]]:
    """Return by rule version which caps and policies leave no room, or not all of it, for what a rule would give."""
    fitting = [each for each in options if each.verdict.truth is Truth.YES]
    own = [limit for each in fitting for limit in limits_of_rule(each.live.rule)]
    limits = (*dict.fromkeys(own), *limits_in_force(session, on))
    if not fitting or not limits:
        return {}
    standing = Standing(limit_facts(session, learner, limits, on), _totals(fitting), terms)
    account = Account(limits, standing, booked_conversions(session, learner.id))
    found = {each.live.version_id: account.ruling(_conversion(each, on)) for each in fitting}
    return {
        version_id: (*ruling.refusals, *ruling.truncations)
        for version_id, ruling in found.items()
        if ruling.refusals or ruling.truncations
    }


def _conversion(option: Option, on: date) -> Conversion:
    used = set(option.verdict.outcomes)
    outcomes = tuple(each for each in option.facts.outcomes if each.outcome_id in used)
    credits_ = tuple(grant.credits or Decimal(0) for grant in option.verdict.grants)
    return Conversion(option.live.rule.code, on, outcomes, credits_, programme_key(_programme_id(option)))


def _programme_id(option: Option) -> int | None:
    return next((target.programme_id for target in option.targets if target is not None), None)


def _totals(options: Sequence[Option]) -> dict[str, Decimal | None]:
    targets = [target for each in options for target in each.targets if target is not None]
    return {
        programme_key(each.programme_id): each.programme.total_credits if each.programme else None for each in targets
    }
