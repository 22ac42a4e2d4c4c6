"""Tables with every trap: what is taken, what is reported, and that the rules say just what the table says."""

import csv
from pathlib import Path

import pytest

from grammar.parser import parse
from grammar.printer import format_text
from rules.checker import check_files
from rules.imports.reasons import SENTENCES
from rules.imports.rows import Reported
from rules.imports.tables_to_rules import FORMATS, files_of, import_table

TABLES = Path(__file__).with_name("tables")
LANGUAGES = {"assist": "en", "njit": "en", "ap": "en", "mappings": "zh"}


@pytest.fixture(scope="module", params=FORMATS)
def imported(request):
    """Return a format's name and what became of its table."""
    return request.param, import_table(request.param, TABLES / f"{request.param}.csv")


def test_the_rules_are_those_of_the_snapshot(imported):
    """What is taken is written as in the file beside the table."""
    name, table = imported

    assert list(files_of(table.texts)) == [(TABLES / f"{name}.rule").read_text(encoding="utf-8")]


def test_the_report_is_that_of_the_snapshot(imported):
    """What is not taken is named by line and reason, and counted, as in the file beside the table."""
    name, table = imported
    lines = [each.text(Path(f"{name}.csv"), LANGUAGES[name]) for each in table.reported]

    assert "\n".join([*lines, table.summary, ""]) == (TABLES / f"{name}.txt").read_text(encoding="utf-8")


def test_no_row_is_lost_or_told_twice(imported):
    """Every row of the table is taken or reported, once."""
    name, table = imported
    told = sorted(each.line for each in (*table.taken, *table.reported))
    with (TABLES / f"{name}.csv").open(encoding="utf-8", newline="") as opened:
        reader = csv.reader(opened)
        ends = [reader.line_num for _ in reader]

    assert told == [end + 1 for end in ends[:-1]]


def test_the_texts_read_back_as_the_rules(imported):
    """Printed and parsed again, the trees are equal, and the text is canonical already."""
    _, table = imported
    (text,) = files_of(table.texts)
    parsed = parse(text)
    declared = len(parsed.file.declarations) - len(table.taken)

    assert parsed.problems == ()
    assert parsed.file.declarations[declared:] == tuple(each.rule for each in table.taken)
    assert format_text(text) == text


def test_check_finds_no_error(imported):
    """The rules of a table are sound as they are."""
    _, table = imported
    (text,) = files_of(table.texts)

    assert check_files([parse(text).file]) == ((),)


def test_codes_are_unique(imported):
    """No two rules of a table share a code, whatever the case of its letters."""
    _, table = imported
    codes = [each.rule.code.casefold() for each in table.taken]

    assert len(codes) == len(set(codes))


def test_the_same_table_gives_the_same_bytes(imported):
    """Nothing but the table decides what is written."""
    name, table = imported

    assert import_table(name, TABLES / f"{name}.csv") == table


def test_every_rule_says_where_it_comes_from(imported):
    """Each rule names the file and the line of its row."""
    name, table = imported

    assert [each.rule.basis[-1] for each in table.taken] == [f"{name}.csv:{each.line}" for each in table.taken]


@pytest.mark.parametrize("code", SENTENCES)
def test_every_reason_is_shown_by_a_table(code):
    """There is no reason that no row of the tables has."""
    reports = [(TABLES / f"{name}.txt").read_text(encoding="utf-8") for name in FORMATS]

    assert any(f" reported {code} " in report for report in reports)


def test_a_long_cell_is_cut_in_the_report():
    """A line of the report stays a line, however much a cell holds."""
    reported = Reported(7, "item_unread", {"value": "two\nlines " * 1000})
    text = reported.text(Path("t.csv"), "en")

    assert "\n" not in text
    assert len(text) < 300
