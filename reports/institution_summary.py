"""What the summary of institutions (机构汇总) says: what belongs to each, and to each kind of outcome."""

from dataclasses import dataclass
from decimal import Decimal

from reports.occasion import Occasion


@dataclass(frozen=True, slots=True)
class Line:
    """What belongs to one institution, or to one kind: a figure for each measure, None where it has none."""

    title: str
    figures: tuple[Decimal | None, ...]


@dataclass(frozen=True, slots=True)
class InstitutionSummary:
    """All that the paper says; `measures` are keys of MEASURES, and each line has a figure for each of them."""

    occasion: Occasion
    measures: tuple[str, ...]
    totals: tuple[Decimal, ...]  # of the whole, in which nobody counts twice
    institutions: tuple[Line, ...]
    kinds: tuple[Line, ...]
