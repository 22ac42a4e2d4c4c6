"""A proof's decisions computed again from what the proof itself carries."""

import json
from dataclasses import dataclass

from reports.proof import ConversionProofContent, content_of, digest
from rules.replay import replay, text_hash


@dataclass(frozen=True, slots=True)
class Recomputed:
    """What computing again found: whether every decision came out as it is recorded, and each one's trace."""

    ok: bool
    traces: tuple[str, ...]


def recompute(payload: str) -> Recomputed:
    """Apply the rules of a proof to its facts again; raises ValueError when the payload is no proof's."""
    content = content_of(payload)
    traces = tuple(replay(decision.rule_text, decision.facts) for decision in content.decisions)
    recorded = [decision.trace_hash for decision in content.decisions]
    texts = all(text_hash(decision.rule_text) == decision.text_hash for decision in content.decisions)
    return Recomputed(texts and [digest(trace) for trace in traces] == recorded and _granted(content, traces), traces)


def _granted(content: ConversionProofContent, traces: tuple[str, ...]) -> bool:
    """Tell whether the lines of the proof grant exactly what the rules grant."""
    granted = sorted(grant["credits"] for trace in traces for grant in json.loads(trace)["grants"])
    return granted == sorted(str(line.credits) for line in content.lines)
