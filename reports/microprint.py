"""Print too small to copy (缩微文字), which the eye takes for a rule: a text as outlines in PDF operators."""

from collections.abc import Iterable
from dataclasses import dataclass

from fontTools.pens.basePen import BasePen

from reports.typefaces import TEXT, draw

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Microprint:
    """A text's drawing operators and its width, both in thousandths of an em."""

    operators: str
    width: int


class OperatorPen(BasePen):  # type: ignore[misc]  # fontTools ships no types
    """Writes outlines as PDF operators, moved to the right by `left`."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.left = 0

    def add(self, operator: str, *points: Point) -> None:
        """Write one operator after its points."""
        self.words += [f"{x + self.left:.0f} {y:.0f}" for x, y in points]
        self.words.append(operator)

    def _moveTo(self, point: Point) -> None:  # noqa: N802 - fontTools' name
        self.add("m", point)

    def _lineTo(self, point: Point) -> None:  # noqa: N802
        self.add("l", point)

    def _curveToOne(self, first: Point, second: Point, point: Point) -> None:  # noqa: N802
        self.add("c", first, second, point)

    def _closePath(self) -> None:  # noqa: N802
        self.add("h")


def outline(letter: str, files: Iterable[str] = TEXT) -> tuple[str, int]:
    """Return a character's outline as PDF operators and its advance width, as `typefaces.draw` does."""
    pen = OperatorPen()
    width = draw(letter, pen, files)
    return " ".join(pen.words), width


def microprint(text: str) -> Microprint:
    """Draw a text as outlines: it is no text that a reading program would repeat aloud."""
    pen = OperatorPen()
    for letter in text:
        pen.left += draw(letter, pen, TEXT)
    return Microprint(operators=" ".join([*pen.words, "f"]), width=pen.left)
