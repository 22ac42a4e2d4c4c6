"""Text to tree, with every problem located."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path

from lark import Lark
from lark.exceptions import UnexpectedInput
from lark.utils import TextSlice

from grammar.declaration_builder import TreeBuilder
from grammar.declarations import Declaration, File
from grammar.limits import length_problems, place_in, text_problems
from grammar.problems import Problem
from grammar.resumption import blanked
from grammar.stumbles import broken_part, problem_of, stumble_of

GRAMMAR = Path(__file__).with_name("conversion.lark")
DECLARATION_START = re.compile(r"^(?:规则|政策|等级序列|别名|集合|(?:rule|policy|scale|alias|set)\b)", re.MULTILINE)
MOST_IN_ONE = 20  # problems of one declaration
MOST_PROBLEMS = 1000  # problems of one file
LONGEST_REPAIRED = 64 * 1024  # characters that are read again behind an error


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
        return _read_slice(TextSlice(text, 0, len(text)))
    except UnexpectedInput:
        declarations: tuple[Declaration, ...] = ()
        problems: list[Problem] = []
    for start, end in _pieces(text):
        found, named = _read_piece(text, start, end)
        declarations += found
        problems += named
        if len(problems) > MOST_PROBLEMS:
            problems.append(Problem("too_many_problems", place_in(text, end - 1)))
            break
    return declarations, problems


def _read_slice(text: TextSlice[str]) -> tuple[tuple[Declaration, ...], list[Problem]]:
    parser, builder = grammar()
    builder.problems = []
    tree = builder.transform(parser.parse(text))
    if not isinstance(tree, File):
        raise TypeError("the grammar's start builds a File")
    return tree.declarations, builder.problems


def _read_piece(text: str, start: int, end: int) -> tuple[tuple[Declaration, ...], list[Problem]]:
    """Read what can be read of a stretch, blanking out one broken clause after the other."""
    problems: list[Problem] = []
    broken: set[int | None] = set()
    while True:
        piece = TextSlice(text, start, end)
        try:
            declarations, named = _read_slice(piece)
        except UnexpectedInput as raised:
            stumble = stumble_of(raised, piece, grammar()[0])
            problem = problem_of(stumble)
            if all(problem.span != other.span for other in problems):
                problems.append(problem)
            broken.add(stumble.declaration)
            cut = broken_part(stumble) if len(problems) < MOST_IN_ONE and end - start < LONGEST_REPAIRED else None
            if cut is None:
                return (), problems
            text = blanked(text, *cut)
        else:
            return tuple(each for each in declarations if each.span.start not in broken), problems + named


def _pieces(text: str) -> Iterator[tuple[int, int]]:
    """Yield where each declaration starts and ends."""
    starts = [found.start() for found in DECLARATION_START.finditer(text)]
    return pairwise(sorted({0, *starts, len(text)}))
