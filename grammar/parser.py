"""Text to tree, with every problem located."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path

from lark import Lark
from lark.exceptions import UnexpectedInput

from grammar.declaration_builder import TreeBuilder
from grammar.declarations import Declaration, File
from grammar.limits import length_problems, text_problems
from grammar.problems import Problem
from grammar.stumbles import problem_of, without_broken_clause

MOST_PROBLEMS = 20  # of one declaration
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
    except UnexpectedInput:
        pieces = list(_pieces(text))
    declarations: tuple[Declaration, ...] = ()
    problems: list[Problem] = []
    for piece in pieces:
        found, named = _read_piece(piece)
        declarations += found
        problems += named
    return declarations, problems


def _read_piece(text: str) -> tuple[tuple[Declaration, ...], list[Problem]]:
    """Read one declaration; after an error go on behind the broken clause, to name the others too."""
    problems: list[Problem] = []
    for _ in range(MOST_PROBLEMS):
        try:
            found, named = _read_whole(text)
        except UnexpectedInput as stumble:
            problem = problem_of(stumble, text)
            problems.append(problem)
            shorter = without_broken_clause(text, problem.span.start)
            if shorter is None:
                break
            text = shorter
        else:
            return ((), problems + named) if problems else (found, named)
    return (), problems


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
