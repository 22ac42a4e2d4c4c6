"""Papers of figures: the same bytes for the same content, heads on every page, no letter without a typeface."""

import io
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pikepdf
import pytest

from reports.institution_summary import InstitutionSummary, Line
from reports.monthly_statistics import MonthlyStatistics, ReviewTime, Series
from reports.occasion import Occasion
from reports.printable import Unprintable
from reports.render_institution_summary import render_institution_summary
from reports.render_monthly_statistics import render_monthly_statistics
from reports.statistics_paper import MEASURES
from reports.typefaces import GlyphMissing

OCCASION = Occasion(
    "示例终身教育学分银行",
    "示例学分银行管理中心",
    "全部机构",
    date(2019, 12, 1),
    date(2020, 11, 15),
    date(2020, 11, 15),
)
MONTHS = ("2019-12", *(f"2020-{number:02d}" for number in range(1, 12)))


def monthly():
    """Return a content with every part."""
    series = tuple(
        Series(
            name, tuple(Decimal(30 + 7 * each) for each in range(12)), tuple(Decimal(90 - each) for each in range(12))
        )
        for name in MEASURES
    )
    reviews = (ReviewTime("first-reviews", 34, 3, 9, 15, 1), ReviewTime("final-reviews", 0, None, None, 15, 0))
    return MonthlyStatistics(OCCASION, MONTHS, series, reviews, (("originals-missing", 4), ("remarks", 2)))


def summary(count=3):
    """Return a content with so many institutions."""
    lines = tuple(Line(f"示例机构{each}", (None, *[Decimal(each)] * 4)) for each in range(1, count + 1))
    return InstitutionSummary(OCCASION, tuple(MEASURES), (Decimal(1234),) * 5, lines, lines[:2])


def pages_of(pdf):
    """Return how many pages a PDF has."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return len(opened.pages)


@pytest.mark.parametrize(
    ("render", "content"), [(render_monthly_statistics, monthly()), (render_institution_summary, summary())]
)
def test_the_same_content_gives_the_same_bytes(render, content):
    """Printed twice it is the same file; printed of another day it is not."""
    once = render(content)
    other = render(replace(content, occasion=replace(OCCASION, printed_on=date(2020, 11, 16))))

    assert once == render(content)
    assert once != other
    assert b"%PDF" in once[:8]


def test_long_tables_run_over_pages():
    """Two hundred institutions need more paper than three."""
    assert pages_of(render_institution_summary(summary(200))) > pages_of(render_institution_summary(summary())) >= 1


def test_a_letter_without_a_typeface_is_named():
    """Nothing is printed with holes: the message tells which characters are missing."""
    strange = replace(summary(), institutions=(Line("示例\U0001f600大学", (Decimal(1),) * 5),))

    with pytest.raises(GlyphMissing, match=r"U\+1F600"):
        render_institution_summary(strange)


def test_an_invisible_letter_is_refused():
    """What cannot be seen has no place on paper."""
    with pytest.raises(Unprintable):
        render_monthly_statistics(replace(monthly(), occasion=replace(OCCASION, scope="全部\u200b机构")))
