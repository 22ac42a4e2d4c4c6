"""What a transcript of credits (学分成绩单) says, and its canonical JSON."""

import json
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from reports.canonical import canonical, with_exact_fields

TRANSCRIPT = "transcript"


@dataclass(frozen=True, slots=True)
class TranscriptEntry:
    """One entry of the ledger (学分账目): `credits` in credits, negative where it takes back; `ratio` in percent.

    `position` counts all entries of the transcript from 1; `reverses` is the position of the entry that this one
    takes back, 0 for none. `proof_number` names the proof on which the decision stands in full.
    """

    position: int
    booked_on: date
    source_title: str
    source_kind: str
    source_institution: str
    target_title: str
    target_kind: str
    credits: Decimal
    ratio: Decimal | None
    proof_number: str
    reverses: int = 0


@dataclass(frozen=True, slots=True)
class TranscriptGroup:
    """The entries of one programme of an institution, or of the institution where no programme is named."""

    institution: str
    programme: str
    entries: tuple[TranscriptEntry, ...]
    subtotal: Decimal


@dataclass(frozen=True, slots=True)
class RecognisedOutcome:
    """An outcome that is recognised (认定) and has not been converted; its credits are not the account's."""

    title: str
    kind: str
    institution: str
    score: str
    credits: Decimal | None
    awarded_on: date | None


@dataclass(frozen=True, slots=True)
class TranscriptContent:
    """All that a transcript says: whose account, by whom, when, every entry with its sums, and what is recognised."""

    number: str
    platform: str
    issuer: str
    learner_name: str
    document_masked: str
    account_number: str
    issued_on: date
    groups: tuple[TranscriptGroup, ...]
    total: Decimal
    recognised: tuple[RecognisedOutcome, ...]
    recognised_total: Decimal
    paper: str = TRANSCRIPT

    @property
    def entries(self) -> tuple[TranscriptEntry, ...]:
        """Every entry, in the order of the paper."""
        return tuple(entry for group in self.groups for entry in group.entries)


def transcript_json(content: TranscriptContent) -> str:
    """Write a content in its canonical form."""
    return canonical(asdict(content))


def transcript_of(json_text: str) -> TranscriptContent:
    """Read what `transcript_json` wrote; anything else is a ValueError."""
    try:
        return content_from(json.loads(json_text))
    except (TypeError, ArithmeticError, RecursionError) as fault:
        raise ValueError("not the content of a transcript") from fault


def content_from(read: object) -> TranscriptContent:
    """Read a content from JSON's values."""
    content = with_exact_fields(TranscriptContent, read)
    if content["paper"] != TRANSCRIPT:
        raise ValueError("not a transcript")
    groups = tuple(group_from(each) for each in content["groups"])
    recognised = tuple(outcome_from(each) for each in content["recognised"])
    read_anew: dict[str, Any] = {
        "issued_on": date.fromisoformat(content["issued_on"]),
        "total": Decimal(content["total"]),
        "recognised_total": Decimal(content["recognised_total"]),
    }
    return TranscriptContent(**content | read_anew | {"groups": groups, "recognised": recognised})


def group_from(read: object) -> TranscriptGroup:
    """Read one group."""
    group = with_exact_fields(TranscriptGroup, read)
    entries = tuple(entry_from(each) for each in group["entries"])
    return TranscriptGroup(**group | {"entries": entries, "subtotal": Decimal(group["subtotal"])})


def entry_from(read: object) -> TranscriptEntry:
    """Read one entry."""
    entry = with_exact_fields(TranscriptEntry, read)
    entry["booked_on"] = date.fromisoformat(entry["booked_on"])
    entry["credits"] = Decimal(entry["credits"])
    entry["ratio"] = None if entry["ratio"] is None else Decimal(entry["ratio"])
    return TranscriptEntry(**entry)


def outcome_from(read: object) -> RecognisedOutcome:
    """Read one recognised outcome."""
    outcome = with_exact_fields(RecognisedOutcome, read)
    outcome["credits"] = None if outcome["credits"] is None else Decimal(outcome["credits"])
    outcome["awarded_on"] = None if outcome["awarded_on"] is None else date.fromisoformat(outcome["awarded_on"])
    return RecognisedOutcome(**outcome)
