"""Python source as it is written for the rules of one shape; what a rule's text says stands beside it as constants."""

import marshal
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from decimal import Decimal
from functools import lru_cache
from types import CodeType, FunctionType
from typing import Any

from rules.compiled.dates import within
from rules.truth import Truth

INDENT = " "
MOST_SHAPES = 4_096
NAMES: dict[str, Any] = {
    "__builtins__": {"max": max, "min": min, "set": set, "sorted": sorted, "tuple": tuple, "len": len},
    "YES": Truth.YES,
    "PENDING": Truth.PENDING,
    "NO": Truth.NO,
    "ZERO": Decimal(0),
    "within": within,
}  # all that a written function may read beside its arguments and constants


REMEMBERED: dict[str, bytes] = {}  # by source, as marshal keeps it


class Writer:
    """Lines of one function, the constants they name, and names for its variables.

    The text of a rule never becomes source: its strings and numbers stand in `constants`, under names made here. Rules
    that differ in nothing else come to the same source.
    """

    def __init__(self) -> None:
        self.constants: list[Any] = []
        self._read: dict[str, str] = {}
        self._lines: list[str] = []
        self._depth = 2
        self._names = 0

    def line(self, text: str) -> None:
        """Write a line at the present depth."""
        self._lines.append(INDENT * self._depth + text)

    @contextmanager
    def block(self, head: str) -> Iterator[None]:
        """Write a head, and what follows below it."""
        self.line(head)
        self._depth += 1
        yield
        self._depth -= 1

    def name(self) -> str:
        """Return a name that stands for nothing yet."""
        self._names += 1
        return f"v{self._names}"

    def read(self, fact: str) -> str:
        """Return the name of a fact that is read once, before the body; it depends on no constant."""
        return self._read.setdefault(fact, f"f{len(self._read)}")

    def constant(self, value: object) -> str:
        """Return the name of a constant; the same object keeps its name."""
        place = next((place for place, known in enumerate(self.constants) if known is value), len(self.constants))
        if place == len(self.constants):
            self.constants.append(value)
        return f"K{place}"

    def function(self, parameters: str) -> Callable[..., Any]:
        """Return the function for this rule alone; its body returns."""
        head = (f"def rule({parameters}, K):", *self._facts(), f" {self._unpacked()} = K", " if 1:")
        source = "\n".join([*head, *self._lines, ""])
        return FunctionType(code_of(source), NAMES, argdefs=(tuple(self.constants),))

    def shape(self, parameters: str, quick: tuple[str, str] | None = None) -> str:
        """Return the source of a function that runs the body for the constants of each rule in a table.

        `quick` is a condition on the facts, and the expression that says the same as the body where it holds.
        """
        each = f"for {self._unpacked()} in table:"
        head = [f"def rules({parameters}, table, add):", *self._facts()]
        if quick is not None:
            head += [f" if {quick[0]}:", f"  {each}", f"   add({quick[1]})", "  return"]
        return "\n".join([*head, f" {each}", *self._lines, ""])

    def _facts(self) -> list[str]:
        return [f" {name} = {fact}" for fact, name in self._read.items()]

    def _unpacked(self) -> str:
        return "(" + "".join(f"K{place}," for place in range(len(self.constants))) + ")"


def remember(codes: Mapping[str, bytes]) -> None:
    """Take the bodies that were compiled from these sources before."""
    REMEMBERED.update(codes)


@lru_cache(maxsize=MOST_SHAPES)
def code_of(source: str) -> CodeType:
    """Return the compiled body of the one function that a source defines."""
    kept = REMEMBERED.get(source)
    if kept is not None:
        found: CodeType = marshal.loads(kept)  # noqa: S302 - written by this program, read from a private folder
        return found
    module = compile(source, "<rules>", "exec", dont_inherit=True, optimize=2)
    return next(each for each in module.co_consts if isinstance(each, CodeType))


@lru_cache(maxsize=MOST_SHAPES)
def shape_of(source: str) -> Callable[..., None]:
    """Return the function of a shape; all rules of the shape share it."""
    return FunctionType(code_of(source), NAMES)
