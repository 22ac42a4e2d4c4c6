"""The manual's worked example on either database."""

import pytest

from backoffice.rulebook.operations import publish_rule
from tests.worked_example import Line


@pytest.fixture
def line(filled, tmp_path, now):
    """Return the worked example on a database that holds the sample."""
    return Line(filled, tmp_path / "evidence", now)


@pytest.fixture
def publish(line):
    """Return a function that publishes a text."""

    def make(text):
        with line.writing() as session:
            author, publisher = line.user(session, "centre"), line.user(session, "centrepublisher")
            publish_rule(session, text=text, author_id=author, publisher_id=publisher, now=line.now)
            session.commit()

    return make
