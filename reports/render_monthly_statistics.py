"""Prints the monthly statistics (月度统计), the same bytes for the same content."""

from decimal import Decimal

from reports.charts import Bar, plain
from reports.monthly_statistics import MonthlyStatistics, Series
from reports.statistics_paper import MEASURES, Grid, Picture, Tile, columns_picture, print_figures

TITLE = ("月度统计", "Monthly Statistics")
STEPS = {  # by name of the measure
    "recognition-reviews": ("认定审核", "Recognition"),
    "first-reviews": ("初审", "First review"),
    "final-reviews": ("终审", "Final review"),
}
REASONS = {
    "rule-stopped": ("转换规则停用", "Rule stopped"),
    "revoked": ("通过后撤销", "Revoked after approval"),
    "originals-differ": ("与原件不一致", "Originals differ"),
    "originals-missing": ("未交原件", "Originals not handed in"),
    "assessor-against": ("第三方评审建议不通过", "Assessor advised against"),
    "judged": ("业绩类，按评审判断", "Judged without a rule"),
    "unchecked": ("没有登记材料审查", "No check of originals recorded"),
    "remarks": ("原件一致，见评审意见", "Originals agree; see the remarks"),
}
NOTE = (
    "月份按本机构所在时区的日历计；去年同期为去年相同的日期；通过转换计入通过的月份，撤销后不改。",
    "Months are those of the house's calendar; the year before has the same days; a conversion stays in its month.",
)


def render_monthly_statistics(content: MonthlyStatistics) -> bytes:
    """Print it; raises as `print_figures` does."""
    grids = [_months(content)]
    if content.reviews:
        grids.append(_reviews(content))
    if content.refusals:
        grids.append(_refusals(content))
    return print_figures(
        TITLE,
        content.occasion,
        tiles=tuple(
            Tile(MEASURES[each.name][0], plain(sum(each.now, Decimal(0))), MEASURES[each.name][1])
            for each in content.series
        ),
        pictures=tuple(_picture(content, each) for each in sorted(content.series, key=_behind)),
        grids=tuple(grids),
        notes=(NOTE,),
    )


def _behind(series: Series) -> bool:
    """Tell what comes after the measure that the bank is for, which is drawn as wide as the paper."""
    return series.name != "conversions"


def _picture(content: MonthlyStatistics, series: Series) -> Picture:
    lined = any(series.before)
    bars = tuple(
        Bar(f"{int(month[-2:])}月", now, before=before if lined else None)
        for month, now, before in zip(content.months, series.now, series.before, strict=True)
    )
    title, unit = MEASURES[series.name]
    return columns_picture(title, unit, bars, whole=not _behind(series))


def _months(content: MonthlyStatistics) -> Grid:
    heads = [("月份", "Month")]
    for each in content.series:
        heads += [MEASURES[each.name][0], ("去年同期", "Year before")]
    rows = tuple(
        (month, *(plain(figure) for each in content.series for figure in (each.now[place], each.before[place])))
        for place, month in enumerate(content.months)
    )
    sums = (plain(sum(part, Decimal(0))) for each in content.series for part in (each.now, each.before))
    return Grid(("每月明细", "Month by month"), tuple(heads), rows, ("合计 Total", *sums))


def _reviews(content: MonthlyStatistics) -> Grid:
    heads = (
        ("环节", "Review"),
        ("办结（件）", "Done"),
        ("中位天数", "Median days"),
        ("九成在几天内", "Nine in ten within"),
        ("时限（天）", "Promised days"),
        ("超期（件）", "Late"),
    )
    rows = tuple(
        (
            " ".join(STEPS[each.step]),
            f"{each.done:,}",
            _number(each.median),
            _number(each.most),
            _number(each.promised),
            f"{each.late:,}",
        )
        for each in content.reviews
    )
    return Grid(("办理用时", "Time taken"), heads, rows)


def _refusals(content: MonthlyStatistics) -> Grid:
    rows = tuple((" ".join(REASONS[reason]), f"{count:,}") for reason, count in content.refusals)
    heads = (("原因", "Reason"), ("件数", "Cases"))
    total = ("合计 Total", f"{sum(count for _reason, count in content.refusals):,}")
    return Grid(("退回、不通过与撤销", "Returned, refused and revoked"), heads, rows, total)


def _number(days: int | None) -> str:
    return "-" if days is None else str(days)
