"""Staff of the sample house, and links that are handed over."""

import pytest
from flask_appbuilder.security.sqla.models import User
from sqlalchemy import select
from sqlalchemy.orm import Session

from backoffice.people.invitations import Sending
from tests.backoffice.accounts.conftest import Guest


@pytest.fixture
def opened(filled):
    """Open a session on a database that holds the sample."""
    with Session(filled) as session:
        yield session


@pytest.fixture
def key(opened):
    """Return a function that gives the key of a demo account."""
    return lambda username: opened.scalars(select(User.id).filter_by(username=username)).one()


@pytest.fixture
def by_hand():
    """Return how a link is handed over."""
    return Sending("hand", "", "https://bank.example", "【广东学银】", "学分银行")


@pytest.fixture
def guest(app, filled, sealer, now):
    """Return a browser that nobody is logged in at."""
    return Guest(app.test_client(), filled, sealer, now)
