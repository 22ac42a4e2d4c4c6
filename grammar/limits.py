"""What is refused before parsing, so that a hostile text costs nothing."""

import re
from collections.abc import Iterable, Iterator
from itertools import islice

from grammar.declarations import Declaration
from grammar.nodes import Span
from grammar.problems import Problem
from grammar.quotes import STRING

FILE_BYTES = 8 * 1024 * 1024
DECLARATION_BYTES = 16 * 1024
NESTING = 32
NEGATED_WORD = "非" * (NESTING + 1)  # it may be part of a word, which no shape of a declaration tells apart

MOST_HIDDEN = 1000  # of one file are named

HIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u2069\ud800-\udfff"
    "\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)
NEGATION = r"(?:非|(?<![A-Za-z0-9_])not(?![A-Za-z0-9_]))"  # not may stand close to a Chinese word
BRACKETS = re.compile(STRING + rf"|(?:{NEGATION}(?:\s|#[^\n]*\n)*){{{NESTING + 1},}}|#[^\n]*|[(（{{｛]|[)）}}｝]")


def place_in(text: str, start: int, length: int = 1) -> Span:
    """Return the span at a position of the text."""
    line_start = text.rfind("\n", 0, start) + 1
    return Span(start, start + length, text.count("\n", 0, start) + 1, start - line_start + 1)


def text_problems(text: str) -> Iterator[Problem]:
    """Yield what makes a text too large, or not what it seems."""
    if too_long(text, FILE_BYTES):
        yield Problem("file_too_long", place_in(text, 0))
        return
    for hidden in islice(HIDDEN.finditer(text, text.startswith("\ufeff")), MOST_HIDDEN):
        yield Problem("hidden_character", place_in(text, hidden.start()), {"found": f"U+{ord(hidden[0]):04X}"})


def nesting_problem(text: str) -> Problem | None:
    """Return where a text is nested too deep, if it is."""
    depth = 0
    for found in BRACKETS.finditer(text):
        depth += found[0] in "(（{｛"
        depth -= found[0] in ")）}｝" and depth > 0
        if depth > NESTING or found[0].startswith(("非", "not")):
            return Problem("nested_too_deep", place_in(text, found.start()))
    return None


def too_long(text: str, most: int) -> bool:
    """Return whether a text takes more bytes than the most it may."""
    return len(text) * 4 > most and len(text.encode(errors="surrogatepass")) > most


def length_problems(text: str, declarations: Iterable[Declaration]) -> Iterator[Problem]:
    """Yield the declarations that are longer than a page of rules should be."""
    for declaration in declarations:
        span = declaration.span
        if too_long(text[span.start : span.end], DECLARATION_BYTES):
            yield Problem("rule_too_long", Span(span.start, span.start + 1, span.line, span.column))
