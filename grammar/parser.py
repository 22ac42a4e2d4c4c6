"""Text to tree, with every problem located."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path

from lark import Lark
from lark.exceptions import UnexpectedCharacters, UnexpectedInput, UnexpectedToken

from grammar.declaration_builder import TreeBuilder
from grammar.declarations import Declaration, File
from grammar.limits import length_problems, place_in, text_problems
from grammar.problems import Problem

GRAMMAR = Path(__file__).with_name("conversion.lark")
DECLARATION_START = re.compile(r"^(?:规则|政策|等级序列|别名|集合|(?:rule|policy|scale|alias|set)\b)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Parsed:
    """A file's declarations, and its problems in the order of the text; with an error its declaration is left out."""

    file: File
    problems: tuple[Problem, ...]


@cache
def grammar() -> tuple[Lark, TreeBuilder]:
    """Return the parser and the builder it feeds, made once."""
    parser = Lark(
        GRAMMAR.read_text(encoding="utf-8"),
        parser="lalr",
        propagate_positions=True,
        maybe_placeholders=False,
    )
    return parser, TreeBuilder()


def parse(text: str) -> Parsed:
    """Parse a file; never raise on what a user wrote.

    A declaration that cannot be read is named and left out; the others are read all the same.
    """
    refused = tuple(text_problems(text))
    if refused:
        return Parsed(File(()), refused)
    declarations, problems = _read(text)
    problems += length_problems(text, declarations)
    return Parsed(File(declarations), tuple(sorted(problems, key=lambda problem: problem.span.start)))


def _read(text: str) -> tuple[tuple[Declaration, ...], list[Problem]]:
    try:
        return _read_whole(text)
    except UnexpectedInput as stumble:
        pieces = list(_pieces(text))
        if len(pieces) == 1:
            return (), [_problem_of(stumble, text)]
    declarations: tuple[Declaration, ...] = ()
    problems: list[Problem] = []
    for piece in pieces:
        try:
            found, named = _read_whole(piece)
            declarations += found
            problems += named
        except UnexpectedInput as stumble:
            problems.append(_problem_of(stumble, piece))
    return declarations, problems


def _read_whole(text: str) -> tuple[tuple[Declaration, ...], list[Problem]]:
    parser, builder = grammar()
    builder.problems = []
    tree = builder.transform(parser.parse(text))
    if not isinstance(tree, File):
        raise TypeError("the grammar's start builds a File")
    return tree.declarations, builder.problems


def _pieces(text: str) -> Iterator[str]:
    """Yield the text once per declaration, all else blanked out, so that places stay true."""
    starts = [found.start() for found in DECLARATION_START.finditer(text)]
    bounds = sorted({0, *starts, len(text)})
    for start, end in pairwise(bounds):
        yield re.sub(r"[^\n]", " ", text[:start]) + text[start:end]


def _problem_of(stumble: UnexpectedInput, text: str) -> Problem:
    if isinstance(stumble, UnexpectedToken) and stumble.token.type == "$END":
        return Problem("unexpected_end", place_in(text, max(0, len(text.rstrip()) - 1)))
    start = stumble.pos_in_stream or 0
    if isinstance(stumble, UnexpectedCharacters):
        return Problem("unreadable", place_in(text, start), {"found": text[start : start + 1]})
    word = str(getattr(stumble, "token", ""))
    return Problem("unexpected_word", place_in(text, start, len(word)), {"found": word})
