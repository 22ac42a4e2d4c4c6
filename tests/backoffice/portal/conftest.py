"""The site's own database, and somebody who has not logged in."""

import pytest
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from backoffice.kernel.database import prepare


@pytest.fixture
def house(settings):
    """Open a session on the site's own database."""
    engine = prepare(create_engine(settings.database_url))
    with Session(engine) as session:
        yield session
    engine.dispose()


@pytest.fixture
def public(app):
    """Return a browser of somebody who has not logged in."""
    return app.test_client()
