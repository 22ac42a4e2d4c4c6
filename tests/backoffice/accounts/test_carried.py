"""A filled form whose session has ended comes back, and nobody else's does."""

import html
import io
import re
from datetime import timedelta

import pytest

from tests.backoffice.accounts.conftest import FORM
from tests.backoffice.conftest import PASSWORD

pytestmark = pytest.mark.parametrize("copy", ["sqlite"], indirect=True)  # nothing here depends on the database
OURS = {"headers": {"Origin": "http://localhost"}}
KNOWN = {"username": "learnera", "password": PASSWORD}
CHANGE = {"email": "neu@example.org", "province": "44", "city": "4401", "district": "440104", "address": "新址“甲”<b>"}


def hidden(page):
    """Return the hidden fields of a page's main form."""
    found = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page.split("<main")[1].split("</main>")[0])
    return {name: html.unescape(value) for name, value in found}


@pytest.fixture
def ended(guest):
    """Return a browser on whose form the session has ended."""
    guest.open("/login/")
    guest.send("/login/", KNOWN)
    guest.open("/account/contact")
    guest.client.delete_cookie("session")
    return guest


def test_a_form_waits_for_the_login(ended):
    """The login carries what was typed; after it one button sends it, and it is kept as it was typed."""
    assert ended.send("/account/contact", CHANGE, **OURS) == 401
    assert ended.told == [("", "登录已过期，请重新登录。刚才填写的内容已为您保留，登录后可继续提交。")]
    carried = hidden(ended.page)["carried"]
    assert ended.send("/login/", KNOWN | {"password": "wrong", "carried": carried}) == 422
    carried = hidden(ended.page)["carried"]
    assert ended.send("/login/", KNOWN | {"carried": carried}) == 200
    assert 'action="/account/contact"' in ended.page
    fields = hidden(ended.page)
    assert {name: fields[name] for name in CHANGE} == CHANGE

    assert ended.send("/account/contact", fields) == 302
    ended.open("/account/")
    assert "广东省广州市越秀区新址“甲”&lt;b&gt;" in ended.page


def test_files_cannot_be_carried(ended):
    """Who had chosen files is told to choose them again; the rest is there, passwords never are."""
    sent = {"full_name": "新名", "old": "geheim", "proof": (io.BytesIO(b"x"), "证.png")}
    assert ended.send("/account/identity", sent, **OURS) == 401
    assert "上传的文件不能保留" in ended.page
    ended.send("/login/", KNOWN | {"carried": hidden(ended.page)["carried"]})

    assert hidden(ended.page).keys() == {"csrf_token", "full_name"}


def test_another_sites_form_is_not_carried(ended):
    """What another site sends in a person's name does not wait for the login."""
    for headers in ({}, {"Origin": "https://evil.example"}, {"Origin": "null"}):
        assert ended.send("/account/contact", CHANGE, headers=headers) == 302
    assert ended.send("/login/", KNOWN | {"carried": "made up"}) == 302


def test_another_persons_form_is_not_handed_over(guest, app):
    """A form that one person filled in is not offered to the next who logs in at the same machine."""
    guest.open("/login/")
    guest.send("/login/", KNOWN)
    guest.open("/account/contact")
    lifetime, app.config["PERMANENT_SESSION_LIFETIME"] = app.config["PERMANENT_SESSION_LIFETIME"], timedelta(seconds=-1)
    assert guest.send("/account/contact", CHANGE, **OURS) == 401
    app.config["PERMANENT_SESSION_LIFETIME"] = lifetime
    carried = hidden(guest.page)["carried"]

    assert guest.send("/login/", {"username": "learnerb", "password": PASSWORD, "carried": carried}) == 302
    guest.open("/my/")
    assert "刚才的内容是用另一个账号填写的" in guest.page


def test_two_tabs(guest):
    """A form of a tab whose token was replaced by another tab's login is offered again, for whoever is logged in."""
    guest.open("/login/")
    guest.send("/login/", KNOWN)
    guest.open("/account/contact")
    assert guest.send("/account/contact", CHANGE | {"csrf_token": "old"}, **OURS) == 400
    assert "您现以“学习者甲”登录" in guest.page.replace(" ", "")

    assert guest.send("/account/contact", hidden(guest.page)) == 302


def test_a_registration_needs_no_login_to_go_on(at_form):
    """The form of somebody without an account comes back on one press, with everything but the passwords."""
    at_form.client.delete_cookie("session")
    assert at_form.send("/register/form", FORM | {"csrf_token": "old"}, **OURS) == 400
    assert "密码须重新输入" in at_form.page
    assert at_form.send("/register/form", hidden(at_form.page)) == 422

    assert at_form.value("username") == FORM["username"]
    assert at_form.value("district") == FORM["district"]
    assert [name for name in at_form.fields() if name != "code"] == ["password", "again"]
