"""Papers that the house prints for itself: ordered in JSON, read back exactly, printed by renderers."""

from dataclasses import asdict, replace
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal

import pytest

from reports.canonical import canonical
from reports.institution_summary import InstitutionSummary, Line
from reports.orders import KINDS, order_for
from reports.reading import content_from
from reports.render_institution_summary import render_institution_summary
from reports.render_monthly_statistics import render_monthly_statistics
from reports.render_review_sheet import render_review_sheet
from reports.render_rule_book import render_rule_book
from reports.renderers import Renderers
from reports.review_sheet import SheetDecision
from tests.reports.test_books_and_sheets import BOOK, SHEET
from tests.reports.test_statistics import monthly, summary

SHANGHAI = timezone(timedelta(hours=8))
DECIDED = replace(
    SHEET,
    decision=SheetDecision("规则", Decimal("1E+1"), "李管理", "2020-11-20", "0" * 64),
    printed_at=datetime(2020, 11, 20, 9, 30, 0, 500, tzinfo=SHANGHAI),
)
PAPERS = [
    (render_monthly_statistics, monthly()),
    (render_institution_summary, summary()),
    (render_rule_book, BOOK),
    (render_review_sheet, DECIDED),
]


@pytest.fixture(scope="module")
def warm():
    """Give a renderer that the tests share."""
    renderers = Renderers()
    yield renderers
    renderers.close()


@pytest.mark.parametrize(("render", "content"), PAPERS, ids=[KINDS[type(each)] for _, each in PAPERS])
def test_a_renderer_prints_the_same_bytes(warm, render, content):
    """A paper of the house is the same by order in another process as from its content in this one."""
    assert warm.print(order_for(content)) == render(content)


@pytest.mark.parametrize("content", [content for _, content in PAPERS], ids=lambda each: KINDS[type(each)])
def test_a_content_is_read_as_it_was_written(content):
    """Decimals keep their digits, days and moments their zone, what is absent stays so."""
    read = content_from(type(content), canonical(asdict(content)))

    assert (read, repr(read).count("Decimal")) == (content, repr(content).count("Decimal"))
    assert canonical(asdict(read)) == canonical(asdict(content))


def test_an_amount_keeps_every_digit():
    """More digits than a float has, idle zeros and exponents come through JSON."""
    amounts = (Decimal("12345678901234567890.10"), Decimal("-0.00"), None, Decimal("1E+3"), Decimal(3))
    said = replace(summary(), institutions=(Line("示例大学", amounts),))
    (line,) = content_from(InstitutionSummary, order_for(said).told["content"]).institutions

    assert [str(each) for each in line.figures] == [str(each) for each in amounts]


@pytest.mark.parametrize(
    ("written", "forged"),
    [
        ('"1234"', "1234"),  # a number in place of a text
        ('"2020-11-15"', '"yesterday"'),
        ('"示例机构1"', "null"),
        ('"figures":', '"figure":'),
        ('"kinds":[', '"kinds":"x","more":['),
        ('"1234"', '"much"'),
    ],
)
def test_anything_else_is_refused(written, forged):
    """A content of other fields or other kinds of values is not read."""
    text = order_for(summary()).told["content"]

    assert written in text
    with pytest.raises(ValueError):  # noqa: PT011 - whatever is wrong with it
        content_from(InstitutionSummary, text.replace(written, forged, 1))


def test_a_moment_is_not_a_day():
    """What is written for one is not read for the other, as it would print otherwise."""
    assert isinstance(content_from(type(SHEET), canonical(asdict(SHEET))).printed_at, datetime)
    assert SHEET.printed_at.tzinfo is UTC
