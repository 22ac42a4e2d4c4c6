"""The browser's way back after a form was sent: one record, a clear page, and buttons that can be pressed."""

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from backoffice.messages.models import Question

pytestmark = [
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),  # see the worked example
    pytest.mark.parametrize(
        ("page", "copy"), [("phone", "sqlite")], indirect=True
    ),  # sent twice on both databases elsewhere
]


def send(page):
    """Ask the same question."""
    page.get_by_label("标题").fill("怎样补材料")
    page.get_by_label("问题", exact=True).fill("证书丢了怎么办？")
    with page.expect_navigation():
        page.get_by_role("button", name="提交").click()


def test_back_and_sent_again(page, site, known):
    """After the way back the page knows the question; sent again it is still one; a kept page has its buttons."""
    known("learnera")
    page.goto(f"{site.url}/my/questions")
    send(page)
    asked = page.url
    page.go_back()
    assert page.get_by_role("link", name="怎样补材料").is_visible()
    send(page)
    assert page.url == asked
    with Session(site.engine) as session:
        assert session.scalar(select(func.count()).select_from(Question)) == 1

    # A browser may keep the page as it stood when its form went: the buttons were off then.
    page.goto(f"{site.url}/my/questions")
    page.evaluate("document.querySelectorAll('main [type=submit]').forEach((each) => { each.disabled = true; })")
    page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
    assert page.get_by_role("button", name="提交").is_enabled()
