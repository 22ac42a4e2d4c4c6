"""Files that go out of an import: its template, and the rows that it refused with what to mend."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from backoffice.conversion.export import cell, csv_lines
from backoffice.kernel.problems import Problem
from backoffice.kernel.wording import message
from backoffice.upkeep.sheets import REPORT_HEADERS
from backoffice.upkeep.subjects import Subject

WIDTH = 18
TEXT_FORMAT = "@"
EMPTY_ROWS = 200  # of a template, already formatted as text


def sentences_of(problems: Iterable[Problem], subject: Subject, lang: str) -> list[str]:
    """Return what is wrong with a row, each sentence naming the column by its heading."""
    columns = {each.key: each for each in subject.columns}
    found = []
    for problem in problems:
        column = columns.get(problem.field)
        label = "" if column is None else column.header if lang == "zh" else f"{column.header} ({column.english})"
        found.append(message(replace(problem, values={**problem.values, "label": label}), lang))
    return found


def refused_lines(
    subject: Subject, rows: Iterable[tuple[dict[str, str], int, list[Problem]]], lang: str
) -> Iterator[str]:
    """Yield the refused rows as a CSV file that can be mended and sent again: two columns more, which are not read."""
    headers: list[str] = []
    for cells, number, problems in rows:
        if not headers:
            headers = [each for each in cells if each not in REPORT_HEADERS]
            yield from csv_lines([*headers, *REPORT_HEADERS], ())
        told = " ".join(sentences_of(problems, subject, lang))
        yield from _bare([*(cells[each] for each in headers), str(number), told])


def _bare(row: Sequence[object]) -> Iterator[str]:
    stream = io.StringIO()
    csv.writer(stream, lineterminator="\r\n").writerow([cell(each) for each in row])
    yield stream.getvalue()


def template_csv(subject: Subject) -> str:
    """Return an empty CSV file with the headings."""
    return "".join(csv_lines(subject.headers, ()))


def template_xlsx(subject: Subject) -> bytes:
    """Return an empty workbook with the headings; every column is text, so that no number loses its figures."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(subject.title[0][:30])
    sheet.freeze_panes = "A2"
    for place in range(1, len(subject.columns) + 1):
        sheet.column_dimensions[get_column_letter(place)].width = WIDTH
    heads = [WriteOnlyCell(sheet, value=each) for each in subject.headers]
    for each in heads:
        each.font = Font(bold=True)
    sheet.append(heads)
    empty = [WriteOnlyCell(sheet, value="") for _column in subject.columns]
    for each in empty:
        each.number_format = TEXT_FORMAT
    for _row in range(EMPTY_ROWS):
        sheet.append(empty)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()
