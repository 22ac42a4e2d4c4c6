"""From tokens to values: the one gate through which the text enters a tree."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from lark import Token

from grammar import nodes as n
from grammar.counts import Counting
from grammar.leaves import calendar_day, unquoted


class LeafBuilder(Counting):
    """Reads the values of single tokens; every value that depends on how a token is written passes through `leaf`."""

    def leaf(self, read: Callable[[str], Any], token: Token) -> Any:  # noqa: ANN401 - what `read` returns
        """Return the value of a token."""
        return read(str(token))

    def words(self, token: Token) -> Any:  # noqa: ANN401 - as `leaf`
        """Return a word as written, or what stands between the quotes of a string."""
        return self.leaf(unquoted if token.type == "STRING" else str, token)

    def number_in(self, token: Token) -> Any:  # noqa: ANN401 - as `leaf`
        """Return the exact number; full-width digits are refused by the lexer already."""
        return self.leaf(Decimal, token)

    def day_in(self, token: Token, span: n.Span) -> n.Day:
        """Return a day; one that the calendar does not know keeps its text for the message."""
        return n.Day(self.leaf(str, token), self.leaf(calendar_day, token), span=span)
