"""How the house grows: its measures by month, and by what their rows belong to."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from backoffice.catalogue.models import OutcomeKind
from backoffice.institutions.models import Institution
from backoffice.kernel.web import translated
from backoffice.rulebook.models import ConversionRule, RuleVersion
from backoffice.statistics.asking import NONE, Asked
from backoffice.statistics.counting import NOUGHT, Months, by_month, by_value, merged
from backoffice.statistics.measures import CONVERSIONS, CREDITS, GROWTH, By, Measure
from backoffice.statistics.months import days_of, months_between
from backoffice.statistics.narrowing import Narrowing, Value, fits
from backoffice.statistics.panels import Panel, Sheet, Tile
from backoffice.statistics.tables import Figure, Table
from backoffice.statistics.words import HEADS, WITHOUT, change_of, short_month, title_of, unit_of
from reports.charts import Bar, columns_chart, plain, strips_chart

MOST_ROWS = 50  # of a table on a page; the CSV holds them all
MOST_BARS = 8
LARGE = 1000  # names to ask for one by one; beyond that all are read

Known = dict[Value, Decimal]


def growth(session: Session, asked: Asked) -> Sheet:
    """Return what came month by month, beside the year before; the tiles add the months up."""
    measures = [each for each in GROWTH if fits(each, asked.narrowing)]
    found = {each.name: by_month(session, each, asked.narrowing) for each in measures}
    tiles = [_tile(each, _sum(each, found[each.name].now)) for each in measures]
    panels = [_by_month(each, found[each.name], asked.narrowing) for each in measures]
    panels.sort(key=lambda each: not each.full)  # what the bank is for comes first
    panels.append(Panel("months-table", _("每月明细"), table=_months(found, measures, asked.narrowing)))
    whole = _months(found, measures, asked.narrowing, before=True)
    return Sheet(tiles, panels, {whole.name: whole}, empty=not any(each.now for each in found.values()))


def shares(session: Session, asked: Asked, by: By) -> Sheet:
    """Return what belongs to each institution, kind or rule, those with the most credits first."""
    measures = [each for each in GROWTH if by in each.dimensions and fits(each, asked.narrowing)]
    found = [by_value(session, each, asked.narrowing, by) for each in measures]
    values = merged(found)
    names = _names(session, by, values)
    rows = tuple(
        (
            Figure(names[value][1]),
            *(
                Figure(_figure(each, known.get(value, NOUGHT)), each.name, {by.value: names[value][0]})
                for each, known in zip(measures, found, strict=True)
            ),
        )
        for value in values
    )
    columns = (str(HEADS[by]), *(title_of(each.name) for each in measures))
    table = Table(f"by-{by.value}", _("各%(head)s明细", head=HEADS[by]), columns, rows)
    drawn = [
        _by_value(each, known, names, by)
        for each, known in zip(measures, found, strict=True)
        if each in {CONVERSIONS, CREDITS} and any(known.values())
    ]
    panels = [*drawn, Panel("shares-table", table.title, table=table.first(MOST_ROWS))]
    return Sheet((), panels, {table.name: table}, empty=not rows)


def _months(
    found: Mapping[str, Months], measures: Sequence[Measure], narrowing: Narrowing, *, before: bool = False
) -> Table:
    """Return a row for each month, its figures followed by those of the year before where that is asked for."""
    rows = []
    for month in months_between(narrowing.since, narrowing.until):
        figures = [_of_month(each, found[each.name], narrowing, month) for each in measures]
        rows.append((Figure(month), *(cell for pair in figures for cell in pair[: 2 if before else 1])))
    heads = [(title_of(each.name), _("%(what)s（去年同期）", what=title_of(each.name))) for each in measures]
    columns = (_("月份"), *(head for pair in heads for head in pair[: 2 if before else 1]))
    return Table("months", _("每月明细"), columns, tuple(rows))


def _of_month(measure: Measure, found: Months, narrowing: Narrowing, month: str) -> tuple[Figure, Figure]:
    """Return a month's figure, and that of the year before."""
    part = narrowing.within(*days_of(month))
    now, before = (
        Figure(
            _figure(measure, known.get(month, NOUGHT)),
            measure.name,
            {"from": days.since.isoformat(), "to": days.until.isoformat()},
        )
        for known, days in ((found.now, part), (found.before, part.year_before()))
    )
    return now, before


