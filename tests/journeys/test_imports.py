"""Tables that come in, in the browser: the centre's catalogue with bad rows and a kill, and an institution's grades."""

import re

import pytest

from backoffice.kernel.sealing import Sealer
from backoffice.upkeep.deposits import DEPOSITS
from backoffice.upkeep.jobs import work_off, work_on
from backoffice.upkeep.operations import Workshop
from tests.backoffice.upkeep.conftest import csv_file, xlsx_file
from tests.backoffice.upkeep.test_imports import CATALOGUE, ENTRY, NEW, deposit
from tests.conftest import NOW
from tests.journeys.conftest import once

# A browser that leaves a page cuts off what it was still loading; the server drops such a file half sent.
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")


class KilledError(BaseException):
    """The process is gone."""


def open_place(page, name):
    """Open a place of the menu once the page stands."""
    page.wait_for_load_state()
    link = page.get_by_role("link", name=name, exact=True).first
    if not link.count():
        page.locator(".xf-tabs summary").click()
    with page.expect_navigation(url=f"**{link.get_attribute('href')}"):
        link.click()


def upload(page, subject, name, content):
    """Choose what to import, and a file of it."""
    open_place(page, "批量导入")
    with page.expect_navigation():
        page.get_by_role("link", name=re.compile(f"选择文件.*{re.escape(subject)}")).click()
    page.get_by_label("文件", exact=True).set_input_files({"name": name, "mimeType": "text/plain", "buffer": content})
    with page.expect_navigation():
        page.get_by_role("button", name="上传检查").click()


def killed_after(looks):
    """Return a clock that the process does not survive looking at so often."""
    times = iter([NOW] * looks)

    def clock():
        moment = next(times, None)
        if moment is None:
            raise KilledError
        return moment

    return clock


@pytest.fixture
def shop(site):
    """Return where the site keeps its files."""
    return Workshop(site.folder / "imports", Sealer(b"s" * 32, b"i" * 32))


@once("postgresql")
def test_the_centre_imports_a_catalogue(page, site, shop, log_in, look, screen):
    """A wrong heading is refused; rows are checked, confirmed, half imported before a kill, and then whole."""
    log_in("centre")
    screen.turn("phone")  # where the menu has to be opened first
    upload(page, "名录成果", "catalogue.csv", csv_file((*CATALOGUE, "备注"), (*NEW, "")))
    assert page.get_by_text("不认识“备注”列").first.is_visible()
    look("50-import-heading")
    screen.turn("desk")

    bad = (*NEW[:3], "NEW-2", "坏学分", *NEW[5:7], "二")
    file = xlsx_file(CATALOGUE, (*ENTRY[:7], "3.5"), NEW, bad, (*NEW[:3], "NEW-3", "第三门", *NEW[5:7], "2"))
    upload(page, "名录成果", "catalogue.xlsx", file)
    assert page.get_by_text("正在检查").is_visible()
    work_off(site.engine, shop, lambda: NOW)
    page.get_by_text("检查完了，还没有改动任何数据").wait_for()  # the page follows the work by itself
    assert page.get_by_text("“学分”写着“二”，应为数字").is_visible()
    look("51-import-checked")
    with page.expect_download() as download:
        page.get_by_role("link", name="下载这些行").click()
    assert "坏学分" in download.value.path().read_text("utf-8-sig")

    with page.expect_navigation():
        page.get_by_role("button", name="确认导入").click()
    run_id = int(page.url.rsplit("/", 1)[1])
    with pytest.raises(KilledError):
        work_on(site.engine, run_id, shop, killed_after(3), batch=1)
    page.goto(page.url)
    assert page.get_by_text("已处理 2 行，共 4 行").is_visible()
    look("52-import-under-way")
    work_on(site.engine, run_id, shop, lambda: NOW, batch=1)
    page.get_by_text("导入完成。未导入的行可下载").wait_for()
    assert page.locator("dl dd").all_inner_texts()[:4] == ["2", "1", "0", "1"]
    look("53-import-done")


@once("sqlite")
def test_an_institution_deposits_grades(page, site, shop, log_in, look):
    """The institution sees its own name alone; its rows come into the learner's account as 机构导入."""
    log_in("openadmin")
    upload(page, "课程成绩（机构导入）", "grades.csv", csv_file(DEPOSITS.headers, deposit(), deposit(姓名="别人")))
    work_off(site.engine, shop, lambda: NOW)
    page.get_by_text("检查完了，还没有改动任何数据").wait_for()
    assert page.get_by_text("“姓名”与该证件号码的账户姓名不一致").is_visible()
    assert page.get_by_text("广东开放大学", exact=True).first.is_visible()
    look("54-deposit-checked")
    with page.expect_navigation():
        page.get_by_role("button", name="确认导入").click()
    work_off(site.engine, shop, lambda: NOW)
    page.get_by_text("导入完成。未导入的行可下载").wait_for()

    log_in("learnera")
    row = page.get_by_role("row").filter(has_text="公司概况")
    assert all(word in row.inner_text() for word in ("机构导入", "名录成果"))
    with page.expect_navigation():
        row.get_by_role("link", name="公司概况").first.click()
    assert page.get_by_text("2020010001").is_visible()
    look("55-deposit-held")
