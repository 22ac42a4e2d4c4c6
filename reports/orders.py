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


def proof_order(content: str, *, check_code: str, verify_url: str) -> Order:
    """Order a proof of a conversion (转换证明) from its canonical JSON."""
    return Order("conversion_proof", {"content": content, "check_code": check_code, "verify_url": verify_url})
