"""What stands on every page behind the login, whoever is logged in."""

import re

import pytest

from backoffice import access
from tests.access.matrix import OWN_PAGES

pytestmark = pytest.mark.parametrize("copy", ["sqlite"], indirect=True)  # the pages are the same on both databases
ACCOUNTS = {
    access.LEARNER: "learnera",
    access.INSTITUTION: "elderlyadmin",
    access.COMMITTEE: "committeea",
    access.CENTRE: "centre",
}
END = re.compile(r'<div class="xf-bar-end">(.*?)</div>', re.DOTALL)
PASSWORD = re.compile(r'<a href="/account/password">.*?修改密码</span></a>', re.DOTALL)
LISTS = {access.CENTRE: ["/entities/institution/list/", "/entities/catalogue-outcome/add", "/entities/learner/list/"]}


def pages_of(role):
    """Return the addresses of every page of a role that needs nothing named; a PDF is no page."""
    own = [
        rule
        for (rule, method), (page, _) in OWN_PAGES.items()
        if method == "GET" and "<" not in rule and not rule.endswith(".pdf") and role in access.PAGES[page]
    ]
    return ["/about", "/rules", "/levels", "/help", "/nowhere", *own, *LISTS.get(role, [])]


def page_at(client, address):
    """Return the page at an address; "" for what is no page: a file, a way to another page."""
    with client.get(address) as answer:
        return answer.text if answer.location is None and answer.mimetype == "text/html" else ""


@pytest.mark.parametrize("role", ACCOUNTS)
def test_the_password_is_changed_from_every_page(visit, role):
    """修改密码 stands at the end of the bar, top right, on each page of each role, and where a page is missing."""
    client = visit(ACCOUNTS[role]).client
    pages = {address: text for address in pages_of(role) if (text := page_at(client, address))}
    lacking = [address for address, text in pages.items() if not PASSWORD.search("".join(END.findall(text)))]

    assert lacking == []
    assert len(pages) >= 7


def test_the_public_has_no_password_to_change(app):
    """Without a login the bar leads to the login instead."""
    text = app.test_client().get("/rules").text

    assert not PASSWORD.search(text)
    assert 'href="/login/"' in END.search(text)[1]
