"""The centre's two people change a rule: written in the editor, its effect seen, published by the second of them."""

import re

import pytest

from tests.backoffice.workbench.conftest import TEXT, Bench
from tests.backoffice.workbench.population import populate
from tests.conftest import NOW
from tests.journeys.conftest import once

# The writes are tried on both databases beside the pages.
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")


@pytest.fixture
def bench(site):
    """Return the workbench on the site's database, with the rule in force."""
    bench = Bench(site.engine, NOW)
    bench.published()
    return bench


@pytest.fixture
def thousand(bench):
    """Give a thousand learners the certificate, three of them with few points."""
    with bench.writing() as session:
        populate(session, [61, 62, 60, *([75] * 997)])
        session.commit()


@once("sqlite")
@pytest.mark.usefixtures("thousand")
def test_an_edit_is_published_by_a_second_person(page, site, log_in, look, bench):
    """An edit takes half a credit from 3 of 1,000 learners: exactly these are shown before anybody can publish it."""
    log_in("centre")
    page.goto(f"{site.url}/workbench/?words=WB-1")
    look("60-rules")
    page.get_by_role("link", name=re.compile("查看")).first.click()
    page.get_by_role("button", name="据此起草").click()
    text = page.get_by_role("textbox", name="规则文本")
    text.wait_for()
    look("61-draft")
    write_in_the_editor(page, text, "[60..90) 50%", "[60..63) 33.34%, [63..90) 50")
    page.get_by_text("这里不能写").or_(page.get_by_text("不完整")).or_(page.locator(".xf-prob.e")).first.wait_for()
    look("62-problem")
    write_in_the_editor(page, text, "[63..90) 50", "[63..90) 50%")
    page.locator("[data-panels]").get_by_text("没有发现问题").wait_for()
    write_in_the_editor(page, text, "  目标 ", "  目际 ")
    page.locator(".xf-prob").get_by_role("button", name="改为“目标”").click()
    page.locator("[data-panels]").get_by_text("没有发现问题").wait_for()
    page.get_by_label("规则描述").fill("低分段减半个学分")
    page.get_by_label("规则描述").press("Tab")
    page.locator(".cm-content").get_by_text("说明").wait_for()
    page.get_by_role("button", name="送审").click()
    page.get_by_role("heading", name="发布后的影响").wait_for()
    log_in("centrepublisher")
    page.goto(f"{site.url}/workbench/?show=review")
    page.get_by_role("link", name=re.compile("核对")).first.click()
    assert page.get_by_role("button", name="发布", exact=True).is_disabled()
    page.get_by_role("button", name="计算影响").click()
    page.get_by_text("等待计算").wait_for()
    look("63-computing")
    for run_id in bench.waiting():
        while bench.step(run_id, 400):
            pass
    page.get_by_text("涉及 3 名学习者").wait_for()
    rows = page.get_by_role("table", name="受影响的成果").locator("tbody tr")
    assert rows.count() == 3
    assert [re.sub(r"\s+", "", row.inner_text()).endswith("1.5学分→1学分") for row in rows.all()] == [True] * 3
    look("64-effect")
    page.get_by_role("button", name="发布", exact=True).click()
    page.locator("[data-confirm-yes]").click()
    page.get_by_text("已发布为第 2 版。").first.wait_for()
    assert bench.in_force() == [2]
    retire(page, site, log_in, look, bench)


def retire(page, site, log_in, look, bench):
    """Let the version end by two people: what it takes away is seen before the second one confirms."""
    page.goto(f"{site.url}/workbench/rules/WB-1")
    page.get_by_text("到某一天为止").click()
    page.get_by_label("最后生效日").fill("2020-12-31")
    page.locator("#field-retire-remarks").fill("依据的文件到期")
    page.get_by_role("button", name="提出停用").click()
    page.get_by_text("须由另一位同事确认").wait_for()
    for run_id in bench.waiting():
        while bench.step(run_id, 400):
            pass
    page.get_by_role("heading", name="在办申请").wait_for()
    look("67-retirement")
    log_in("centre")
    page.goto(f"{site.url}/workbench/rules/WB-1")
    look("68-proposed")
    page.get_by_role("link", name="看影响并确认").click()
    page.get_by_role("button", name="确认停用").click()
    page.locator("[data-confirm-yes]").click()
    page.get_by_text("已确认").first.wait_for()
    look("69-confirmed")


def write_in_the_editor(page, text, before, after):
    """Replace a piece of the text by the keyboard, as a person does."""
    whole = page.locator("[name=text]").input_value()
    assert before in whole
    text.click()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(whole.replace(before, after))


@pytest.mark.parametrize(("page", "copy"), [("phone", "sqlite")], indirect=True)
def test_the_other_pages(page, site, log_in, look, bench):
    """The rule with its versions, the table's page, the book, and the editor's offer of words stand on a phone."""
    assert bench.in_force() == [1]
    log_in("centre")
    for address, heading in (
        ("/workbench/rules/WB-1", "工作台试验"),
        ("/workbench/import/", "导入表"),
        ("/workbench/book/", "规则汇编"),
    ):
        page.goto(site.url + address)
        look(f"65{address.replace('/', '-')}")
        assert page.get_by_role("heading", level=1).inner_text() == heading
    draft_id = bench.start(TEXT.replace("WB-1", "WB-9"))
    page.goto(f"{site.url}/workbench/drafts/{draft_id}")
    text = page.get_by_role("textbox", name="规则文本")
    text.click()
    page.keyboard.press("Control+End")
    page.keyboard.insert_text("  生")
    page.keyboard.press("Control+Space")
    page.get_by_role("option", name=re.compile("生效")).click()
    page.wait_for_function("document.querySelector('[name=text]').value.includes('  生效')")
    look("66-words")
