"""The form and the evidence list of a kind of outcomes, as the centre writes them: read, checked and kept."""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from backoffice.catalogue.models import OutcomeKind
from backoffice.kernel import audit
from backoffice.kernel.hidden import has_hidden
from backoffice.kernel.problems import Problem, Refused, refuse

TYPES = ("text", "decimal", "date", "choice")
FORMATS = ("jpg", "png", "gif", "pdf")
KEY = re.compile(r"[a-z][a-z0-9_]{0,31}")
FRESH = 3  # empty rows at the end of a form
LONGEST_LABEL = 120
MOST_FILES = 20
LEAST_CHOICES = 2
MOST_ROWS = 60
TITLE = "title"

Order = tuple[int, int]


@dataclass(slots=True)
class FilledKind:
    """What was typed: the fields and the evidence list in their new order, and every problem."""

    fields: list[dict[str, Any]] = field(default_factory=list)
    evidence: list[dict[str, Any]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def stamp_of(kind: OutcomeKind) -> str:
    """Return what tells whether a kind still is as a page showed it."""
    seen = json.dumps([kind.field_schema, kind.evidence_schema], sort_keys=True)
    return hashlib.sha256(seen.encode()).hexdigest()


def read_kind(kind: OutcomeKind, typed: Mapping[str, str]) -> FilledKind:
    """Read the rows of both lists; a row without key and label is none, and one to be removed is left out."""
    filled = FilledKind()
    fields = [_field(filled, kind, row, typed) for row in _rows(typed, "f", kind.field_schema)]
    evidence = [_evidence(filled, kind, row, typed) for row in _rows(typed, "e", kind.evidence_schema)]
    filled.fields = [schema for _order, schema in sorted(fields, key=lambda each: each[0])]
    filled.evidence = [schema for _order, schema in sorted(evidence, key=lambda each: each[0])]
    _check_whole(filled, kind)
    return filled


def change_kind(
    session: Session, kind_id: int, typed: Mapping[str, str], *, actor_id: int, now: datetime
) -> OutcomeKind:
    """Keep the form and the evidence list as typed; fields that are gone are retired. Raises Refused."""
    query = select(OutcomeKind).where(OutcomeKind.id == kind_id).with_for_update()
    kind: OutcomeKind = session.scalars(query.execution_options(populate_existing=True)).one()
    if typed.get("stamp") != stamp_of(kind):
        raise refuse("kind_changed")
    filled = read_kind(kind, typed)
    if filled.problems:
        raise Refused(filled.problems)
    kept = {each["key"] for each in filled.fields}
    gone = [each for each in kind.field_schema if each["key"] not in kept]
    kind.retired_fields = [*(each for each in kind.retired_fields if each["key"] not in kept), *gone]
    kind.field_schema, kind.evidence_schema = filled.fields, filled.evidence
    details = {"fields": ", ".join(each["key"] for each in filled.fields), "retired": ", ".join(e["key"] for e in gone)}
    audit.record(
        session,
        actor_id=actor_id,
        action="change_kind",
        entity="outcome_kind",
        entity_id=kind.id,
        now=now,
        details=details,
    )
    session.flush()
    return kind


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the page: its place, the beginning of its names, and what the kind holds of it."""

    place: int
    name: str
    held: Mapping[str, Any] | None


def _rows(typed: Mapping[str, str], letter: str, held: Sequence[Mapping[str, Any]]) -> Iterator[Row]:
    for number in range(min(len(held) + FRESH, MOST_ROWS)):
        name = f"{letter}{number}"
        old = held[number] if number < len(held) else None
        said = typed.get(f"{name}-label", "").strip() or typed.get(f"{name}-key", "").strip()
        if not typed.get(f"{name}-gone") and (old is not None or said):
            yield Row(number + 1, name, old)


def _named(
    filled: FilledKind, kind: OutcomeKind, row: Row, typed: Mapping[str, str], *, letter: str
) -> tuple[Order, dict[str, Any]]:
    """Return the order and what fields and evidence have in common; the key of an old row is for good."""
    label, place = typed.get(f"{row.name}-label", "").strip(), str(row.place)
    english = typed.get(f"{row.name}-label_en", "").strip() or label
    key = str(row.held["key"]) if row.held else typed.get(f"{row.name}-key", "").strip() or _next_key(kind, row, letter)
    if not label:
        filled.problems.append(Problem("kind_label_missing", f"{row.name}-label", {"place": place}))
    if max(len(label), len(english)) > LONGEST_LABEL or has_hidden(label + english):
        limit = {"place": place, "limit": str(LONGEST_LABEL)}
        filled.problems.append(Problem("kind_label_long", f"{row.name}-label", limit))
    if not KEY.fullmatch(key):
        filled.problems.append(Problem("kind_key_wrong", f"{row.name}-key", {"place": place, "key": key[:40]}))
    order = typed.get(f"{row.name}-order", "").strip()
    at = int(order) if order.isascii() and order.isdecimal() and len(order) < len("1000") else row.place
    named = {"key": key, "label": label, "label_en": english, "required": bool(typed.get(f"{row.name}-required"))}
    moved = (at < row.place) - (at > row.place)  # one that moves up comes before the row of that place, else behind it
    return (at, -moved), {**(row.held or {}), **named}


def _next_key(kind: OutcomeKind, row: Row, letter: str) -> str:
    """Return a key that no field of the kind has had."""
    words = {"f": "field", "e": "evidence"}
    held = [*kind.field_schema, *kind.retired_fields] if letter == "f" else kind.evidence_schema
    known = {each["key"] for each in held}
    number = row.place
    while f"{words[letter]}_{number}" in known:
        number += 1
    return f"{words[letter]}_{number}"


def _field(filled: FilledKind, kind: OutcomeKind, row: Row, typed: Mapping[str, str]) -> tuple[Order, dict[str, Any]]:
    order, schema = _named(filled, kind, row, typed, letter="f")
    place = str(row.place)
    sort = str(row.held["type"]) if row.held else typed.get(f"{row.name}-type", "")
    if sort not in TYPES:
        filled.problems.append(Problem("kind_type_unknown", f"{row.name}-type", {"place": place}))
    schema |= {"type": sort, "automatic": bool(typed.get(f"{row.name}-automatic"))}
    if sort == "choice":
        words = re.split(r"[、，,;；\n\r]+", typed.get(f"{row.name}-choices", ""))
        schema["choices"] = list(dict.fromkeys(each.strip() for each in words if each.strip()))
        if len(schema["choices"]) < LEAST_CHOICES:
            filled.problems.append(Problem("kind_choices_missing", f"{row.name}-choices", {"place": place}))
    return order, schema


def _evidence(
    filled: FilledKind, kind: OutcomeKind, row: Row, typed: Mapping[str, str]
) -> tuple[Order, dict[str, Any]]:
    order, schema = _named(filled, kind, row, typed, letter="e")
    place = str(row.place)
    schema["formats"] = [each for each in FORMATS if typed.get(f"{row.name}-{each}")]
    if not schema["formats"]:
        filled.problems.append(Problem("kind_formats_missing", f"{row.name}-jpg", {"place": place}))
    most = typed.get(f"{row.name}-most", "").strip()
    schema.pop("most", None)
    if most:
        if most.isascii() and most.isdecimal() and 0 < int(most) <= MOST_FILES:
            schema["most"] = int(most)
        else:
            filled.problems.append(Problem("kind_most_wrong", f"{row.name}-most", {"place": place}))
    return order, schema


def _check_whole(filled: FilledKind, kind: OutcomeKind) -> None:
    for schemas in (filled.fields, filled.evidence):
        keys = [each["key"] for each in schemas]
        for key in sorted({each for each in keys if keys.count(each) > 1}):
            filled.problems.append(Problem("kind_key_doubled", "", {"key": key}))
    retired = {each["key"]: each for each in kind.retired_fields}
    for each in filled.fields:
        old = retired.get(each["key"])
        if old is not None and old["type"] != each["type"]:
            filled.problems.append(Problem("kind_key_taken", "", {"key": each["key"], "label": str(old["label"])}))
    if not any(each["key"] == TITLE and each["required"] for each in filled.fields):
        filled.problems.append(Problem("kind_title_missing"))
