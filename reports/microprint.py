"""Print too small to copy (缩微文字), which the eye takes for a rule: a text as outlines in PDF operators."""

from dataclasses import dataclass

from reports.outlines import outline


@dataclass(frozen=True, slots=True)
class Microprint:
    """A text's drawing operators and its width, both in thousandths of an em."""

    operators: str
    width: int


def microprint(text: str) -> Microprint:
    """Draw a text as outlines."""
    drawn, left = [], 0
    for letter in text:
        shape = outline(letter)
        drawn.append(shape.operators(left))
        left += shape.width
    return Microprint(operators=" ".join([*drawn, "f"]), width=left)
