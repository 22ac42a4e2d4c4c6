"""Colours of the theme are far enough apart to be read (WCAG 2.2 AA), in light and in dark, counted from the tokens."""

import re
from pathlib import Path

import pytest

THEME = Path(__file__).parents[2] / "backoffice" / "static" / "theme"
TOKENS = (THEME / "tokens.css").read_text(encoding="utf-8")
TEXT, CONTROL = 4.5, 3.0  # least ratios: of letters, and of what shows where a control is
SURFACES = ("bg", "card", "sunk", "hover")
TONES = ("ok", "warn", "bad", "idle")
# Which letters stand on which ground; each line is a rule of the theme.
LETTERS = [
    *((ink, surface) for ink in ("ink", "ink-2", "ink-3", "link", "pri", "pri-2") for surface in SURFACES),
    *((tone, f"{tone}-soft") for tone in TONES),  # chips
    *((tone, surface) for tone in TONES for surface in ("card", "hover")),  # faults under a field, late marks
    *(("ink", f"{tone}-soft") for tone in (*TONES, "pri")),  # notes
    *((ink, "pri-soft") for ink in ("pri", "pri-2", "link", "ink-2", "ink-3")),  # chosen rows, rules and places
    ("ink-2", "idle-soft"),  # tags and counts
    ("on-pri", "pri"),  # the filled button
    ("on-pri", "pri-2"),  # the same, pointed at
    ("bad", "sunk"),
]
# Borders by which a control is known, the ring of the focus, and marks that carry a meaning.
MARKS = [
    *(("edge", surface) for surface in ("card", "bg", "sunk")),
    *((ring, surface) for ring in ("focus", "pri") for surface in (*SURFACES, "pri-soft")),
    *(("focus", f"{tone}-soft") for tone in TONES),
    *((tone, "card") for tone in (*TONES, "seal")),
    ("seal", "pri-soft"),
]
FIXED = [
    ("#fff", "#b2342b"),  # the seal
    ("#fff", "#16202c"),  # a passing word, its link and its tick
    ("#b9d2ff", "#16202c"),
    ("#8fdcae", "#16202c"),
    ("#5b6776", "#fff"),  # what kind of file it is, on paper
]


def colours(block):
    """Return the colours of a block of tokens by their names."""
    return dict(re.findall(r"--xf-([\w-]+): (#[0-9a-f]{3,6});", block))


LIGHT_BLOCK, DARK_BLOCK = TOKENS.split('[data-theme="dark"]')
THEMES = {"light": colours(LIGHT_BLOCK), "dark": colours(LIGHT_BLOCK) | colours(DARK_BLOCK)}


def luminance(colour):
    """Return the relative luminance of a colour, 0 to 1, as WCAG defines it."""
    digits = colour[1:] if len(colour) == 7 else "".join(2 * digit for digit in colour[1:])
    parts = [int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    """Return the ratio of two colours, 1 to 21."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def too_close(theme, pairs, least):
    """Return the pairs that lie closer together than they may, each with its ratio."""
    found = ((front, ground, contrast(theme[front], theme[ground])) for front, ground in pairs)
    return [(front, ground, round(ratio, 2)) for front, ground, ratio in found if ratio < least]


def test_the_ratio_is_that_of_the_standard():
    """Black on white is 21; #767676 is the lightest grey that may be read on white."""
    assert contrast("#000", "#fff") == 21
    assert contrast("#767676", "#ffffff") > TEXT > contrast("#777777", "#fff")


@pytest.mark.parametrize("name", THEMES)
def test_letters_can_be_read(name):
    """Every ink on every ground that it stands on has at least 4.5."""
    assert too_close(THEMES[name], LETTERS, TEXT) == []


@pytest.mark.parametrize("name", THEMES)
def test_controls_and_the_focus_can_be_seen(name):
    """Every border of a control, ring and mark has at least 3."""
    assert too_close(THEMES[name], MARKS, CONTROL) == []


def test_fixed_colours_can_be_read():
    """A colour that no theme changes (the seal, a passing word, paper) is known here with its ground."""
    written = "".join(path.read_text(encoding="utf-8") for path in THEME.glob("*.css") if path.name != "tokens.css")

    assert set(re.findall(r"(?<![\w(])#[0-9a-f]{3,6}\b", written)) == {each for pair in FIXED for each in pair}
    assert [pair for pair in FIXED if contrast(*pair) < TEXT] == []
