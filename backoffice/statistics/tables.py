"""Tables of figures: what a page draws is what its CSV holds, and each figure knows the list it counts."""

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

from backoffice.conversion.export import cell
from reports.charts import plain

Shown = str | int | Decimal | None


@dataclass(frozen=True, slots=True)
class Figure:
    """A cell; `measure` and what `changed` in the address lead to the rows that it counts."""

    value: Shown
    measure: str = ""
    changed: Mapping[str, str] = field(default_factory=dict)
    unit: str = ""

    @property
    def leads(self) -> bool:
        """Whether there is a list behind it; nothing needs none."""
        return bool(self.measure and self.value)


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under columns; the first `words` cells of a row are words, the first of all its heading."""

    name: str
    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Figure, ...], ...]
    words: int = 1
    more: int = 0  # rows that the page leaves to the CSV

    def first(self, most: int) -> "Table":
        """Return the table with its first rows alone."""
        return replace(self, rows=self.rows[:most], more=max(0, len(self.rows) - most))


def shown(value: Shown) -> str:
    """Return a cell as a page shows it: numbers with their thousands set apart, nothing as “-”.

    >>> shown(1342), shown(None), shown("2020-11")
    ('1,342', '-', '2020-11')
    """
    if value is None or value == "":
        return "-"
    return value if isinstance(value, str) else plain(Decimal(value))


def as_csv(columns: Iterable[str], rows: Iterable[Iterable[Shown]]) -> str:
    """Return CSV for a spreadsheet: with a byte order mark, and no cell that would be run as a formula."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow([cell(each) for each in columns])
    writer.writerows([[cell(each) for each in row] for row in rows])
    return "\ufeff" + stream.getvalue()


def table_csv(table: Table) -> str:
    """Return a whole table as CSV."""
    return as_csv(table.columns, ([figure.value for figure in row] for row in table.rows))
