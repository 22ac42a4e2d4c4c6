"""What every evaluator must say alike of a rule and a learner; the tree walker says more, for it explains."""

from dataclasses import dataclass
from decimal import Decimal

from rules.case import Verdict
from rules.truth import Truth


@dataclass(frozen=True, slots=True)
class Answer:
    """A verdict without its reasons.

    `credits` is the sum over the targets when yes (None while a target's own are unknown), else 0; `outcomes` are the
    ids of the matched sources in the order of the rule; `missing` names, sorted, the facts that can still change it.
    """

    truth: Truth
    credits: Decimal | None
    targets: tuple[str, ...]
    outcomes: tuple[str, ...]
    missing: tuple[str, ...]


def answer_of(verdict: Verdict) -> Answer:
    """Return what a verdict says, without its reasons."""
    return Answer(verdict.truth, verdict.credits, verdict.targets, verdict.outcomes, verdict.missing)
