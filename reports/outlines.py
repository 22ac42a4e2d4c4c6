"""Outlines of characters in PDF's operators: what is drawn so is no text that a reading program would repeat aloud."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from reports.typefaces import TEXT, coverage, typeface

Point = tuple[float, float]
MOST_KEPT = 1_000


@dataclass(frozen=True, slots=True)
class Outline:
    """The pieces of a character's outline, each an operator behind its points, and its advance width.

    All in thousandths of an em, y upwards.
    """

    pieces: tuple[tuple[str, tuple[Point, ...]], ...]
    width: int

    def operators(self, left: float = 0) -> str:
        """Write the outline in PDF's operators, moved to the right."""
        return " ".join(
            " ".join([*(f"{x + left:.0f} {y:.0f}" for x, y in points), operator]) for operator, points in self.pieces
        )


class Tracer:
    """Takes down an outline as HarfBuzz draws it; PDF knows curves of two controls alone."""

    def __init__(self) -> None:
        self.pieces: list[tuple[str, tuple[Point, ...]]] = []

    def moveTo(self, point: Point) -> None:  # noqa: N802, D102 - HarfBuzz calls these by name
        self.pieces.append(("m", (point,)))

    def lineTo(self, point: Point) -> None:  # noqa: N802, D102
        self.pieces.append(("l", (point,)))

    def qCurveTo(self, control: Point, point: Point) -> None:  # noqa: N802, D102
        start = self.pieces[-1][1][-1]
        self.curveTo(towards(start, control), towards(point, control), point)

    def curveTo(self, first: Point, second: Point, point: Point) -> None:  # noqa: N802, D102
        self.pieces.append(("c", (first, second, point)))

    def closePath(self) -> None:  # noqa: N802, D102
        self.pieces.append(("h", ()))


def towards(end: Point, control: Point) -> Point:
    """Return a control of a cubic curve, from an end and the control of the quadratic curve that it equals."""
    (x, y), (across, up) = end, control
    return x + (across - x) * 2 / 3, y + (up - y) * 2 / 3


def outline(letter: str, files: Iterable[str] = TEXT) -> Outline:
    """Return a character's outline from the first of `files` that has it."""
    return outline_in(letter, next(file for file in files if ord(letter) in coverage(file)))


@lru_cache(maxsize=MOST_KEPT)
def outline_in(letter: str, file: str) -> Outline:
    """Return a character's outline in a typeface that has it."""
    font, tracer = typeface(file), Tracer()
    glyph = font.get_nominal_glyph(ord(letter))
    font.draw_glyph_with_pen(glyph, tracer)
    return Outline(tuple(tracer.pieces), int(font.get_glyph_h_advance(glyph)))
