"""Numbers that count something, and the problems that building a tree brings to light."""

from decimal import Decimal
from typing import Any

from lark import Token, Transformer

from grammar.nodes import Span
from grammar.problems import Problem


class Unfit(Exception):  # noqa: N818 - what the number is
    """A number that counts something is not whole, or too small."""


def whole_from_0(written: str) -> int:
    """Return a whole number; raise Unfit for another."""
    return _whole(written, 0)


def whole_from_1(written: str) -> int:
    """Return a whole number of one or more; raise Unfit for another."""
    return _whole(written, 1)


def _whole(written: str, least: int) -> int:
    value = Decimal(written)
    if value != int(value) or value < least:
        raise Unfit
    return int(value)


class Counting(Transformer[Token, Any]):
    """What every builder stands on; `problems` gathers what the grammar alone cannot refuse."""

    def __init__(self) -> None:
        super().__init__()
        self.problems: list[Problem] = []

    def whole(self, token: Token, *, least: int = 1) -> int:
        """Return a number that counts; one that is not whole, or too small, is a problem."""
        value = Decimal(str(token))
        if value != int(value) or value < least:
            span = Span(token.start_pos or 0, token.end_pos or 0, token.line or 1, token.column or 1)
            self.problems.append(Problem("count_unfit", span, {"found": str(token), "least": str(least)}))
        return int(value)
