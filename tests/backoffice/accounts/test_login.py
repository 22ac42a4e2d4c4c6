"""Logging in, guesses, sessions that end, and the forgotten password, on both databases."""

import pytest
from flask_appbuilder.security.sqla.models import User
from sqlalchemy import select
from sqlalchemy.orm import Session

from backoffice.kernel.models import AuditEvent, OutboxMessage
from tests.backoffice.accounts.conftest import Guest
from tests.backoffice.conftest import PASSWORD

KNOWN = {"username": "learnera", "password": PASSWORD}
NEW = "Anders-2021-xy"
WRONG = [("username", "账号或密码不正确，请重新输入。")]


@pytest.fixture
def inside(app, filled, sealer, now):
    """Return a function that logs 学习者甲 in on another browser."""

    def enter(password=PASSWORD):
        browser = Guest(app.test_client(), filled, sealer, now)
        browser.open("/login/")
        assert browser.send("/login/", KNOWN | {"password": password}) == 302
        browser.open("/account/password")
        return browser

    return enter


def test_a_login_leads_back(guest):
    """After the login the page that was asked for opens; no other site does."""
    guest.open("/login/?next=/my/add")
    assert guest.send("/login/?next=/my/add", KNOWN) == 302
    assert guest.answer.location == "/my/add"
    guest.open("/my/")
    guest.send("/logout/", {})
    guest.open("/login/")

    assert guest.send("/login/?next=https://evil.example/", KNOWN) == 302
    assert guest.answer.location == "/"


@pytest.mark.parametrize("username", ["learnera", "nobodyknown"])
def test_after_five_failures_a_picture_must_be_read(guest, username):
    """The sixth attempt needs a picture, for names that are there and for names that are not."""
    guest.open("/login/")
    form = {"username": username, "password": "wrong"}
    for _number in range(5):
        assert "captcha_token" not in guest.page
        assert guest.send("/login/", form) == 422
        assert guest.told == WRONG
    assert "captcha_token" in guest.page
    assert guest.send("/login/", form | {"password": PASSWORD}) == 422
    assert guest.told == [("captcha", "请填写图形验证码。")]
    assert guest.send("/login/", form | guest.picture() | {"captcha": "x"}) == 422
    assert guest.told == [("captcha", "图形验证码不正确，已换了一张，请重新填写。")]
    assert guest.send("/login/", form | guest.picture()) == 422
    assert guest.told == WRONG

    assert guest.send("/login/", KNOWN | guest.picture()) == 302


def test_programs_that_guess_must_wait(app, guest):
    """A program reads no pictures: after five failures it gets no token, until the person has logged in with one."""
    program = app.test_client()
    known = {"username": "learnera", "provider": "db"}
    wrong = [
        program.post("/api/v1/security/login", json=known | {"password": "wrong"}).status_code for _number in range(5)
    ]
    right = program.post("/api/v1/security/login", json=known | {"password": PASSWORD}).status_code

    assert (wrong, right) == ([401] * 5, 401)
    guest.open("/login/")
    assert guest.send("/login/", KNOWN) == 422
    assert guest.send("/login/", KNOWN | guest.picture()) == 302
    assert program.post("/api/v1/security/login", json=known | {"password": PASSWORD}).status_code == 200


def test_somebody_shut_out_is_told(guest, filled):
    """Only who knows the password learns that the account has been shut out."""
    with Session(filled) as session:
        session.scalars(select(User).filter_by(username="learnera")).one().active = False
        session.commit()
    guest.open("/login/")

    assert guest.send("/login/", KNOWN) == 422
    assert guest.told == [("username", "这个账号已停用，不能登录。请联系管理中心。")]
    assert guest.send("/login/", KNOWN | {"password": "wrong"}) == 422
    assert guest.told == WRONG


