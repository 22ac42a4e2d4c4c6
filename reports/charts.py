"""The geometry of charts, each for a desk and for a phone; the templates only draw it."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import ceil

WIDE, NARROW, FULL = 466, 330, 1040  # widths of the drawings
HEIGHT = 232
LEFT, TOP, BOTTOM = 46, 26, 200
GAP = Decimal("0.3")  # of a column's place
STEPS = (1, 2, 5, 10)
DIGIT, CAPITAL, LETTER, AROUND = 8, 10, 14, 2  # widths of letters, and of the air between labels
STRIP, THICK, AIR = 48, 10, 14  # a strip with its words, its bar, what lies over its words
CHINESE = "\u2e80"  # where the wide letters begin
TENTH = Decimal("0.1")
NOUGHT = Decimal(0)


@dataclass(frozen=True, slots=True)
class Bar:
    """What is drawn: a label, a figure, and whether it is of the second colour."""

    label: str
    figure: Decimal
    pale: bool = False
    told: str = ""  # the label as it is read aloud, where it is longer
    before: Decimal | None = None  # the figure of the same days a year before (去年同期)


@dataclass(frozen=True, slots=True)
class Mark:
    """One bar: its place in the drawing, its words, and its figure where there is room for it."""

    x: Decimal
    y: Decimal
    width: Decimal
    height: Decimal
    label: str
    figure: str
    pale: bool
    before: Decimal | None = None  # how far from the top the year before lies

    @property
    def middle(self) -> Decimal:
        """Where the words of a column are centred."""
        return self.x + self.width / 2


@dataclass(frozen=True, slots=True)
class Drawing:
    """A chart with its horizontal lines (height in the drawing, figure); `strips` lie, columns stand."""

    marks: tuple[Mark, ...]
    lines: tuple[tuple[Decimal, str], ...]
    width: int
    height: int
    strips: bool = False

    @property
    def before(self) -> str:
        """The corners of the line of the year before, as SVG writes them; "" without one."""
        return " ".join(f"{each.middle},{each.before}" for each in self.marks if each.before is not None)


@dataclass(frozen=True, slots=True)
class Chart:
    """The same bars for a desk and for a phone."""

    bars: tuple[Bar, ...]
    wide: Drawing
    narrow: Drawing


def columns_chart(bars: Sequence[Bar], *, full: bool = False) -> Chart:
    """Return columns; none reaches below zero."""
    return Chart(tuple(bars), columns_of(bars, FULL if full else WIDE), columns_of(bars, NARROW))


def strips_chart(bars: Sequence[Bar], *, full: bool = False) -> Chart:
    """Return bars that lie one under the other, each under its words."""
    return Chart(tuple(bars), strips_of(bars, FULL if full else WIDE), strips_of(bars, NARROW))


def columns_of(bars: Sequence[Bar], width: int) -> Drawing:
    """Return the columns of some bars; where they are many, not every one is labelled, but the last is."""
    top = rounded_up(max((max(each.figure, each.before or NOUGHT) for each in bars), default=NOUGHT))
    place = Decimal(width - LEFT) / max(1, len(bars))
    stride = ceil((max((width_of(each.label) for each in bars), default=0) + AROUND) / place)
    longest = max((len(plain(each.figure)) for each in bars), default=0)
    roomy, tallest = longest * DIGIT <= place, max((each.figure for each in bars), default=NOUGHT)
    marks = []
    for number, each in enumerate(bars):
        above = height_of(each.figure, top)
        told = each.figure and (roomy or number == len(bars) - 1 or each.figure == tallest)
        marks.append(
            Mark(
                x=(LEFT + place * (number + GAP / 2)).quantize(TENTH),
                y=above,
                width=(place * (1 - GAP)).quantize(TENTH),
                height=BOTTOM - above,
                label=each.label if (len(bars) - 1 - number) % stride == 0 else "",
                figure=plain(each.figure) if told else "",
                pale=each.pale,
                before=None if each.before is None else height_of(each.before, top),
            )
        )
    shares = (NOUGHT, Decimal("0.5"), Decimal(1))
    lines = tuple((BOTTOM - (BOTTOM - TOP) * share, plain(top * share)) for share in shares)
    return Drawing(tuple(marks), lines, width, HEIGHT)


def height_of(figure: Decimal, top: Decimal) -> Decimal:
    """Return how far from the top of the drawing a figure reaches; what is below zero stays on the ground."""
    return (BOTTOM - (BOTTOM - TOP) * max(NOUGHT, figure) / top).quantize(TENTH)


def strips_of(bars: Sequence[Bar], width: int) -> Drawing:
    """Return the strips of some bars; words that do not fit are cut."""
    longest = max((each.figure for each in bars), default=NOUGHT)
    marks = []
    for number, each in enumerate(bars):
        long = width * max(NOUGHT, each.figure) / longest if longest > 0 else NOUGHT
        figure = plain(each.figure)
        marks.append(
            Mark(
                x=NOUGHT,
                y=Decimal(AIR + STRIP * number + THICK),
                width=long.quantize(TENTH),
                height=Decimal(THICK),
                label=cut(each.label, width - DIGIT * len(figure) - 2 * LETTER),
                figure=figure,
                pale=each.pale,
            )
        )
    return Drawing(tuple(marks), (), width, STRIP * max(1, len(bars)), strips=True)


def cut(words: str, room: int) -> str:
    """Return words that fit into a width, with … for what was cut.

    >>> cut("全国计算机等级考试", 70), cut("PETS", 70)
    ('全国计算…', 'PETS')
    """
    kept = words
    while kept and width_of(kept) > room - (LETTER if kept != words else 0):
        kept = kept[:-1]
    return kept if kept == words else kept + "…"


def width_of(words: str) -> int:
    """Return about how wide words are drawn."""
    return sum(LETTER if each >= CHINESE else CAPITAL if each.isupper() else DIGIT for each in words)


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
