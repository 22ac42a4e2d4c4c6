"""Decisions again: the same text and facts give the same bytes, years later."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from grammar.declarations import Rule
from grammar.parser import parse
from rules.book import Book
from rules.evaluator import Verdict, evaluate
from rules.facts import facts_from
from rules.grants import Grant
from rules.truth import Trace


def text_hash(text: str) -> str:
    """Return the SHA-256 of a rule's text, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def canonical_text(value: object) -> str:
    """Return plain values as the one JSON text that they have: sorted keys, no blanks, no escapes."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def trace_record(verdict: Verdict) -> dict[str, Any]:
    """Return a verdict and how it came about as plain values."""
    return {
        "rule": verdict.rule_code,
        "version": verdict.version,
        "truth": verdict.truth.value,
        "credits": None if verdict.credits is None else format(verdict.credits, "f"),
        "grants": [_grant_record(grant) for grant in verdict.grants],
        "outcomes": list(verdict.outcomes),
        "missing": list(verdict.missing),
        "trace": _trace_record(verdict.trace),
    }


def replay(rule_text: str, facts_record: Mapping[str, Any]) -> str:
    """Apply the one rule of a text to recorded facts; return the canonical text of its `trace_record`.

    Raises ValueError when the text does not hold exactly one readable rule.
    """
    parsed = parse(rule_text)
    rules = [each for each in parsed.file.declarations if isinstance(each, Rule)]
    if parsed.problems or len(rules) != 1:
        raise ValueError("a decision rests on the text of exactly one readable rule")
    verdict = evaluate(rules[0], facts_from(facts_record), book=Book.gather((parsed.file,)))
    return canonical_text(trace_record(verdict))


def _grant_record(grant: Grant) -> dict[str, Any]:
    return {
        "title": grant.title,
        "credits": None if grant.credits is None else format(grant.credits, "f"),
        "ratio": format(grant.ratio, "f"),
    }


def _trace_record(trace: Trace) -> dict[str, Any]:
    record: dict[str, Any] = {
        "clause": trace.clause,
        "truth": trace.truth.value,
        "span": [trace.span.start, trace.span.end],
    }
    if trace.words:
        record["words"] = {key: trace.words[key] for key in sorted(trace.words)}
    if trace.missing:
        record["missing"] = list(trace.missing)
    if trace.members:
        record["members"] = [_trace_record(member) for member in trace.members]
    return record
