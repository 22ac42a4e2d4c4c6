"""The rows of a table on their way to rules: taken, or reported with a reason."""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from textwrap import shorten

from grammar.declarations import Declaration, Rule
from rules.imports.reasons import SENTENCES
from rules.tables import Columns, Row, Table
from rules.words import fold

LONGEST_SHOWN = 160  # characters of a cell in a line of the report
NUMBER = re.compile(r"\d{1,6}(\.\d{1,4})?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Taken:
    """A row that says what a rule can say."""

    line: int
    rule: Rule


@dataclass(frozen=True, slots=True)
class Reported:
    """A row that a person must look at."""

    line: int
    code: str
    values: Mapping[str, str] = field(default_factory=dict)

    def text(self, path: Path, lang: str) -> str:
        """Return the line `path:line: reported code sentence`."""
        shown = {name: shorten(value, LONGEST_SHOWN, placeholder=" …") for name, value in self.values.items()}
        sentence = SENTENCES[self.code][lang == "en"].format_map(shown)
        return f"{path}:{self.line}: reported {self.code} {sentence}"


Read = Taken | Reported


@dataclass(frozen=True, slots=True)
class Format:
    """How a table is read: its columns, those that only point at a row, and the language of its rules."""

    columns: Columns
    pointers: Collection[str]
    lang: str
    read: Callable[[Iterable[Row]], Iterator[Read]]
    declared: Callable[[Iterable[Rule]], Iterable[Declaration]] = lambda _rules: ()


class RowRefused(Exception):  # noqa: N818 - what becomes of it is no error but a line of the report
    """A row that cannot be read without guessing; becomes a `Reported`."""

    def __init__(self, code: str, **values: str) -> None:
        super().__init__(code)
        self.code = code
        self.values = values


def attempted(row: Row, make: Callable[[Row], Rule]) -> Read:
    """Return a row as `make` reads it."""
    try:
        return Taken(row.line, make(row))
    except RowRefused as refused:
        return Reported(row.line, refused.code, refused.values)


def distinct(table: Table, pointers: Collection[str]) -> tuple[list[Row], list[Reported]]:
    """Return the rows without those that say word for word what one above says, and these reported."""
    first: dict[tuple[str, ...], int] = {}
    kept, reported = [], []
    said = [name for name in table.head if name not in pointers]
    for row in table.rows:
        line = first.setdefault(tuple(map(row.text, said)), row.line)
        if line == row.line:
            kept.append(row)
        else:
            reported.append(Reported(row.line, "row_duplicate", {"line": str(line)}))
    return kept, reported


def grouped(rows: Iterable[Row], *columns: str) -> list[list[Row]]:
    """Return the rows that share some names, groups and members in the order of the table."""
    groups: dict[tuple[str, ...], list[Row]] = {}
    for row in rows:
        groups.setdefault(tuple(fold(row.text(name)) for name in columns), []).append(row)
    return list(groups.values())


def filled(row: Row, column: str) -> str:
    """Return the text of a cell that a rule cannot do without."""
    value = row.text(column)
    if not value:
        raise RowRefused("value_missing", column=column)
    return value


def exact(value: str, column: str) -> Decimal:
    """Return a number that the language can write, without zeros behind it."""
    if not NUMBER.fullmatch(value):
        raise RowRefused("number_unread", column=column, value=value)
    return Decimal(value).normalize() + 0


def number_or_none(row: Row, column: str) -> Decimal | None:
    """Return a number, None for an empty cell."""
    value = row.text(column)
    return exact(value, column) if value else None


def origin(row: Row, *references: str) -> tuple[str, ...]:
    """Return where a rule comes from: the table's own references, then file and line."""
    return (*filter(None, references), f"{row.table.path.name}:{row.line}")
