"""The shapes of clauses that begin with one keyword, and how the one that fits a text is found among them."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from grammar.shape_code import Build

MOST_KINDRED = 64
MOST_REMEMBERED = 4096
FEW = 4  # that are tried one after the other


@dataclass(frozen=True, slots=True)
class Following:
    """A pattern whose last group is the keyword that begins what follows, empty where nothing does."""

    pattern: str
    terminals: Mapping[str, str]
    _named: dict[str, str]

    def named(self, written: str) -> str:
        """Return the terminal that a keyword is."""
        return self._named.get(written) or self._name(written)

    def _name(self, written: str) -> str:
        name = next(name for name, pattern in self.terminals.items() if re.fullmatch(pattern, written))
        if len(self._named) < MOST_REMEMBERED:
            self._named[written] = name
        return name


@dataclass(frozen=True, slots=True)
class Shape:
    """The patterns of its tokens, the one that reads it up to the keyword that follows, and the tree that it makes."""

    tokens: tuple[str, ...]
    pattern: re.Pattern[str]
    build: Build
    following: Following


@dataclass(slots=True)
class Kindred:
    """Some shapes; of more than a few one pattern, that of all their tokens as a tree, says which one fits."""

    shapes: list[Shape] = field(default_factory=list)
    _chosen: tuple[Shape, ...] = ()
    _choice: re.Pattern[str] | None = None

    def add(self, shape: Shape) -> None:
        """Learn one more; beyond the most, the one that was learned last gives way."""
        del self.shapes[MOST_KINDRED - 1 :]
        self.shapes.append(shape)
        if len(self.shapes) > max(FEW, 2 * len(self._chosen)):
            chosen: list[Shape] = []
            pattern = _branches([(shape.tokens, shape) for shape in self.shapes], chosen)
            self._choice, self._chosen = None, tuple(chosen)
            self._choice = re.compile(pattern)

    def fitting(self, text: str, start: int, end: int) -> tuple[Shape, re.Match[str]] | None:
        """Return the shape of the clause at a place, with the match that its tree is built of."""
        found = self._choice.match(text, start, end) if self._choice else None
        if found is not None and found.lastindex:
            shape = self._chosen[found.lastindex - 1]
            read = shape.pattern.match(text, start, end)
            if read is not None:
                return shape, read
        for shape in self.shapes:
            read = shape.pattern.match(text, start, end)
            if read is not None:
                return shape, read
        return None


def _branches(waiting: Sequence[tuple[tuple[str, ...], Shape]], chosen: list[Shape]) -> str:
    """Return a pattern that follows the tokens of all shapes at once, and empty groups numbered as they are chosen."""
    branches: dict[str, list[tuple[tuple[str, ...], Shape]]] = {}
    for tokens, shape in waiting:
        if tokens:
            branches.setdefault(tokens[0], []).append((tokens[1:], shape))
    choices = [token + _branches(further, chosen) for token, further in branches.items()]
    ends = [shape for tokens, shape in waiting if not tokens]
    chosen += ends
    return f"(?:{'|'.join([*choices, *('()' for _ in ends)])})"
