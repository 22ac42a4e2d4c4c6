"""The bundled typefaces: the only ones that a paper may use, and what they cover."""

import atexit
import os
import shutil
import tempfile
from collections.abc import Iterable
from functools import cache
from html import escape
from pathlib import Path

from uharfbuzz import Blob, Face, Font

from reports.refusals import GlyphMissing

HOME = Path(__file__).parent / "fonts"
SONG, SONG_BOLD, KAI = "song-regular.ttf", "song-bold.ttf", "kai-regular.ttf"
HEI, LATIN = "hei-regular.ttf", "latin-regular.ttf"
TEXT = (SONG, LATIN)  # what the style sheet falls back to, whatever it asks for

CONFIGURATION = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
  <dir>{fonts}</dir>
  <cachedir>{cache}</cachedir>
</fontconfig>
"""


def name_only_our_fonts() -> None:
    """Point fontconfig at this package's fonts alone; must happen before WeasyPrint is imported."""
    folder = Path(tempfile.mkdtemp(prefix="credit-bank-fonts-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    configuration = folder / "fonts.conf"
    words = CONFIGURATION.format(fonts=escape(str(HOME)), cache=escape(str(folder / "cache")))
    configuration.write_text(words, encoding="utf-8")
    os.environ["FONTCONFIG_FILE"] = str(configuration)


@cache
def typeface(file: str) -> Font:
    """Open a typeface once."""
    return Font(Face(Blob.from_file_path(HOME / file)))


@cache
def coverage(file: str) -> frozenset[int]:
    """Return the code points that a typeface can print."""
    return frozenset(typeface(file).face.unicodes)


def covers(file: str, text: str) -> bool:
    """Tell whether one typeface has every character of a text."""
    return all(ord(letter) in coverage(file) for letter in text)


def require_glyphs(texts: Iterable[str]) -> None:
    """Raise `GlyphMissing` with every character that no text face covers."""
    covered = frozenset[int]().union(*map(coverage, TEXT))
    missing = sorted({letter for text in texts for letter in text if ord(letter) not in covered})
    if missing:
        raise GlyphMissing("".join(missing))


name_only_our_fonts()
