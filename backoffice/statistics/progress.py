"""How far outcomes come, and how long reviews take."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from math import ceil

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from backoffice.statistics.asking import Asked
from backoffice.statistics.counting import Days, days_of_reviews, stages
from backoffice.statistics.measures import FINAL_REVIEWS, FIRST_REVIEWS, FUNNEL, RECOGNITION_REVIEWS, REVIEWS, Measure
from backoffice.statistics.months import days_of, months_between
from backoffice.statistics.narrowing import fits
from backoffice.statistics.panels import Panel, Sheet
from backoffice.statistics.tables import Figure, Table
from backoffice.statistics.words import percent_of, title_of
from reports.charts import Bar, columns_chart, strips_chart

MEDIAN, MOST = 50, 90  # percent
DRAWN = 8  # columns of what was done in time


@dataclass(frozen=True, slots=True)
class Promised:
    """The published days (办理时限) of each review."""

    recognition: int
    first_review: int
    final_review: int

    def of(self, measure: Measure) -> int:
        """Return the days of one review."""
        return {
            RECOGNITION_REVIEWS.name: self.recognition,
            FIRST_REVIEWS.name: self.first_review,
            FINAL_REVIEWS.name: self.final_review,
        }[measure.name]


def funnel(session: Session, asked: Asked) -> Sheet:
    """Return how many of the outcomes added in the period have come to each stage by now."""
    if not fits(FUNNEL[0], asked.narrowing):
        return Sheet(empty=True)
    counts = stages(session, asked.narrowing)
    rows = tuple(
        (
            Figure(title_of(each.name)),
            Figure(count, each.name),
            Figure(percent_of(count, counts[0])),
            Figure(percent_of(count, before) if before is not None else "-"),
        )
        for each, count, before in zip(FUNNEL, counts, [None, *counts[:-1]], strict=True)
    )
    columns = (_("阶段"), _("成果（项）"), _("占添加"), _("占上一阶段"))
    table = Table("funnel", _("从添加到转换"), columns, rows)
    sentence = _(
        "这段时间添加的 %(added)s 项成果，已转换 %(converted)s 项，占 %(percent)s",
        added=f"{counts[0]:,}",
        converted=f"{counts[-1]:,}",
        percent=percent_of(counts[-1], counts[0]),
    )
    bars = [Bar(title_of(each.name), Decimal(count)) for each, count in zip(FUNNEL, counts, strict=True)]
    note = _("不含由转换获得的成果；业绩类可先申请转换，再一并认定。")
    panel = Panel("funnel", sentence, note, strips_chart(bars, full=True), table)
    return Sheet((), [panel], {table.name: table}, empty=not counts[0])


def turnaround(session: Session, asked: Asked, promised: Promised) -> Sheet:
    """Return how many days each review took, in all and by month, against the published days."""
    measures = [each for each in REVIEWS if fits(each, asked.narrowing)]
    found = {each.name: days_of_reviews(session, each, asked.narrowing) for each in measures}
    whole = Table(
        "turnaround",
        _("各环节用时"),
        (_("环节"), *_columns()),
        tuple(_row(each, found[each.name], promised.of(each), {}) for each in measures),
    )
    monthly = _by_month(measures, found, promised, asked)
    drawn = [_spread(each, found[each.name], promised.of(each)) for each in measures if found[each.name].counts]
    panels = [
        Panel("turnaround-table", whole.title, _("天数按日历计，当天办结为 0 天。"), table=whole),
        *drawn,
        Panel("turnaround-months", monthly.title, table=monthly, folded=True),
    ]
    tables = {each.name: each for each in (whole, monthly)}
    return Sheet((), panels, tables, empty=not drawn)


def _columns() -> tuple[str, ...]:
    return (_("办结（件）"), _("中位天数"), _("九成在几天内"), _("时限（天）"), _("超期（件）"), _("超期比例"))


def _row(measure: Measure, days: Days, limit: int, changed: Mapping[str, str]) -> tuple[Figure, ...]:
    done, late = days.done(), days.late(limit)
    return (
        Figure(title_of(measure.name)),
        Figure(done, measure.name, changed),
        Figure(days.within(MEDIAN)),
        Figure(days.within(MOST)),
        Figure(limit),
        Figure(late, measure.name, {**changed, "least": str(limit + 1)}),
        Figure(percent_of(late, done)),
    )


def _by_month(measures: list[Measure], found: Mapping[str, Days], promised: Promised, asked: Asked) -> Table:
    rows = []
    for month in months_between(asked.narrowing.since, asked.narrowing.until):
        part = asked.narrowing.within(*days_of(month))
        changed = {"from": part.since.isoformat(), "to": part.until.isoformat()}
        for each in measures:
            days = found[each.name].of(month)
            if days.counts:
                rows.append((Figure(month), *_row(each, days, promised.of(each), changed)))
    return Table("turnaround-months", _("每月用时"), (_("月份"), _("环节"), *_columns()), tuple(rows), words=2)


def spans_of(limit: int) -> list[tuple[int, int]]:
    """Return the spans of days, from and to, that a chart draws up to the published days.

    >>> spans_of(5), spans_of(15)[-2:]
    ([(0, 0), (1, 1), (2, 2), (3, 3), (4, 4), (5, 5)], [(12, 13), (14, 15)])
    """
    wide = ceil((limit + 1) / DRAWN)
    return [(first, min(first + wide - 1, limit)) for first in range(0, limit + 1, wide)]


def _spread(measure: Measure, days: Days, limit: int) -> Panel:
    """Draw how many took how many days; those beyond the published days are pale."""
    counts = days.by_days()
    bars, rows = [], []
    for first, last in spans_of(limit):
        span = str(first) if first == last else f"{first}–{last}"
        word = _("%(days)s天", days=span)
        count = sum(counts.get(day, 0) for day in range(first, last + 1))
        bars.append(Bar(span, Decimal(count), told=word))
        rows.append((Figure(word), Figure(count, measure.name, {"least": str(first), "most": str(last)})))
    word, late = _("超期"), days.late(limit)
    bars.append(Bar(word, Decimal(late), pale=True))
    rows.append((Figure(word), Figure(late, measure.name, {"least": str(limit + 1)})))
    sentence = _(
        "%(step)s一半在 %(median)s 天内办结，九成在 %(most)s 天内，超期 %(late)s 件",
        step=title_of(measure.name),
        median=days.within(MEDIAN),
        most=days.within(MOST),
        late=late,
    )
    note = _("%(step)s各用时天数的件数", step=title_of(measure.name))
    table = Table(f"days-{measure.name}", note, (_("天数"), _("办结（件）")), tuple(rows))
    return Panel(
        table.name, sentence, note, columns_chart(bars), table, folded=True, full=False, key=(_("按时"), _("超期"))
    )
