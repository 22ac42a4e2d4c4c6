"""Reading XLSX files, after a look at what they would unpack to and what they bring along."""

import io
import re
import zipfile
from collections.abc import Collection, Iterator, Sequence
from contextlib import suppress
from typing import IO
from xml.parsers import expat

from openpyxl import load_workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from backoffice.kernel.problems import refuse
from backoffice.upkeep.cells import plain
from backoffice.upkeep.delimited import read_delimited
from backoffice.upkeep.sheets import MOST_BYTES, MOST_COLUMNS, SPREADSHEET_DAY_ZERO, Sheet, heading

MOST_UNPACKED = 400 * 1024 * 1024
MOST_PARTS = 500
PIECE = 1024 * 1024
OLD_WORKBOOK = b"\xd0\xcf\x11\xe0"
ARCHIVE = b"PK"
MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*ref="([A-Z0-9:]{2,20})"')
LONGEST_MERGED = 200  # bytes that may stand on both sides of two pieces
ENCRYPTED = 0x1
BROKEN = (zipfile.BadZipFile, zipfile.LargeZipFile, ValueError, KeyError, OSError, EOFError, NotImplementedError)


def open_sheet(content: bytes, known: Collection[str]) -> Sheet:
    """Return the rows of a file by what it is, not by its name; raises Refused."""
    if not content:
        raise refuse("sheet_empty", "file")
    if len(content) > MOST_BYTES:
        raise refuse("sheet_too_large", "file", limit=str(MOST_BYTES // 1024 // 1024))
    if content.startswith(OLD_WORKBOOK):
        raise refuse("sheet_old_format", "file")
    return read_workbook(content) if content.startswith(ARCHIVE) else read_delimited(content, known)


def read_workbook(content: bytes) -> Sheet:
    """Return the rows of a workbook's first sheet; of a formula, the value that it had when it was saved."""
    merged = inspect_archive(content)
    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        sheet = book.worksheets[0]
        place = merged.get(sheet._worksheet_path.lstrip("/"))  # noqa: SLF001 - which part of the archive it is
        sheet.reset_dimensions()  # what a file says of its own size is not to be trusted
    except (*BROKEN, IndexError, TypeError, AttributeError, SyntaxError):
        raise refuse("sheet_broken", "file") from None
    if place:
        raise refuse("sheet_merged", "file", cells=place)
    rows = _rows(sheet.iter_rows(values_only=True, max_col=MOST_COLUMNS + 1))
    _number, headers = next(rows, (1, []))
    day_zero = CALENDAR_MAC_1904.date() if book.epoch == CALENDAR_MAC_1904 else SPREADSHEET_DAY_ZERO
    return Sheet(heading(headers), rows, day_zero)


def _rows(found: Iterator[Sequence[object]]) -> Iterator[tuple[int, Sequence[str]]]:
    number = 0
    while True:
        number += 1
        try:
            row = next(found)
        except StopIteration:
            return
        except (*BROKEN, IndexError, TypeError, AttributeError, SyntaxError):
            raise refuse("sheet_broken_below", "file", number=str(number)) from None
        yield number, [plain(each) for each in row]


def inspect_archive(content: bytes) -> dict[str, str]:
    """Refuse a workbook that is too large once unpacked, or brings macros or links; name merged cells by part.

    The declared sizes are added up first; then every part is read by pieces and counted, since a declaration may lie.
    """
    merged: dict[str, str] = {}
    left = MOST_UNPACKED
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            _check_parts(parts)
            for part in parts:
                with archive.open(part) as stream:
                    left, place = _read_part(stream, part.filename, left)
                if place:
                    merged[part.filename] = place
    except BROKEN:
        raise refuse("sheet_broken", "file") from None
    return merged


def _check_parts(parts: Sequence[zipfile.ZipInfo]) -> None:
    names = [each.filename for each in parts]
    if len(parts) > MOST_PARTS or sum(each.file_size for each in parts) > MOST_UNPACKED:
        raise refuse("sheet_unpacks_too_large", "file", limit=str(MOST_UNPACKED // 1024 // 1024))
    if len(set(names)) < len(names) or any(each.flag_bits & ENCRYPTED for each in parts):
        raise refuse("sheet_broken", "file")
    if any(each.lower().endswith("vbaproject.bin") for each in names):
        raise refuse("sheet_macros", "file")
    if any("externallinks/" in each.lower() for each in names):
        raise refuse("sheet_links", "file")


def _read_part(stream: IO[bytes], name: str, left: int) -> tuple[int, str]:
    """Read a part whole; return how many bytes may still come, and its first merged cells."""
    place, tail = "", b""
    is_text = name.endswith((".xml", ".rels"))
    while piece := stream.read(PIECE):
        left -= len(piece)
        if left < 0:
            raise refuse("sheet_unpacks_too_large", "file", limit=str(MOST_UNPACKED // 1024 // 1024))
        if is_text:
            if not tail:
                _check_prologue(piece)
            found = None if place else MERGED.search(tail + piece)
            place = found[1].decode() if found else place
            tail = piece[-LONGEST_MERGED:]
    return left, place


class _Begun(Exception):  # noqa: N818 - the part's own content begins
    pass


def _check_prologue(beginning: bytes) -> None:
    """Refuse a part that declares a document type: none of ours does, and its entities can grow without end."""
    declared: list[str] = []
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = lambda name, *_rest: declared.append(name)
    parser.StartElementHandler = _begin
    with suppress(_Begun, expat.ExpatError):  # whoever reads a broken part whole will say so
        parser.Parse(beginning, False)  # noqa: FBT003 - the parser's own signature
    if declared:
        raise refuse("sheet_broken", "file")


def _begin(*_what: object) -> None:
    raise _Begun
