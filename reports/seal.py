"""The round seal (印章): the issuer's name along the rim, a star, a line below."""

from collections.abc import Iterator
from functools import lru_cache
from itertools import accumulate, pairwise
from math import cos, pi, radians, sin

from reports.drawing import Drawing
from reports.look_colours import parts
from reports.ornament import circle
from reports.outlines import outline
from reports.typefaces import SONG_BOLD, TEXT, covers

RADIUS = 200.0  # of the outer ring; the drawing is 2 × RADIUS wide, plus the ring's own width
RING = 9.0
UNITS_PER_EM = 1000
LETTER = 39.0
TALLER = 1.28  # seal letters are taller than wide
WIDEST_ARC = 250.0  # degrees that the name may take
WIDEST_STEP = 21.5  # degrees from one letter to the next
BASELINE = RADIUS - 20 - LETTER * TALLER * 0.88
PURPOSE_SIZE = 27.0
WIDEST_PURPOSE = 164.0  # of a line below the star; a longer one is set smaller
PURPOSE_BASELINE = 106.0
STAR = 56.0


@lru_cache(maxsize=16)
def seal(issuer: str, purpose: str, colour: str) -> Drawing:
    """Draw the seal of `issuer` in a colour (#rrggbb); letters are outlines of our own faces: nothing is fetched."""
    half = RADIUS + RING
    ink = "{:.3f} {:.3f} {:.3f}".format(*parts(colour))
    ring = f"{ink} RG {RING} w {circle(0, 0, RADIUS)} h S"
    operators = (ring, f"{ink} rg", star(), *rim(issuer), *level(purpose))
    return Drawing("seal", "印章", "\n".join(operators), (-half, -half, half, half))


def star() -> str:
    """Draw the five-pointed star."""
    inner = STAR * sin(pi / 10) / sin(7 * pi / 10)
    points = [
        (radius * sin(turn * pi / 5), -radius * cos(turn * pi / 5))
        for turn in range(10)
        for radius in [inner if turn % 2 else STAR]
    ]
    return " l ".join(f"{x:.2f} {y:.2f}" for x, y in points).replace(" l ", " m ", 1) + " l h f"


def faces_for(text: str) -> tuple[str, ...]:
    """Return the faces to draw a text from: bold only when it has the whole text."""
    return (SONG_BOLD, *TEXT) if covers(SONG_BOLD, text) else TEXT


def rim(text: str) -> Iterator[str]:
    """Set a text along the upper rim; many letters grow narrower."""
    glyphs = [outline(letter, faces_for(text)) for letter in text]
    widths = [glyph.width / UNITS_PER_EM for glyph in glyphs]
    centres = list(accumulate([(one + next_one) / 2 for one, next_one in pairwise(widths)], initial=0.0))
    step = min(WIDEST_STEP, WIDEST_ARC / max(centres[-1], 1))  # degrees for a square letter
    across = min(LETTER, radians(step) * (BASELINE + LETTER / 2) * 0.94) / UNITS_PER_EM
    upwards = LETTER * TALLER / UNITS_PER_EM
    for glyph, centre in zip(glyphs, centres, strict=True):
        turn = radians(step * (centre - centres[-1] / 2))
        rotation = f"{cos(turn):.5f} {sin(turn):.5f} {-sin(turn):.5f} {cos(turn):.5f} 0 0 cm"
        place = f"{across:.5f} 0 0 {-upwards:.5f} {-glyph.width * across / 2:.2f} {-BASELINE:.2f} cm"
        yield f"q {rotation} {place} {glyph.operators()} f Q"


def level(text: str) -> Iterator[str]:
    """Set a text level and centred below the star."""
    glyphs = [outline(letter, faces_for(text)) for letter in text]
    size = min(PURPOSE_SIZE / UNITS_PER_EM, WIDEST_PURPOSE / max(1, sum(glyph.width for glyph in glyphs)))
    left = -sum(glyph.width for glyph in glyphs) * size / 2
    for glyph in glyphs:
        yield f"q {size:.5f} 0 0 {-size:.5f} {left:.2f} {PURPOSE_BASELINE} cm {glyph.operators()} f Q"
        left += glyph.width * size