def test_a_changed_password_ends_other_sessions(inside):
    """This browser stays logged in, every other one does not; refusals are answered with 422."""
    here, elsewhere = inside(), inside()

    assert here.send("/account/password", {"old": "x", "new": NEW, "again": NEW}) == 422
    assert elsewhere.open("/my/") == 200
    assert here.send("/account/password", {"old": PASSWORD, "new": NEW, "again": NEW}) == 302
    assert here.open("/account/password") == 200
    assert "密码修改成功" in here.page
    assert elsewhere.open("/my/") == 302
    assert inside(NEW).open("/my/") == 200


def test_a_forgotten_password_is_set_anew(guest, inside, filled):
    """With the code on the phone a new password is set; every session ends, and the owner is told."""
    other = inside()
    guest.open("/forgotten/")
    form = {"account": "learnera", "phone": "10000000001"}
    assert guest.send("/forgotten/", form | guest.picture() | {"do": "code"}) == 200
    assert guest.value("account") == "learnera"
    whole = form | {"code": guest.code(), "new": NEW, "again": NEW}
    assert guest.send("/forgotten/", whole | {"again": "x"}) == 422
    assert guest.fields() == ["again"]

    assert guest.send("/forgotten/", whole) == 302
    assert other.open("/my/") == 302
    assert inside(NEW).open("/my/") == 200
    with Session(filled) as session:
        assert session.scalars(select(OutboxMessage.template)).all() == ["sms_code", "password_reset"]
        assert session.scalars(select(AuditEvent.id).filter_by(action="reset_password")).one()
    guest.open("/forgotten/")
    assert guest.send("/forgotten/", whole) == 422


@pytest.mark.parametrize("account", ["110101195001010009", "LEARNERA"])
def test_the_account_may_be_named_by_its_document(guest, account):
    """Who forgot the username too gives the document number."""
    guest.open("/forgotten/")
    guest.send("/forgotten/", {"account": account, "phone": "100 0000 0001", "do": "code"} | guest.picture())

    assert [phone for phone, _text in guest.letters()] == ["10000000001"]


@pytest.mark.parametrize(
    ("account", "phone"), [("learnera", "10000000002"), ("nobodyknown", "13900000000"), ("centre", "13900000000")]
)
def test_nobody_learns_who_has_an_account(guest, account, phone):
    """An account that is not there, or has another phone, gets the same words and no message."""
    guest.open("/forgotten/")
    form = {"account": account, "phone": phone}
    assert guest.send("/forgotten/", form | guest.picture() | {"do": "code"}) == 200
    assert "如果填写无误，验证码会很快发到该手机" in guest.page
    assert guest.letters() == []

    assert guest.send("/forgotten/", form | {"code": "123456", "new": NEW, "again": NEW}) == 422
    assert guest.told == [("code", "验证码不正确，请对照短信重新填写。")]


def test_a_code_needs_a_picture(guest):
    """Without the picture read nothing is sent, by form and by script; the script gets another picture."""
    guest.open("/forgotten/")
    form = {"account": "learnera", "phone": "10000000001"}
    assert guest.send("/forgotten/", form | {"do": "code"}) == 422
    assert guest.fields() == ["captcha"]
    known = guest.picture()
    assert guest.send("/forgotten/code", form | known | {"captcha": "x"}) == 422
    told = guest.answer.json

    assert told["problems"] == [["captcha", "图形验证码不正确，已换了一张，请重新填写。"]]
    assert told["picture"] != known["captcha_token"]
    assert guest.letters() == []


def test_a_picture_is_shown_and_spoken(guest):
    """The page's picture opens as PNG and as WAV; one that is not there is not found."""
    guest.open("/forgotten/")
    token = guest.picture()["captcha_token"]
    answers = [guest.client.get(f"/captcha/{token}.{ending}") for ending in ("png", "wav")]

    assert [(each.status_code, each.mimetype) for each in answers] == [(200, "image/png"), (200, "audio/wav")]
    assert guest.client.get(f"/captcha/{'0' * 32}.png").status_code == 404
