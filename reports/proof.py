"""What a proof of a conversion (转换证明) says, and its canonical JSON."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from reports.canonical import canonical, plain, with_exact_fields


@dataclass(frozen=True, slots=True)
class ProofLine:
    """One conversion: a source outcome, the rule, the target it became; `credits` in credits, `ratio` in percent."""

    source_title: str
    source_kind: str
    source_institution: str
    rule_title: str
    rule_code: str
    rule_version: int
    target_title: str
    target_kind: str
    target_institution: str
    credits: Decimal
    ratio: Decimal
    first_reviewed_on: date
    final_reviewed_on: date
    committee: str


@dataclass(frozen=True, slots=True)
class DecisionRecord:
    """What a decision rested on, enough to compute it again; `facts` are kept as JSON keeps them."""

    rule_text: str
    text_hash: str
    facts: Mapping[str, Any]
    trace_hash: str

    def __post_init__(self) -> None:
        object.__setattr__(self, "facts", plain(self.facts))


@dataclass(frozen=True, slots=True)
class ConversionProofContent:
    """All that a proof says: to whom, by whom, when, which conversions, and on what grounds."""

    number: str
    platform: str
    issuer: str
    learner_name: str
    document_masked: str
    account_number: str
    issued_on: date
    lines: tuple[ProofLine, ...]
    decisions: tuple[DecisionRecord, ...]


def canonical_json(content: ConversionProofContent) -> str:
    """Write a content in the one form that is hashed, signed and attached: sorted keys, no blanks, UTF-8."""
    return canonical(asdict(content))


def content_of(json_text: str) -> ConversionProofContent:
    """Read what `canonical_json` wrote; anything else is a ValueError."""
    try:
        return content_from(json.loads(json_text))
    except (TypeError, ArithmeticError, RecursionError) as fault:
        raise ValueError("not the content of a proof") from fault


def content_from(read: object) -> ConversionProofContent:
    """Read a content from JSON's values."""
    content = with_exact_fields(ConversionProofContent, read)
    content["issued_on"] = date.fromisoformat(content["issued_on"])
    content["lines"] = tuple(line_of(line) for line in content["lines"])
    content["decisions"] = tuple(
        DecisionRecord(**with_exact_fields(DecisionRecord, decision)) for decision in content["decisions"]
    )
    return ConversionProofContent(**content)


def line_of(read: object) -> ProofLine:
    """Read one line."""
    line = with_exact_fields(ProofLine, read)
    for name in ("credits", "ratio"):
        line[name] = Decimal(line[name])
    for name in ("first_reviewed_on", "final_reviewed_on"):
        line[name] = date.fromisoformat(line[name])
    return ProofLine(**line)
