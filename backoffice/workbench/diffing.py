"""What changed between two texts of a rule: line by line in the canonical writing, and in words."""

from difflib import SequenceMatcher

from grammar.declarations import File
from grammar.parser import parse
from grammar.printer import NotParsed, format_text
from rules.analysis.difference_words import difference_lines
from rules.analysis.differences import differences
from rules.book import Book

Line = tuple[str, str]  # "", "add" or "del", and the line


def line_diff(before: str, after: str) -> list[Line]:
    """Return the lines of both texts in one list, how they are laid out not counted where they can be read."""
    old, new = (canonical(text).splitlines() for text in (before, after))
    found: list[Line] = []
    for tag, *places in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        first, last, start, end = places
        if tag == "equal":
            found += [("", line) for line in new[start:end]]
        else:
            found += [("del", line) for line in old[first:last]]
            found += [("add", line) for line in new[start:end]]
    return found


def canonical(text: str) -> str:
    """Return a text as the formatter writes it; one that cannot be read stays as it is."""
    try:
        return format_text(text)
    except NotParsed:
        return text


def words_diff(before: str, after: str, lang: str) -> list[str]:
    """Return what changed in words, clause by clause."""
    files: tuple[File, File] = (parse(before).file, parse(after).file)
    old, new = (Book.gather([file]) for file in files)
    return [line.strip() for line in difference_lines(differences(old, new), lang)]
