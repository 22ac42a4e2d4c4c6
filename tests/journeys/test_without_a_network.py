"""The installed site without a network, on a phone."""

import re

import pytest

from tests.journeys.test_worked_example import press

pytestmark = [
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),  # see the worked example
    pytest.mark.parametrize(("page", "copy"), [("phone", "sqlite")], indirect=True),  # no width changes what is kept
]


@pytest.fixture
def workers():
    """Let the service worker work."""
    return "allow"


def test_without_a_network(page, site, log_in):
    """The last-seen list is shown with its moment and cannot be written to; leaving forgets it."""
    log_in("learnera")
    page.goto(f"{site.url}/my/")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.reload()
    page.wait_for_function(
        "navigator.serviceWorker.controller && caches.open('own').then((own) => own.match('/my/')).then(Boolean)"
    )
    page.context.set_offline(True)
    page.goto(f"{site.url}/my/")
    note = page.locator("[data-stale]")
    assert note.is_visible()
    assert re.search(r"这是 2020-11-15 11:21:03 看到的内容", note.inner_text())
    assert page.get_by_role("heading", level=1).inner_text() == "我的信息"
    assert page.locator("form[method=post] [type=submit]:not([disabled])").count() == 0
    page.goto(f"{site.url}/my/add")
    assert page.get_by_role("heading", level=1).inner_text() == "现在没有网络"
    assert page.get_by_role("link", name="我的信息").last.is_visible()

    page.context.set_offline(False)
    page.goto(f"{site.url}/my/")
    press(page, page.get_by_role("button", name="退出"))
    page.wait_for_function("caches.has('own').then((kept) => !kept)")
    page.context.set_offline(True)
    page.goto(f"{site.url}/my/")
    assert page.get_by_role("heading", level=1).inner_text() == "现在没有网络"
    page.context.set_offline(False)
