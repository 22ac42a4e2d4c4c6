"""The kinds of papers that can be ordered, each with what prints it."""

from collections.abc import Callable, Mapping
from typing import Any

from reports.orders import Order
from reports.proof import content_of
from reports.render import render_proof

Told = Mapping[str, Any]


def conversion_proof(told: Told) -> bytes:
    """Print a proof of a conversion (转换证明) from its canonical JSON."""
    return render_proof(content_of(told["content"]), check_code=told["check_code"], verify_url=told["verify_url"])


PAPERS: dict[str, Callable[[Told], bytes]] = {"conversion_proof": conversion_proof}


def print_here(order: Order) -> bytes:
    """Print an order in this process, without a bound on time or memory."""
    return PAPERS[order.kind](order.told)
