"""The sample files, read as rows, tables and rules."""

import csv
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from grammar.declarations import Rule, Scale
from grammar.parser import parse

FILES = Path(__file__).with_name("files")
RULE_FILES = ("manual.rule", "mappings.rule")


@dataclass(frozen=True, slots=True)
class RuleText:
    """A rule of a sample file; the text declares the file's scales too, so that it can be read alone."""

    rule: Rule
    text: str


def rows_of(name: str) -> list[dict[str, str]]:
    """Return the rows of a CSV file by column."""
    with (FILES / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def table_of(name: str) -> dict[str, Any]:
    """Return what a TOML file holds."""
    return tomllib.loads((FILES / name).read_text(encoding="utf-8"))


def rules_in(text: str, path: str) -> Iterator[RuleText]:
    """Yield the rules of a text; raises ValueError when the language does not accept it."""
    parsed = parse(text)
    if parsed.problems:
        message = f"{path}: {parsed.problems[0].message('en')} (line {parsed.problems[0].span.line})"
        raise ValueError(message)
    pieces = [(each, text[each.span.start : each.span.end]) for each in parsed.file.declarations]
    scales = [piece for each, piece in pieces if isinstance(each, Scale)]
    for each, piece in pieces:
        if isinstance(each, Rule):
            yield RuleText(each, "\n".join([*scales, piece]) + "\n")


def sample_rules() -> list[RuleText]:
    """Return every rule that the sample ships, in the order of the files."""
    return [rule for name in RULE_FILES for rule in rules_in((FILES / name).read_text(encoding="utf-8"), name)]


def fields_of(fields: list[list[Any]], levels: list[str]) -> list[dict[str, Any]]:
    """Return a kind's field schema; a choice lists what may be chosen."""
    names = ("key", "label", "label_en", "type", "automatic", "required")
    schema = [dict(zip(names, each, strict=True)) for each in fields]
    return [each | {"choices": levels} if each["type"] == "choice" else each for each in schema]


def evidence_of(evidence: list[list[Any]], formats: list[str]) -> list[dict[str, Any]]:
    """Return a kind's evidence list."""
    names = ("key", "label", "label_en", "required")
    return [dict(zip(names, each, strict=True)) | {"formats": formats} for each in evidence]
