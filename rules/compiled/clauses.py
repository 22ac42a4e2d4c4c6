"""The clauses beside sources and conditions, as expressions and as what they call."""

from collections.abc import Callable
from decimal import Decimal

from grammar import clauses as c
from rules.clause_traces import MONTHS, lies_in, reaches
from rules.compiled.prepared import PreparedOutcome, step_of
from rules.compiled.writer import Writer

Banded = tuple[int, Decimal | None]


def in_force(effective: c.Effective, writer: Writer) -> str:
    """Return the expression of the days on which a rule holds; a day that does not exist is never reached."""
    start, end = effective.start, effective.end
    if (start and start.value is None) or (end and end.value is None):
        return "False"
    first = f"{writer.constant(start.value.toordinal())} <= " if start and start.value else ""
    last = f" <= {writer.constant(end.value.toordinal())}" if end and end.value else ""
    return f"{first}{writer.read('p.on')}{last}" if first or last else "True"


def still_valid(validity: c.Validity, outcome: str, writer: Writer) -> str:
    """Return the expression of the time in which an outcome, whose award is known, may be converted."""
    months = validity.count * MONTHS[validity.unit]
    awarded, on = writer.read(f"{outcome}.awarded_on"), writer.read("p.on")
    return f"within({awarded}, {on}, {writer.constant(months)})"


def bands_of(ratio: c.RatioByScore) -> Callable[..., Banded]:
    """Return what finds the ratio by the scores of the sources."""

    def banded(*sources: PreparedOutcome) -> Banded:
        known = [each.outcome.score for each in sources if each.outcome.score is not None]
        if len(known) < len(sources):
            reachable = not known or any(reaches(band, min(known)) for band in ratio.bands)
            return (1 if reachable else 2), None
        lowest = min(known)
        return next(((0, band.percent) for band in ratio.bands if lies_in(band, lowest)), (2, None))

    return banded


def unknown_of(attribute: str) -> Callable[..., tuple[str, ...]]:
    """Return what names an attribute of those outcomes that do not show it."""

    def unknown(*sources: PreparedOutcome) -> tuple[str, ...]:
        missing = (each for each in sources if getattr(each.outcome, attribute) is None)
        return tuple(f"{each.outcome_id}.{attribute}" for each in missing)

    return unknown


def within_band(band: c.Band, held: str, writer: Writer) -> str:
    """Return the expression of a known score that lies in a band."""
    low, high = writer.constant(step_of(band.low)), writer.constant(step_of(band.high))
    return f"{low} {'<=' if band.low_included else '<'} {held} {'<=' if band.high_included else '<'} {high}"
