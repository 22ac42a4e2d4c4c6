"""Adds a transcript of credits up again from its content: entries to subtotals, subtotals to the total."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from reports.transcript import TranscriptContent, TranscriptEntry, transcript_json, transcript_of


class Discrepancy(StrEnum):
    """What does not add up."""

    UNREADABLE = "unreadable"  # not the content of a transcript, or not in its canonical form
    POSITIONS = "positions"  # the entries are not numbered from 1 without a gap
    REVERSAL = "reversal"  # an entry takes back another amount than was booked, or one twice
    SUBTOTAL = "subtotal"
    TOTAL = "total"
    RECOGNISED_TOTAL = "recognised_total"


@dataclass(frozen=True, slots=True)
class Fault:
    """A discrepancy and where it stands, as a path into the JSON; "" for the whole."""

    discrepancy: Discrepancy
    place: str = ""


@dataclass(frozen=True, slots=True)
class ComputedSum:
    """A sum of the paper: what `sort`, of which `group`, what it says, and what was added up; in credits."""

    sort: Discrepancy
    said: Decimal
    computed: Decimal
    group: str = ""
    place: str = ""

    @property
    def holds(self) -> bool:
        """Tell whether it adds up."""
        return self.said == self.computed


@dataclass(frozen=True, slots=True)
class RecomputedTranscript:
    """What adding up found; `content` is there when it could be read."""

    content: TranscriptContent | None
    faults: tuple[Fault, ...]

    @property
    def ok(self) -> bool:
        """Tell whether everything adds up."""
        return not self.faults


def recompute_transcript(payload_json: str) -> RecomputedTranscript:
    """Add a transcript up again from nothing but its canonical JSON."""
    try:
        content = transcript_of(payload_json)
    except ValueError:
        return RecomputedTranscript(None, (Fault(Discrepancy.UNREADABLE),))
    changed = [] if transcript_json(content) == payload_json else [Fault(Discrepancy.UNREADABLE)]
    return RecomputedTranscript(content, (*changed, *faults_of(content)))


def faults_of(content: TranscriptContent) -> Iterator[Fault]:
    """Yield whatever does not add up, in the order of the paper."""
    if sorted(each.position for each in content.entries) != list(range(1, len(content.entries) + 1)):
        yield Fault(Discrepancy.POSITIONS)
    yield from wrong_reversals(content.entries)
    yield from (Fault(each.sort, each.place) for each in sums_of(content) if not each.holds)


def sums_of(content: TranscriptContent) -> Iterator[ComputedSum]:
    """Add everything up again, in the order of the paper; the total is that of the subtotals as they stand there."""
    for place, group in enumerate(content.groups):
        name = " · ".join(filter(None, (group.institution, group.programme)))
        entries = summed(entry.credits for entry in group.entries)
        yield ComputedSum(Discrepancy.SUBTOTAL, group.subtotal, entries, name, f"groups[{place}].subtotal")
    subtotals = summed(group.subtotal for group in content.groups)
    yield ComputedSum(Discrepancy.TOTAL, content.total, subtotals, place="total")
    recognised = summed(each.credits or Decimal(0) for each in content.recognised)
    yield ComputedSum(Discrepancy.RECOGNISED_TOTAL, content.recognised_total, recognised, place="recognised_total")


def wrong_reversals(entries: tuple[TranscriptEntry, ...]) -> Iterator[Fault]:
    """Yield the entries that do not take back, once, just what another one booked; booking itself takes nothing."""
    booked = {each.position: each.credits for each in entries if not each.reverses}
    for entry in entries:
        fits = booked.pop(entry.reverses, None) == -entry.credits if entry.reverses else entry.credits >= 0
        if not fits:
            yield Fault(Discrepancy.REVERSAL, f"entries[{entry.position}]")


def summed(amounts: Iterator[Decimal]) -> Decimal:
    """Return an exact sum."""
    return sum(amounts, Decimal(0))
