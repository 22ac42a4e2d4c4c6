"""Papers as a verifier sees them: what the content of one says, and what computing it again finds."""

from dataclasses import dataclass
from datetime import date

from reports.computing import ComputedLine, computed_lines
from reports.numbering import is_proof_number, is_transcript_number
from reports.proof import canonical_json, content_of
from reports.transcript import transcript_json
from reports.transcript_credential import awards_of
from reports.verify import recompute
from reports.verify_transcript import ComputedSum, Discrepancy, Fault, recompute_transcript, sums_of

# What a text that is no paper may raise where it is read or computed: a number for a text, an amount without an end.
NO_PAPER = (ValueError, TypeError, ArithmeticError, AttributeError, LookupError, RecursionError)


@dataclass(frozen=True, slots=True)
class Verifiable:
    """A content; `awards` are the credits that its credential must name.

    A proof has `lines`, decided again; a transcript has `sums`, added up again, and `faults` among its entries.
    """

    number: str
    issued_on: date
    awards: tuple[str, ...]
    canonical: bool
    well_numbered: bool
    same: bool
    lines: tuple[ComputedLine, ...] = ()
    sums: tuple[ComputedSum, ...] = ()
    faults: tuple[Fault, ...] = ()


def verifiable(text: str) -> Verifiable | None:
    """Read a content and compute it again; None where it is that of no paper."""
    for read in (proof, transcript):
        try:
            return read(text)
        except NO_PAPER:
            continue
    return None


def proof(text: str) -> Verifiable:
    """Read a proof and make its decisions again."""
    content, again = content_of(text), recompute(text)
    return Verifiable(
        number=content.number,
        issued_on=content.issued_on,
        awards=tuple(f"{line.credits:f}" for line in content.lines),
        canonical=canonical_json(content) == text,
        well_numbered=is_proof_number(content.number) and not is_transcript_number(content.number),
        same=again.ok,
        lines=computed_lines(content, again),
    )


def transcript(text: str) -> Verifiable:
    """Read a transcript and add it up again."""
    again = recompute_transcript(text)
    if again.content is None:
        raise ValueError("not the content of a transcript")
    faults = tuple(each for each in again.faults if each.discrepancy is not Discrepancy.UNREADABLE)
    return Verifiable(
        number=again.content.number,
        issued_on=again.content.issued_on,
        awards=tuple(f"{award.credits:f}" for award in awards_of(again.content)),
        canonical=transcript_json(again.content) == text,
        well_numbered=is_transcript_number(again.content.number),
        same=not faults,
        sums=tuple(sums_of(again.content)),
        faults=faults,
    )
