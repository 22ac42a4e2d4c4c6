"""Texts that may be printed: normalised, of a length that fits the paper, without invisible characters."""

import unicodedata
from collections.abc import Collection, Iterator
from dataclasses import fields, replace
from typing import Any

from reports.proof import ConversionProofContent, ProofLine
from reports.refusals import Unprintable

REFUSED = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
LONGEST_TEXT = 200  # as titles in the catalogue, in outcomes and in rules
LONGEST_TITLE = LONGEST_TEXT + 4  # of a target, behind which the mark (★) of its catalogue may stand
LONGEST = {"target_title": LONGEST_TITLE, "learner_name": 60}
LONGEST |= dict.fromkeys(("platform", "issuer", "number", "document_masked", "account_number"), 40)
MAY_BE_EMPTY = {"rule_title", "rule_code", "source_institution", "source_kind", "document_masked", "account_number"}
MOST_LINES = 40


def normal(text: str) -> str:
    """Return a text with every letter composed."""
    return unicodedata.normalize("NFC", text)


def printable(
    text: str, *, field: str, longest: int = LONGEST_TEXT, may_be_empty: Collection[str] = MAY_BE_EMPTY
) -> str:
    """Return a text in NFC, or refuse it: control and invisible characters and overlong texts have no place here."""
    if not text.strip() and field.rpartition(".")[2] not in may_be_empty:
        raise Unprintable(field, "empty")
    return legible(text, field=field, longest=longest)


def legible(text: str, *, field: str, longest: int = LONGEST_TEXT) -> str:
    """Return a text in NFC, as `printable` does; here it may be empty."""
    composed = normal(text)
    if len(composed) > longest:
        raise Unprintable(field, f"longer than {longest} characters", composed)
    for letter in composed:
        if unicodedata.category(letter) in REFUSED:
            raise Unprintable(field, f"character U+{ord(letter):04X} is not printable", composed)
    return composed


def printable_line(line: ProofLine, position: int) -> ProofLine:
    """Return a line with every text made printable."""
    changes: dict[str, Any] = printed_fields(line, f"lines[{position}].")
    return replace(line, **changes)


def printable_content(content: ConversionProofContent) -> ConversionProofContent:
    """Return a content with every text made printable; the decisions are not printed and stay as they are."""
    if not 1 <= len(content.lines) <= MOST_LINES:
        raise Unprintable("lines", f"a proof has 1 to {MOST_LINES} lines")
    lines = tuple(printable_line(line, position) for position, line in enumerate(content.lines))
    changes: dict[str, Any] = printed_fields(content, "")
    return replace(content, lines=lines, **changes)


def printed_fields(record: object, place: str, *, may_be_empty: Collection[str] = MAY_BE_EMPTY) -> dict[str, str]:
    """Return the text fields of a record, made printable; `place` tells where the record stands."""
    return {
        name: printable(text, field=place + name, longest=LONGEST.get(name, LONGEST_TEXT), may_be_empty=may_be_empty)
        for name, text in texts_by_field(record)
    }


def texts_by_field(record: Any) -> Iterator[tuple[str, str]]:  # noqa: ANN401 - any content's dataclass
    """Yield a record's texts by field name."""
    for field in fields(record):
        value = getattr(record, field.name)
        if isinstance(value, str):
            yield field.name, value


def texts_of(*records: object) -> Iterator[str]:
    """Yield every text of some records that the paper shows."""
    for record in records:
        yield from (text for _, text in texts_by_field(record))
