"""Figures of the house, on both databases."""

from datetime import UTC, date, datetime
from decimal import Decimal

from backoffice.conversion.workflow import ConversionState
from backoffice.statistics.charts import bars_of, columns_of
from backoffice.statistics.figures import (
    conversions_by_month,
    credits_by_institution,
    credits_by_kind,
    credits_by_month,
    house_figures,
    last_months,
    outcomes_by_kind,
    outcomes_by_month,
)
from tests.factories import make

TODAY = date(2020, 11, 15)


def test_the_house_is_counted(session):
    """Learners, outcomes, approved conversions and booked credits."""
    outcome = make(session, "LearnerOutcome")
    make(session, "ConversionApplication", state=ConversionState.CONVERTED, learner=outcome.learner)
    make(session, "ConversionApplication", state=ConversionState.APPLIED, learner=outcome.learner)
    make(session, "CreditEntry", learner=outcome.learner, credits=Decimal("2.50"))
    make(session, "CreditEntry", learner=outcome.learner, credits=Decimal("0.25"))
    figures = house_figures(session, on=TODAY)

    assert (figures.learners, figures.outcomes, figures.conversions) == (1, 1, 1)
    assert figures.credits == Decimal("2.75")


def test_an_empty_house_is_counted_too(session):
    """Nothing is nought, and every month is there."""
    figures = house_figures(session, on=TODAY)

    assert (figures.learners, figures.credits) == (0, Decimal(0))
    assert [figure for _month, figure in credits_by_month(session, on=TODAY)] == [Decimal(0)] * 12
    assert columns_of(outcomes_by_month(session, on=TODAY)).lines[-1][1] == "2"
    assert bars_of(outcomes_by_kind(session)) == []


def test_a_month_ends_by_the_calendar_of_this_house(session):
    """The last evening of October in Greenwich is November in Guangdong."""
    for day, hour in ((31, 15), (31, 16)):
        make(session, "LearnerOutcome", added_at=datetime(2020, 10, day, hour, 30, tzinfo=UTC))
    make(session, "LearnerOutcome", added_at=datetime(2019, 11, 1, tzinfo=UTC))  # more than a year ago
    months = dict(outcomes_by_month(session, on=TODAY))

    assert list(months) == last_months(TODAY)
    assert (months["2020-10"], months["2020-11"]) == (1, 1)
    assert sum(months.values()) == 2


def test_conversions_are_counted_by_the_month_of_their_approval(session):
    """A review that does not approve counts nothing."""
    for state in (ConversionState.CONVERTED, ConversionState.FIRST_PASSED):
        make(session, "ReviewRecord", state=state)
    months = dict(conversions_by_month(session, on=TODAY))

    assert (months["2020-11"], sum(months.values())) == (1, 1)


def test_shares_are_ordered_by_size(session):
    """Kinds and institutions with the most stand first; a reversed entry counts against its institution."""
    small, large = make(session, "CatalogueOutcome"), make(session, "CatalogueOutcome")
    first = make(session, "CreditEntry", target=small, credits=Decimal(3))
    make(session, "CreditEntry", target=small, credits=Decimal(-2), reverses_id=first.id, decision=None)
    make(session, "CreditEntry", target=large, credits=Decimal(2))

    assert credits_by_institution(session) == [
        (large.institution.title, Decimal(2)),
        (small.institution.title, Decimal(1)),
    ]
    assert [figure for _kind, figure in credits_by_kind(session)] == [2, 1]
    assert [percent for _label, _figure, percent in bars_of(credits_by_kind(session))] == [100, 50]
