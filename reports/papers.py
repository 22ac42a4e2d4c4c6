"""The kinds of papers that can be ordered, each with what prints it."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from reports.institution_summary import InstitutionSummary
from reports.look import look_from
from reports.monthly_statistics import MonthlyStatistics
from reports.orders import KINDS, HousePaper, Order
from reports.proof import content_of
from reports.reading import content_from
from reports.render import render_proof
from reports.render_institution_summary import render_institution_summary
from reports.render_monthly_statistics import render_monthly_statistics
from reports.render_review_sheet import render_review_sheet
from reports.render_rule_book import render_rule_book
from reports.render_transcript import render_transcript
from reports.review_sheet import ReviewSheetContent
from reports.rule_book import RuleBookContent
from reports.transcript import transcript_of

Told = Mapping[str, Any]
Content = TypeVar("Content", bound=HousePaper)


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


def house_paper(kind: type[Content], render: Callable[[Content], bytes]) -> dict[str, Callable[[Told], bytes]]:
    """Return how a paper that the house prints for itself is printed from its canonical JSON, by its name."""
    return {KINDS[kind]: lambda told: render(content_from(kind, told["content"]))}


PAPERS: dict[str, Callable[[Told], bytes]] = {
    "conversion_proof": conversion_proof,
    "transcript": transcript,
    **house_paper(MonthlyStatistics, render_monthly_statistics),
    **house_paper(InstitutionSummary, render_institution_summary),
    **house_paper(RuleBookContent, render_rule_book),
    **house_paper(ReviewSheetContent, render_review_sheet),
}


def print_here(order: Order) -> bytes:
    """Print an order in this process, without a bound on time or memory."""
    return PAPERS[order.kind](order.told)
