"""The colours of a paper: which may be chosen, which follow from them, and whether text in them can be read."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from reports.look_faults import LookFault

HEXADECIMAL = re.compile(r"#[0-9a-f]{6}")
WHITE, BLACK = "#ffffff", "#000000"
TEXT_CONTRAST = 4.5  # WCAG 2.2, 1.4.3 (AA)
SHAPE_CONTRAST = 3.0  # 1.4.11
STEPS = 100
PLACE = "colour-"  # before a colour's name, where a fault says its place
BEND = 0.04045  # of sRGB's curve

STANDARD_COLOURS = {
    "primary": "#15674e",
    "accent": "#b18b3c",
    "accent_text": "#8d6c24",
    "ink": "#17211d",
    "quiet": "#6a746f",
    "seal": "#c8281f",  # 朱砂
}
OF_SHAPES = frozenset({"accent", "seal"})  # lines and drawings alone; text is set in the others


@dataclass(frozen=True, slots=True)
class Shade:
    """A colour that follows from a chosen one: `standard` with its standard, else `share` of the way to `toward`."""

    base: str
    standard: str
    toward: str
    share: float


SHADES = {
    "primary_line": Shade("primary", "#cfdad4", WHITE, 0.79),
    "primary_wash": Shade("primary", "#f2f6f4", WHITE, 0.945),
    "primary_pale": Shade("primary", "#e2eee8", WHITE, 0.88),
    "accent_line": Shade("accent", "#dfd2b2", WHITE, 0.6),
    "accent_pale": Shade("accent", "#f2ecdb", WHITE, 0.82),
    "quiet_strong": Shade("quiet", "#5a665f", BLACK, 0.13),
    "quiet_stronger": Shade("quiet", "#46524c", BLACK, 0.32),
}


def colours_of(chosen: Mapping[str, str]) -> dict[str, str]:
    """Return every colour of a paper; raises ValueError for one that is not written as #rrggbb."""
    colours = {name: chosen.get(name, standard) for name, standard in STANDARD_COLOURS.items()}
    for name, colour in colours.items():
        if not HEXADECIMAL.fullmatch(colour):
            message = f"{name} is no colour: {colour[:20]!r}"
            raise ValueError(message)
    return colours | {name: shaded(shade, colours[shade.base]) for name, shade in SHADES.items()}


def shaded(shade: Shade, base: str) -> str:
    """Return a colour that follows from a chosen one."""
    return shade.standard if base == STANDARD_COLOURS[shade.base] else mixed(base, shade.toward, shade.share)


def faults_of_colours(chosen: Mapping[str, str]) -> Iterator[LookFault]:
    """Yield what is wrong with chosen colours: how they are written, or too little contrast with white paper."""
    for name, standard in STANDARD_COLOURS.items():
        colour, least = chosen.get(name, standard), SHAPE_CONTRAST if name in OF_SHAPES else TEXT_CONTRAST
        if not HEXADECIMAL.fullmatch(colour):
            yield LookFault("colour_unreadable", PLACE + name, {"text": colour[:20]})
        elif contrast(colour) < least:
            told = {"ratio": f"{contrast(colour):.2f}", "least": f"{least}", "better": dark_enough(colour, least)}
            yield LookFault("colour_too_pale", PLACE + name, told)


def dark_enough(colour: str, least: float) -> str:
    """Return the colour darkened as little as it needs."""
    darker = (mixed(colour, BLACK, step / STEPS) for step in range(STEPS + 1))
    return next(each for each in darker if contrast(each) >= least)


@cache
def contrast(colour: str, ground: str = WHITE) -> float:
    """Return the contrast of two colours, 1 to 21, as WCAG 2 computes it."""
    one, other = sorted((luminance(colour), luminance(ground)))
    return (other + 0.05) / (one + 0.05)


def luminance(colour: str) -> float:
    """Return the relative luminance, 0 to 1."""
    linear = [part / 12.92 if part <= BEND else ((part + 0.055) / 1.055) ** 2.4 for part in parts(colour)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def mixed(colour: str, other: str, share: float) -> str:
    """Return a colour that lies `share` of the way from one to another."""
    both = zip(parts(colour), parts(other), strict=True)
    return "#" + "".join(f"{round(255 * (one + (two - one) * share)):02x}" for one, two in both)


def parts(colour: str) -> tuple[float, float, float]:
    """Return red, green and blue, 0 to 1."""
    red, green, blue = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    return red, green, blue
