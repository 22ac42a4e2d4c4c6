"""The kinds of papers that can be ordered, each with what prints it."""

from collections.abc import Callable, Mapping
from typing import Any

from reports.look import look_from
from reports.orders import Order
from reports.proof import content_of
from reports.render import render_proof
from reports.render_transcript import render_transcript
from reports.transcript import transcript_of

Told = Mapping[str, Any]


def conversion_proof(told: Told) -> bytes:
    """Print a proof of a conversion (转换证明) from its canonical JSON."""
    return render_proof(content_of(told["content"]), **rest_of(told))


def transcript(told: Told) -> bytes:
    """Print a transcript of credits (学分成绩单) from its canonical JSON."""
    return render_transcript(transcript_of(told["content"]), **rest_of(told))


def rest_of(told: Told) -> dict[str, Any]:
    """Return what a paper is told beside its content; where no look is told, its kind's own is taken."""
    rest = {name: value for name, value in told.items() if name != "content"}
    return rest | ({"look": look_from(told["look"])} if "look" in told else {})


PAPERS: dict[str, Callable[[Told], bytes]] = {"conversion_proof": conversion_proof, "transcript": transcript}


def print_here(order: Order) -> bytes:
    """Print an order in this process, without a bound on time or memory."""
    return PAPERS[order.kind](order.told)
