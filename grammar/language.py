"""The one parser that the grammar makes, and what its tables say of a place in a text."""

from collections.abc import Mapping
from copy import copy
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from lark import Lark, Token, Tree
from lark.exceptions import UnexpectedInput
from lark.lexer import LexerState, LexerThread, LineCounter
from lark.parsers.lalr_interactive_parser import InteractiveParser
from lark.utils import TextSlice

from grammar.words import CLAUSES, DECLARATIONS, KEYWORDS

GRAMMAR = Path(__file__).with_name("conversion.lark")
END = "END"  # where nothing follows
HEADS = {"_RULE": ("_RULE", "WORD"), "_POLICY": ("_POLICY", "WORD")}


@dataclass(frozen=True, slots=True)
class Place:
    """A position of the text, the number of its line, and where that line begins."""

    start: int = 0
    line: int = 1
    line_start: int = 0

    def moved(self, text: str, start: int) -> "Place":
        """Return the place of a later position."""
        lines = text.count("\n", self.start, start)
        line_start = text.rfind("\n", self.start, start) + 1 if lines else self.line_start
        return Place(start, self.line + lines, line_start)


@dataclass(frozen=True, slots=True)
class Step:
    """A token, and the parser's state in which it was read."""

    token: Token
    before: int


def begins_a_word(terminal: str) -> bool:
    """Return whether a terminal begins with a letter or a digit; the others never do."""
    return terminal in KEYWORDS or terminal in {"WORD", "NUM", "DATE"}


def ended(parser: InteractiveParser, last: Token | None = None) -> Tree[Token]:
    """Return the tree that a parser has read up to the end of its text."""
    tree: Tree[Token] = parser.feed_eof(last)  # type: ignore[no-untyped-call]
    return tree


class Language:
    """The parser, the order in which its lexer tries the terminals of a state, and where a word leads."""

    def __init__(self) -> None:
        self.lark = Lark(
            GRAMMAR.read_text(encoding="utf-8"),
            parser="lalr",
            propagate_positions=True,
            maybe_placeholders=False,
        )
        frontend: Any = self.lark.parser
        self._parser = frontend.parser
        self._lexer = frontend.lexer
        self.table: Mapping[int, Mapping[str, Any]] = self._parser._parse_table.states  # noqa: SLF001 - lark offers no other way
        self.start: int = self._parser._parse_table.start_states["start"]  # noqa: SLF001
        self._ignored = frozenset(self.lark.ignore_tokens)

    def patterns(self, state: int) -> dict[str, str]:
        """Return the patterns of the terminals that can be read in a state, in the order in which to try them.

        It is the lexer's order, but for the marks, which no letter and no digit begins: they come first.
        """
        terminals = self._lexer.lexers[state].scanner.terminals
        known = [each for each in terminals if each.name not in self._ignored]
        return {
            each.name: each.pattern.to_regexp() for each in sorted(known, key=lambda each: begins_a_word(each.name))
        }

    def preferred(self, state: int, terminal: str) -> list[str]:
        """Return the patterns that the lexer tries before a terminal and that a text could match in its stead."""
        patterns = self.patterns(state)
        before = list(patterns)[: list(patterns).index(terminal)]
        return [patterns[each] for each in before if begins_a_word(each) == begins_a_word(terminal)]

    @cached_property
    def ignored(self) -> str:
        """The pattern of what may stand between two tokens."""
        patterns = (each.pattern.to_regexp() for each in self.lark.terminals if each.name in self._ignored)
        return "(?:" + "|".join(patterns) + ")*+"

    def opened(self, text: str, place: Place, end: int) -> InteractiveParser:
        """Return the parser before a place at which a declaration may begin."""
        counter: Any = LineCounter("\n")  # type: ignore[no-untyped-call]
        counter.char_pos, counter.line, counter.line_start_pos = place.start, place.line, place.line_start
        counter.column = place.start - place.line_start + 1
        lexer = LexerThread(self._lexer, LexerState(TextSlice(text, place.start, end), counter))
        opened: InteractiveParser = self._parser.parse_interactive(lexer, "start")
        return opened

    def fed(self, *terminals: str, first: int = 1) -> InteractiveParser:
        """Return the parser behind some terminals; each token stands at its number, counted from `first`."""
        parser = self.opened("", Place(), 0)
        for place, terminal in enumerate(terminals, first):
            parser.feed_token(Token(terminal, terminal, place, place, place, place, place, place))
        return parser

    @cached_property
    def entries(self) -> dict[str, int]:
        """The state that each keyword of a declaration or of a rule's or policy's clause leads to."""
        found = {name: self.after(self.fed(), name) for name in DECLARATIONS}
        for head in HEADS.values():
            found |= {name: after for name in CLAUSES if (after := self.after(self.fed(*head), name)) is not None}
        return {name: state for name, state in found.items() if state is not None}

    def after(self, parser: InteractiveParser, terminal: str) -> int | None:
        """Return the state behind a terminal, or None where it cannot stand; the parser stays as it is."""
        state = parser.parser_state.copy(deepcopy_values=False)
        state.parse_conf = copy(state.parse_conf)
        state.parse_conf.callbacks = {}  # they would write into the lists of the trees that both share
        try:
            state.feed_token(Token(terminal, terminal, 0, 0, 0, 0, 0, 0))
        except UnexpectedInput:
            return None
        return int(state.position)

    def begins(self, terminal: str, parser: InteractiveParser) -> bool:
        """Return whether a terminal would begin a clause or a declaration where the parser stands."""
        entry = self.entries.get(terminal)
        return entry is not None and self.after(parser, terminal) == entry


@cache
def language() -> Language:
    """Return the language, made once."""
    return Language()
