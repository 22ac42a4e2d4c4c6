"""From the tree of a clause whose tokens are numbers to a function that makes such trees of a match."""

import re
from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import Any

from lark import Token
from lark.tree import Meta

from grammar.builder import Children, with_place
from grammar.clause_builder import Clause, Said, clause
from grammar.counts import whole_from_0, whole_from_1
from grammar.declaration_builder import TreeBuilder, clauses_in
from grammar.making import compiled, names_of, statements
from grammar.nodes import NOWHERE, Node, Span

Build = Callable[[re.Match[str], str, int, int], Said]


@dataclass(frozen=True, slots=True)
class Leaf:
    """What `read` makes of the token of a number."""

    read: Callable[[str], Any]
    token: int


class ShapeBuilder(TreeBuilder):
    """Builds a tree whose leaves name their tokens, and whose spans count tokens instead of characters."""

    def leaf(self, read: Callable[[str], Any], token: Token) -> Leaf:
        """Return which token to read, and how."""
        return Leaf(read, token.start_pos or 0)

    def whole(self, token: Token, *, least: int = 1) -> Any:  # noqa: ANN401 - a leaf in place of a number
        """Return which token counts; a number that does not is left to the parser, which names the problem."""
        return self.leaf(whole_from_1 if least else whole_from_0, token)

    @with_place
    def rule(self, meta: Meta, children: Children) -> Clause:
        """Return the one clause of a declaration, or its head as if it were one."""
        clauses = clauses_in(children)
        return clauses[0] if clauses else clause("", self.head(children), meta)

    policy = rule


class Composer:
    """Writes the function; `used` gathers the tokens whose place or text it asks for.

    `gaps` are the tokens that may stand below the one before them.
    """

    def __init__(self, gaps: frozenset[int]) -> None:
        self.used: set[int] = set()
        self._gaps = sorted(gaps)
        self._names: dict[str, Any] = {}
        self._body: list[str] = []
        self._spans: dict[tuple[int, int], str] = {}

    def function(self, template: Clause) -> Build:
        """Return the function for a template: of a match, its text, and the line and line start of its first token."""
        value = self._value(template)
        last = max(start for start, _ in self._spans)
        lines = [line for gap in self._gaps if gap <= last for line in self._line_of(gap)]
        groups = "".join(f"(s{token}, e{token}), " for token in sorted(self.used))
        source = [f"_, {groups}_ = found.regs", *lines, *self._body, f"return {value}"]
        build: Build = compiled("def build(found, text, l1, b1):\n " + "\n ".join(source), self._names, "build")
        return build

    def _line_of(self, token: int) -> list[str]:
        """Return the statements that give the line of a token that may stand below, and where that line begins."""
        self.used |= {token - 1, token}
        above = self._lined(token - 1)
        between = f'("\\n", e{token - 1}, s{token})'
        return [
            f"n = text.count{between}",
            f"l{token} = l{above} + n",
            f"b{token} = text.rfind{between} + 1 if n else b{above}",
        ]

    def _lined(self, token: int) -> int:
        """Return the last token at or before one that may begin a line."""
        return max((gap for gap in self._gaps if gap <= token), default=1)

    def _value(self, value: Any) -> str:  # noqa: ANN401 - anything that a tree holds
        """Return the expression for a value of the template, and write what comes before it."""
        if isinstance(value, Leaf):
            return self._leaf(value)
        if isinstance(value, Span):
            return self._span(value)
        if isinstance(value, tuple):
            return f"({''.join(self._value(each) + ', ' for each in value)})"
        if isinstance(value, Node):
            parts = {each.name: self._value(getattr(value, each.name)) for each in fields(value)}
            return self._made(f"n{len(self._body)}", type(value), parts)
        if not isinstance(value, str | int | None):
            raise TypeError(f"no code for {value!r}")
        return repr(value)

    def _leaf(self, leaf: Leaf) -> str:
        token = leaf.token
        self.used.add(token)
        if leaf.read is str:
            return f"text[s{token}:e{token}]"
        self._names[leaf.read.__name__] = leaf.read
        return f"{leaf.read.__name__}(text[s{token}:e{token}])"

    def _span(self, span: Span) -> str:
        if span is NOWHERE:
            self._names["NOWHERE"] = NOWHERE
            return "NOWHERE"
        first, last = span.start, span.end
        if (first, last) not in self._spans:
            self.used |= {first, last}
            lined = self._lined(first)
            place = {"start": f"s{first}", "end": f"e{last}", "line": f"l{lined}", "column": f"s{first} - b{lined} + 1"}
            self._spans[first, last] = self._made(f"p{first}_{last}", Span, place)
        return self._spans[first, last]

    def _made(self, name: str, kind: type, parts: dict[str, str]) -> str:
        self._names |= names_of(kind)
        self._body += statements(name, kind, parts)
        return name
