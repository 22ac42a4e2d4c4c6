"""Orders to print a paper: what to print and from what, in values that JSON keeps."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Order:
    """One paper to print: its kind (see `reports.papers`) and what the printing of that kind is told."""

    kind: str
    told: Mapping[str, Any]


Print = Callable[[Order], bytes]  # prints one order, or raises a refusal


def proof_order(content: str, **told: str) -> Order:
    """Order a proof of a conversion (转换证明) from its canonical JSON and what else `render_proof` is told."""
    return Order("conversion_proof", {"content": content, **told})


def transcript_order(content: str, **told: str) -> Order:
    """Order a transcript of credits (学分成绩单) from its canonical JSON and what else `render_transcript` is told."""
    return Order("transcript", {"content": content, **told})
