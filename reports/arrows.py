"""The arrows from what a learner brought to what it became."""

from reports.drawing import Drawing
from reports.ornament import GOLD, fill

ARROW = Drawing(
    "broad-arrow", "→", f"{fill(GOLD)} 0 8 m 24 8 l 24 1 l 40 12 l 24 23 l 24 16 l 0 16 l h f", (0, 0, 40, 24)
)
SLIM_ARROW = Drawing(
    "slim-arrow", "→", f"{fill(GOLD)} 0 5 m 30 5 l 30 1 l 40 6 l 30 11 l 30 7 l 0 7 l h f", (0, 0, 40, 12)
)
