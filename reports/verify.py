"""Computes a proof's decisions again from its content: the same rule text and facts must give the same result."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import Any

from reports.canonical import canonical, digest
from reports.proof import ConversionProofContent, DecisionRecord, ProofLine, canonical_json, content_of
from rules.replay import replay, text_hash

CENT = Decimal("0.01")
RuleKey = tuple[str, int]
JUDGED: RuleKey = ("", 0)  # no rule: a performance outcome (业绩类), converted by judgement


class Basis(StrEnum):
    """What a line rests on."""

    RULE = "rule"
    JUDGEMENT = "judgement"


class Finding(StrEnum):
    """What computing again found."""

    CONFIRMED = "confirmed"
    TEXT_CHANGED = "text_changed"  # the rule's text is not the one that its hash names
    RESULT_CHANGED = "result_changed"  # rule and facts no longer give the recorded result
    UNREADABLE = "unreadable"  # rule or facts cannot be read
    UNDECIDED = "undecided"  # no decision of the proof grants these credits


@dataclass(frozen=True, slots=True)
class RecomputedLine:
    """A line of the proof, what it rests on, and what was found."""

    line: ProofLine
    basis: Basis
    finding: Finding


@dataclass(frozen=True, slots=True)
class Recomputed:
    """The findings on all lines; `ok` when each is confirmed and the content is in its canonical form."""

    ok: bool
    lines: tuple[RecomputedLine, ...]


@dataclass(frozen=True, slots=True)
class Granted:
    """What one decision grants when it is made again; nothing when that is not confirmed."""

    finding: Finding
    rule: RuleKey = JUDGED
    credits: Decimal = Decimal(0)


def recompute(payload_json: str) -> Recomputed:
    """Make every decision of a proof again and hold its lines against them."""
    try:
        content = content_of(payload_json)
    except ValueError:
        return Recomputed(ok=False, lines=())
    granted = [grant_of(decision) for decision in content.decisions]
    lines = findings_on(content, granted)
    found = {*(each.finding for each in granted), *(each.finding for each in lines)}
    canonical = canonical_json(content) == payload_json
    return Recomputed(ok=canonical and bool(lines) and found == {Finding.CONFIRMED}, lines=lines)


def findings_on(content: ConversionProofContent, granted: list[Granted]) -> tuple[RecomputedLine, ...]:
    """Compare what the lines of each rule say together with what its decisions grant together."""
    said = said_by_rule(content)
    given: dict[RuleKey, Decimal] = {}
    for grant in granted:
        if grant.finding is Finding.CONFIRMED:
            given[grant.rule] = given.get(grant.rule, Decimal(0)) + grant.credits
    fault = next((grant.finding for grant in granted if grant.finding is not Finding.CONFIRMED), Finding.UNDECIDED)

    def finding_on(line: ProofLine) -> RecomputedLine:
        rule = rule_of(line)
        finding = Finding.CONFIRMED if given.get(rule) == said[rule] else fault
        return RecomputedLine(line, Basis.JUDGEMENT if rule == JUDGED else Basis.RULE, finding)

    return tuple(finding_on(line) for line in content.lines)


def said_by_rule(content: ConversionProofContent) -> dict[RuleKey, Decimal]:
    """Add up what the lines of each rule say."""
    said: dict[RuleKey, Decimal] = defaultdict(Decimal)
    for line in content.lines:
        said[rule_of(line)] += line.credits
    return said


def rule_of(line: ProofLine) -> RuleKey:
    """Return the rule that a line names."""
    return (line.rule_code, line.rule_version) if line.rule_code else JUDGED


def grant_of(decision: DecisionRecord) -> Granted:
    """Make one decision again."""
    return judged(decision) if not decision.rule_text else ruled(decision)


def ruled(decision: DecisionRecord) -> Granted:
    """Apply the rule's text to the facts again."""
    if text_hash(decision.rule_text) != decision.text_hash:
        return Granted(Finding.TEXT_CHANGED)
    try:
        trace = replay(decision.rule_text, dict(decision.facts))
    except (ValueError, TypeError, LookupError, ArithmeticError):
        return Granted(Finding.UNREADABLE)
    record: dict[str, Any] = json.loads(trace)
    if digest_of_trace(trace) != decision.trace_hash or record["truth"] != "yes" or record["credits"] is None:
        return Granted(Finding.RESULT_CHANGED)
    return Granted(Finding.CONFIRMED, (record["rule"], record["version"] or 1), Decimal(record["credits"]))


def digest_of_trace(trace: str | bytes) -> str:
    """Return the SHA-256 of a canonical trace."""
    return hashlib.sha256(trace.encode() if isinstance(trace, str) else trace).hexdigest()


def judged(decision: DecisionRecord) -> Granted:
    """Do a judgement's arithmetic again: its facts name `target_credits` and the `ratio` in percent.

    No rule applied; its `trace_hash` is the SHA-256 of the facts in canonical JSON.
    """
    if digest(canonical(decision.facts)) != decision.trace_hash:
        return Granted(Finding.RESULT_CHANGED)
    try:
        return Granted(Finding.CONFIRMED, JUDGED, judged_credits(decision.facts))
    except (LookupError, ArithmeticError, TypeError, ValueError):
        return Granted(Finding.UNREADABLE)


def judged_credits(facts: Mapping[str, Any]) -> Decimal:
    """Do the arithmetic of a judgement: the target's credits by the ratio in percent."""
    amount = Decimal(facts["target_credits"]) * Decimal(facts["ratio"]) / 100
    return amount.quantize(CENT, ROUND_HALF_UP)
