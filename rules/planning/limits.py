"""Caps of rules and policies in one form: how much of what may be converted, and what counts towards it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from grammar.clauses import Effective
from grammar.declarations import Among, Policy, Rule
from grammar.nodes import Condition, Day
from rules.book import Book
from rules.clause_traces import effective_trace
from rules.truth import Truth

POLICY_WORDS = ("政策", "policy")  # one of them stands in every text that declares a policy
PERIODS = ("year", "term")


class Measure(StrEnum):
    """What a limit counts: credits, conversions, or the outcomes that count at all (best n)."""

    CREDITS = "credits"
    USES = "uses"
    BEST = "best"


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `bound` of what is measured, in each group of conversions that the scope and the periods make.

    `bound` is in credits, or in percent of the programme's total where it is a `share`. `rule` names the rule whose
    cap this is; a policy has none. With `truncates` a conversion is given what is left instead of being refused.
    """

    code: str
    title: str
    measure: Measure
    bound: Decimal
    share: bool = False
    rule: str | None = None
    scope: str = "learner"
    periods: tuple[str, ...] = ()
    start: date | None = None
    end: date | None = None
    among: Among | None = None
    truncates: bool = False
    effective: Effective | None = None
    condition: Condition | None = None
    book: Book = field(default_factory=Book, compare=False, repr=False)

    def in_force(self, on: date) -> bool:
        """Tell whether conversions that are decided on a day are bound."""
        return self.effective is None or effective_trace(self.effective, on).truth is Truth.YES


def limits_of_rule(rule: Rule) -> tuple[Limit, ...]:
    """Return a rule's own caps; they bind its conversions alone, whichever version made them, and never truncate."""
    return tuple(
        Limit(
            rule.code,
            rule.title or rule.code,
            Measure.CREDITS,
            cap.amount,
            share=cap.unit == "percent",
            rule=rule.code,
            **_scoped(cap.scope, None),
        )
        for cap in rule.caps
    )


def limits_of_policy(policy: Policy, book: Book) -> tuple[Limit, ...]:
    """Return what a policy limits: credits, uses and best are a limit each; `book` has the sets that it names."""
    during = policy.during
    return tuple(
        Limit(
            policy.code,
            policy.title or policy.code,
            measure,
            bound,
            share=share,
            start=_day(during.start if during else None),
            end=_day(during.end if during else None),
            among=policy.among,
            truncates=measure is Measure.CREDITS and policy.excess == "truncate",
            effective=policy.effective,
            condition=policy.condition,
            book=book,
            **_scoped(_scope(policy, measure), during.period if during else None),
        )
        for measure, bound, share in _measured(policy)
    )


def policies_in_order(policies: tuple[Policy, ...]) -> tuple[Policy, ...]:
    """Return policies by priority, then as declared; one that is declared twice alike counts once."""
    return tuple(sorted(dict.fromkeys(policies), key=lambda each: -(each.priority or 0)))


def _measured(policy: Policy) -> Iterator[tuple[Measure, Decimal, bool]]:
    if policy.cap is not None:
        yield Measure.CREDITS, policy.cap.amount, policy.cap.unit == "percent"
    if policy.most_uses is not None:
        yield Measure.USES, Decimal(policy.most_uses), False
    if policy.best is not None:
        yield Measure.BEST, Decimal(policy.best), False


def _scope(policy: Policy, measure: Measure) -> str | None:
    """Return a policy's scope; the best of one outcome alone is no choice, so there the learner's is meant."""
    scope = policy.scope or (policy.cap.scope if policy.cap else None)
    return None if measure is Measure.BEST and scope == "outcome" else scope


def _scoped(scope: str | None, period: str | None) -> dict[str, Any]:
    """Return scope and periods; a year or term as the scope is the learner's in each of them."""
    periods = tuple(each for each in PERIODS if each in {scope, period})
    return {"scope": "learner" if scope is None or scope in PERIODS else scope, "periods": periods}


def _day(day: Day | None) -> date | None:
    return None if day is None else day.value
