"""The round seal (印章) as SVG: the issuer's name along the rim, a star, a line below."""

from collections.abc import Iterator
from itertools import accumulate, pairwise
from math import cos, pi, radians, sin

from markupsafe import Markup

from reports.typefaces import SONG_BOLD, TEXT, covers, outline

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


def seal(issuer: str, purpose: str, colour: str) -> Markup:
    """Draw the seal of `issuer`; letters come from our own typeface, as outlines, so that nothing is fetched."""
    half = RADIUS + RING
    parts = (
        f'<circle r="{RADIUS:.1f}" fill="none" stroke="{colour}" stroke-width="{RING}"/>',
        f'<path d="{star()}" fill="{colour}"/>',
        *rim(issuer, colour),
        *level(purpose, colour),
    )
    box = f"{-half:.1f} {-half:.1f} {2 * half:.1f} {2 * half:.1f}"
    return Markup(f'<svg class="seal" viewBox="{box}" role="img" aria-label="印章">{"".join(parts)}</svg>')  # noqa: S704


def star() -> str:
    """Return the five-pointed star as a path."""
    inner = STAR * sin(pi / 10) / sin(7 * pi / 10)
    points = [
        (radius * sin(turn * pi / 5), -radius * cos(turn * pi / 5))
        for turn in range(10)
        for radius in [inner if turn % 2 else STAR]
    ]
    return "M" + "L".join(f"{x:.2f} {y:.2f}" for x, y in points) + "Z"


def faces_for(text: str) -> tuple[str, ...]:
    """Return the faces to draw a text from: bold only when it has the whole text."""
    return (SONG_BOLD, *TEXT) if covers(SONG_BOLD, text) else TEXT


def rim(text: str, colour: str) -> Iterator[str]:
    """Set a text along the upper rim; many letters grow narrower."""
    glyphs = [outline(letter, faces_for(text)) for letter in text]
    widths = [width / UNITS_PER_EM for _, width in glyphs]
    centres = list(accumulate([(one + next_one) / 2 for one, next_one in pairwise(widths)], initial=0.0))
    step = min(WIDEST_STEP, WIDEST_ARC / max(centres[-1], 1))  # degrees for a square letter
    across = min(LETTER, radians(step) * (BASELINE + LETTER / 2) * 0.94) / UNITS_PER_EM
    upwards = LETTER * TALLER / UNITS_PER_EM
    for (path, width), centre in zip(glyphs, centres, strict=True):
        yield (
            f'<path transform="rotate({step * (centre - centres[-1] / 2):.3f}) '
            f'translate({-width * across / 2:.2f} {-BASELINE:.2f}) scale({across:.5f} {-upwards:.5f})" '
            f'd="{path}" fill="{colour}"/>'
        )


def level(text: str, colour: str) -> Iterator[str]:
    """Set a text level and centred below the star."""
    glyphs = [outline(letter, faces_for(text)) for letter in text]
    size = min(PURPOSE_SIZE / UNITS_PER_EM, WIDEST_PURPOSE / max(1, sum(width for _, width in glyphs)))
    left = -sum(width for _, width in glyphs) * size / 2
    for path, width in glyphs:
        yield (
            f'<path transform="translate({left:.2f} {PURPOSE_BASELINE}) scale({size:.5f} {-size:.5f})" '
            f'd="{path}" fill="{colour}"/>'
        )
        left += width * size
