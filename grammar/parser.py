"""Text to tree, with every problem located."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from lark.exceptions import UnexpectedInput
from lark.utils import TextSlice

from grammar.declarations import Declaration, File
from grammar.language import END, Place, language
from grammar.limits import NEGATED_WORD, length_problems, nesting_problem, place_in, text_problems
from grammar.moving import moved
from grammar.problems import Problem
from grammar.reader import Reader, TooLong
from grammar.resumption import DECLARATION_START, blanked
from grammar.stumbles import broken_part, problem_of, stumble_of

MOST_IN_ONE = 20  # problems of one declaration
MOST_PROBLEMS = 1000  # problems of one file
MOST_READ_AGAIN = 64 * 1024  # characters, behind all errors of one declaration


@dataclass(frozen=True, slots=True)
class Parsed:
    """A file's declarations, and its problems in the order of the text; with an error its declaration is left out."""

    file: File
    problems: tuple[Problem, ...]


@contextmanager
def collection_paused() -> Iterator[None]:
    """Let Python look for no circles while a tree grows, which has none and would be walked again and again."""
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()


@dataclass(slots=True)
class Found:
    """What has been read so far."""

    declarations: list[Declaration] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def parse(text: str) -> Parsed:
    """Parse a file; never raise on what a user wrote.

    A declaration that cannot be read is named and left out; the others are read all the same.
    """
    refused = tuple(text_problems(text))
    if refused:
        return Parsed(File(()), refused)
    with collection_paused():
        found = _read(text)
    found.problems += length_problems(text, found.declarations)
    problems = sorted(found.problems, key=lambda problem: problem.span.start)
    return Parsed(File(tuple(found.declarations)), tuple(problems))


def _read(text: str) -> Found:
    reader = Reader(text, Place(), len(text))
    found = Found(list(reader.known()), reader.problems)
    too_deep = None if reader.kind == END and NEGATED_WORD not in text else nesting_problem(text)
    if too_deep:
        return Found([], [too_deep])
    while reader.kind != END:
        try:
            found.declarations += reader.declarations()  # those before an error too
        except (UnexpectedInput, TooLong):
            end = _next_line_declared(text, reader.place.start)
            _repair(text, reader.place, end, found)
            if len(found.problems) > MOST_PROBLEMS:
                found.problems.append(Problem("too_many_problems", place_in(text, end - 1)))
                break
            reader = Reader(text, reader.place.moved(text, end), len(text))
            reader.problems = found.problems
    return found


def _next_line_declared(text: str, start: int) -> int:
    """Return where the next line begins that starts with the keyword of a declaration, or the end."""
    below = DECLARATION_START.search(text, start + 1)
    return below.start() if below else len(text)


def _repair(text: str, place: Place, end: int, found: Found) -> None:
    """Read what can be read of a stretch in which something is broken; it is read by itself, and then put back."""
    characters, lines = place.line_start, place.line - 1
    declarations, problems = _read_piece(text[characters:end], place.start - characters)
    found.declarations += moved(declarations, characters, lines)
    found.problems += moved(problems, characters, lines)


def _read_piece(text: str, start: int) -> tuple[tuple[Declaration, ...], list[Problem]]:
    """Read what can be read of a text, blanking out one broken clause after the other."""
    problems: list[Problem] = []
    broken: set[int | None] = set()
    end, read_again = len(text), 0
    while True:
        reader = Reader(text, Place().moved(text, start), end)
        try:
            declarations = tuple(reader.declarations())
        except TooLong:
            problems.append(Problem("rule_too_long", place_in(text, reader.place.start)))
            return (), problems
        except UnexpectedInput as raised:
            stumble = stumble_of(raised, TextSlice(text, start, end), language().lark)
            problem = problem_of(stumble)
            if all(problem.span != other.span for other in problems):
                problems.append(problem)
            broken.add(stumble.declaration)
            read_again += end - start
            may_go_on = len(problems) < MOST_IN_ONE and read_again < MOST_READ_AGAIN
            cut = broken_part(stumble) if may_go_on else None
            if cut is None:
                return (), problems
            text = blanked(text, *cut)
        else:
            sound = (each for each in declarations if each.span.start not in broken)
            return tuple(sound), problems + reader.problems
