"""Why applications do not come through: by step, and by what the review found in the originals."""

from decimal import Decimal

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from backoffice.kernel.web import translated
from backoffice.statistics.asking import NONE, Asked
from backoffice.statistics.charts import Bar, strips_chart
from backoffice.statistics.counting import by_value, total
from backoffice.statistics.measures import REFUSALS, By, Measure
from backoffice.statistics.narrowing import fits
from backoffice.statistics.panels import Panel, Sheet
from backoffice.statistics.tables import Figure, Table
from backoffice.statistics.words import WITHOUT, title_of, unit_of


def refusals(session: Session, asked: Asked) -> Sheet:
    """Return every step that sends back, refuses or revokes, with its figure and its reasons."""
    measures = [each for each in REFUSALS if fits(each, asked.narrowing)]
    rows: list[tuple[Figure, ...]] = []
    totals: list[int] = []
    for each in measures:
        found = _reasons(session, each, asked)
        totals.append(sum(row[-1].value for row in found if isinstance(row[-1].value, int)))
        rows += found
    table = Table(
        "refusals", _("各环节退回、不通过与撤销"), (_("环节"), _("材料审查"), _("件数")), tuple(rows), words=2
    )
    worst = max(range(len(measures)), key=lambda place: totals[place], default=0)
    if not any(totals):
        return Sheet(tables={table.name: table}, empty=True)
    sentence = _(
        "%(step)s最多，%(count)s %(unit)s",
        step=title_of(measures[worst].name),
        count=f"{totals[worst]:,}",
        unit=unit_of(measures[worst].name),
    )
    bars = [Bar(title_of(each.name), Decimal(count)) for each, count in zip(measures, totals, strict=True)]
    note = _("按环节和初审登记的材料审查结果分；具体意见见每件申请。")
    return Sheet((), [Panel("refusals", sentence, note, strips_chart(bars, full=True), table)], {table.name: table})


def _reasons(session: Session, measure: Measure, asked: Asked) -> list[tuple[Figure, ...]]:
    """Return a row for each reason; a step whose records hold none has one row."""
    head = Figure(title_of(measure.name))
    if By.CHECK not in measure.dimensions:
        return [(head, Figure(None), Figure(int(total(session, measure, asked.narrowing)), measure.name))]
    found = by_value(session, measure, asked.narrowing, By.CHECK)
    rows: list[tuple[Figure, ...]] = []
    for check in sorted(found, key=lambda value: (-found[value], str(value))):
        word = translated(str(check)) if check is not None else str(WITHOUT[By.CHECK])
        narrowed = {By.CHECK.value: str(check) if check is not None else NONE}
        rows.append((head, Figure(word), Figure(int(found[check]), measure.name, narrowed)))
    return rows
