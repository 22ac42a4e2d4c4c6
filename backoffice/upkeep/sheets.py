"""A file of rows as it came in, whatever its format: the heading, and the rows below it as texts."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from backoffice.kernel.problems import Problem, Refused, refuse
from backoffice.upkeep.cells import plain

MOST_BYTES = 40 * 1024 * 1024
MOST_COLUMNS = 100
MOST_ROWS = 200_000
REPORT_HEADERS = ("原行号", "原因")  # of the report of refused rows, which may be mended and sent again
SPREADSHEET_DAY_ZERO = date(1899, 12, 30)


@dataclass(frozen=True, slots=True)
class Line:
    """A row below the heading, by header; `number` is the spreadsheet's own."""

    number: int
    cells: dict[str, str]


@dataclass(frozen=True, slots=True)
class Sheet:
    """The heading, the rows not yet read, and the day from which the file counts its dates."""

    headers: Sequence[str]
    rows: Iterator[tuple[int, Sequence[str]]]
    day_zero: date = SPREADSHEET_DAY_ZERO

    def lines(self) -> Iterator[Line]:
        """Yield the rows that hold anything; raises Refused where a file is too long or breaks off."""
        counted = 0
        for number, row in self.rows:
            if not any(row):
                continue
            counted += 1
            if counted > MOST_ROWS:
                raise refuse("sheet_too_long", "file", limit=str(MOST_ROWS))
            if any(row[len(self.headers) :]):
                raise refuse("sheet_row_too_wide", "file", number=str(number))
            padded = [*row, *[""] * (len(self.headers) - len(row))]
            yield Line(number, dict(zip(self.headers, padded, strict=False)))


def heading(first: Iterable[object]) -> list[str]:
    """Return the headers of a file's first row, without those at the end that are empty."""
    headers = [plain(each) for each in first]
    while headers and not headers[-1]:
        headers.pop()
    return headers


def check_headers(headers: Sequence[str], *, known: Collection[str], required: Collection[str]) -> None:
    """Refuse a heading that lacks a column, holds one twice, or one that nobody knows; everything at once."""
    if not headers:
        raise refuse("sheet_empty", "file")
    if len(headers) > MOST_COLUMNS:
        raise refuse("sheet_too_wide", "file", limit=str(MOST_COLUMNS))
    problems = [Problem("column_lacking", "file", {"column": each}) for each in required if each not in headers]
    doubled = {each for each in headers if each and headers.count(each) > 1}
    problems += [Problem("column_doubled", "file", {"column": each}) for each in sorted(doubled)]
    for place, each in enumerate(headers, start=1):
        if not each:
            problems.append(Problem("column_unnamed", "file", {"place": str(place)}))
        elif each not in known and each not in REPORT_HEADERS:
            problems.append(Problem("column_unknown", "file", {"column": each}))
    if problems:
        raise Refused(problems)
