"""Decisions made again: the same text and facts give the same bytes, years later."""

import hashlib
import json
from collections.abc import Mapping

from grammar.declarations import Rule
from grammar.parser import parse
from rules.book import Book
from rules.evaluator import Verdict, evaluate
from rules.facts import from_record
from rules.records import Record
from rules.trace import Trace


def text_hash(text: str) -> str:
    """Return the SHA-256 of a rule's text, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def canonical_bytes(value: object) -> bytes:
    """Return plain values as the one JSON text that they have: sorted keys, no blanks, UTF-8."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False).encode()


def trace_record(verdict: Verdict) -> Record:
    """Return a verdict, and how it came about, as plain values."""
    return {
        "rule": verdict.rule_code,
        "version": verdict.version,
        "truth": verdict.truth.value,
        "credits": _text_of(verdict.credits),
        "targets": list(verdict.targets),
        "target_credits": [_text_of(each) for each in verdict.target_credits],
        "outcomes": list(verdict.outcomes),
        "missing": list(verdict.missing),
        "trace": _clause_record(verdict.trace),
    }


def replay(rule_text: str, facts_record: Mapping[str, object]) -> bytes:
    """Apply the one rule of a text to recorded facts; return the canonical bytes of its `trace_record`.

    Raises ValueError when the text does not hold exactly one readable rule, or the record is none of facts.
    """
    parsed = parse(rule_text)
    rules = [each for each in parsed.file.declarations if isinstance(each, Rule)]
    if len(rules) != 1 or any(problem.severity == "error" for problem in parsed.problems):
        raise ValueError("a decision rests on the text of exactly one readable rule")
    verdict = evaluate(rules[0], from_record(facts_record), book=Book.gather([parsed.file]))
    return canonical_bytes(trace_record(verdict))


def _clause_record(trace: Trace) -> Record:
    record: Record = {
        "clause": trace.clause,
        "truth": trace.truth.value,
        "span": [trace.span.start, trace.span.end],
    }
    if trace.facts:
        record["facts"] = [list(pair) for pair in trace.facts]
    if trace.words:
        record["words"] = dict(trace.words)
    if trace.members:
        record["members"] = [_clause_record(member) for member in trace.members]
    return record


def _text_of(credits_: object) -> str | None:
    return None if credits_ is None else str(credits_)
