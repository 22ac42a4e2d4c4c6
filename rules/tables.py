"""Tables in CSV files, read cell by cell with every fault located."""

import csv
import io
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path

from rules.faults import Fault, FaultyFilesError, text_of_file

NUMBER = re.compile(r"\d{1,12}(\.\d{1,6})?", re.ASCII)
WHOLE = re.compile(r"\d{1,4}", re.ASCII)
DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
ANSWERS = {"yes": True, "no": False, "是": True, "否": False}


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a table: those it must have, those it may have, and what a free column begins with."""

    needed: tuple[str, ...]
    known: tuple[str, ...] = ()
    free: str | None = None

    @property
    def shown(self) -> str:
        """All of them, for a sentence."""
        return ", ".join([*self.needed, *self.known, *([f"{self.free}*"] if self.free else [])])

    def __contains__(self, name: str) -> bool:
        return name in self.needed or name in self.known or bool(self.free and name.startswith(self.free))


@dataclass(slots=True)
class Table:
    """The rows of a file, and the faults found while its cells are read."""

    path: Path
    head: tuple[str, ...]
    rows: tuple["Row", ...] = ()
    faults: list[Fault] = field(default_factory=list)

    def finish(self) -> None:
        """Raise FaultyFilesError when any cell was at fault."""
        if self.faults:
            raise FaultyFilesError(sorted(self.faults, key=lambda fault: (fault.line, fault.column)))


@dataclass(frozen=True, slots=True)
class Row:
    """One row; a cell that cannot be read is noted in the table and counts as empty."""

    table: Table
    line: int
    cells: tuple[str, ...]

    def fault(self, code: str, name: str, **values: str) -> None:
        """Note a fault at a cell."""
        column = self.table.head.index(name) + 1
        self.table.faults.append(Fault(self.table.path, code, {"column": name, **values}, self.line, column))

    def text(self, name: str) -> str:
        """Return the text of a cell, "" for a column that the table does not have."""
        return self.cells[self.table.head.index(name)].strip() if name in self.table.head else ""

    def needed(self, name: str) -> str:
        """Return the text of a cell that must not be empty."""
        value = self.text(name)
        if not value:
            self.fault("cell_empty", name)
        return value

    def number(self, name: str) -> Decimal | None:
        """Return an exact number."""
        value = self.text(name)
        if value and not NUMBER.fullmatch(value):
            self.fault("bad_number", name, value=value)
            return None
        return Decimal(value) if value else None

    def whole(self, name: str) -> int | None:
        """Return a whole number."""
        value = self.text(name)
        if value and not WHOLE.fullmatch(value):
            self.fault("bad_number", name, value=value)
            return None
        return int(value) if value else None

    def day(self, name: str) -> date | None:
        """Return a date."""
        value = self.text(name)
        found = day_of(value)
        if value and found is None:
            self.fault("bad_date", name, value=value)
        return found

    def answer(self, name: str) -> bool | None:
        """Return yes or no."""
        value = self.text(name)
        if value and value.casefold() not in ANSWERS:
            self.fault("bad_answer", name, value=value)
        return ANSWERS.get(value.casefold())

    def free(self, prefix: str) -> Iterator[tuple[str, str]]:
        """Yield the name of each free column, without and with its prefix."""
        return ((name.removeprefix(prefix), name) for name in self.table.head if name.startswith(prefix))


def day_of(value: str) -> date | None:
    """Return a date as the product writes it, or None.

    >>> day_of("2021-02-29") is None
    True
    """
    try:
        return date.fromisoformat(value) if DAY.fullmatch(value) else None
    except ValueError:
        return None


def read_table(path: Path, columns: Columns) -> Table:
    """Return the rows of a CSV file; raise FaultyFilesError for a missing file, a bad column or a broken row."""
    reader = csv.reader(io.StringIO(text_of_file(path), newline=""), strict=True)
    rows: list[tuple[int, tuple[str, ...]]] = []
    line = 1
    try:
        for cells in reader:
            if cells:
                rows.append((line, tuple(cells)))
            line = reader.line_num + 1
    except csv.Error as wrong:
        raise FaultyFilesError([Fault(path, "table_broken", {"why": str(wrong)}, reader.line_num)]) from wrong
    head = tuple(name.strip() for name in rows[0][1]) if rows else ()
    faults = [*_head_faults(path, head, columns)]
    faults += [
        Fault(path, "row_length", {"found": str(len(cells)), "wanted": str(len(head))}, line)
        for line, cells in rows[1:]
        if len(cells) != len(head)
    ]
    if faults:
        raise FaultyFilesError(faults)
    table = Table(path, head)
    table.rows = tuple(Row(table, line, cells) for line, cells in rows[1:])
    return table


def _head_faults(path: Path, head: Collection[str], columns: Columns) -> Iterator[Fault]:
    for place, name in enumerate(head, start=1):
        if name not in columns:
            yield Fault(path, "column_unknown", {"column": name, "known": columns.shown}, column=place)
        elif name in tuple(head)[: place - 1]:
            yield Fault(path, "column_twice", {"column": name}, column=place)
    for name in columns.needed:
        if name not in head:
            yield Fault(path, "column_missing", {"column": name})
