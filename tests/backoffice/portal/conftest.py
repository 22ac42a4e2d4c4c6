"""The site's own database, and somebody who has not logged in."""

import pytest


@pytest.fixture
def public(app):
    """Return a browser of somebody who has not logged in."""
    return app.test_client()
