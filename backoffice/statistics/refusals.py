"""Why applications do not come through: by step, and by the class of reason that records tell."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from backoffice.statistics.asking import Asked
from backoffice.statistics.counting import by_value
from backoffice.statistics.measures import REFUSALS, By, Measure
from backoffice.statistics.narrowing import Value, fits
from backoffice.statistics.panels import Panel, Sheet
from backoffice.statistics.reasons import Reason
from backoffice.statistics.tables import Figure, Table
from backoffice.statistics.words import REASONS, title_of, unit_of
from reports.charts import Bar, strips_chart

Found = Sequence[tuple[Measure, Mapping[Value, Decimal]]]  # each step with the figure of each reason


def refusals(session: Session, asked: Asked) -> Sheet:
    """Return every step that sends back, refuses or revokes, with its figure, and the reasons of all."""
    measures = [each for each in REFUSALS if fits(each, asked.narrowing)]
    found = [(each, by_value(session, each, asked.narrowing, By.REASON)) for each in measures]
    steps, reasons = _steps(found), _reasons(found)
    tables = {each.name: each for each in (steps, reasons)}
    if not any(known for _each, known in found):
        return Sheet(tables=tables, empty=True)
    return Sheet((), [_drawn_steps(found, steps), _drawn_reasons(reasons)], tables)


def _steps(found: Found) -> Table:
    rows = tuple((Figure(title_of(each.name)), Figure(_count(known), each.name)) for each, known in found)
    return Table("refusals", _("各环节退回、不通过与撤销"), (_("环节"), _("件数")), rows)


def _reasons(found: Found) -> Table:
    """Return a row for each reason, the most frequent first, with the figure of each step that has any."""
    found = [(each, known) for each, known in found if known]
    count = {each: sum(int(known.get(each.value, 0)) for _measure, known in found) for each in Reason}
    rows = tuple(
        (
            Figure(str(REASONS[reason])),
            Figure(count[reason]),
            *(
                Figure(int(known.get(reason.value, 0)), each.name, {By.REASON.value: reason.value})
                for each, known in found
            ),
        )
        for reason in sorted(Reason, key=lambda each: -count[each])
        if count[reason]
    )
    columns = (_("原因"), _("合计"), *(title_of(each.name) for each, _known in found))
    return Table("refusal-reasons", _("各类原因的件数"), columns, rows)


def _drawn_steps(found: Found, table: Table) -> Panel:
    worst = max(found, key=lambda each: _count(each[1]))
    sentence = _(
        "%(step)s最多，%(count)s %(unit)s",
        step=title_of(worst[0].name),
        count=f"{_count(worst[1]):,}",
        unit=unit_of(worst[0].name, _count(worst[1])),
    )
    bars = [Bar(title_of(each.name), Decimal(_count(known))) for each, known in found]
    return Panel("refusals", sentence, table.title, strips_chart(bars, full=True), table)


def _drawn_reasons(table: Table) -> Panel:
    bars = [Bar(str(row[0].value), Decimal(row[1].value or 0)) for row in table.rows]
    sentence = _("最常见的原因：%(reason)s，%(count)s 件", reason=bars[0].label, count=f"{bars[0].figure:,}")
    note = _("按登记的材料审查、评审结论和规则停用分类；规则在提交时已核对，故无“不符合规则”一类。")
    return Panel("refusal-reasons", sentence, note, strips_chart(bars, full=True), table)


def _count(known: Mapping[Value, Decimal]) -> int:
    return int(sum(known.values()))
