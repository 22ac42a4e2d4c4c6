"""The parser's states without its trees: what has been read, what can come next, and what it would be."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

from lark.parsers.lalr_analysis import Reduce, Shift

from grammar.language import language


class Word(NamedTuple):
    """A terminal and where it stands."""

    terminal: str
    start: int
    end: int


class Automaton:
    """A stack of the parser's states."""

    def __init__(self, stack: Iterable[int]) -> None:
        self.stack = list(stack)

    @classmethod
    def behind(cls, *terminals: str) -> "Automaton":
        """Return the automaton that has read some terminals from the beginning."""
        automaton = cls([language().start])
        for terminal in terminals:
            automaton.feed(terminal)
        return automaton

    def feed(self, terminal: str) -> bool:
        """Read a terminal; return whether it could stand here. If it could not, the stack is of no more use."""
        moves, stack = _moves(), self.stack
        while True:
            move = moves[stack[-1]].get(terminal)
            if move is None:
                return False
            if isinstance(move, int):
                stack.append(move)
                return True
            size, origin = move
            if size:
                del stack[-size:]
            stack.append(moves[stack[-1]][origin])

    def behind_it(self, terminal: str) -> "Automaton | None":
        """Return the automaton that has read one terminal more, or None where it cannot stand."""
        further = Automaton(self.stack)
        return further if further.feed(terminal) else None

    def accepted(self) -> dict[str, "Automaton"]:
        """Return the terminals that can stand here, each with the automaton behind it."""
        terminals = language().patterns(self.stack[-1])
        return {each: further for each in terminals if (further := self.behind_it(each)) is not None}

    def role(self) -> str:
        """Return the production that the last terminal alone would complete, such as `kind`; empty for none."""
        for action, argument in language().table[self.stack[-1]].values():
            if action is Reduce:
                return str(argument.alias or argument.origin.name)
        return ""

    def read(self, text: str, start: int, end: int) -> "Reading":
        """Read a stretch of the text as far as it goes."""
        words: list[Word] = []
        before: Automaton | None = None
        while (found := _token(self.stack[-1]).match(text, start, end)) is not None and found.lastgroup:
            begun, start = found.span(found.lastgroup)
            if start == end:
                before = Automaton(self.stack)
            self.feed(found.lastgroup)
            words.append(Word(found.lastgroup, begun, start))
        gap = _ignored().match(text, start, end)
        return Reading(self, tuple(words), before, gap.end() if gap else start)


@dataclass(frozen=True, slots=True)
class Reading:
    """What could be read up to `stopped`; `before` is the automaton before a word that ends the stretch."""

    automaton: Automaton
    words: tuple[Word, ...]
    before: Automaton | None
    stopped: int


@cache
def _moves() -> dict[int, dict[str, Any]]:
    """Return the table of the parser: the state to go to, or how many to leave before going on with a production."""
    return {
        state: {
            name: move if action is Shift else (len(move.expansion), move.origin.name)
            for name, (action, move) in row.items()
        }
        for state, row in language().table.items()
    }


@cache
def _token(state: int) -> re.Pattern[str]:
    patterns = language().patterns(state)
    return re.compile(f"{language().ignored}(?:{'|'.join(f'(?P<{name}>{each})' for name, each in patterns.items())})")


@cache
def _ignored() -> re.Pattern[str]:
    return re.compile(language().ignored)
