"""Files that are wrong, odd or hostile are refused with what to do, or read as what they mean."""

import io
import zipfile

import pytest
from openpyxl import load_workbook

from backoffice.conversion.export import cell
from backoffice.kernel.problems import Problem, Refused
from backoffice.upkeep import workbooks
from backoffice.upkeep.known_subjects import SUBJECTS
from backoffice.upkeep.reports import refused_lines, template_csv, template_xlsx
from backoffice.upkeep.sheets import check_headers
from backoffice.upkeep.workbooks import open_sheet
from tests.backoffice.upkeep.conftest import csv_file, xlsx_file

HEADERS = ("机构代码", "项目名称", "层次", "专业总学分")
ROW = ("gdkd00001", "电子商务(2020秋)", "本科", "140")


def read(content):
    """Return the rows of a file, or what it is refused with."""
    try:
        sheet = open_sheet(content, HEADERS)
        check_headers(sheet.headers, known=HEADERS, required=HEADERS[:2])
        return [tuple(line.cells.values()) for line in sheet.lines()]
    except Refused as refused:
        return [(each.code, *each.values.values()) for each in refused.problems]


def workbook(*rows, **parts):
    """Return a workbook with further parts, or with others in the place of its own."""
    content = xlsx_file(*(rows or (HEADERS, ROW)))
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in parts:
                new.writestr(name, old.read(name))
        for name, text in parts.items():
            new.writestr(name, text)
    return made.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_the_usual_encodings_are_read(encoding):
    """UTF-8 with and without its mark, and GB18030."""
    assert read(csv_file(HEADERS, ROW, encoding=encoding)) == [ROW]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le"])
def test_another_encoding_is_refused_with_its_place(encoding):
    """The place of the byte that makes no sense is named."""
    ((code, place),) = read(csv_file(HEADERS, ROW, encoding=encoding))

    assert (code, place.isdecimal()) == ("sheet_encoding", True)


def test_a_damaged_byte_is_named():
    """One wrong byte in a file of UTF-8 is found where it stands."""
    content = csv_file(HEADERS, ROW, encoding="utf-8")
    damaged = content.replace("秋".encode(), b"\xe7\xff\x8b")

    assert read(damaged) == [("sheet_encoding", str(damaged.index(b"\xe7\xff") + 1))]


@pytest.mark.parametrize(
    ("headers", "told"),
    [
        (("机构代码", "层次"), [("column_lacking", "项目名称")]),
        ((*HEADERS, "备注"), [("column_unknown", "备注")]),
        ((*HEADERS, "层次"), [("column_doubled", "层次")]),
        (("机构代码", "", "项目名称"), [("column_unnamed", "2")]),
        ((), [("sheet_empty",)]),
    ],
)
def test_a_wrong_heading_is_told_column_by_column(headers, told):
    """Columns that lack, are unknown, occur twice or have no name."""
    assert read(csv_file(headers, ROW) if headers else b"\r\n") == told


def test_rows_without_anything_do_not_count():
    """Empty rows are passed over, and the numbers are still the spreadsheet's."""
    sheet = open_sheet(csv_file(HEADERS, (), ROW), HEADERS)

    assert [line.number for line in sheet.lines()] == [3]


def test_a_row_that_is_too_wide_is_told():
    """A comma without quotes shifts cells; the row is named."""
    assert read(csv_file(HEADERS, (*ROW, "x"))) == [("sheet_row_too_wide", "2")]


def test_a_bomb_is_not_unpacked(monkeypatch):
    """What a workbook declares to unpack to is bounded, and so is what it really unpacks to."""
    monkeypatch.setattr(workbooks, "MOST_UNPACKED", 1_000_000)
    bomb = workbook(**{"xl/media/zeros.bin": b"\0" * 2_000_000})

    assert len(bomb) < 20_000
    assert read(bomb) == [("sheet_unpacks_too_large", "0")]
    lying = bomb.replace((2_000_000).to_bytes(4, "little"), (2_000).to_bytes(4, "little"))
    assert read(lying) == [("sheet_broken",)]


