"""The size of the house as everybody may see it, on both databases."""

from datetime import date
from decimal import Decimal

import pytest

from backoffice.conversion.workflow import ConversionState
from backoffice.statistics.figures import HouseFigures, house_figures
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
    """Nothing is nought."""
    figures = house_figures(session, on=TODAY)

    assert (figures.learners, figures.credits) == (0, Decimal(0))


@pytest.mark.parametrize(("learners", "few"), [(0, False), (1, True), (4, True), (5, False)])
def test_a_few_people_are_not_told_in_public(learners, few):
    """Fewer than five learners are not counted out; nobody is nobody."""
    assert HouseFigures(learners, 0, 0, Decimal(0), 0, 0, 0).few is few
