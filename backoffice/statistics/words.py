"""What measures, their units and their columns are called on pages of figures."""

from datetime import date
from decimal import Decimal

from flask_babel import gettext as _
from flask_babel import lazy_gettext, lazy_pgettext

from backoffice.statistics.measures import By
from backoffice.statistics.reasons import Reason
from reports.charts import plain

TITLES = {
    "learners": lazy_gettext("新增学习者"),
    "outcomes": lazy_gettext("新增成果"),
    "applications": lazy_gettext("转换申请"),
    "conversions": lazy_gettext("通过转换"),
    "credits": lazy_gettext("记入学分"),
    "added": lazy_pgettext("stage", "添加成果"),
    "recognised": lazy_gettext("已认定或在名录"),
    "applied": lazy_gettext("申请过转换"),
    "first-passed": lazy_gettext("通过初审"),
    "converted": lazy_gettext("通过终审"),
    "recognition-reviews": lazy_gettext("认定审核"),
    "first-reviews": lazy_gettext("初审"),
    "final-reviews": lazy_gettext("终审"),
    "recognition-returned": lazy_gettext("认定退回补正"),
    "recognition-refused": lazy_gettext("认定未通过"),
    "returned": lazy_gettext("初审退回补正"),
    "refused-first": lazy_gettext("初审不通过"),
    "refused-final": lazy_gettext("终审不通过"),
    "stopped": lazy_gettext("规则停用退回"),
    "revoked": lazy_gettext("转换撤销"),
    "unused-rules": lazy_gettext("从未使用的规则"),
}
# Units as they stand beside many, and beside one: English says two cases, but one case.
PEOPLE = lazy_gettext("人"), lazy_pgettext("one", "人")
ITEMS = lazy_gettext("项"), lazy_pgettext("one", "项")
CASES = lazy_gettext("件"), lazy_pgettext("one", "件")
CREDITS = lazy_pgettext("unit", "学分"), lazy_pgettext("one", "学分")
UNITS = {"learners": PEOPLE, "outcomes": ITEMS, "credits": CREDITS}
UNITS |= dict.fromkeys(("added", "recognised", "applied", "first-passed", "converted"), ITEMS)
HEADS = {
    By.INSTITUTION: lazy_gettext("机构"),
    By.KIND: lazy_gettext("成果类型"),
    By.RULE: lazy_gettext("转换规则"),
    By.REASON: lazy_gettext("原因"),
}
REASONS = {
    Reason.STOPPED: lazy_gettext("转换规则停用"),
    Reason.REVOKED: lazy_gettext("通过后撤销"),
    Reason.DIFFER: lazy_gettext("与原件不一致"),
    Reason.MISSING: lazy_gettext("未交原件"),
    Reason.ADVISED: lazy_gettext("第三方评审建议不通过"),
    Reason.JUDGED: lazy_gettext("业绩类，按评审判断"),
    Reason.UNCHECKED: lazy_gettext("没有登记材料审查"),
    Reason.REMARKS: lazy_gettext("原件一致，见评审意见"),
}
WITHOUT = {
    By.INSTITUTION: lazy_gettext("不属于机构"),
    By.KIND: lazy_gettext("没有类型"),
    By.RULE: lazy_gettext("业绩类，不按规则"),
}


def title_of(measure: str) -> str:
    """Return what a measure is called."""
    return str(TITLES[measure])


def unit_of(measure: str, figure: Decimal | int | None = None) -> str:
    """Return what a measure counts in, as it stands beside a figure."""
    many, one = UNITS.get(measure, CASES)
    return str(one if figure == 1 else many)


def short_month(month: str) -> str:
    """Return a month's number as it stands under a column."""
    return _("%(month)s月", month=int(month[-2:]))


def change_of(measure: str, month: str, now: Decimal, before: Decimal | None) -> str:
    """Say a month's figure in a sentence, against the month before where that is known."""
    values = {
        "year": month[:4],
        "month": int(month[-2:]),
        "what": title_of(measure),
        "figure": plain(now),
        "unit": unit_of(measure, now),
    }
    if before is None:
        return _("%(year)s 年 %(month)s 月%(what)s %(figure)s %(unit)s", **values)
    more = plain(abs(now - before))
    if now > before:
        return _("%(year)s 年 %(month)s 月%(what)s %(figure)s %(unit)s，比上月多 %(more)s", **values, more=more)
    if now < before:
        return _("%(year)s 年 %(month)s 月%(what)s %(figure)s %(unit)s，比上月少 %(more)s", **values, more=more)
    return _("%(year)s 年 %(month)s 月%(what)s %(figure)s %(unit)s，与上月相同", **values)


def period_of(since: date, until: date) -> str:
    """Return a period in words."""
    return _("%(since)s 至 %(until)s", since=since.isoformat(), until=until.isoformat())


def percent_of(part: int, whole: int) -> str:
    """Return a share in percent with one decimal; of nothing there is none.

    >>> percent_of(1, 3), percent_of(0, 0)
    ('33.3%', '-')
    """
    return f"{100 * Decimal(part) / whole:.1f}%" if whole else "-"
