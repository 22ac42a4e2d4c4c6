"""A performance outcome (业绩类) in the browser: recognised, and another converted by judgement, up to its proof."""

import re

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from backoffice.proofs.models import ConversionProof
from tests.journeys.conftest import once

# A browser that leaves a page cuts off what it was still loading; the server drops such a file half sent.
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
AWARD, SECOND = "粤菜烹饪大赛一等奖", "社区书法义教"
TARGET = "老年教育课程（广东老年大学）"


def open_place(page, name):
    """Open a place of the menu once the page stands."""
    page.wait_for_load_state()
    link = page.get_by_role("link", name=name, exact=True).first
    if not link.count():
        page.locator(".xf-tabs summary").click()
    with page.expect_navigation(url=f"**{link.get_attribute('href')}"):
        link.click()


def press(page, button):
    """Press a button that sends a form, and wait until the answer stands."""
    page.wait_for_load_state()
    with page.expect_navigation():
        button.click()


def add_award(page, scan, title, kind, *, again=False):
    """Add a performance by hand; the second time with the same file, which has to be agreed to."""
    open_place(page, "成果添加")
    page.get_by_label("成果大类").select_option(label="其他类_培训业绩等")
    with page.expect_navigation(url=re.compile("kind=")):
        page.get_by_label("成果小类").select_option(label=kind)
    page.get_by_label("业绩名称").fill(title)
    page.get_by_label("业绩完成单位").fill("广东省总工会")
    page.get_by_label("业绩完成时间").fill("2020-10-01")
    page.locator("input[type=file][data-files]").first.set_input_files(scan)
    press(page, page.get_by_role("button", name="提交"))
    if again:
        page.get_by_label("我确认同一份文件也用来证明这项成果").check()
        page.locator("input[type=file][data-files]").first.set_input_files(scan)
        press(page, page.get_by_role("button", name="提交"))
    assert page.get_by_text("提交成功").is_visible()


def apply_for_recognition(page, look):
    """Tick, 提交认定, 信息 / 确定申请认定? / 确定; the records show the first step."""
    open_place(page, "认定成果申请")
    page.get_by_role("radio", name=f"选择 {AWARD}").check()
    look("30-recognition")
    page.get_by_role("button", name="提交认定").click()
    dialog = page.get_by_role("dialog", name="信息")
    assert dialog.get_by_text("确定申请认定?").is_visible()
    look("31-recognition-confirm")
    dialog.get_by_role("button", name="取消").click()
    page.get_by_label("把原件交给哪家资历名册机构").select_option(label="老年大学机构")
    page.get_by_role("button", name="提交认定").click()
    press(page, dialog.get_by_role("button", name="确定"))
    row = page.get_by_role("row").filter(has_text=AWARD)
    assert "已申请认定" in row.inner_text()
    page.get_by_role("radio", name=f"选择 {AWARD}").check()
    page.get_by_role("button", name="认定记录").click()
    records = page.get_by_role("dialog", name="成果认定记录")
    assert records.locator("td[data-label='状态']").inner_text() == "提交认定"
    assert records.locator("td[data-label='意见']").inner_text() == "-"
    look("32-recognition-records")
    records.get_by_role("button", name="关闭").last.click()


def decide_recognition(page, log_in, look):
    """Check the originals as the institution, recognise as the centre."""
    log_in("elderlyadmin")
    open_place(page, "材料审查")
    look("33-materials")
    press(page, page.get_by_role("link", name=re.compile("^办理")))
    page.get_by_label("与原件一致").check()
    look("34-materials-case")
    press(page, page.get_by_role("button", name="登记审查结果"))
    log_in("centre")
    open_place(page, "认定审核")
    press(page, page.get_by_role("link", name=re.compile("^办理")))
    page.get_by_role("textbox", name="意见").fill("材料齐全")
    look("35-recognition-case")
    press(page, page.get_by_role("button", name="已认定"))
    assert page.get_by_text("已办理").is_visible()


def ask_for_judgement(page, look):
    """Tick, 提交转换, the window 成果选择, 确认: 提交成功, and the row stays with 已申请."""
    open_place(page, "业绩类成果转换申请")
    page.get_by_role("radio", name=f"选择 {SECOND}").check()
    look("36-performance")
    page.get_by_role("button", name="提交转换").click()
    dialog = page.get_by_role("dialog", name="成果选择")
    dialog.get_by_label("成果名称（课程名）").fill("广东老年大学")
    dialog.get_by_role("button", name="查询").click()
    dialog.get_by_role("radio", name=f"选择 {TARGET}").check()
    look("37-performance-target")
    press(page, dialog.get_by_role("button", name="确认"))
    assert page.get_by_text("提交成功").is_visible()
    assert "已申请" in page.get_by_role("row").filter(has_text=SECOND).inner_text()
    look("38-performance-applied")


def judge(page, log_in, look):
    """Both reviews at their desks, where no rule speaks."""
    log_in("elderlyadmin")
    for account, place, button in (("elderlyadmin", "初审", "初审通过"), ("committeea", "终审", "终审通过")):
        log_in(account)
        open_place(page, place)
        press(page, page.get_by_role("link", name=re.compile("^办理")))
        assert page.get_by_text("没有规则适用于这项转换").is_visible()
        if page.get_by_label("与原件一致").count():
            page.get_by_label("与原件一致").check()
        page.get_by_role("textbox", name="意见").fill("同意")
        look(f"39-judgement-{button}")
        press(page, page.get_by_role("button", name=button))
        assert page.get_by_text("已办理").is_visible()


@once("sqlite")
def test_an_achievement_is_recognised_and_another_converted(page, site, log_in, scan, look):
    """Sections J and K of the checklist, step by step."""
    log_in("learnera")
    add_award(page, scan, AWARD, "业绩类-竞赛奖励")
    add_award(page, scan, SECOND, "业绩类-社会服务", again=True)
    apply_for_recognition(page, look)
    decide_recognition(page, log_in, look)

    log_in("learnera")
    row = page.get_by_role("row").filter(has_text=AWARD)
    assert "已认定" in row.inner_text()
    ask_for_judgement(page, look)
    judge(page, log_in, look)

    log_in("learnera")
    added = page.get_by_role("row").filter(has_text=TARGET)
    assert all(word in added.inner_text() for word in ("已认定", "转换获得"))
    open_place(page, "业绩类成果转换申请")
    row = page.get_by_role("row").filter(has_text=SECOND)
    assert "已转换" in row.inner_text()
    press(page, row.get_by_role("link", name="查看详情"))
    assert page.get_by_text("评审认定").first.is_visible()
    look("40-judgement-result")
    with Session(site.engine) as session:
        proof = session.scalars(select(ConversionProof)).one()
    page.goto(f"{site.url}/verify?number={proof.number}&code={proof.check_code}")
    assert page.get_by_role("heading", level=1).inner_text() == "证明有效"
    assert page.get_by_text("评审认定（没有规则）").is_visible()
    look("41-judgement-verified")
