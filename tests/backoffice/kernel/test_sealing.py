"""Personal numbers at rest."""

import pytest
from cryptography.exceptions import InvalidTag

from backoffice.kernel.sealing import Sealer, mask

SEALER = Sealer(b"s" * 32, b"i" * 32)


def test_a_sealed_number_opens_at_its_place_only():
    """A sealed value moved to another row does not open."""
    sealed = SEALER.seal("13800000000", "learner.phone.LA1")

    assert SEALER.open(sealed, "learner.phone.LA1") == "13800000000"
    with pytest.raises(InvalidTag):
        SEALER.open(sealed, "learner.phone.LA2")


def test_sealing_twice_gives_other_bytes():
    """Equal numbers cannot be told by their sealed bytes."""
    assert SEALER.seal("1", "a") != SEALER.seal("1", "a")


def test_the_index_ignores_case_and_blanks():
    """A number is found however it was typed."""
    assert SEALER.index("44010319900101123x") == SEALER.index(" 440103 19900101 123X")
    assert SEALER.index("1") != SEALER.index("2")


@pytest.mark.parametrize(("number", "shown"), [("440103199001011234", "4401**********1234"), ("12345678", "********")])
def test_a_number_is_masked(number, shown):
    """The middle of a long number is hidden, a short one wholly."""
    assert mask(number) == shown
