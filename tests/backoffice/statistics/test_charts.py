"""Where the bars of charts stand, and what is written beside them."""

from decimal import Decimal

from backoffice.statistics.counting import Days
from backoffice.statistics.progress import spans_of
from reports.charts import BOTTOM, TOP, Bar, columns_chart, strips_chart


def bars(*figures):
    """Return bars with these figures."""
    return [Bar(f"{number}月", Decimal(figure)) for number, figure in enumerate(figures, start=1)]


def test_the_tallest_column_stays_below_the_top_line():
    """The top line is a round figure; what lies below zero is drawn as nothing."""
    drawn = columns_chart(bars(3, 10, -2)).wide

    assert [figure for _y, figure in drawn.lines] == ["0", "5", "10"]
    assert [each.height for each in drawn.marks] == [Decimal("52.2"), BOTTOM - TOP, 0]


def test_months_without_figures_are_columns_of_nothing():
    """A house without a conversion still has its months, under lines that can be halved."""
    drawn = columns_chart(bars(0, 0)).narrow

    assert [each.figure for each in drawn.marks] == ["", ""]
    assert drawn.lines[-1][1] == "2"


def test_the_year_before_is_a_line_over_the_columns():
    """It has its own height below the common top line; columns without it have no line."""
    drawn = columns_chart([Bar("1月", Decimal(5), before=Decimal(20)), Bar("2月", Decimal(5), before=Decimal(0))]).wide

    assert [each.before for each in drawn.marks] == [TOP, BOTTOM]
    assert [float(each.split(",")[1]) for each in drawn.before.split()] == [TOP, BOTTOM]
    assert columns_chart(bars(1, 2)).wide.before == ""


def test_a_phone_labels_fewer_columns():
    """The last month always has its label; sixty months on a phone have a few."""
    chart = columns_chart(bars(*[1] * 12))
    labelled = [sum(bool(each.label) for each in drawn.marks) for drawn in (chart.wide, chart.narrow)]
    many = columns_chart(bars(*[1234] * 60)).narrow.marks

    assert labelled == [12, 6]
    assert many[-1].label == "60月"
    assert sum(bool(each.label) for each in many) < 10


def test_words_of_strips_leave_room_for_the_figure():
    """Long words are cut where the figure begins; the table has them whole."""
    chart = strips_chart([Bar("全国计算机等级考试" * 8, Decimal(1342)), Bar("PETS", Decimal(671))])

    assert chart.narrow.marks[0].label.endswith("…")
    assert len(chart.narrow.marks[0].label) < len(chart.wide.marks[0].label)
    assert [each.width for each in chart.wide.marks] == [466, 233]
    assert strips_chart([]).wide.marks == ()


def test_nothing_was_done_in_no_days():
    """Without reviews there is neither a median nor anything late."""
    assert (Days({}).within(50), Days({}).within(90), Days({}).late(5)) == (None, None, 0)


def test_spans_end_with_the_published_days():
    """However many days are published, the last span in time ends with them."""
    ends = {limit: spans_of(limit)[-1][1] for limit in (1, 7, 8, 15, 90)}

    assert ends == {limit: limit for limit in ends}
    assert max(len(spans_of(limit)) for limit in ends) <= 8
