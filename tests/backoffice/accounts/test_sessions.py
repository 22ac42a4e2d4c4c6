"""Sessions that are seen and ended, programs' tokens that end with the password, and the login's second step."""

import dataclasses
import re
from datetime import timedelta

import pyotp
import pytest
from flask_appbuilder.security.sqla.models import User
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from backoffice.accounts.second_factor import begin_enrolment, confirm_enrolment
from backoffice.accounts.sessions import LoginSession
from tests.backoffice.accounts.conftest import Guest
from tests.backoffice.conftest import PASSWORD

NEW = "Anders-2021-xy"
LIST = "/api/v1/institution/"


@pytest.fixture
def log_in(app, filled, sealer, now):
    """Return a function that logs a demo account in on another browser."""

    def enter(username="centre"):
        opened = Guest(app.test_client(), filled, sealer, now)
        opened.open("/login/")
        opened.send("/login/", {"username": username, "password": PASSWORD})
        return opened

    return enter


@pytest.fixture
def program(app):
    """Return a function that gives a program's client, and one that asks for a token."""
    client = app.test_client()

    def token(username="centre", **further):
        sent = {"username": username, "password": PASSWORD, "provider": "db"} | further
        answer = client.post("/api/v1/security/login", json=sent)
        return answer.json.get("access_token", "") if answer.status_code == 200 else ""

    def status(bearer):
        return client.get(LIST, headers={"Authorization": f"Bearer {bearer}"}).status_code

    return token, status


@pytest.fixture
def maker(filled, sealer, now):
    """Give the centre's person a second factor; return what makes its codes."""
    with Session(filled) as session:
        user = session.scalars(select(User.id).filter_by(username="centre")).one()
        secret = begin_enrolment(session, user, sealer=sealer, now=now - timedelta(minutes=5))
        earlier = now - timedelta(minutes=5)
        confirm_enrolment(session, user, pyotp.TOTP(secret).at(earlier), sealer=sealer, now=earlier)
        session.commit()
    return pyotp.TOTP(secret)


def test_sessions_are_seen_and_ended(log_in, filled):
    """A person sees where they are logged in, ends one, then all others; this browser goes on."""
    here, there, third = log_in(), log_in(), log_in()
    here.open("/account/safety/")
    addresses = re.findall(r'action="(/account/safety/sessions/\d+/end)"', here.page)

    assert len(addresses) == 2
    assert "127.0.0.*" in here.page
    assert here.send(addresses[1], {}) == 302
    assert sorted(each.open("/people/") for each in (there, third)) == [200, 302]
    assert here.send("/account/safety/sessions/end", {}) == 302
    assert [each.open("/people/") for each in (here, there, third)] == [200, 302, 302]
    with Session(filled) as session:
        assert session.scalars(select(LoginSession).filter_by(ended_at=None)).one()


def test_nobody_ends_anothers_session(log_in, filled):
    """The key of somebody else's session is not found."""
    mine, theirs = log_in("learnera"), log_in("centre")
    with Session(filled) as session:
        key = session.scalars(select(LoginSession.id).join(User).where(User.username == "centre")).one()
    mine.open("/account/safety/")

    assert mine.send(f"/account/safety/sessions/{key}/end", {}) == 404
    assert theirs.open("/people/") == 200


def test_leaving_ends_the_session(log_in, app):
    """A cookie that somebody kept opens nothing once its owner has left."""
    here = log_in()
    here.open("/account/safety/")
    kept = here.client.get_cookie("session").value
    here.send("/logout/", {})
    thief = app.test_client()
    thief.set_cookie("session", kept)

    assert thief.get("/people/").status_code == 302


def test_a_session_is_noted_as_seen_now_and_then(log_in, filled, now):
    """The last use is kept to a quarter of an hour, by pages that are read too."""
    here = log_in()
    with Session(filled) as session:
        session.execute(update(LoginSession).values(seen_at=now - timedelta(minutes=20)))
        session.commit()
    here.open("/people/")

    with Session(filled) as session:
        assert session.scalars(select(LoginSession.seen_at)).one() == now


@pytest.mark.parametrize("what", ["password", "roles", "block", "sessions"])
def test_a_token_ends_with_password_and_roles(program, log_in, what):
    """A program's token is refused once the password or the roles of its person have changed, or they were shut out."""
    token, status = program
    held = token("openadmin")
    before = status(held)
    if what == "password":
        person = log_in("openadmin")
        person.open("/account/password")
        person.send("/account/password", {"old": PASSWORD, "new": NEW, "again": NEW})
    else:
        centre = log_in()
        centre.open("/people/?words=openadmin")
        home = re.search(r"/people/\d+", centre.page)[0]
        centre.open(home)
        form = {"roles": {"role": "ManagementCenter"}, "block": {"why": "离职"}, "sessions": {}}[what]
        centre.send(f"{home}/sessions/end" if what == "sessions" else f"{home}/{what}", form)

    assert (before, status(held)) == (200, 401)


def test_a_token_needs_the_code_too(program, maker, now):
    """Name and password alone give no token to whom a second factor guards."""
    token, status = program

    assert token() == ""
    assert token(code="000000") == ""
    assert status(token(code=maker.at(now))) == 200
    assert token(code=maker.at(now)) == ""


def test_the_login_asks_for_the_code(log_in, maker, now):
    """After the password comes the code; until then no page opens, and what was asked for opens afterwards."""
    here = log_in()

    assert "动态验证码" in here.page
    assert here.open("/people/") == 302
    assert here.open("/login/second?next=/people/") == 200
    assert here.send("/login/second?next=/people/", {"code": "123456"}) == 422
    assert here.fields() == ["code"]
    assert here.send("/login/second?next=/people/", {"code": maker.at(now)}) == 302
    assert here.answer.location == "/people/"
    assert here.open("/people/") == 200


def test_nobody_begins_with_the_code(guest):
    """The second step alone leads back to the first."""
    assert guest.open("/login/second") == 302
    assert guest.answer.location.startswith("/login/")


def test_a_house_that_asks_staff_for_a_second_factor(app, settings, log_in, program, now):
    """Staff set it up before anything else; a learner is not asked; a program gets no token without."""
    app.extensions["credit_bank_settings"] = dataclasses.replace(settings, second_factor="staff")
    learner, here, (token, _status) = log_in("learnera"), log_in(), program

    assert learner.open("/my/") == 200
    assert (here.open("/people/"), here.answer.location) == (302, "/account/second-factor/")
    assert token() == ""
    here.open("/account/second-factor/")
    here.send("/account/second-factor/", {"do": "begin"})
    here.open("/account/second-factor/")
    assert 'src="data:image/svg+xml' in here.page
    secret = re.search(r'<code class="xf-key-text">([^<]+)</code>', here.page)[1].replace(" ", "")
    assert here.send("/account/second-factor/", {"do": "confirm", "code": "1"}) == 422
    assert here.send("/account/second-factor/", {"do": "confirm", "code": pyotp.TOTP(secret).at(now)}) == 200
    assert len(re.findall(r"<li><code>\w{5} \w{5}</code>", here.page)) == 10
    assert here.open("/people/") == 200
