"""Reading a filled-in outcome form: every field checked against the schema of its kind."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from backoffice.catalogue.models import CatalogueOutcome, OutcomeKind
from backoffice.kernel.entity import CENT
from backoffice.kernel.hidden import has_hidden
from backoffice.kernel.problems import Problem

LONGEST = {"title": 200, "institution": 200, "programme": 200, "code": 64, "grade": 40, "description": 1000}
LONGEST_OTHERWISE = 100
HIGHEST_SCORES = {"course": Decimal(100)}
HIGHEST_SCORE_OTHERWISE = Decimal(1000)  # language tests and the like count beyond a hundred
LARGEST_NUMBER = Decimal(1_000_000)

Value = str | Decimal | date


@dataclass(slots=True)
class FilledForm:
    """What was read, by field key, and every problem met, in the order of the form."""

    values: dict[str, Value] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def read_form(
    kind: OutcomeKind,
    entry: CatalogueOutcome | None,
    filled: Mapping[str, str],
    *,
    today: date,
    birth_date: date | None,
    lang: str = "zh",
) -> FilledForm:
    """Read a form of `kind`; fields that the catalogue fills are taken from `entry`, whatever the browser sent."""
    form = FilledForm()
    automatic = entry_values(entry) if entry else {}
    for each in kind.field_schema:
        schema = {"highest": HIGHEST_SCORES.get(kind.code, HIGHEST_SCORE_OTHERWISE)} | each
        key = schema["key"]
        if schema["automatic"] and automatic.get(key):
            form.values[key] = _typed(schema, automatic[key])
            continue
        _read_field(form, schema, filled.get(key, ""), today=today, birth_date=birth_date, lang=lang)
    _read_field(form, DESCRIPTION, filled.get("description", ""), today=today, birth_date=birth_date, lang=lang)
    return form


DESCRIPTION = {"key": "description", "label": "成果描述", "label_en": "Description", "type": "text", "required": False}


def entry_values(entry: CatalogueOutcome) -> dict[str, str]:
    """Return what a catalogue entry fills in, as text by field key."""
    known = {
        "title": entry.title,
        "institution": entry.institution.title,
        "institution_code": entry.institution.code,
        "code": entry.code,
        "course_title": entry.title,
        "programme": entry.programme.title if entry.programme else "",
        "level": entry.education_level,
        "credits": "" if entry.credits is None else str(entry.credits),
        "hours": "" if entry.study_hours is None else str(entry.study_hours),
    }
    return known | {key: value for key, value in entry.fields.items() if value}


def _typed(schema: Mapping[str, Any], text: str) -> Value:
    match schema["type"]:
        case "decimal":
            return Decimal(text)
        case "date":
            return date.fromisoformat(text)
        case _:
            return text


def _read_field(
    form: FilledForm,
    schema: Mapping[str, Any],
    text: str,
    *,
    today: date,
    birth_date: date | None,
    lang: str,
) -> None:
    key, text = schema["key"], unicodedata.normalize("NFC", text).strip()
    label = schema["label_en"] if lang.startswith("en") else schema["label"]
    problem = _problem_of(schema, text, label)
    if problem is None and text and schema["type"] == "date":
        problem = _date_problem(key, label, date.fromisoformat(text), today=today, birth_date=birth_date)
    if problem is not None:
        form.problems.append(problem)
    elif text:
        form.values[key] = _typed(schema, text)


def _problem_of(schema: Mapping[str, Any], text: str, label: str) -> Problem | None:
    key, limit = schema["key"], LONGEST.get(schema["key"], LONGEST_OTHERWISE)
    if not text:
        return Problem("field_missing", key, {"label": label}) if schema["required"] else None
    if has_hidden(text, lines=key == "description"):  # that alone may have several lines
        return Problem("text_unreadable", key, {"label": label})
    if len(text) > limit:
        return Problem("field_too_long", key, {"label": label, "limit": str(limit)})
    choices = schema.get("choices")
    if choices and text not in choices:
        return Problem("choice_unknown", key, {"label": label})
    match schema["type"]:
        case "decimal":
            return _number_problem(schema, label, text)
        case "date":
            return None if _is_date(text) else Problem("field_not_a_date", key, {"label": label})
        case _:
            return None


def _number_problem(schema: Mapping[str, Any], label: str, text: str) -> Problem | None:
    key, highest = schema["key"], Decimal(schema["highest"])
    try:
        number = Decimal(text)
    except InvalidOperation:
        return Problem("field_not_a_number", key, {"label": label})
    if not number.is_finite() or not 0 <= number < LARGEST_NUMBER or number != number.quantize(CENT):
        return Problem("field_not_a_number", key, {"label": label})
    if key == "score" and number > highest:
        return Problem("score_out_of_range", key, {"highest": format(highest.normalize(), "f")})
    return None


def _is_date(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _date_problem(key: str, label: str, day: date, *, today: date, birth_date: date | None) -> Problem | None:
    if day > today:
        return Problem("date_in_future", key, {"label": label})
    if birth_date is not None and day < birth_date:
        return Problem("date_before_birth", key, {"label": label})
    return None
