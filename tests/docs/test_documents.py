"""Every example of the documents is run, and every code has its entry."""

import contextlib
import io
import re
import shlex
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from grammar import problems
from grammar.parser import parse
from grammar.printer import format_text
from grammar.words import KEYWORDS
from rules import faults, findings
from rules.__main__ import main
from rules.book import Book
from rules.checker import check
from rules.examples import run_examples
from rules.populations import read_catalogue

DOCS = Path(__file__).parents[2] / "docs"
LANGUAGE = "language.md"
PAGES = (LANGUAGE, "language.zh.md", "coming-from.md")
FENCE = re.compile(r"^```(\w+)(?: ([^\n]*))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
FILE = re.compile(r"[\w-]+\.(?:rule|csv)")
ENTRY = re.compile(r"^#### `(\w+)`(?: · (error|warning))?\n(.*?)(?=^#{1,4} |\Z)", re.MULTILINE | re.DOTALL)
CODES = {**problems.SENTENCES, **findings.SENTENCES, **faults.SENTENCES}
TODAY = date(2020, 11, 15)
TABLES = ("outcomes", "learners", "judgements", "catalogue")
FIRST_RULE = "规则 R 来源 课程 “甲” 目标 课程 “乙” 3 学分\n"


@dataclass(frozen=True)
class Block:
    """A fenced block: the words behind the fence, and what stands in it."""

    page: str
    line: int
    sort: str
    words: str
    text: str

    @property
    def repeated(self):
        """The text, its last line as often as the fence says."""
        times = re.search(r"×(\d+)", self.words)
        *above, last = self.text.splitlines(keepends=True) or [""]
        return "".join(above) + last * (int(times[1]) if times else 1)

    @property
    def name(self):
        """The file that the block is in the folder of its page, if it is one."""
        return next((word for word in self.words.split()[:1] if FILE.fullmatch(word)), None)

    @property
    def marks(self):
        """The words behind the fence: what the block is an example of."""
        return self.words.split(" with ")[0].split()[bool(self.name) :]

    @property
    def codes(self):
        """The codes that a bad example must give."""
        return {word for word in self.marks if word in CODES}

    @property
    def catalogue(self):
        """The file of the catalogue that the block is checked with."""
        return self.words.rpartition("with ")[2] if "with " in self.words else None

    def __str__(self):
        return f"{self.page}:{self.line}"


def blocks_of(page, text=None, above=0):
    """Return the blocks of a page, or of a part of it."""
    whole = (DOCS / page).read_text(encoding="utf-8") if text is None else text
    return [
        Block(page, above + whole.count("\n", 0, found.start()) + 1, found[1], found[2] or "", found[3])
        for found in FENCE.finditer(whole)
    ]


BLOCKS = [block for page in PAGES for block in blocks_of(page)]
RULES = [block for block in BLOCKS if block.sort == "rule"]
SOUND = [block for block in RULES if "bad" not in block.marks]
BAD = [block for block in RULES if "bad" in block.marks]
TABLE_EXAMPLES = [block for block in BLOCKS if block.sort == "csv" and {"bad", "good"} & set(block.marks)]


def catalogue_of(block):
    """Return the catalogue that a block is checked with, if it names one."""
    if block.catalogue is None:
        return None
    (table,) = [each for each in BLOCKS if each.page == block.page and each.name == block.catalogue]
    with TemporaryDirectory() as folder:
        path = Path(folder) / block.catalogue
        path.write_text(table.text, encoding="utf-8")
        return read_catalogue(path)


def found_in(block):
    """Return everything that is wrong in a block of rules."""
    parsed = parse(block.repeated)
    return [*parsed.problems, *check([parsed.file], catalogue_of(block))]


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


ENTRIES = {code: (severity, text) for code, severity, text in ENTRY.findall((DOCS / LANGUAGE).read_text("utf-8"))}


def test_every_code_has_an_entry():
    """Each code that a command can give stands in the reference, and no other."""
    assert set(ENTRIES) == set(CODES)


def is_bad(block, code):
    """Tell whether a block shows a code."""
    return f"error {code} " in block.text if block.sort == "console" else code in block.codes


@pytest.mark.parametrize("code", sorted(ENTRIES))
def test_an_entry_shows_a_bad_and_a_good_example(code):
    """The entry of a code has an example that gives it, and one that does not."""
    blocks = blocks_of(LANGUAGE, ENTRIES[code][1])

    assert any(is_bad(block, code) for block in blocks)
    assert any(not is_bad(block, code) for block in blocks)


@pytest.mark.parametrize("code", sorted(set(ENTRIES) - set(faults.SENTENCES)))
def test_an_entry_names_the_severity(code):
    """The heading of an entry says whether the code is an error or a warning."""
    bad = next(block for block in blocks_of(LANGUAGE, ENTRIES[code][1]) if is_bad(block, code))

    assert {each.severity for each in found_in(bad) if each.code == code} == {ENTRIES[code][0]}


def test_every_word_of_the_language_is_in_the_reference():
    """Each keyword stands in the reference in both languages."""
    text = (DOCS / LANGUAGE).read_text(encoding="utf-8")
    lacking = [pair for pair in KEYWORDS.values() if not all(word in text for word in pair)]

    assert lacking == []


SNIPPETS = re.findall(r"^\| [^|]+ \| `([^`]+)` \|$", (DOCS / "language.zh.md").read_text("utf-8"), re.MULTILINE)


@pytest.mark.parametrize("snippet", SNIPPETS)
def test_a_clause_of_the_short_guide_can_be_written(snippet):
    """Each clause in the table of the short guide stands in a rule without a problem."""
    sides = {"来源": "来源 课程 “甲” ", "目标": "目标 课程 “丙” 3 学分 "}
    text = "规则 R " + "".join(side for word, side in sides.items() if word not in snippet.split()[:1]) + snippet

    assert [problem.message() for problem in (*parse(text).problems, *check([parse(text).file]))] == []
