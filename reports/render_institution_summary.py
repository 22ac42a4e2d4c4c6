"""Prints the summary of institutions (机构汇总), the same bytes for the same content."""

from collections.abc import Sequence
from decimal import Decimal

from reports.charts import Bar, plain
from reports.institution_summary import InstitutionSummary, Line
from reports.statistics_paper import MEASURES, MOST_ROWS, Grid, Tile, Words, print_figures, strips_picture

TITLE = ("机构汇总", "Summary of Institutions")
DRAWN = 8  # bars of a picture
COMPARED = ("conversions", "credits")  # what pictures show
NOTE = (
    "学习者计入其所属的每个机构，各机构之和可以多于总数；申请、转换和学分计入目标成果的机构与类型。",
    "A learner counts for each of their institutions; applications, conversions and credits count for the target's.",
)


def render_institution_summary(content: InstitutionSummary) -> bytes:
    """Print it; raises as `print_figures` does."""
    return print_figures(
        TITLE,
        content.occasion,
        tiles=tuple(
            Tile(MEASURES[name][0], plain(total), MEASURES[name][1])
            for name, total in zip(content.measures, content.totals, strict=True)
        ),
        pictures=tuple(
            strips_picture(MEASURES[name][0], MEASURES[name][1], bars)
            for name in COMPARED
            if (bars := _bars(content, name)) and len(content.institutions) > 1
        ),
        grids=(
            _grid(("各机构", "By institution"), ("机构", "Institution"), content, content.institutions),
            _grid(("各类成果", "By kind of outcome"), ("成果类型", "Kind"), content, content.kinds),
        ),
        notes=(NOTE,),
    )


def _bars(content: InstitutionSummary, name: str) -> tuple[Bar, ...]:
    """Return the institutions with the most of a measure."""
    place = content.measures.index(name)
    known = [(line.figures[place] or Decimal(0), line.title) for line in content.institutions]
    most = sorted((each for each in known if each[0]), key=lambda each: (-each[0], each[1]))[:DRAWN]
    return tuple(Bar(title, figure) for figure, title in most)


def _grid(title: Words, head: Words, content: InstitutionSummary, lines: Sequence[Line]) -> Grid:
    rows = tuple((each.title, *map(_shown, each.figures)) for each in lines[:MOST_ROWS])
    left = len(lines) - len(rows)
    note = (f"另有 {left:,} 行见下载的表格。", f"{left:,} more rows are in the CSV.") if left else ("", "")
    return Grid(title, (head, *(MEASURES[name][0] for name in content.measures)), rows, note=note)


def _shown(figure: Decimal | None) -> str:
    return "-" if figure is None else plain(figure)
