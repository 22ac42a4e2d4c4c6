"""Reading CSV files as spreadsheets and registrars' systems write them."""

import csv
import io
from collections.abc import Collection, Iterator, Sequence

from backoffice.kernel.problems import refuse
from backoffice.upkeep.cells import plain
from backoffice.upkeep.sheets import Sheet, heading

ENCODINGS = ("utf-8-sig", "gb18030")
DELIMITERS = ",\t;"
LONGEST_CELL = 32_767  # characters, as in a spreadsheet


def read_delimited(content: bytes, known: Collection[str]) -> Sheet:
    """Return the rows of a CSV file; raises Refused."""
    text = _decoded(content, known)
    first = text.split("\n", 1)[0]
    delimiter = max(DELIMITERS, key=first.count)
    csv.field_size_limit(LONGEST_CELL)
    rows = _rows(text, delimiter)
    _number, headers = next(rows, (1, []))
    return Sheet(heading(headers), rows)


def _rows(text: str, delimiter: str) -> Iterator[tuple[int, Sequence[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    number = 0
    while True:
        number += 1
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error:
            raise refuse("sheet_line_broken", "file", line=str(reader.line_num)) from None
        yield number, [plain(each) for each in row]


def _decoded(content: bytes, known: Collection[str]) -> str:
    """Return a file's text: UTF-8, or GB18030 when its heading makes sense as that; else name the byte in question."""
    places = []
    for encoding in ENCODINGS:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError as problem:
            places.append(problem.start + (3 if encoding == "utf-8-sig" and content.startswith(b"\xef\xbb\xbf") else 0))
            continue
        place = text.find("\0")
        if place >= 0:
            raise refuse("sheet_encoding", "file", byte=str(len(text[:place].encode(encoding)) + 1))
        if not places or any(each in text.split("\n", 1)[0] for each in known):
            return text
    raise refuse("sheet_encoding", "file", byte=str(max(places) + 1))