def _by_month(measure: Measure, found: Months, narrowing: Narrowing) -> Panel:
    """Draw a measure month by month, with a line for the year before; the sentence tells of the last month."""
    months = months_between(narrowing.since, narrowing.until)
    last, before = months[-1], found.now.get(months[-2], NOUGHT) if len(months) > 1 else None
    lined = bool(found.before)
    bars = [
        Bar(
            short_month(each),
            found.now.get(each, NOUGHT),
            told=each,
            before=found.before.get(each, NOUGHT) if lined else None,
        )
        for each in months
    ]
    title, full = title_of(measure.name), measure is CONVERSIONS
    rows = tuple((Figure(each), *_of_month(measure, found, narrowing, each)) for each in months)
    table = Table(f"month-{measure.name}", title, (_("月份"), title, _("去年同期")), rows)
    return Panel(
        table.name,
        change_of(measure.name, last, found.now.get(last, NOUGHT), before),
        _("每月%(what)s（%(unit)s）", what=title, unit=unit_of(measure.name)),
        columns_chart(bars, full=full),
        table,
        folded=True,
        full=full,
        key=(_("本期"), _("去年同期")) if lined else None,
        line=lined,
    )


def _by_value(measure: Measure, known: Known, names: dict[Value, tuple[str, str]], by: By) -> Panel:
    """Draw those with the most; the sentence tells who has the most of all."""
    ordered = sorted(known, key=lambda value: (-known[value], names[value][1]))
    bars = [Bar(names[value][1], known[value]) for value in ordered[:MOST_BARS]]
    sentence = _(
        "%(name)s最多：%(what)s %(figure)s %(unit)s",
        name=bars[0].label,
        what=title_of(measure.name),
        figure=plain(bars[0].figure),
        unit=unit_of(measure.name, bars[0].figure),
    )
    note = _("各%(head)s的%(what)s，最多的 %(most)s 个", head=HEADS[by], what=title_of(measure.name), most=len(bars))
    return Panel(f"share-{measure.name}", sentence, note, strips_chart(bars), full=False)


def _names(session: Session, by: By, values: list[Value]) -> dict[Value, tuple[str, str]]:
    """Return the word in addresses and the title of each value."""
    queries: dict[By, tuple[Any, Any]] = {
        By.INSTITUTION: (Institution.id, select(Institution.id, Institution.code, Institution.title)),
        By.KIND: (OutcomeKind.id, select(OutcomeKind.id, OutcomeKind.code, OutcomeKind.title)),
        By.RULE: (ConversionRule.id, _newest_titles()),
    }
    key, query = queries[by]
    some = [each for each in values if each is not None]
    rows = session.execute(query if len(some) > LARGE else query.where(key.in_(some)))
    known: dict[Value, tuple[str, str]] = {row[0]: (row[1], translated(row[2])) for row in rows}
    return known | {None: (NONE, str(WITHOUT[by]))}


def _newest_titles() -> Any:  # noqa: ANN401 - a query
    """Return the query for rules with the title of their newest version; its numbers are ordered, so it comes last."""
    return (
        select(ConversionRule.id, ConversionRule.code, RuleVersion.title)
        .join(RuleVersion, RuleVersion.rule_id == ConversionRule.id)
        .order_by(ConversionRule.id, RuleVersion.number)
    )


def _tile(measure: Measure, figure: int | Decimal) -> Tile:
    return Tile(title_of(measure.name), Figure(figure, measure.name, unit=unit_of(measure.name, figure)))


def _sum(measure: Measure, found: Mapping[str, Decimal]) -> int | Decimal:
    return _figure(measure, sum(found.values(), NOUGHT))


def _figure(measure: Measure, figure: Decimal) -> int | Decimal:
    """Return credits as they are, and everything else as a whole number."""
    return figure if measure.total is not None else int(figure)
