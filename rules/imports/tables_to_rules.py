"""From a table to the texts of its rules, and these to a folder, whole or not at all."""

import os
import shutil
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from grammar.declaration_writer import words_of_declaration
from grammar.declarations import Declaration
from grammar.layout import laid_out
from grammar.limits import DECLARATION_BYTES, FILE_BYTES
from grammar.parser import parse
from grammar.printer import print_declaration
from rules.faults import Fault, FaultyFilesError
from rules.imports import ap, assist, mappings, njit
from rules.imports.codes import told_apart
from rules.imports.rows import Format, Read, Reported, Taken, distinct
from rules.tables import read_table

FORMATS: Mapping[str, Format] = MappingProxyType(
    {"assist": assist.FORMAT, "njit": njit.FORMAT, "ap": ap.FORMAT, "mappings": mappings.FORMAT}
)


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of a table: the rules taken with their texts, and the rows reported, both by line."""

    taken: tuple[Taken, ...]
    texts: tuple[str, ...]  # what the rules stand on first, then one text for each rule
    reported: tuple[Reported, ...]

    @property
    def summary(self) -> str:
        """The last line of the report."""
        return f"{len(self.taken)} taken, {len(self.reported)} reported"


def import_table(name: str, path: Path) -> Imported:
    """Read a table in one of the FORMATS; raise FaultyFilesError when it is not such a table."""
    form = FORMATS[name]
    rows, duplicates = distinct(read_table(path, form.columns), form.pointers)
    reads = sorted((*form.read(rows), *duplicates), key=lambda read: read.line)
    printed = [_printed(read, form.lang) for read in told_apart(reads)]
    taken = tuple(read for read, _ in printed if isinstance(read, Taken))
    declared = [print_declaration(each, form.lang) for each in form.declared(each.rule for each in taken)]
    return Imported(
        taken,
        (*declared, *(text for _, text in printed if text)),
        tuple(read for read, _ in printed if isinstance(read, Reported)),
    )


def _printed(read: Read, lang: str) -> tuple[Read, str]:
    """Return a row with its rule's text; it is reported when no text says just this rule."""
    if isinstance(read, Reported):
        return read, ""
    words = words_of_declaration(read.rule)
    parsed = parse(words)
    expected: tuple[Declaration, ...] = (read.rule,)
    if parsed.problems or parsed.file.declarations != expected:
        too_long = any(problem.code == "rule_too_long" for problem in parsed.problems)
        return Reported(read.line, "rule_too_long" if too_long else "text_unfit"), ""
    text = laid_out(words, parsed.file, lang).rstrip("\n")
    return (read, text) if len(text.encode()) <= DECLARATION_BYTES else (Reported(read.line, "rule_too_long"), "")


def files_of(texts: Iterable[str], most: int = FILE_BYTES) -> Iterator[str]:
    """Yield texts of at most `most` bytes, none cut in two, an empty line between any two of them."""
    page: list[str] = []
    size = 0
    for text in texts:
        own = len(text.encode()) + 2
        if page and size + own > most:
            yield "\n\n".join(page) + "\n"
            page, size = [], 0
        page.append(text)
        size += own
    if page:
        yield "\n\n".join(page) + "\n"


def write_folder(folder: Path, name: str, texts: Iterable[str]) -> None:
    """Write the rules into a folder of their own, whole or not at all; raise FaultyFilesError where that cannot be."""
    refuse_filled(folder)
    whole = folder.resolve()
    partial = whole.with_name(f".{whole.name}.{os.getpid()}.partial")
    try:
        partial.mkdir(parents=True)
        for number, text in enumerate(files_of(texts), start=1):
            (partial / f"{name}-{number:03d}.rule").write_text(text, encoding="utf-8", newline="\n")
        partial.replace(whole)
    except OSError as wrong:
        raise FaultyFilesError([Fault(folder, "file_unwritable", {"why": wrong.strerror or ""})]) from wrong
    finally:
        shutil.rmtree(partial, ignore_errors=True)


def refuse_filled(folder: Path) -> None:
    """Raise FaultyFilesError when a folder holds anything already."""
    if folder.is_dir() and any(folder.iterdir()):
        raise FaultyFilesError([Fault(folder, "folder_filled")])
