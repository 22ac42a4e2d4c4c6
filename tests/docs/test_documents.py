"""Every example of the documents is run, and every code has its entry."""

import contextlib
import io
import re
import shlex
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from grammar.parser import parse
from grammar.printer import format_text
from grammar.words import KEYWORDS
from rules import faults
from rules.__main__ import main
from rules.analysis.analyser import analyse
from rules.book import Book
from rules.checker import check
from rules.examples import run_examples
from rules.imports import reasons
from tests.docs.pages import BLOCKS, CODES, LANGUAGE, PAGES, blocks_of, catalogue_of, text_of

ENTRY = re.compile(
    r"^#### `(\w+)`(?: · (error|warning|info|error, warning))?\n(.*?)(?=^#{1,4} |\Z)", re.MULTILINE | re.DOTALL
)
REASONS = re.compile(r"^\| reason \|.+\n\|[-|]+\n((?:\|.+\n)+)", re.MULTILINE)
REASON = re.compile(r"^\| `(\w+)` \| (.+) \| (.+) \|$", re.MULTILINE)
TODAY = date(2020, 11, 15)
TABLES = ("outcomes", "learners", "judgements", "catalogue")
FIRST_RULE = "规则 R 来源 课程 “甲” 目标 课程 “乙” 3 学分\n"
TOO_LONG_TO_SHOW = {"rule_too_long"}
RULES = [block for block in BLOCKS if block.sort == "rule"]
SOUND = [block for block in RULES if "bad" not in block.marks]
BAD = [block for block in RULES if "bad" in block.marks]
TABLE_EXAMPLES = [block for block in BLOCKS if block.sort == "csv" and {"bad", "good"} & set(block.marks)]


def found_in(block):
    """Return everything that is wrong in a block of rules; what its rules say together where it is analysed."""
    parsed = parse(block.repeated)
    catalogue = catalogue_of(block)
    if "analyse" not in block.marks:
        return [*parsed.problems, *check([parsed.file], catalogue)]
    assert [each for each in (*parsed.problems, *check([parsed.file])) if each.severity == "error"] == []
    return analyse(Book.gather([parsed.file], catalogue), on=TODAY, catalogue=catalogue)


@pytest.mark.parametrize("block", SOUND, ids=str)
def test_a_good_example_is_sound(block):
    """A good example has no problem, its examples hold unless it shows one that fails, and both languages keep it."""
    file = parse(block.text).file
    book = Book.gather([file])

    ran = [each for rule in book.rules for each in run_examples(rule, book=book, today=TODAY)]

    assert [each.message("en") for each in found_in(block)] == []
    assert bool([each for each in ran if not each.passed]) == ("failing" in block.marks)
    assert all(parse(format_text(block.text, lang)).file == file for lang in ("zh", "en"))


@pytest.mark.parametrize("block", BAD, ids=str)
def test_a_bad_example_gives_its_code(block):
    """A bad example gives exactly the codes beside its fence, and each says what to do in both languages."""
    found = found_in(block)

    assert {each.code for each in found} == block.codes
    assert all(each.message(lang) for each in found for lang in ("zh", "en"))


def run(words):
    """Return what a command prints on both streams, and its exit code."""
    said = io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        try:
            code = main(words)
        except SystemExit as ended:
            code = ended.code
    return said.getvalue(), code


@pytest.mark.parametrize("block", TABLE_EXAMPLES, ids=str)
def test_a_table_is_read_or_named(block, tmp_path, monkeypatch):
    """A bad table gives exactly its code, with exit 2; a good one is read."""
    monkeypatch.chdir(tmp_path)
    table = next((name for name in TABLES if name in block.marks), "outcomes")
    encoding = "gb18030" if "gb18030" in block.marks else "utf-8"
    Path("rules.rule").write_text(FIRST_RULE, encoding="utf-8")
    Path("outcomes.csv").write_text("learner_id,outcome_id,kind,title\nL1,o1,课程,甲\n", encoding="utf-8")
    Path(f"{table}.csv").write_text(block.text, encoding=encoding)
    more = [] if table == "outcomes" else [f"--{table}", f"{table}.csv"]

    said, code = run(["evaluate", "--rules", "rules.rule", "--outcomes", "outcomes.csv", *more])

    assert set(re.findall(r": error (\w+) ", said)) == block.codes
    assert code == (2 if "bad" in block.marks else 0)


def commands_of(block):
    """Yield each command of a console block with what must be printed."""
    for part in re.split(r"^\$ ", block.text, flags=re.MULTILINE)[1:]:
        command, _, printed = part.partition("\n")
        yield command, printed


