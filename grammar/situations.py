"""Where a word is to be written: what has been read before it, and what of it stands there already."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from grammar.automaton import Automaton, Reading, Word
from grammar.language import HEADS
from grammar.limits import DECLARATION_BYTES
from grammar.resumption import CLAUSE_LINE, DECLARATION_START
from grammar.words import CLAUSES, DECLARATIONS

QUOTES = frozenset('“"「《')
WORDLY = re.compile(r"[A-Za-z_\u3400-\u9fff][A-Za-z0-9_\u3400-\u9fff-]*")
GOES_ON = re.compile(r"(?:[,，、(（{｛=＝<＜>＞≥≤≠@＠/／]|且|与|或|非|\b(?:and|or|not|any|of))\s*\Z")
REPEATED = frozenset({"_CAP", "_REQUIRES", "_BASIS", "_EXAMPLE"})
MANY_WORDS = 100  # of one clause
LATEST_WORDS = 8
SPELLED = {word: terminal for terminal, pair in CLAUSES.items() for word in pair}
HEAD_OF = {word: head for head in HEADS for word in DECLARATIONS[head]}


@dataclass(frozen=True, slots=True)
class Situation:
    """A place for a word: `written` of it stands from `start` to `end`, behind a quote where `quote` is set."""

    automaton: Automaton
    words: tuple[Word, ...]
    start: int
    end: int
    written: str
    quote: str
    lang: str
    at_line_start: bool
    used: frozenset[str]

    @property
    def standing(self) -> str:
        """What is to be written over."""
        return self.quote + self.written


@dataclass(frozen=True, slots=True)
class Milestone:
    """What was read of a long clause when it was last asked for, but for its last words."""

    start: int
    text: str
    stack: tuple[int, ...]
    words: tuple[Word, ...]


LATEST: dict[tuple[str, ...], Milestone] = {}  # by what stands before the clause


def situations(text: str, place: int) -> Iterator[Situation]:
    """Yield what a place can be taken for, the likeliest first; nothing within a comment."""
    top = _declaration_above(text, place)
    declaration = DECLARATION_START.match(text, top)
    keyword = declaration[0] if declaration else ""
    used = _used(text, top, place)
    for start in _starts(text, top, place):
        before = HEADS[HEAD_OF[keyword]] if start > top and keyword in HEAD_OF else ()
        reading = _reading(before, text, start, place)
        written_before = frozenset(word.terminal for word in reading.words if word.terminal in CLAUSES) - REPEATED
        for automaton, words, begun, quote in _places(text, reading, place):
            written = text[begun + len(quote) : place]
            spoken = keyword or written or text[:1]
            lang = "en" if spoken and spoken.isascii() else "zh"
            line = text[text.rfind("\n", 0, begun) + 1 : begun]
            yield Situation(
                automaton, words, begun, place, written, quote, lang, not line.strip(), used | written_before
            )


def _declaration_above(text: str, place: int) -> int:
    """Return where the line begins that begins the declaration around a place."""
    line = text.rfind("\n", 0, place) + 1
    while line and place - line < DECLARATION_BYTES and not DECLARATION_START.match(text, line, place):
        line = text.rfind("\n", 0, line - 1) + 1
    return line


def _reading(before: tuple[str, ...], text: str, start: int, place: int) -> Reading:
    """Read from a clause's beginning up to a place; of a long clause again only what is new since the last time."""
    known = LATEST.get(before)
    if known and known.start == start and text.startswith(known.text, start, place):
        reading = Automaton(known.stack).read(text, start + len(known.text), place)
        return replace(reading, words=known.words + reading.words)
    reading = Automaton.behind(*before).read(text, start, place)
    words = reading.words[:-LATEST_WORDS]
    if len(words) > MANY_WORDS:
        automaton = Automaton.behind(*before)
        for word in words:
            automaton.feed(word.terminal)
        LATEST[before] = Milestone(start, text[start : words[-1].end], tuple(automaton.stack), words)
    return reading


def _starts(text: str, top: int, place: int) -> Iterator[int]:
    """Yield from where to read: the nearest line that begins a clause, the declaration, or the line behind an error."""
    lines = [found.start() for found in CLAUSE_LINE.finditer(text, top + 1, place)]
    for start in reversed(lines):
        if not GOES_ON.search(text, max(top, start - 40), start):
            yield start
            break
    yield top
    line = text.rfind("\n", 0, place) + 1
    if line > top:
        yield line


def _used(text: str, top: int, place: int) -> frozenset[str]:
    """Return the clauses that lines of the declaration begin with, unless it may have several of them."""
    below = DECLARATION_START.search(text, max(top + 1, place), place + DECLARATION_BYTES)
    end = below.start() if below else min(len(text), place + DECLARATION_BYTES)
    words = (found[0].strip() for found in CLAUSE_LINE.finditer(text, top, end))
    return frozenset(SPELLED[word] for word in words if word in SPELLED) - REPEATED


def _places(text: str, reading: Reading, place: int) -> Iterator[tuple[Automaton, tuple[Word, ...], int, str]]:
    """Yield the automaton before the word to write, the words before it, where it begins, and its quote."""
    rest = text[reading.stopped : place]
    last = reading.words[-1] if reading.words else None
    if not rest:
        behind = text[last.end : place] if last else text[max(0, text.rfind("\n", 0, place)) : place]
        if "#" in behind.rpartition("\n")[2]:
            return
        if last and reading.before and last.end == place and WORDLY.fullmatch(text, last.start, place):
            yield reading.before, reading.words[:-1], last.start, ""
            if text[place - 1].isascii():
                return
        yield reading.automaton, reading.words, place, ""
    elif rest[0] in QUOTES and "\n" not in rest:
        yield reading.automaton, reading.words, reading.stopped, rest[0]
    elif WORDLY.fullmatch(rest):
        yield reading.automaton, reading.words, reading.stopped, ""
