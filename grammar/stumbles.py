"""Where the parser stumbled: the problem that it is, and the clause that it spoils."""

import re
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, cast

from lark import Lark, Token
from lark.exceptions import UnexpectedInput, UnexpectedToken
from lark.parsers.lalr_interactive_parser import InteractiveParser
from lark.utils import TextSlice

from grammar.expectations import meant, offered
from grammar.limits import place_in
from grammar.problems import Problem
from grammar.resumption import AT_CLAUSE, AT_DECLARATION, AT_EXAMPLE, clause_line_between, place_to_resume
from grammar.words import CLAUSES

QUOTES = {"“": "”", '"': '"', "「": "」", "《": "》"}
UNNEEDED = frozenset("：:；;。")
SINGLE_QUOTES = frozenset("'‘’＇`")
CLOSING = QUOTES | dict(zip("({[（｛［", ")}]）｝］", strict=True))
BRACKETS = {"_LPAR": "_RPAR", "_LBRACE": "_RBRACE", "_LSQ": "_RSQ"}
NAMELESS = {"_RULE": "规则_", "_POLICY": "政策_"}
LONGEST_FOUND = 40
LONGEST_TEXT = 200


@dataclass(frozen=True, slots=True)
class Stumble:
    """The text, what the parser found, and its state: tokens not yet reduced, and terminals it would accept."""

    text: str
    end: int
    start: int
    found: str
    kind: str  # the terminal; empty for a character that begins none
    open: tuple[Token, ...]
    last: Token | None
    accepted: frozenset[str]

    @property
    def declaration(self) -> int | None:
        """Where the declaration starts that it spoils."""
        return self.open[0].start_pos if self.open else None

    def of(self, kind: str) -> Token | None:
        """Return the innermost open token of a kind."""
        return next((token for token in reversed(self.open) if token.type == kind), None)

    def problem(self, code: str, start: int, found: str, **values: str) -> Problem:
        """Return a problem at a place of the text."""
        return Problem(code, place_in(self.text, start, max(1, len(found))), {"found": found, **values})


def stumble_of(raised: UnexpectedInput, text: TextSlice[str], parser: Lark) -> Stumble:
    """Return what lark's exception says, with the parser's state just before what it could not take."""
    token = raised.token if isinstance(raised, UnexpectedToken) else None
    start = text.end if token is not None and token.type == "$END" else raised.pos_in_stream or 0
    state, last = _state_before(parser, text, start)
    return Stumble(
        text.text,
        text.end,
        start,
        text.text[start] if token is None else str(token),
        "" if token is None else token.type,
        tuple(each for each in state.parser_state.value_stack if isinstance(each, Token)),
        last,
        frozenset(cast("Any", state).accepts()),
    )


def _state_before(parser: Lark, text: TextSlice[str], start: int) -> tuple[InteractiveParser, Token | None]:
    """Read again up to a place; lark's own state has followed the wrong token already."""
    state, last = parser.parse_interactive(text), None
    with suppress(UnexpectedInput):
        for token in state.iter_parse():
            if (token.start_pos or 0) >= start:
                break
            last = token
    return state, last


def problem_of(stumble: Stumble) -> Problem:
    """Return the problem that a stumble is."""
    return (
        _quote_problem(stumble)
        or _comma_problem(stumble)
        or _bracket_problem(stumble)
        or _number_problem(stumble)
        or _word_problem(stumble)
    )


def _quote_problem(stumble: Stumble) -> Problem | None:
    text, start, found = stumble.text, stumble.start, stumble.found
    line_end = text.find("\n", start)
    rest = text[start + 1 : line_end if line_end >= 0 else len(text)]
    if not stumble.kind and found in QUOTES:
        code = "text_too_long" if rest.find(QUOTES[found]) >= LONGEST_TEXT else "quote_not_closed"
        return stumble.problem(code, start, found, closing=QUOTES[found])
    if not stumble.kind and found in SINGLE_QUOTES:
        return stumble.problem("quote_single", start, found)
    if not stumble.kind and found in QUOTES.values():
        return stumble.problem("quote_not_opened", start, found)
    if stumble.kind == "WORD" and re.match(r"[^“”「」《》\"#]*[”」》]", rest):
        return stumble.problem("quote_not_opened", start, found)
    before = text[text.rfind("\n", 0, start) + 1 : start]
    if before.endswith('"') and (before + found + rest).count('"') % 2:
        return stumble.problem("quote_not_closed", start - len(before) + _opening(before), '"', closing='"')
    return None


