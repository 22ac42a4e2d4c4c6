"""Columns keep numbers exactly or refuse them."""

from decimal import Decimal

import pytest

from rules.columns.arrays import numbers
from rules.columns.payment import cents_of


def test_numbers_keep_four_decimal_places_or_as_many_as_one_needs():
    """A column widens for a number with more decimal places, and gives every number back exactly."""
    given = [Decimal("2.5"), None, Decimal("0.000001")]

    column = numbers(given)

    assert column.digits == 6
    assert [column.at(place) for place in range(3)] == given


@pytest.mark.parametrize("number", ["1E+30", "NaN", "0.00000000000000000000001234"])
def test_a_number_that_does_not_fit_is_refused(number):
    """A number that a column cannot hold exactly is refused, never rounded."""
    with pytest.raises(ValueError, match=r"number"):
        numbers([Decimal(number), Decimal(1)])


@pytest.mark.parametrize("basis", [25, 21_001_500, 4_000_000_000_000_000_000])
def test_credits_are_rounded_half_up_whatever_their_size(basis):
    """Small and very large bases pay what exact decimals say."""
    column = numbers([Decimal(basis).scaleb(-4)])
    exact = (Decimal(basis).scaleb(-4) * Decimal("33.3")).quantize(Decimal(1), "ROUND_HALF_UP")

    assert cents_of(column.values, column.digits, Decimal("33.3"), Decimal(1)).tolist() == [int(exact)]
