"""Numbers are made in one way and carry a check digit."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.numbering import application_number, is_proof_number, proof_number

PARTS = {"prefix": st.from_regex(r"[A-Z]{1,8}", fullmatch=True), "year": st.integers(1000, 9999)}


def test_a_number_reads_prefix_year_serial_check_digit():
    """The number is the one that the manual shows, with a check digit."""
    assert proof_number("XY", 2020, 123) == "XY-2020-0000123-0"
    assert application_number("ZH", 2020, 7) == "ZH-2020-0000007-5"


@given(**PARTS, serial=st.integers(0, 10**12 - 1))
def test_every_number_made_is_one(prefix, year, serial):
    """What is made is recognised."""
    assert is_proof_number(proof_number(prefix, year, serial))


@given(serial=st.integers(0, 10**7 - 1), place=st.sampled_from([3, 4, 5, 6, *range(8, 15), 16]), step=st.integers(1, 9))
def test_one_wrong_figure_is_found(serial, place, step):
    """A number with any one figure changed is none."""
    number = proof_number("XY", 2020, serial)
    wrong = str((int(number[place]) + step) % 10)

    assert not is_proof_number(number[:place] + wrong + number[place + 1 :])


@pytest.mark.parametrize(
    "text", ["", "XY-2020-123-0", "xy-2020-0000123-0", "XY-2020-0000123-0\n", "XY-２０２０-0000123-0"]
)
def test_another_form_is_no_number(text):
    """A short, lower-case or otherwise different text is no number."""
    assert not is_proof_number(text)


@pytest.mark.parametrize(
    ("prefix", "year", "serial"), [("", 2020, 1), ("学", 2020, 1), ("XY", 20, 1), ("XY", 2020, -1)]
)
def test_a_number_is_not_made_of_anything_else(prefix, year, serial):
    """A programmer's mistake is an exception."""
    with pytest.raises(ValueError, match="no number"):
        proof_number(prefix, year, serial)
