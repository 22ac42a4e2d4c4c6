"""Letters of twice the size, and narrow screens, lose nothing of the main pages."""

from pathlib import Path

import pytest

from tests.conftest import NOW
from tests.judged_example import Judged

pytestmark = [
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),  # see the worked example
    pytest.mark.parametrize(("page", "copy"), [("phone", "sqlite")], indirect=True),  # widths are this test's own
]
LOST = (Path(__file__).parent / "large.js").read_text(encoding="utf-8")
TWICE = {"standard": 32, "fixed": 26}  # pixels; a browser comes with 16 and 13
# Width in pixels, and whether the reader asked for letters of twice the size. 683 is a desk's window at 200 %,
# 320 what WCAG asks for, 195 a phone at 200 %.
VIEWS = {
    "320": (320, False),
    "195": (195, False),
    "683": (683, False),
    "390 twice": (390, True),
    "1366 twice": (1366, True),
}
PUBLIC = ("/", "/login/", "/rules", "/verify", "/help/learner")
MINE = (
    "/my/",
    "/my/add?kind=6",
    "/my/conversions/",
    "/my/conversions/apply/2",
    "/my/conversions/1",
    "/my/plan?programme=1",
    "/my/recognition/",
    "/my/performance/",
    "/my/ledger",
    "/my/transcript",
    "/my/export",
    "/account/",
    "/account/identity",
    "/my/outcomes/3/change",
)


def lost(page, letters):
    """Return what the open page loses in each view."""
    page.evaluate(LOST)
    found = {}
    for name, (width, twice) in VIEWS.items():
        page.set_viewport_size({"width": width, "height": 800})
        letters.send("Page.setFontSizes", {"fontSizes": TWICE if twice else {"standard": 16, "fixed": 13}})
        letters_now = page.evaluate("getComputedStyle(document.body).fontSize")
        assert letters_now == ("32px" if twice else "16px")
        if faults := page.evaluate("lost()"):
            found[name] = faults
    letters.send("Page.setFontSizes", {"fontSizes": {"standard": 16, "fixed": 13}})
    return found


def test_nothing_is_lost(page, site, known):
    """No page scrolls sideways, no text is cut off, no control lies over another."""
    judged = Judged(site.engine, Path(site.folder) / "evidence", NOW)
    judged.pass_final(judged.reviewed_once())
    judged.add(number="LNJY00002")
    judged.request(judged.add_award())
    letters = page.context.new_cdp_session(page)
    found = {}
    for address in PUBLIC:
        page.goto(site.url + address)
        found[address] = lost(page, letters)
    known("learnera")
    for address in MINE:
        page.goto(site.url + address)
        found[address] = lost(page, letters)

    assert {address: each for address, each in found.items() if each} == {}


def test_a_desk_with_large_letters_is_laid_out_as_a_phone(page, site):
    """Letters of twice the size bring the layout of a screen of half the width with them."""
    page.context.new_cdp_session(page).send("Page.setFontSizes", {"fontSizes": TWICE})
    page.set_viewport_size({"width": 1366, "height": 800})
    page.goto(f"{site.url}/verify")

    assert page.locator(".xf-tabs").is_visible()
