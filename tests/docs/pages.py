"""The documents as blocks: what stands behind each fence, and in it."""

import re
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from grammar import problems
from rules import faults, findings
from rules.analysis import found
from rules.populations import read_catalogue

DOCS = Path(__file__).parents[2] / "docs"
LANGUAGE = "language.md"
PAGES = (LANGUAGE, "language.zh.md", "coming-from.md")
FENCE = re.compile(r"^```(\w+)(?: ([^\n]*))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
FILE = re.compile(r"[\w-]+\.(?:rule|csv)")
CODES = {**problems.SENTENCES, **findings.SENTENCES, **faults.SENTENCES, **found.SENTENCES}


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


def text_of(page):
    """Return the text of a page."""
    return (DOCS / page).read_text(encoding="utf-8")


def blocks_of(page, text=None):
    """Return the blocks of a page, or of a part of it."""
    whole = text_of(page) if text is None else text
    return [
        Block(page, whole.count("\n", 0, each.start()) + 1, each[1], each[2] or "", each[3])
        for each in FENCE.finditer(whole)
    ]


BLOCKS = [block for page in PAGES for block in blocks_of(page)]


def catalogue_of(block):
    """Return the catalogue that a block is checked with, if it names one."""
    if block.catalogue is None:
        return None
    (table,) = [each for each in BLOCKS if each.page == block.page and each.name == block.catalogue]
    with TemporaryDirectory() as folder:
        path = Path(folder) / block.catalogue
        path.write_text(table.text, encoding="utf-8")
        return read_catalogue(path)
