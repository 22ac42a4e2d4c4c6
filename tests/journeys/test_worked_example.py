"""The manual's worked example (老年教育课程) in the browser, from adding the outcome to the verified proof."""

import re
from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from backoffice.kernel.models import OutboxMessage
from backoffice.proofs.models import ConversionProof
from tests.journeys.conftest import once

SMS = (
    "【广东学银】您申请的老年教育课程学习成果转换老年大学机构老年教育课程（广东老年大学）学习成果已经审核通过，"
    "老年大学机构老年教育课程（广东老年大学）学习成果已自动添加到您个人账户下，可登录广东终身教育学分银行信息管理平台查看。"
)
# A browser that leaves a page cuts off what it was still loading; the server drops such a file half sent.
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
RULE = "老年教育课程认定转换（广东老年大学）"


def cell_of(row, label):
    """Return what a row says under a column."""
    return row.locator(f"[data-label='{label}']").inner_text().strip()


def follow(page, link):
    """Follow a link once the page stands with its style, and wait until the next one does."""
    page.wait_for_load_state()
    address = link.get_attribute("href")
    with page.expect_navigation(url=f"**{address}"):
        link.click()


def open_place(page, name):
    """Open a place of the menu."""
    follow(page, page.get_by_role("link", name=name).first)


def press(page, button):
    """Press a button that sends a form, and wait until the answer stands."""
    page.wait_for_load_state()
    with page.expect_navigation():
        button.click()


def add_outcome(page, scan, look):
    """Add 老年教育课程 from the catalogue."""
    open_place(page, "成果添加")
    page.get_by_label("成果大类").select_option(label="其他类_培训业绩等")
    with page.expect_navigation(url=re.compile("kind=")):
        page.get_by_label("成果小类").select_option(label="培训类")
    look("02-add-empty")
    page.get_by_role("button", name="搜索").click()
    dialog = page.get_by_role("dialog", name="成果选择")
    dialog.get_by_label("成果名称（课程名称）").fill("老年教育课程")
    dialog.get_by_role("button", name="查询").click()
    assert dialog.get_by_role("button", name="确认").is_disabled()
    dialog.get_by_role("radio", name="选择 老年教育课程").check()
    look("03-catalogue")
    with page.expect_popup() as details:
        dialog.get_by_role("link", name="查看详情").click()
    assert details.value.get_by_role("heading", level=1).inner_text() == "老年教育课程"
    details.value.close()
    dialog.get_by_role("button", name="确认").click()
    assert page.get_by_label("培训名称").input_value() == "老年教育课程"
    assert page.get_by_label("培训机构").input_value() == "成果试点机构"
    assert page.get_by_label("机构代码").input_value() == "xfyh00001"
    assert not page.get_by_label("培训机构").is_editable()
    page.get_by_label("证书编号").fill("LNJY00001")
    page.get_by_label("获取时间").fill(date(2020, 11, 15).isoformat())
    page.locator("input[type=file]").first.set_input_files(scan)
    look("04-add-filled")
    press(page, page.get_by_role("button", name="提交"))


def apply(page, look):
    """Apply by the rule for learners of the university."""
    open_place(page, "转换成果申请")
    row = page.get_by_role("row").filter(has_text="老年教育课程")
    assert "未申请" in row.inner_text()
    assert [cell_of(row, label) for label in ("可转换规则数", "已用转换规则数")] == ["2", "0"]
    assert "暂无操作" in row.inner_text()
    look("06-conversions")
    row.get_by_role("checkbox").check()
    page.get_by_role("button", name="申请转换").click()
    page.locator("dialog[open]").get_by_role("heading", name="成果转换").wait_for()
    assert page.get_by_text("不适用于广东老年大学学员，您的学籍在其中").is_visible()
    assert page.get_by_role("radio", name=re.compile("^老年教育课程认定转换 ")).is_disabled()
    page.get_by_role("radio", name=re.compile(re.escape(RULE))).check()
    look("07-apply")
    press(page, page.get_by_role("button", name="提交"))
    assert page.get_by_text("提交成功").is_visible()
    look("08-applied")


def review(page, look, *, opinion, button):
    """Pass the one case that waits."""
    follow(page, page.get_by_role("link", name=re.compile("^办理")))
    look(f"10-desk-{button}")
    if page.get_by_label("与原件一致").count():
        page.get_by_label("与原件一致").check()
    page.get_by_role("textbox", name="意见").fill(opinion)
    press(page, page.get_by_role("button", name=button))
    assert page.get_by_text("已办理").is_visible()
    follow(page, page.get_by_role("link", name="其他"))
    look(f"11-done-{button}")


def see_result(page, look):
    """See the added outcome, the counts, the history, and the proof, which is the same each time."""
    row = page.get_by_role("row").filter(has_text=RULE.replace("认定转换", ""))
    assert all(word in row.inner_text() for word in ("课程", "已认定", "老年大学机构", "转换获得"))
    look("12-mine-after")
    open_place(page, "转换成果申请")
    row = page.get_by_role("row").filter(has_text="成果试点机构")
    assert "已转换" in row.inner_text()
    assert cell_of(row, "已用转换规则数") == "1"
    look("13-conversions-after")
    follow(page, row.get_by_role("link", name="查看详情"))
    history = page.locator(".xf-time").inner_text()
    assert all(word in history for word in ("提交申请", "初审通过", "已转换", "意见：与原件一致", "意见：符合规则"))
    look("14-case")
    follow(page, page.get_by_role("link", name="查看详情 ：老年教育课程（广东老年大学）").first)
    look("15-added-outcome")
    page.go_back()
    address = page.get_by_role("link", name="打印转换证明").first.get_attribute("href")
    base = page.url.split("/my/")[0]
    first, second = (page.context.request.get(base + address) for _ in range(2))
    assert first.ok
    assert first.body().startswith(b"%PDF-")
    assert first.body() == second.body()


def verify(page, site, look, proof):
    """Verify the proof as the public does."""
    page.context.clear_cookies()
    page.goto(f"{site.url}/verify")
    look("15-verify")
    page.get_by_role("textbox", name="编号").fill(proof.number)
    page.get_by_role("textbox", name="校验码").fill(proof.check_code.lower())
    press(page, page.get_by_role("button", name="核验"))
    assert page.get_by_role("heading", level=1).inner_text() == "证明有效"
    look("16-verified")


@once("postgresql")
def test_the_worked_example(page, site, log_in, scan, look):
    """Sections S and Q of the checklist, step by step."""
    page.goto(site.url)
    look("00-portal")
    log_in("learnera")
    add_outcome(page, scan, look)
    row = page.get_by_role("row").filter(has_text="老年教育课程")
    assert all(word in row.inner_text() for word in ("培训类", "名录成果", "成果试点机构", "自助添加", "2020-11-15"))
    assert page.locator("dt:has-text('成果总数') + dd").inner_text() == "1"
    look("05-mine")
    apply(page, look)

    log_in("elderlyadmin")
    look("09-first-cases")
    review(page, look, opinion="与原件一致", button="初审通过")
    log_in("committeea")
    review(page, look, opinion="符合规则", button="终审通过")

    with Session(site.engine) as session:
        assert session.scalars(select(OutboxMessage.body)).all() == [SMS]
        proof = session.scalars(select(ConversionProof)).one()
    log_in("learnera")
    see_result(page, look)
    verify(page, site, look, proof)
