"""The steps of a recognition on either database."""

import pytest

from backoffice.kernel.problems import Refused
from tests.judged_example import Judged


@pytest.fixture
def judged(filled, tmp_path, now):
    """Return the steps on a database that holds the sample."""
    return Judged(filled, tmp_path / "evidence", now)


@pytest.fixture
def codes():
    """Return a function that calls something and gives the codes that it was refused with."""

    def told(call, *arguments, **named):
        try:
            call(*arguments, **named)
        except Refused as refused:
            return [problem.code for problem in refused.problems]
        return []

    return told
