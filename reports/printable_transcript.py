"""Whether a transcript can be printed: its texts, its length, and that the typefaces have every character."""

from dataclasses import replace
from typing import Any, TypeVar

from reports.printable import MAY_BE_EMPTY, printed_fields, texts_of
from reports.refusals import Unprintable
from reports.transcript import RecognisedOutcome, TranscriptContent, TranscriptEntry, TranscriptGroup
from reports.typefaces import require_glyphs

MOST_ENTRIES = 300
MOST_RECOGNISED = 150
Record = TypeVar("Record", TranscriptContent, TranscriptGroup, TranscriptEntry, RecognisedOutcome)
EMPTY_HERE = MAY_BE_EMPTY | {"source_title", "proof_number", "programme", "score", "institution"}


def printable_transcript(content: TranscriptContent) -> TranscriptContent:
    """Return a content with every text made printable.

    Raises `Unprintable` for a text that cannot be set or for too many lines, `GlyphMissing` for characters that no
    typeface has. An account without any entry or outcome has no transcript.
    """
    if not content.entries and not content.recognised:
        raise Unprintable("groups", "empty")
    if len(content.entries) > MOST_ENTRIES:
        raise Unprintable("groups", f"longer than {MOST_ENTRIES} entries")
    if len(content.recognised) > MOST_RECOGNISED:
        raise Unprintable("recognised", f"longer than {MOST_RECOGNISED} outcomes")
    groups = tuple(printable_group(group, f"groups[{place}].") for place, group in enumerate(content.groups))
    recognised = tuple(made_printable(each, f"recognised[{place}].") for place, each in enumerate(content.recognised))
    shown = replace(made_printable(content, ""), groups=groups, recognised=recognised)
    require_glyphs(texts_of(shown, *groups, *shown.entries, *recognised))
    return shown


def printable_group(group: TranscriptGroup, place: str) -> TranscriptGroup:
    """Return a group with every text made printable."""
    entries = tuple(made_printable(each, f"{place}entries[{number}].") for number, each in enumerate(group.entries))
    return replace(made_printable(group, place), entries=entries)


def made_printable(record: Record, place: str) -> Record:
    """Return a record with its texts made printable."""
    changes: dict[str, Any] = printed_fields(record, place, may_be_empty=EMPTY_HERE)
    return replace(record, **changes)
