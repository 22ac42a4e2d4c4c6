"""Makes the typefaces of this folder from their published sources: `python -m reports.fonts.build --help`.

Sources, each under the SIL Open Font License 1.1 (see the licence files beside this one):
Noto Serif SC 400 and 700, Noto Sans SC 400 and Noto Serif 400 (the npm packages `@expo-google-fonts/noto-serif-sc`,
`noto-sans-sc` and `noto-serif` hold them as static TTF), LXGW WenKai Regular (the Debian package
`fonts-lxgw-wenkai`), and `Unihan_OtherMappings.txt` of the Debian package `unicode-data`, which knows the
8105 characters of 通用规范汉字表.
"""

import argparse
import bz2
from dataclasses import dataclass
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

HOME = Path(__file__).parent
TEMPLATES = HOME.parent / "templates"

LATIN = (*range(0x20, 0x7F), *range(0xA0, 0x250), *range(0x300, 0x370), *range(0x370, 0x400), *range(0x1E00, 0x1F00))
PUNCTUATION = (*range(0x2010, 0x2028), *range(0x2030, 0x205F), *range(0x3000, 0x3030), *range(0xFF01, 0xFFF0))
SIGNS = (*range(0x20A0, 0x20C0), *range(0x2100, 0x2190), *range(0x2190, 0x2200), *range(0x2200, 0x2300))
SHAPES = (*range(0x2460, 0x2500), *range(0x2500, 0x2600), 0x2605, 0x2606, *range(0x3105, 0x3130))
CYRILLIC = range(0x400, 0x530)
COMMON = frozenset((*LATIN, *PUNCTUATION, *SIGNS, *SHAPES))

WINDOWS, ENGLISH = 3, 0x409  # the platform and the language of a font's names
UNIFIED_IDEOGRAPHS = frozenset(range(0x4E00, 0xA000))
FIRST_LEVEL_ROWS = range(0xB0, 0xD8)
ALL_ROWS = range(0xB0, 0xF8)


@dataclass(frozen=True, slots=True, kw_only=True)
class Typeface:
    """One file to make: which source, which family name, which characters."""

    source: str
    file: str
    family: str
    style: str
    characters: frozenset[int]


def gb2312(rows: range) -> frozenset[int]:
    """Return the code points of the characters in some rows of GB/T 2312."""
    cells = (bytes((row, cell)).decode("gb2312", "ignore") for row in rows for cell in range(0xA1, 0xFF))
    return frozenset(ord(cell) for cell in cells if cell)


def standard_characters(unihan: Path) -> frozenset[int]:
    """Return the 8105 characters of 通用规范汉字表, read from Unihan's kTGH."""
    raw = unihan.read_bytes()
    text = (bz2.decompress(raw) if unihan.suffix == ".bz2" else raw).decode()
    return frozenset(int(line[2 : line.index("\t")], 16) for line in text.splitlines() if "\tkTGH\t" in line)


def words_of_templates() -> frozenset[int]:
    """Return every character of the templates and style sheets: the face of the labels has these alone."""
    return frozenset(ord(letter) for page in TEMPLATES.iterdir() for letter in page.read_text(encoding="utf-8"))


def typefaces(standard: frozenset[int]) -> tuple[Typeface, ...]:
    """List the files: names in Kai, text and rare names in Song, titles in its bold, labels in Hei, accents."""
    usual = COMMON | gb2312(ALL_ROWS) | standard
    often = COMMON | gb2312(FIRST_LEVEL_ROWS) | words_of_templates()
    return (
        Typeface(source="song", file="song-regular.ttf", family="Proof Song", style="Regular", characters=usual
                 | UNIFIED_IDEOGRAPHS),
        Typeface(source="song_bold", file="song-bold.ttf", family="Proof Song", style="Bold", characters=often),
        Typeface(source="hei", file="hei-regular.ttf", family="Proof Hei", style="Regular", characters=COMMON
                 | words_of_templates()),
        Typeface(source="kai", file="kai-regular.ttf", family="Proof Kai", style="Regular", characters=usual),
        Typeface(source="latin", file="latin-regular.ttf", family="Proof Latin", style="Regular", characters=COMMON
                 | frozenset(CYRILLIC)),
    )  # fmt: skip


def rename(font: TTFont, typeface: Typeface) -> None:
    """Give a subset its own family name, as the licence asks where a name is reserved."""
    table = font["name"]
    kept = [record for record in table.names if record.nameID in {0, 13, 14} and record.platformID == WINDOWS]
    table.names = kept
    full = f"{typeface.family} {typeface.style}"
    names = {1: typeface.family, 2: typeface.style, 3: full, 4: full, 6: full.replace(" ", "")}
    for identifier, words in names.items():
        table.setName(words, identifier, WINDOWS, 1, ENGLISH)


def build(source: Path, typeface: Typeface) -> int:
    """Write one subset and return its size in bytes; the same source gives the same file."""
    font = TTFont(source, recalcTimestamp=False)
    options = Options(hinting=False, glyph_names=False, notdef_outline=True, name_languages=["*"], name_IDs=["*"])
    options.layout_features = ["ccmp", "chws", "kern", "locl", "mark"]
    options.drop_tables += ["vhea", "vmtx", "STAT", "BASE", "prep", "gasp"]
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=typeface.characters)
    subsetter.subset(font)
    rename(font, typeface)
    path = HOME / typeface.file
    font.save(path)
    return path.stat().st_size


def main() -> None:
    """Read where the sources lie and make every file."""
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("song", "song_bold", "hei", "kai", "latin", "unihan"):
        parser.add_argument(f"--{name.replace('_', '-')}", type=Path, required=True)
    sources = vars(parser.parse_args())
    for typeface in typefaces(standard_characters(sources["unihan"])):
        build(sources[typeface.source], typeface)


if __name__ == "__main__":
    main()
