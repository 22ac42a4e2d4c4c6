"""The arrows from what a learner brought to what it became."""

from collections.abc import Callable, Mapping
from functools import lru_cache

from reports.drawing import Drawing
from reports.look_colours import parts
from reports.ornament import fill


@lru_cache(maxsize=8)
def broad_arrow(colour: str) -> Drawing:
    """Draw the arrow between two cards, in a colour (#rrggbb)."""
    outline = "0 8 m 24 8 l 24 1 l 40 12 l 24 23 l 24 16 l 0 16 l h f"
    return Drawing("broad-arrow", "→", f"{fill(parts(colour))} {outline}", (0, 0, 40, 24))


@lru_cache(maxsize=8)
def slim_arrow(colour: str) -> Drawing:
    """Draw the arrow of a line of a table."""
    outline = "0 5 m 30 5 l 30 1 l 40 6 l 30 11 l 30 7 l 0 7 l h f"
    return Drawing("slim-arrow", "→", f"{fill(parts(colour))} {outline}", (0, 0, 40, 12))


ARROWS: Mapping[str, Callable[[str], Drawing]] = {"arrow": broad_arrow, "slim_arrow": slim_arrow}
