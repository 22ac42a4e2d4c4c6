"""Where reading goes on behind an error: at the next clause, or at the next declaration."""

import re
from collections.abc import Iterable
from functools import lru_cache

from grammar.expectations import nearest
from grammar.quotes import STRING
from grammar.words import CLAUSES, DECLARATIONS, KEYWORDS

SKIPPED = STRING + r"|#[^\n]*"
WORD = r"[A-Za-z_-]+|[\u3400-\u9fff]+"
NEVER = r"(?!)"
AMONG_OTHERS = frozenset({"CREDITS", "DENY"})  # within a line these are seldom the beginning of a clause


def _spellings(terminals: Iterable[str]) -> str:
    """Return a pattern for the words of some terminals."""
    words = sorted({word for terminal in terminals for word in KEYWORDS[terminal] if word}, key=len, reverse=True)
    written = (re.escape(word).replace(r"\ ", r"\s+") + (r"(?![\w-])" if word.isascii() else "") for word in words)
    return "|".join(written)


def _resuming(inline: Iterable[str], at_line: Iterable[str], word: str) -> re.Pattern[str]:
    """Return a pattern that skips texts in quotes and comments, and finds three groups.

    `line` is a keyword at the start of a line, `here` one within it, `word` any word at the start of a line.
    """
    within = rf"(?<![\w-])(?<!学分 )(?:{_spellings(inline)})" if inline else NEVER
    starts = rf"^[ \t\u3000]*(?:(?P<line>{_spellings(at_line)})|(?P<word>{word}))"
    return re.compile(f"{SKIPPED}|{starts}|(?P<here>{within})", re.MULTILINE)


DECLARATION_START = re.compile(r"^(?:规则|政策|等级序列|别名|集合|(?:rule|policy|scale|alias|set)\b)", re.MULTILINE)
CLAUSE_LINE = re.compile(f"^[ \\t\\u3000]*(?:{_spellings((*CLAUSES, *DECLARATIONS))})", re.MULTILINE)
AT_DECLARATION = _resuming((), DECLARATIONS, NEVER)
AT_EXAMPLE = _resuming(("_EXAMPLE",), (*CLAUSES, *DECLARATIONS), WORD)
AT_CLAUSE = _resuming((name for name in CLAUSES if name not in AMONG_OTHERS), (*CLAUSES, *DECLARATIONS), WORD)
ANY_KEYWORD = re.compile(_spellings(KEYWORDS))


def clause_line_between(text: str, start: int, end: int) -> bool:
    """Return whether a line below the first begins a clause in a stretch of the text."""
    below = text.find("\n", start, end)
    return below >= 0 and CLAUSE_LINE.search(text, below + 1, end) is not None


def place_to_resume(pattern: re.Pattern[str], text: str, start: int, end: int) -> int:
    """Return where the next keyword stands, or the end."""
    for found in pattern.finditer(text, start, end):
        group = found.lastgroup
        if group in {"line", "here"} or (group == "word" and misspelt(found[group])):
            return found.start(group)
    return end


@lru_cache(maxsize=4_096)
def misspelt(word: str) -> bool:
    """Return whether a word is no keyword, but nearly one that begins a clause."""
    return nearest(word, CLAUSES) is not None and not ANY_KEYWORD.match(word)


def blanked(text: str, start: int, end: int, instead: str = "") -> str:
    """Return the text with a stretch blanked out, or written over, so that all other places stay true."""
    blank = re.sub(r"[^\n]", " ", text[start + len(instead) : end])
    return text[:start] + instead + blank + text[end:]
