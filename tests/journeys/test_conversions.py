"""Conversions beside the worked example: the window and its search, a trial, progress, the plan, the account."""

import re
from pathlib import Path

import pytest

from tests.conftest import NOW
from tests.journeys.conftest import once
from tests.worked_example import Line

# A browser that leaves a page cuts off what it was still loading; the server drops such a file half sent.
pytestmark = [
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
    once("sqlite"),  # the writes are tried on both databases elsewhere
]
FITTING = "老年教育课程认定转换（广东老年大学）"


@pytest.fixture
def line(site):
    """Return the worked example on the site's database."""
    return Line(site.engine, Path(site.folder) / "evidence", NOW)


def test_the_window_of_choice(page, site, log_in, look, line):
    """The keyboard opens it, searching brings rules alone, choosing fills the table, a trial is marked, 关闭 closes."""
    line.add()
    log_in("learnera")
    page.goto(f"{site.url}/my/conversions/")
    page.get_by_role("checkbox").first.focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="申请转换").focus()
    page.keyboard.press("Enter")
    window = page.locator("dialog[open]")
    window.get_by_role("heading", name="成果转换").wait_for()
    look("30-window")
    window.get_by_role("radio", name=re.compile(re.escape(FITTING))).check()
    window.locator("[data-chosen-rule]").get_by_text(FITTING).first.wait_for()
    window.get_by_role("searchbox", name="查找规则").fill("没有这条规则")
    window.get_by_role("button", name="查询").click()
    window.locator("[data-results]").get_by_text("没有找到匹配的记录").wait_for()
    assert window.locator("[data-chosen-rule]").get_by_text(FITTING).first.is_visible()
    window.get_by_role("searchbox", name="查找规则").fill("")
    window.locator("summary", has_text="试算").click()
    window.get_by_label("成绩", exact=True).fill("85")
    window.get_by_role("button", name="试算", exact=True).click()
    window.get_by_text("试算结果").wait_for()
    look("31-trial")
    assert window.get_by_role("button", name="提交").count() == 0
    window.get_by_role("link", name="回到真实情况").click()
    window.get_by_role("button", name="提交").wait_for()
    page.keyboard.press("Escape")
    assert page.locator("dialog[open]").count() == 0


def test_progress_plan_and_account(page, site, log_in, look, line):
    """进度查询 opens over the list; the details, the plan, the ledger, the transcript and the export stand."""
    line.reviewed_once()
    log_in("learnera")
    page.goto(f"{site.url}/my/conversions/")
    look("32-list")
    page.get_by_role("checkbox").first.check()
    page.get_by_role("button", name="进度查询").click()
    window = page.locator("dialog[open]")
    window.get_by_role("heading", name="进度查询").wait_for()
    assert window.get_by_text("初审通过").first.is_visible()
    look("33-progress")
    for address, heading in (
        ("/my/conversions/1", "老年教育课程"),
        ("/my/plan?programme=1", "转换规划"),
        ("/my/ledger", "学分账目"),
        ("/my/transcript", "学分成绩单"),
        ("/my/export", "导出我的数据"),
    ):
        page.goto(site.url + address)
        look(f"34{address.split('?')[0].replace('/', '-')}")
        assert heading in page.get_by_role("heading", level=1).inner_text()
