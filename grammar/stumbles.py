"""Where the parser stumbles: what is wrong there, what could stand there instead, and where to go on."""

import difflib
import re
from collections.abc import Iterable

from lark.exceptions import UnexpectedCharacters, UnexpectedInput, UnexpectedToken

from grammar.keywords import KEYWORDS, SIGNS
from grammar.limits import place_in
from grammar.problems import Problem

MOST_OFFERED = 5
STARTERS = [
    "_FROM",
    "_TO",
    "_NONE",
    "DENY",
    "_WAIVE",
    "_RATIO",
    "CREDITS",
    "_WHEN",
    "_VERSION",
    "_EFFECTIVE",
    "_VALID",
    "_ONCE",
    "_CONSUME",
    "_CAP",
    "_PRIORITY",
    "_REQUIRES",
    "_GRADED",
    "_BASIS",
    "_NOTE",
    "_EXAMPLE",
    "_SCOPE",
    "_AMONG",
    "_ATMOST",
    "_BEST",
    "_DURING",
    "_EXCESS",
]
CLAUSE_START = re.compile(
    r"(?<=\n)[ \t\u3000]*(?P<word>"
    + "|".join(
        f"{KEYWORDS[name][0]}|{KEYWORDS[name][1]}(?![A-Za-z0-9_-])"
        for name in sorted(STARTERS, key=lambda name: -len(KEYWORDS[name][0]))
    )
    + ")"
)
THINGS = {
    "STRING": ("“名称”", "“a title”"),
    "NUM": ("数", "a number"),
    "DATE": ("日期 2020-01-31", "a date 2020-01-31"),
    "WORD": ("一个词", "a word"),
}
BRACKETS = {"_RPAR": "）", "_RBRACE": "}", "_RSQ": "]"}
QUOTES = '“"《「'


def problem_of(stumble: UnexpectedInput, text: str) -> Problem:
    """Return the problem at the place where the parser could not go on."""
    if isinstance(stumble, UnexpectedToken):
        return _unexpected_token(stumble, text)
    start = stumble.pos_in_stream or 0
    found = text[start : start + 1]
    if found and found in QUOTES:
        return Problem("quote_open", place_in(text, start), {"found": found})
    expected = stumble.allowed if isinstance(stumble, UnexpectedCharacters) and stumble.allowed else ()
    return Problem("unreadable", place_in(text, start), {"found": found} | _offers(expected, found))


def _unexpected_token(stumble: UnexpectedToken, text: str) -> Problem:
    expected = stumble.accepts or stumble.expected or ()
    missing = [BRACKETS[name] for name in expected if name in BRACKETS]
    ended = stumble.token.type == "$END"
    start = max(0, len(text.rstrip()) - 1) if ended else stumble.pos_in_stream or 0
    word = text[start : start + 1] if ended else str(stumble.token)
    place = place_in(text, start, max(1, len(word)))
    if stumble.token.type == "_COMMA" and _clause_word(text, start) in KEYWORDS["_FROM"]:
        return Problem("comma_in_source", place, {"found": word})
    if missing and (ended or stumble.token.type in STARTERS):
        return Problem("bracket_open", place, {"missing": missing[0]})
    if ended:
        return Problem("unexpected_end", place, _offers(expected, ""))
    return Problem("unexpected_word", place, {"found": word} | _offers(expected, word))


def _offers(expected: Iterable[str], found: str) -> dict[str, str]:
    """Return what could stand there, the nearest spelling first, in both languages."""
    words: list[tuple[str, str]] = []
    for name in sorted(expected):
        pair = KEYWORDS.get(name) or THINGS.get(name) or ((SIGNS[name],) * 2 if name in SIGNS else None)
        if pair and pair[0]:
            words.append((pair[0], pair[1]))
    near = [max(_likeness(found, word) for word in pair) for pair in words]
    best = sorted(range(len(words)), key=lambda place: (-near[place], place))[:MOST_OFFERED]
    chinese = "、".join(dict.fromkeys(words[place][0] for place in best))
    english = ", ".join(dict.fromkeys(words[place][1] for place in best))
    return {"expected": chinese, "expected_en": english} if words else {}


def _likeness(one: str, other: str) -> float:
    return difflib.SequenceMatcher(None, one.lower(), other.lower()).ratio()


def _clause_word(text: str, position: int) -> str:
    """Return the word that starts the clause in which a position lies."""
    last = ""
    for found in CLAUSE_START.finditer(text, 0, position):
        last = found["word"]
    return last


def without_broken_clause(text: str, position: int) -> str | None:
    """Return the text with the clause at a position blanked out; None where there is no clause to go on behind.

    A word that starts a clause is unexpected when the clause before it is not finished: that one is blanked.
    """
    starts = [found.start("word") for found in CLAUSE_START.finditer(text)]
    before = [start for start in starts if start < position]
    if not before:
        return None
    end = next((start for start in starts if start >= position), len(text))
    return text[: before[-1]] + re.sub(r"[^\n]", " ", text[before[-1] : end]) + text[end:]
