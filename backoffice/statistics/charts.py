"""The geometry of charts; the templates only draw it."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

WIDTH, HEIGHT = 466, 232
LEFT, TOP, BOTTOM = 46, 26, 200
GAP = Decimal("0.3")  # of a column's place
STEPS = (1, 2, 5, 10)
FULL = 100  # the longest bar, in percent

Bar = tuple[str, Decimal]


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its place in the drawing, and what stands under and over it."""

    x: Decimal
    y: Decimal
    width: Decimal
    height: Decimal
    label: str
    figure: str

    @property
    def middle(self) -> Decimal:
        """Where the words of the column are centred."""
        return self.x + self.width / 2


@dataclass(frozen=True, slots=True)
class Columns:
    """A chart of columns with its horizontal lines (height in the drawing, figure)."""

    columns: tuple[Column, ...]
    lines: tuple[tuple[Decimal, str], ...]
    width: int = WIDTH
    height: int = HEIGHT


def columns_of(months: Sequence[Bar]) -> Columns:
    """Return the columns of some months, each labelled with the month's number; none reaches below zero."""
    top = rounded_up(max((figure for _label, figure in months), default=Decimal(0)))
    place = Decimal(WIDTH - LEFT) / max(1, len(months))
    drawn = []
    for number, (label, figure) in enumerate(months):
        tall = (BOTTOM - TOP) * max(Decimal(0), figure) / top
        x = LEFT + place * (number + GAP / 2)
        drawn.append(
            Column(
                x=x.quantize(Decimal("0.1")),
                y=(BOTTOM - tall).quantize(Decimal("0.1")),
                width=(place * (1 - GAP)).quantize(Decimal("0.1")),
                height=tall.quantize(Decimal("0.1")),
                label=str(int(label[-2:])),
                figure=plain(figure) if figure else "",
            )
        )
    lines = tuple(
        (BOTTOM - (BOTTOM - TOP) * share, plain(top * share)) for share in (Decimal(0), Decimal("0.5"), Decimal(1))
    )
    return Columns(tuple(drawn), lines)


def bars_of(bars: Sequence[Bar]) -> list[tuple[str, str, int]]:
    """Return label, figure and length in percent of the longest for each bar."""
    longest = max((figure for _label, figure in bars), default=Decimal(0))
    return [
        (label, plain(figure), int(FULL * max(Decimal(0), figure) / longest) if longest > 0 else 0)
        for label, figure in bars
    ]


def rounded_up(figure: Decimal) -> Decimal:
    """Return the next round figure that is even to halve: 2, 4, 10, 20, 40, 100 and so on.

    >>> [int(rounded_up(Decimal(each))) for each in (0, 1, 3, 7, 11, 130)]
    [2, 2, 4, 10, 20, 200]
    """
    power = Decimal(2)
    while True:
        for step in STEPS:
            if figure <= power * step:
                return power * step
        power *= 10


def plain(figure: Decimal) -> str:
    """Return a figure without idle zeros, its thousands set apart.

    >>> plain(Decimal("1342.50"))
    '1,342.5'
    """
    text = f"{figure:,.2f}"
    return text.rstrip("0").rstrip(".")
