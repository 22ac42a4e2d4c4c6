"""The credits that a proof's own rules and facts give, line by line, beside those that it says."""

import json
from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from reports.proof import ConversionProofContent, DecisionRecord
from reports.verify import (
    JUDGED,
    Basis,
    Finding,
    Recomputed,
    RuleKey,
    judged_credits,
    rule_of,
    said_by_rule,
)
from rules.replay import replay


@dataclass(frozen=True, slots=True)
class ComputedLine:
    """A line: what it says, and what was computed for all lines of its rule together; credits in credits."""

    title: str
    said: Decimal
    said_together: Decimal
    computed_together: Decimal | None
    basis: Basis
    finding: Finding


def computed_lines(content: ConversionProofContent, found: Recomputed) -> tuple[ComputedLine, ...]:
    """Say of each line what came out when the decisions were made again."""
    given, said = given_by_rule(content), said_by_rule(content)
    return tuple(
        ComputedLine(
            title=each.line.target_title,
            said=each.line.credits,
            said_together=said[rule_of(each.line)],
            computed_together=given.get(rule_of(each.line)),
            basis=each.basis,
            finding=each.finding,
        )
        for each in found.lines
    )


def given_by_rule(content: ConversionProofContent) -> dict[RuleKey, Decimal]:
    """Add up what the decisions of each rule give today, whatever was recorded of them."""
    given: dict[RuleKey, Decimal] = defaultdict(Decimal)
    for decision in content.decisions:
        outcome = outcome_of(decision)
        if outcome is not None:
            given[outcome[0]] += outcome[1]
    return given


def outcome_of(decision: DecisionRecord) -> tuple[RuleKey, Decimal] | None:
    """Return the rule that a decision rests on and the credits that it gives, if it gives any."""
    try:
        if not decision.rule_text:
            return JUDGED, judged_credits(decision.facts)
        record: dict[str, Any] = json.loads(replay(decision.rule_text, dict(decision.facts)))
        return (record["rule"], record["version"] or 1), Decimal(record["credits"])
    except (ValueError, TypeError, LookupError, ArithmeticError):
        return None
