"""The columns of a table that comes in or goes out, and how a cell of each is read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import Enum, auto
from typing import Any

from backoffice.kernel.entity import CENT
from backoffice.kernel.hidden import has_hidden
from backoffice.kernel.problems import Problem
from backoffice.upkeep.cells import NO, YES, day_in, lost_figures, month_in, narrow, number_in_text
from backoffice.upkeep.sheets import Line

LARGEST = Decimal(1_000_000)
HIGHEST_LEVEL = 7
LONGEST_SHOWN = 120  # characters of a cell in a sentence


class Sort(Enum):
    """What a column's cells are."""

    TEXT = auto()
    CODE = auto()  # letters and figures, full-width ones read as the usual
    IDENTITY = auto()  # the number of an identity document
    CREDITS = auto()
    WHOLE = auto()
    LEVEL = auto()  # 1 to 7
    DATE = auto()
    MONTH = auto()
    YES = auto()


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its key here, its heading in the file, and what it takes.

    `choices` maps what a file may say to what is kept; a file may say that itself too.
    """

    key: str
    header: str
    english: str
    sort: Sort = Sort.TEXT
    required: bool = False
    limit: int = 200
    choices: Mapping[str, str] = field(default_factory=dict)
    example: str = ""
    hint: tuple[str, str] = ("", "")  # Chinese, English


@dataclass(slots=True)
class Reading:
    """A row as it was read: the values of the columns that the file has, and every problem, in the file's order.

    `kept` are the values as the table keeps them, `keys` what no second row may have; `earlier` are the names under
    which the table may hold the same row from another time.
    """

    line: Line
    values: dict[str, Any]
    problems: list[Problem]
    kept: dict[str, Any] = field(default_factory=dict)
    keys: tuple[tuple[object, ...], ...] = ()
    earlier: tuple[str, ...] = ()

    def refuse(self, code: str, column: str, **values: str) -> None:
        """Note a problem of a column."""
        shown = {
            name: value if len(value) <= LONGEST_SHOWN else f"{value[:LONGEST_SHOWN]}…"
            for name, value in values.items()
        }
        self.problems.append(Problem(code, column, shown))


def read_line(columns: Sequence[Column], line: Line, day_zero: date) -> Reading:
    """Read the cells of a row by their columns."""
    reading = Reading(line, {}, [])
    for column in columns:
        if column.header in line.cells:
            _read_cell(reading, column, line.cells[column.header], day_zero)
    return reading


def _read_cell(reading: Reading, column: Column, text: str, day_zero: date) -> None:
    if column.sort not in {Sort.TEXT, Sort.YES}:
        text = narrow(text).strip()
    if not text and column.sort is not Sort.YES:
        reading.values[column.key] = "" if column.sort in {Sort.TEXT, Sort.CODE, Sort.IDENTITY} else None
        if column.required:
            reading.refuse("cell_empty", column.key)
        return
    if has_hidden(text):
        reading.refuse("cell_hidden", column.key)
    elif len(text) > column.limit:
        reading.refuse("cell_too_long", column.key, limit=str(column.limit))
    elif column.choices:
        _read_choice(reading, column, text)
    else:
        _read_sort(reading, column, text, day_zero)


def _read_choice(reading: Reading, column: Column, text: str) -> None:
    text = narrow(text)
    if text in column.choices:
        reading.values[column.key] = column.choices[text]
    elif text in column.choices.values():
        reading.values[column.key] = text
    else:
        known = "、".join(f"{code} {word}" if code != word else word for code, word in column.choices.items())
        reading.refuse("cell_choice", column.key, text=text, choices=known)


def _read_sort(reading: Reading, column: Column, text: str, day_zero: date) -> None:
    value: Any = text
    match column.sort:
        case Sort.CODE | Sort.IDENTITY if lost_figures(text):
            return reading.refuse("cell_figures_lost", column.key)
        case Sort.CREDITS if (
            (value := number_in_text(text)) is None or value >= LARGEST or value != value.quantize(CENT)
        ):
            return reading.refuse("cell_not_credits", column.key, text=text)
        case Sort.WHOLE if not (text.isascii() and text.isdecimal() and int(text) < LARGEST):
            return reading.refuse("cell_not_whole", column.key, text=text)
        case Sort.LEVEL if text not in map(str, range(1, HIGHEST_LEVEL + 1)):
            return reading.refuse("cell_not_a_level", column.key, text=text)
        case Sort.DATE if (value := day_in(text, day_zero)) is None:
            return reading.refuse("cell_not_a_date", column.key, text=text)
        case Sort.MONTH if (value := month_in(text, day_zero)) is None:
            return reading.refuse("cell_not_a_month", column.key, text=text)
        case Sort.YES:
            if text.lower() not in YES | NO:
                return reading.refuse("cell_not_yes", column.key, text=text)
            value = text.lower() in YES
        case Sort.WHOLE | Sort.LEVEL:
            value = int(text)
    reading.values[column.key] = value
    return None
