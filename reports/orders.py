"""Orders to print a paper: what to print and from what, in values that JSON keeps."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from reports.canonical import canonical
from reports.institution_summary import InstitutionSummary
from reports.monthly_statistics import MonthlyStatistics
from reports.review_sheet import ReviewSheetContent
from reports.rule_book import RuleBookContent

HousePaper = MonthlyStatistics | InstitutionSummary | RuleBookContent | ReviewSheetContent
KINDS: Mapping[type, str] = {  # by what the paper says
    MonthlyStatistics: "monthly_statistics",
    InstitutionSummary: "institution_summary",
    RuleBookContent: "rule_book",
    ReviewSheetContent: "review_sheet",
}


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


def order_for(content: HousePaper) -> Order:
    """Order a paper that the house prints for itself; decimals and days go along exactly, in canonical JSON."""
    return Order(KINDS[type(content)], {"content": canonical(asdict(content))})
