"""A person at the site: logs in, sends forms, and is told something."""

import html
import re
from dataclasses import dataclass

import pytest
from flask.testing import FlaskClient
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from backoffice.kernel.database import prepare
from backoffice.kernel.problems import Refused
from tests.judged_example import Judged
from tests.nursery import Nursery

PASSWORD = "Xueyin-Demo-2020"
TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
PROBLEMS = re.compile(r'<div class="xf-errors".*?</div>', re.DOTALL)
FAULT = re.compile(r'<h1 id="fault-title">.*?</h1>\s*<p>(.*?)</p>', re.DOTALL)


@dataclass(frozen=True)
class Visitor:
    """Somebody who is logged in; every form is sent with the token of a page."""

    client: FlaskClient
    token: str

    def send(self, address, form):
        """Send a form; return the status and the sentences that the answer tells."""
        sent = {"csrf_token": self.token} | form
        with self.client.post(address, data=sent, content_type="multipart/form-data") as answer:
            answer.request.environ["wsgi.input"].close()  # a large body lies in a file
            return answer.status_code, told(answer.text)

    def get(self, address):
        """Open a page; return the status and the sentences that it tells."""
        answer = self.client.get(address)
        return answer.status_code, told(answer.text)


def told(page):
    """Return the sentences of a page's list of problems, or that of a page for a failure."""
    found = PROBLEMS.search(page)
    items = re.findall(r"<li>(.*?)</li>", found[0], re.DOTALL) if found else FAULT.findall(page)
    return [html.unescape(re.sub(r"<[^>]+>", "", each)).strip() for each in items]


@pytest.fixture
def visit(app):
    """Return a function that logs a demo account in, and chooses a language."""

    def enter(username, locale="zh"):
        client = app.test_client()
        token = TOKEN.search(client.get("/login/").text)[1]
        visitor = Visitor(client, token)
        visitor.send("/login/", {"username": username, "password": PASSWORD})
        visitor.send("/language", {"locale": locale, "next": "/verify"})
        return visitor

    return enter


@pytest.fixture
def house(settings):
    """Open a session on the site's own database."""
    engine = prepare(create_engine(settings.database_url))
    with Session(engine) as session:
        yield session
    engine.dispose()


@pytest.fixture(scope="session")
def nursery():
    """Return where programs run that die: to start Python for each takes longer than most of them do."""
    made = Nursery()
    yield made

    assert made.close() == 0


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
