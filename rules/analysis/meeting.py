"""Which of many rules with the same sources have boxes that meet, without comparing each with each where they are many."""

from collections.abc import Iterator, Sequence

from rules.analysis.boxes import merged
from rules.analysis.shapes import Shape
from rules.analysis.witnesses import Finder


def meetings(group: Sequence[Shape], _finder: Finder) -> Iterator[tuple[Shape, Shape]]:
    """Yield the pairs of rules, the later one first, that boxes do not keep apart."""
    for later_place, later in enumerate(group):
        for earlier in group[:later_place]:
            if boxes_meet(earlier, later):
                yield later, earlier


def boxes_meet(one: Shape, other: Shape) -> bool:
    """Tell whether any boxes of two rules with the same sources meet; true where that is not decided."""
    if not (one.decided and other.decided):
        return True
    return any(
        merged(first, second) is not None
        for way in one.ways
        for their in other.ways
        if way.keys == their.keys
        for first in way.boxes
        for second in their.boxes
    )
