"""What the papers of figures say: the figures of the pages, with titles as they stand in the register."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Protocol

from sqlalchemy import select
from sqlalchemy.orm import Session

from backoffice.catalogue.models import OutcomeKind
from backoffice.institutions.models import Institution
from backoffice.statistics.asking import Asked
from backoffice.statistics.counting import NOUGHT, by_month, by_value, days_of_reviews, merged, total
from backoffice.statistics.measures import GROWTH, REFUSALS, REVIEWS, By, Measure
from backoffice.statistics.months import months_between
from backoffice.statistics.narrowing import Narrowing, Value, fits
from backoffice.statistics.progress import MEDIAN, MOST, Promised
from backoffice.statistics.reasons import Reason
from reports.institution_summary import InstitutionSummary, Line
from reports.monthly_statistics import MonthlyStatistics, ReviewTime, Series
from reports.occasion import Occasion

TITLES: dict[By, tuple[Any, Any]] = {
    By.INSTITUTION: (Institution.id, Institution.title),
    By.KIND: (OutcomeKind.id, OutcomeKind.title),
}
WITHOUT = {By.INSTITUTION: "不属于机构", By.KIND: "没有类型"}


class House(Protocol):
    """What a paper says of the house that prints it."""

    @property
    def platform(self) -> str: ...  # noqa: D102 - the setting of the same name
    @property
    def issuer(self) -> str: ...  # noqa: D102


def occasion_of(session: Session, asked: Asked, *, house: House, on: date) -> Occasion:
    """Return whose figures these are, and of which days."""
    narrowing = asked.narrowing
    return Occasion(house.platform, house.issuer, _scope(session, narrowing), narrowing.since, narrowing.until, on)


def _scope(session: Session, narrowing: Narrowing) -> str:
    """Say what figures are narrowed to."""
    places = [narrowing.chosen[By.INSTITUTION]] if By.INSTITUTION in narrowing.chosen else narrowing.reach.institutions
    kinds = [narrowing.chosen[By.KIND]] if By.KIND in narrowing.chosen else []
    named = [*_named(session, By.INSTITUTION, places or ()), *_named(session, By.KIND, kinds)]
    return "、".join(named) or ("全部机构" if narrowing.reach.whole else "本机构")


def _named(session: Session, by: By, values: Any) -> list[str]:  # noqa: ANN401 - values
    known = _titles(session, by)
    return [known[each] for each in values if each in known][:5]


def _titles(session: Session, by: By) -> Mapping[Value, str]:
    key, title = TITLES[by]
    return {row[0]: row[1] for row in session.execute(select(key, title))} | {None: WITHOUT[by]}


def monthly_of(session: Session, asked: Asked, occasion: Occasion, promised: Promised) -> MonthlyStatistics:
    """Return the monthly statistics (月度统计)."""
    narrowing = asked.narrowing
    months = tuple(months_between(narrowing.since, narrowing.until))
    return MonthlyStatistics(
        occasion,
        months,
        tuple(_series(session, each, narrowing, months) for each in GROWTH if fits(each, narrowing)),
        tuple(_time(session, each, narrowing, promised) for each in REVIEWS if fits(each, narrowing)),
        _refusals(session, narrowing),
    )


def _series(session: Session, measure: Measure, narrowing: Narrowing, months: tuple[str, ...]) -> Series:
    found = by_month(session, measure, narrowing)
    now, before = (tuple(known.get(each, NOUGHT) for each in months) for known in (found.now, found.before))
    return Series(measure.name, now, before)


def _time(session: Session, measure: Measure, narrowing: Narrowing, promised: Promised) -> ReviewTime:
    days, limit = days_of_reviews(session, measure, narrowing), promised.of(measure)
    return ReviewTime(measure.name, days.done(), days.within(MEDIAN), days.within(MOST), limit, days.late(limit))


def _refusals(session: Session, narrowing: Narrowing) -> tuple[tuple[str, int], ...]:
    found = [by_value(session, each, narrowing, By.REASON) for each in REFUSALS if fits(each, narrowing)]
    count = {each.value: int(sum((known.get(each.value, NOUGHT) for known in found), NOUGHT)) for each in Reason}
    return tuple(sorted(((each, number) for each, number in count.items() if number), key=lambda each: -each[1]))


def summary_of(session: Session, asked: Asked, occasion: Occasion) -> InstitutionSummary:
    """Return the summary of institutions (机构汇总)."""
    measures = [each for each in GROWTH if fits(each, asked.narrowing)]
    return InstitutionSummary(
        occasion,
        tuple(each.name for each in measures),
        tuple(total(session, each, asked.narrowing) for each in measures),
        _lines(session, measures, asked.narrowing, By.INSTITUTION),
        _lines(session, measures, asked.narrowing, By.KIND),
    )


def _lines(session: Session, measures: list[Measure], narrowing: Narrowing, by: By) -> tuple[Line, ...]:
    """Return a line for each value, those with the most credits first."""
    found = [by_value(session, each, narrowing, by) for each in measures]
    known = _titles(session, by)
    return tuple(
        Line(known[value], tuple(figures.get(value, Decimal(0)) for figures in found)) for value in merged(found)
    )
