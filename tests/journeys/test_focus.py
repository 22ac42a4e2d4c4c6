"""Where the keyboard is can be seen at every stop of the main pages, and nothing lies over it."""

from pathlib import Path

import pytest

from tests.conftest import NOW
from tests.judged_example import Judged

pytestmark = [
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),  # see the worked example
    pytest.mark.parametrize(("page", "copy"), [("desk", "sqlite")], indirect=True),  # a phone has no keyboard
]
RINGS = (Path(__file__).parent / "rings.js").read_text(encoding="utf-8")
FARTHEST = 120  # stops of a page
PUBLIC = ("/", "/login/", "/register/", "/rules")
MINE = (
    "/my/",
    "/my/plan?programme=1",
    "/my/conversions/1",
    "/my/recognition/",
    "/my/performance/",
    "/my/ledger",
    "/my/transcript",
)


def stops(page):
    """Tab through what is open, from where the focus is; return each stop, up to the foot of the page."""
    page.evaluate(RINGS)
    found = []
    for _ in range(FARTHEST):
        page.keyboard.press("Tab")
        stop = page.evaluate("focused()")
        if stop is None or stop["past"] or stop["name"] in (each["name"] for each in found[:1]):
            break
        found.append(stop)
    return found


def faults(found):
    """Return the stops that cannot be seen."""
    return [each["name"] for each in found if not (each["ring"] and each["seen"])]


def content(page, address):
    """Open a page and put the focus where the skip link leads."""
    page.goto(address)
    page.evaluate("document.getElementById('main').focus()")


def test_every_stop_can_be_seen(page, site, known):
    """A ring that was not there before, at least 3 to 1 against its ground, in full view."""
    judged = Judged(site.engine, Path(site.folder) / "evidence", NOW)
    judged.reviewed_once()
    judged.add(number="LNJY00002")
    judged.request(judged.add_award())
    page.emulate_media(reduced_motion="reduce")
    found = {}
    for address in PUBLIC:
        content(page, site.url + address)
        found[address] = stops(page)
    page.goto(f"{site.url}/register/")
    page.get_by_label("同意服务条款").check()
    page.get_by_role("button", name="下一步").click()
    page.wait_for_url("**/register/form")
    found["register form"] = stops(page)
    known("learnera")
    page.goto(f"{site.url}/my/add?kind=6")
    found["bar and menu"] = stops(page)
    page.get_by_role("button", name="搜索").click()
    page.locator("dialog[open] tbody tr").first.wait_for()
    found["picker"] = stops(page)
    page.goto(f"{site.url}/my/conversions/")
    page.get_by_role("checkbox").first.check()
    page.get_by_role("button", name="申请转换").click()
    page.locator("dialog[open] [data-choice]").wait_for()
    found["window"] = stops(page)
    for address in MINE:
        content(page, site.url + address)
        found[address] = stops(page)

    assert {name: faults(each) for name, each in found.items() if faults(each)} == {}
    assert min(len(each) for each in found.values()) >= 2  # 打印 and the way back on the transcript