@pytest.mark.parametrize(
    ("parts", "code"),
    [
        ({"xl/vbaProject.bin": b"x"}, "sheet_macros"),
        ({"xl/externalLinks/externalLink1.xml": b"<x/>"}, "sheet_links"),
        ({"xl/sharedStrings.xml": b'<!DOCTYPE x [<!ENTITY a "aaaa">]><sst>&a;</sst>'}, "sheet_broken"),
        ({"xl/worksheets/sheet1.xml": b"<broken"}, "sheet_broken"),
    ],
)
def test_a_workbook_that_brings_more_than_rows(parts, code):
    """Macros, links to other workbooks, declared entities and broken parts."""
    assert [each[0] for each in read(workbook(**parts))] == [code]


def test_merged_cells_are_named():
    """A merged cell holds the text of one row only."""
    merged = xlsx_file(HEADERS, ROW, ROW, change=lambda sheet: sheet.merge_cells("A2:A3"))

    assert read(merged) == [("sheet_merged", "A2:A3")]


@pytest.mark.parametrize("content", [b"\xd0\xcf\x11\xe0old", b"PK\x03\x04no archive", b""])
def test_what_is_no_sheet_is_refused(content):
    """An old or encrypted workbook, a broken archive, and nothing at all."""
    assert next(each[0] for each in read(content)) in {"sheet_old_format", "sheet_broken", "sheet_empty"}


def test_a_long_number_has_lost_its_figures():
    """A number of eighteen figures kept as a quantity shows as one, whatever the program wrote."""
    for number in (440103199001011234, 4.40103199001011e17):
        assert read(xlsx_file(HEADERS, (number, *ROW[1:])))[0][0] == "4.40103199001011E+17"


def test_a_size_that_a_sheet_claims_is_not_believed():
    """A sheet that claims a million rows and all columns holds what it holds."""
    with zipfile.ZipFile(io.BytesIO(workbook())) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml")
    claiming = sheet.replace(b'<dimension ref="A1:D2"', b'<dimension ref="A1:XFD1048576"')

    assert claiming != sheet
    assert read(workbook(**{"xl/worksheets/sheet1.xml": claiming})) == [ROW]


def test_what_looks_like_a_formula_is_text_and_goes_out_guarded():
    """It comes in as it is, goes out with an apostrophe, and comes in again without."""
    rows = read(csv_file(HEADERS, ("=cmd|' /C calc'!A0", *ROW[1:])))

    assert rows[0][0] == "=cmd|' /C calc'!A0"
    assert read(csv_file(HEADERS, [cell(each) for each in rows[0]])) == rows


def test_the_report_of_refused_rows_can_be_sent_again():
    """It holds the rows with number and reason, in the language asked for; those two columns are not read."""
    cells = dict(zip(HEADERS, ROW, strict=True)) | {"专业总学分": "=1"}
    problems = [Problem("cell_not_credits", "total_credits", {"text": "=1"})]
    text = "".join(refused_lines(SUBJECTS["programmes"], [(cells, 7, problems)], "zh"))

    assert "“专业总学分”写着“=1”，应为数字" in text
    assert "'=1" in text
    assert read(text.encode()) == [(*ROW[:3], "=1", "7", text.splitlines()[1].rsplit(",", 1)[1])]


@pytest.mark.parametrize("key", SUBJECTS)
def test_templates_have_the_headings(key):
    """Both templates are read with every heading; the workbook's cells are text, so that numbers stay whole."""
    subject = SUBJECTS[key]
    book = template_xlsx(subject)

    assert tuple(open_sheet(book, subject.headers).headers) == subject.headers
    assert tuple(open_sheet(template_csv(subject).encode(), subject.headers).headers) == subject.headers
    assert load_workbook(io.BytesIO(book)).active["C2"].number_format == "@"