@cache
def played(page):
    """Return what the commands of a page print, one after the other in a folder with the files of the page so far."""
    printed, code = [], 0
    with TemporaryDirectory() as folder, contextlib.chdir(folder):
        for block in blocks_of(page):
            if block.name is not None:
                Path(block.name).write_text(block.text, encoding="utf-8")
            for command, _ in commands_of(block) if block.sort == "console" else ():
                words = shlex.split(command)
                if words == ["echo", "$?"]:
                    printed.append(f"{code}\n")
                elif words[:1] == ["cat"]:
                    printed.append("".join(Path(name).read_text(encoding="utf-8") for name in words[1:]))
                else:
                    assert words[:3] == ["python", "-m", "rules"], command
                    said, code = run(words[3:])
                    printed.append(said)
    return printed


def wanted_of(page):
    """Return each command of a page, and what it must print."""
    return [each for block in blocks_of(page) if block.sort == "console" for each in commands_of(block)]


CONSOLE = [(page, place, each[0]) for page in PAGES for place, each in enumerate(wanted_of(page))]


@pytest.mark.parametrize(("document", "place", "command"), CONSOLE)
def test_a_command_prints_what_the_page_says(document, place, command):
    """Each command of a page prints what stands below it."""
    assert (command, played(document)[place]) == wanted_of(document)[place]


def test_every_block_is_run():
    """No page has a block that nothing runs, beside plain text."""
    assert {block.sort for block in BLOCKS} <= {"rule", "csv", "console", "text"}
    assert [str(each) for each in BLOCKS if each.sort == "csv" and not each.name and each not in TABLE_EXAMPLES] == []
    assert all(any(block.page == page for block in BLOCKS) for page in PAGES)


ENTRIES = {code: (severity, text) for code, severity, text in ENTRY.findall(text_of(LANGUAGE))}


def test_every_code_has_an_entry():
    """Each code that a command can give stands in the reference, and no other."""
    assert set(ENTRIES) == set(CODES)


def is_bad(block, code):
    """Tell whether a block shows a code."""
    if block.sort == "console":
        return any(f": {severity} {code} " in block.text for severity in ("error", "warning"))
    return code in block.codes


@pytest.mark.parametrize("code", sorted(ENTRIES))
def test_an_entry_shows_a_bad_and_a_good_example(code):
    """The entry of a code has an example that gives it, and one that does not."""
    blocks = blocks_of(LANGUAGE, ENTRIES[code][1])

    assert any(is_bad(block, code) for block in blocks)
    assert any(not is_bad(block, code) for block in blocks)


@pytest.mark.parametrize("code", sorted(set(ENTRIES) - set(faults.SENTENCES)))
def test_an_entry_names_the_severity(code):
    """The heading of an entry says how grave the code is, and the examples show it so."""
    bad = [block for block in blocks_of(LANGUAGE, ENTRIES[code][1]) if is_bad(block, code)]

    shown = {each.severity for block in bad for each in found_in(block) if each.code == code}
    assert shown == set(ENTRIES[code][0].split(", "))


def test_every_reason_to_report_a_row_is_in_the_reference():
    """The reference lists each reason of `import` with its sentences, and commands of the page show each."""
    (table,) = REASONS.findall(text_of(LANGUAGE))
    listed = {code: (chinese, english) for code, chinese, english in REASON.findall(table)}
    shown = {code for block in blocks_of(LANGUAGE) for code in re.findall(r": reported (\w+) ", block.text)}

    assert listed == reasons.SENTENCES
    assert shown == set(reasons.SENTENCES) - TOO_LONG_TO_SHOW


def test_every_word_of_the_language_is_in_the_reference():
    """Each keyword stands in the reference in both languages."""
    text = text_of(LANGUAGE)
    lacking = [pair for pair in KEYWORDS.values() if not all(word in text for word in pair)]

    assert lacking == []


SNIPPETS = re.findall(r"^\| [^|]+ \| `([^`]+)` \|$", text_of("language.zh.md"), re.MULTILINE)


@pytest.mark.parametrize("snippet", SNIPPETS)
def test_a_clause_of_the_short_guide_can_be_written(snippet):
    """Each clause in the table of the short guide stands in a rule without a problem."""
    sides = {"来源": "来源 课程 “甲” ", "目标": "目标 课程 “丙” 3 学分 "}
    text = "规则 R " + "".join(side for word, side in sides.items() if word not in snippet.split()[:1]) + snippet

    assert [problem.message() for problem in (*parse(text).problems, *check([parse(text).file]))] == []
