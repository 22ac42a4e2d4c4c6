"""The manual's worked example on either database."""

import pytest

from tests.worked_example import Line


@pytest.fixture
def line(filled, tmp_path, now):
    """Return the worked example on a database that holds the sample."""
    return Line(filled, tmp_path / "evidence", now)
