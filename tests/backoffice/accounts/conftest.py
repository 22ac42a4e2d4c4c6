"""Somebody without an account at the site: reads pictures and messages as only a test can, and fills in forms."""

import re
from dataclasses import dataclass, field

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from backoffice.accounts.captchas import answer_of
from backoffice.kernel.models import OutboxMessage
from backoffice.kernel.outbox import open_letter

CSRF = re.compile(r'name="csrf_token" value="([^"]+)"')
PICTURE = re.compile(r'name="captcha_token" value="([^"]+)"')
PROBLEMS = re.compile(r'<div class="xf-errors".*?</div>', re.DOTALL)
PHONE = "13800000001"
PASSWORD = "Neues-2021-xy"
FORM = {
    "username": "NewLearner1",
    "full_name": "王学习",
    "password": PASSWORD,
    "again": PASSWORD,
    "country": "CN",
    "nation": "01",
    "sex": "female",
    "birth_date": "1950-01-01",
    "document_kind": "resident_card",
    "document_number": "440104195001010020",
    "email": "new@example.org",
    "province": "44",
    "city": "4401",
    "district": "440104",
    "address": "下塘西路1号",
    "phone": PHONE,
    "terms": "1",
}


@dataclass
class Guest:
    """A browser; `told` holds what the last page complained of, by field where it names one."""

    client: object
    engine: object
    sealer: object
    now: object
    page: str = ""
    token: str = ""
    told: list = field(default_factory=list)

    def open(self, path):
        """Open a page; return the status."""
        return self._keep(self.client.get(path))

    def send(self, path, form, **details):
        """Send a form with the token of the page before; return the status."""
        return self._keep(self.client.post(path, data={"csrf_token": self.token} | form, **details))

    def _keep(self, answer):
        self.answer, self.page = answer, answer.text
        token = CSRF.search(self.page)
        self.token = token[1] if token else self.token  # an answer that leads on has none
        found = PROBLEMS.search(self.page)
        self.told = re.findall(r'<li>(?:<a href="#field-(\w*)">)?([^<]+)', found[0]) if found else []
        return answer.status_code

    def fields(self):
        """Return the fields that the last page complained of."""
        return [name for name, _sentence in self.told]

    def value(self, name):
        """Return what a field of the last page holds."""
        control = re.search(rf'<input[^>]* name="{name}"[^>]*>', self.page)
        if control:
            return re.search(r' value="([^"]*)"', control[0])[1]
        options = re.search(rf'<select[^>]* name="{name}".*?</select>', self.page, re.DOTALL)[0]
        chosen = re.search(r'value="([^"]*)" selected', options)
        return chosen[1] if chosen else ""

    def picture(self):
        """Return the fields that answer the picture of the last page."""
        token = PICTURE.search(self.page)[1]
        with Session(self.engine) as session:
            answer = answer_of(session, token, sealer=self.sealer, now=self.now)
        return {"captcha_token": token, "captcha": answer}

    def letters(self):
        """Return phone and text of every sealed message that waits, the oldest first."""
        with Session(self.engine) as session:
            waiting = session.scalars(select(OutboxMessage).order_by(OutboxMessage.id)).all()
            return [open_letter(each, self.sealer) for each in waiting if each.letter_sealed]

    def code(self):
        """Return the figures of the newest message."""
        return re.search(r"验证码是(\d{6})", self.letters()[-1][1])[1]


@pytest.fixture
def guest(app, filled, sealer, now):
    """Return a browser that nobody is logged in at."""
    return Guest(app.test_client(), filled, sealer, now)


@pytest.fixture
def at_form(guest):
    """Return that browser once the terms are agreed to."""
    guest.open("/register/")
    guest.send("/register/", {"agree": "1"})
    guest.open("/register/form")
    return guest


@pytest.fixture
def with_code(at_form):
    """Return that browser once a code has been sent, and the whole form with the code in it."""
    assert at_form.send("/register/form", FORM | at_form.picture() | {"do": "code"}) == 200
    return at_form, FORM | {"code": at_form.code()}
