"""What the house's papers of figures are made of, and how they are printed: tiles, pictures and tables on A4."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time

from reports.charts import Bar, Drawing, columns_of, strips_of
from reports.occasion import Occasion
from reports.press import print_paper, templates
from reports.printable import printable
from reports.typefaces import require_glyphs

HALF, WHOLE = 400, 820  # widths of drawings, so that their letters have one size on paper
MOST_ROWS = 500  # of a table: what a renderer prints well within its bounds; the rest is in the CSV

Words = tuple[str, str]  # Chinese, and English below it

MEASURES: dict[str, tuple[Words, Words]] = {  # by name: what is counted, and its unit
    "learners": (("新增学习者", "New learners"), ("人", "people")),
    "outcomes": (("新增成果", "Outcomes added"), ("项", "outcomes")),
    "applications": (("转换申请", "Applications"), ("件", "cases")),
    "conversions": (("通过转换", "Conversions"), ("件", "cases")),
    "credits": (("记入学分", "Credits booked"), ("学分", "credits")),
}


@dataclass(frozen=True, slots=True)
class Tile:
    """One large figure."""

    label: Words
    figure: str
    unit: Words


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart; `lined` where the year before is drawn over the columns."""

    title: Words
    unit: Words
    drawing: Drawing
    whole: bool = False  # as wide as the paper

    @property
    def lined(self) -> bool:
        """Whether there is a line of the year before."""
        return bool(self.drawing.before)


@dataclass(frozen=True, slots=True)
class Grid:
    """A table whose head stands on every page that it reaches; the first `words` columns are words."""

    title: Words
    heads: tuple[Words, ...]
    rows: tuple[tuple[str, ...], ...]
    total: tuple[str, ...] = ()
    words: int = 1
    note: Words = ("", "")


def columns_picture(title: Words, unit: Words, bars: tuple[Bar, ...], *, whole: bool = False) -> Picture:
    """Return columns that stand beside each other."""
    return Picture(title, unit, columns_of(bars, WHOLE if whole else HALF), whole)


def strips_picture(title: Words, unit: Words, bars: tuple[Bar, ...]) -> Picture:
    """Return bars that lie one under the other."""
    return Picture(title, unit, strips_of(bars, HALF))


def print_figures(
    title: Words,
    occasion: Occasion,
    *,
    tiles: tuple[Tile, ...] = (),
    pictures: tuple[Picture, ...] = (),
    grids: tuple[Grid, ...] = (),
    notes: tuple[Words, ...] = (),
) -> bytes:
    """Print a paper of figures: the same bytes for the same content.

    Raises `Unprintable` for a text that cannot be set, `GlyphMissing` for a character that no typeface has.
    """
    for text in given_texts(occasion, pictures, grids):
        printable(text, field="figures", longest=200)
    page = (
        templates()
        .get_template("statistics.html")
        .render(
            title=title,
            occasion=occasion,
            tiles=tiles,
            pictures=pictures,
            grids=grids,
            notes=notes,
            moment=f"{occasion.printed_on.isoformat()}T00:00:00Z",
        )
    )
    require_glyphs(given_texts(occasion, pictures, grids))
    return print_paper(page, "statistics.css", moment=datetime.combine(occasion.printed_on, time(), UTC))


def given_texts(occasion: Occasion, pictures: tuple[Picture, ...], grids: tuple[Grid, ...]) -> Iterator[str]:
    """Yield every text that came from outside and is not empty."""
    yield from (occasion.platform, occasion.issuer, occasion.scope)
    for picture in pictures:
        yield from (each.label for each in picture.drawing.marks if each.label)
    for grid in grids:
        yield from (cell for row in grid.rows for cell in row if cell)