def _opening(line: str) -> int:
    """Return where the last text of a line in straight quotes begins."""
    return list(re.finditer(r'"[^"]*"', line))[-1].start() if line.count('"') > 1 else line.rindex('"')


def _bracket_problem(stumble: Stumble) -> Problem | None:
    closed = stumble.accepted <= frozenset(BRACKETS.values())
    opened = _open_bracket(stumble.open)
    if opened is not None:
        start, bracket = opened.start_pos or 0, str(opened)
        ended = stumble.kind == "$END" or clause_line_between(stumble.text, start, stumble.start + len(stumble.found))
    elif closed:  # a band's bracket is taken in before its end is seen
        start = max(stumble.text.rfind(bracket, 0, stumble.start) for bracket in "[［(（")
        bracket, ended = stumble.text[start], True
    else:
        return None
    closing = CLOSING[bracket]
    return stumble.problem("bracket_not_closed", start, bracket, closing=closing) if ended or closed else None


def _open_bracket(tokens: Iterable[Token]) -> Token | None:
    """Return the innermost bracket that waits for its end."""
    waiting: list[Token] = []
    for token in tokens:
        if token.type in BRACKETS:
            waiting.append(token)
        elif token.type in BRACKETS.values():
            del waiting[-1:]
    return waiting[-1] if waiting else None


def _comma_problem(stumble: Stumble) -> Problem | None:
    if stumble.kind != "_COMMA" or stumble.of("_FROM") is None or stumble.of("_EXAMPLE") is not None:
        return None
    return stumble.problem("comma_in_source", stumble.start, stumble.found)


def _number_problem(stumble: Stumble) -> Problem | None:
    if stumble.kind or not stumble.found.isdigit():
        return None
    digits = re.match(r"\d+", stumble.text[stumble.start :])
    return stumble.problem("number_unreadable", stumble.start, digits[0] if digits else stumble.found)


def _word_problem(stumble: Stumble) -> Problem:
    if not stumble.kind and stumble.found in UNNEEDED:
        return stumble.problem("mark_not_needed", stumble.start, stumble.found)
    if stumble.kind == "$END":
        last = stumble.last
        start = stumble.end - 1 if last is None or last.end_pos is None else last.end_pos - 1
        return Problem("unexpected_end", place_in(stumble.text, start), {}, expected=offered("", stumble.accepted))
    near = meant(stumble.found, stumble.accepted)
    found = stumble.found if len(stumble.found) <= LONGEST_FOUND else stumble.found[: LONGEST_FOUND - 1] + "…"
    before = stumble.text[stumble.text.rfind("\n", 0, stumble.start) + 1 : stumble.start]
    values = {"found": " ".join(found.split())} | ({"near": near} if near and near != stumble.found else {})
    return Problem(
        "unexpected_word" if stumble.kind else "unreadable",
        place_in(stumble.text, stumble.start, max(1, len(stumble.found))),
        values,
        expected=offered(stumble.found, stumble.accepted, at_line_start=not before.strip()),
    )


def broken_part(stumble: Stumble) -> tuple[int, int, str] | None:
    """Return the stretch to blank out and what to write over it, so that the rest can be read; None for nothing.

    A broken clause ends where the next begins, and starts at the error where what is before it could stand alone;
    a broken name gives way to another; any other declaration is one part.
    """
    if not stumble.open or stumble.open[0].type not in NAMELESS:
        return _cut(stumble, stumble.declaration, AT_DECLARATION)
    clause = next((token for token in stumble.open[1:] if token.type in CLAUSES), None)
    if clause is None and len(stumble.open) == 1:
        head = stumble.open[0].start_pos or 0
        end = place_to_resume(AT_CLAUSE, stumble.text, stumble.start, stumble.end)
        nameless = NAMELESS[stumble.open[0].type]
        fits = end - head > len(nameless) and "\n" not in stumble.text[head : head + len(nameless)]
        return (head, end, nameless) if fits else None
    example = clause is not None and clause.type == "_EXAMPLE"
    begun = None if clause is None or "$END" in stumble.accepted else clause.start_pos
    return _cut(stumble, begun, AT_EXAMPLE if example else AT_CLAUSE)


def _cut(stumble: Stumble, start: int | None, pattern: re.Pattern[str]) -> tuple[int, int, str] | None:
    first = stumble.start if start is None else start
    end = place_to_resume(pattern, stumble.text, max(stumble.start, first + 1), stumble.end)
    return (first, end, "") if end > first else None
