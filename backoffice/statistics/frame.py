"""What pages of figures share: who asks for what, the tabs, the filter, the addresses of lists."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from flask import request, url_for
from flask_babel import gettext as _
from sqlalchemy import select

from backoffice import access
from backoffice.catalogue.models import OutcomeKind
from backoffice.kernel.clock import day_of
from backoffice.kernel.web import actor_id, now, roles, sentences, session, translated
from backoffice.statistics.asking import BY_ADDRESS, FILTERS, Asked, institution_titles, reach_of, read, year_before
from backoffice.statistics.measures import By
from backoffice.statistics.reasons import Reason
from backoffice.statistics.tables import Figure
from backoffice.statistics.words import HEADS, REASONS, WITHOUT, period_of

LISTED = "StatisticsRowsView.rows"
TOLD = (*BY_ADDRESS, "least", "most")


@dataclass(frozen=True, slots=True)
class Frame:
    """The part of a page that stands around its figures."""

    asked: Asked
    problems: list[tuple[str, str]]
    typed: Mapping[str, str]
    institutions: list[str]
    kinds: list[tuple[str, str]]
    periods: list[tuple[str, str]]
    tabs: list[tuple[str, str, bool]]
    sentence: str
    future: bool

    def url_of(self, figure: Figure) -> str:
        """Return the address of the list that a figure counts."""
        return url_for(LISTED, measure=figure.measure, **address(self.asked, figure.changed))

    def csv_of(self, table: str) -> str:
        """Return the address of a table as CSV."""
        return url_for("StatisticsView.download", table=table, **address(self.asked, {}))


def ask() -> Asked:
    """Read what the address asks for, within what the asking person may see."""
    held = roles()
    whole = bool(held & {access.CENTRE, access.ADMIN})
    reach = reach_of(session(), actor_id=actor_id(), whole=whole, institution=access.INSTITUTION in held)
    labels = {"from": _("开始日期"), "to": _("结束日期")}
    return read(session(), request.args, reach=reach, on=day_of(now()), labels=labels)


def frame_of(asked: Asked) -> Frame:
    """Return what stands around the figures."""
    today = day_of(now())
    kinds = session().execute(
        select(OutcomeKind.code, OutcomeKind.title).order_by(OutcomeKind.position, OutcomeKind.id)
    )
    given = {name: request.args.get(name, "") for name in FILTERS}
    shown = {"from": asked.narrowing.since.isoformat(), "to": asked.narrowing.until.isoformat()}
    return Frame(
        asked=asked,
        problems=sentences(asked.problems),
        typed={name: given[name] or shown.get(name, "") for name in FILTERS},
        institutions=institution_titles(session(), asked.narrowing.reach),
        kinds=[(code, translated(title)) for code, title in kinds],
        periods=_periods(today),
        tabs=_tabs(asked),
        sentence=told(asked),
        future=asked.narrowing.since > today,
    )


def address(asked: Asked, changed: Mapping[str, str]) -> dict[str, Any]:
    """Return what an address says of a narrowing, with some of it changed."""
    period = _days(asked.narrowing.since, asked.narrowing.until)
    kept = {name: asked.typed[name] for name in TOLD if asked.typed.get(name)}
    return {**period, **kept, **changed}


def _days(since: date, until: date) -> dict[str, Any]:
    return {"from": since.isoformat(), "to": until.isoformat()}


def told(asked: Asked) -> str:
    """Say the period, and what the figures are narrowed to."""
    parts = [period_of(asked.narrowing.since, asked.narrowing.until)]
    parts += [f"{HEADS[by]}{_('：')}{_title(by, title)}" for by, title in asked.titles.items()]
    reach = asked.narrowing.reach
    if By.INSTITUTION not in asked.titles:
        seen = _("全部机构") if reach.whole else _("本机构") if reach.institutions is not None else _("本委员会")
        parts.append(seen)
    least, most = asked.narrowing.least, asked.narrowing.most
    if most is not None:
        parts.append(_("用时 %(least)s 至 %(most)s 天", least=least or 0, most=most))
    elif least is not None:
        parts.append(_("用时 %(days)s 天以上（含）", days=least))
    return _("，").join(parts)


def _title(by: By, title: str) -> str:
    """Return what was chosen in words; nothing chosen stands for what belongs to nothing."""
    if by is By.REASON:
        return str(REASONS[Reason(title)])
    return translated(title) if title else str(WITHOUT[by])


def _periods(today: date) -> list[tuple[str, str]]:
    """Return periods that are often asked for, with their addresses; the other filters stay."""
    asked = {name: request.args[name] for name in TOLD if request.args.get(name)}
    kept: dict[str, Any] = asked | (request.view_args or {})
    start = today.replace(day=1)
    before = (start - timedelta(days=1)).replace(day=1)
    known = [
        (_("本月"), start, today),
        (_("上月"), before, start - timedelta(days=1)),
        (_("今年"), today.replace(month=1, day=1), today),
        (_("去年"), date(today.year - 1, 1, 1), date(today.year - 1, 12, 31)),
        (_("最近 12 个月"), year_before(today), today),
    ]
    place = request.endpoint or "StatisticsView.show"
    return [(word, url_for(place, **kept, **_days(since, until))) for word, since, until in known]


def _tabs(asked: Asked) -> list[tuple[str, str, bool]]:
    """Return the pages of figures; the filter goes along."""
    kept: dict[str, Any] = {name: request.args[name] for name in FILTERS if request.args.get(name)}
    pages = [
        (_("概况"), "StatisticsView.show"),
        (_("机构"), "StatisticsView.institutions"),
        (_("成果类型"), "StatisticsView.kinds"),
        (_("转换规则"), "StatisticsView.rules"),
        (_("从添加到转换"), "StatisticsView.funnel"),
        (_("办理用时"), "StatisticsView.turnaround"),
        (_("退回与不通过"), "StatisticsView.refusals"),
    ]
    if asked.narrowing.reach.committees is not None:
        pages = [each for each in pages if each[1] != "StatisticsView.funnel"]
    if asked.narrowing.reach.whole:
        pages.append((_("从未使用的规则"), "UnusedRulesView.unused"))
    return [(word, url_for(place, **kept), request.endpoint == place) for word, place in pages]
