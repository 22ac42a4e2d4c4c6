"""What a page of figures is made of: tiles, and panels with a chart and its table."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from backoffice.statistics.tables import Figure, Table
from reports.charts import Chart


@dataclass(frozen=True, slots=True)
class Tile:
    """One large figure."""

    label: str
    figure: Figure
    note: str = ""


@dataclass(frozen=True, slots=True)
class Panel:
    """A chart under a sentence that says what it shows; its table is folded away where `folded`."""

    name: str
    sentence: str
    note: str = ""
    chart: Chart | None = None
    table: Table | None = None
    folded: bool = False
    full: bool = True  # as wide as the page
    key: tuple[str, str] | None = None  # what the two colours mean
    line: bool = False  # the second of them is a line


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page's figures; `empty` tells that there is nothing to show yet."""

    tiles: Sequence[Tile] = ()
    panels: Sequence[Panel] = ()
    tables: Mapping[str, Table] | None = None  # what can be taken along as CSV, by name
    empty: bool = False
