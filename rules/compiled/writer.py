"""Python source as it is written for one rule; what the rule's text says stands in a table of constants beside it."""

from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from types import CodeType, FunctionType
from typing import Any

from rules.truth import Truth

INDENT = "  "


class Writer:
    """Lines of one function, the constants they name, and names for its variables.

    The text of a rule never becomes source: a string or number stands in `constants` under a name made here.
    """

    def __init__(self) -> None:
        self.constants: dict[str, Any] = {}
        self._lines: list[str] = []
        self._depth = 1
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

    def constant(self, value: object) -> str:
        """Return the name of a constant; equal strings and numbers of one type share theirs."""
        for name, known in self.constants.items():
            if known is value or (type(known) is type(value) and isinstance(value, str) and known == value):
                return name
        name = f"K{len(self.constants)}"
        self.constants[name] = value
        return name

    def source(self, parameters: str) -> str:
        """Return the source of the whole function."""
        return "\n".join([f"def rule({parameters}):", *self._lines, ""])


def code_of(source: str) -> CodeType:
    """Return the compiled body of the one function that a source defines."""
    module = compile(source, "<rule>", "exec", dont_inherit=True, optimize=2)
    return next(each for each in module.co_consts if isinstance(each, CodeType))


def function_of(code: CodeType, names: dict[str, Any]) -> FunctionType:
    """Return a function over the names that its code may read, and no others."""
    return FunctionType(code, {"__builtins__": BUILTINS} | TRUTHS | names)


BUILTINS: dict[str, Any] = {"max": max, "min": min, "set": set, "sorted": sorted, "tuple": tuple, "len": len}
TRUTHS: dict[str, Any] = {"YES": Truth.YES, "PENDING": Truth.PENDING, "NO": Truth.NO, "ZERO": Decimal(0)}
