"""The review desks in the browser: a case with everything in view, an assessor's opinion, a batch of like cases."""

import io
import re
from pathlib import Path

import pikepdf
import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from backoffice.kernel.storage import path_of as path_in_store
from backoffice.kernel.storage import store_upload
from backoffice.ledger.models import CreditEntry
from backoffice.outcomes.models import Evidence
from tests.conftest import NOW
from tests.journeys.conftest import once
from tests.many_cases import crowd
from tests.worked_example import Line

# A browser that leaves a page cuts off what it was still loading; the server drops such a file half sent.
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
OPINION = "内容和学时相当"
DRAWN = """() => new Promise((done) => {
  const there = () => document.querySelector("[data-picture-shown]")?.naturalWidth === 1653;
  const look = () => there() ? done() : setTimeout(look, 50);
  look();
})"""  # the page of A4 is there


@pytest.fixture
def line(site):
    """Return the worked example on the site's database."""
    return Line(site.engine, Path(site.folder) / "evidence", NOW)


def follow(page, link):
    """Follow a link, and wait until the next page stands."""
    page.wait_for_load_state()
    with page.expect_navigation():
        link.click()


def send(page, button):
    """Press a button that sends a form; agree where it asks first."""
    page.wait_for_load_state()
    asks = button.get_attribute("data-confirm")
    if not asks:
        with page.expect_navigation():
            button.click()
        return
    button.click()
    with page.expect_navigation():
        page.get_by_role("dialog", name="信息").get_by_role("button", name="确定").click()


def turn_the_evidence(page):
    """Enlarge and turn the picture, and open the other file, without losing what was typed."""
    page.get_by_role("textbox", name="意见").fill("j1?")
    picture = page.locator("[data-picture-shown]")
    before = picture.bounding_box()["width"]
    page.get_by_role("button", name="放大").click()
    page.get_by_role("button", name="放大").click()
    assert picture.bounding_box()["width"] > before
    page.get_by_role("button", name="旋转").click()
    assert "rotate(90deg)" in picture.get_attribute("style")
    page.get_by_role("link", name="下一份").click()
    page.get_by_text("第 2 份，共 2 份").wait_for()
    assert page.get_by_role("textbox", name="意见").input_value() == "j1?"


def path_of(page):
    """Return the address of a page without what it was asked for."""
    return page.url.partition("?")[0]


def use_the_keys(page):
    """To the next case and back, to a decision without taking it, to their list, where they are switched off.

    What was typed is not left behind.
    """
    here = path_of(page)
    page.locator("h1").click()
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.name") == "remarks"
    page.get_by_role("textbox", name="意见").fill("")
    page.locator("h1").click()
    page.keyboard.press("?")
    keys = page.get_by_role("dialog", name="快捷键")
    keys.wait_for()
    page.keyboard.press("Escape")
    keys.wait_for(state="hidden")
    page.keyboard.press("1")
    assert page.evaluate("document.activeElement.value") == "pass_first_review"
    page.locator("h1").click()
    with page.expect_navigation():
        page.keyboard.press("j")
    assert path_of(page) != here
    with page.expect_navigation():
        page.keyboard.press("k")
    assert path_of(page) == here
    page.keyboard.press("?")
    keys.get_by_role("checkbox").uncheck()
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    page.wait_for_timeout(300)
    assert path_of(page) == here


def first_review(page, site, look):
    """Find the case, look at everything, pass it, and ask an assessor."""
    page.goto(f"{site.url}/review/first/")
    look("70-first-cases")
    follow(page, page.get_by_role("link", name=re.compile("^办理")).first)
    look("71-first-case")
    turn_the_evidence(page)
    use_the_keys(page)
    page.get_by_label("与原件一致").check()
    page.get_by_role("textbox", name="意见").fill("与原件一致")
    send(page, page.get_by_role("button", name="初审通过"))
    follow(page, page.get_by_role("link", name="待其他岗位"))
    follow(page, page.get_by_role("link", name=re.compile("^查看详情")).first)
    page.locator("summary", has_text="请第三方机构评审").click()
    page.get_by_label("评审人员").select_option(label="第三方评审员")
    page.get_by_label("评审要求").fill("请看课程水平是否相当")
    look("72-ask")
    send(page, page.get_by_role("button", name="送请评审"))
    assert page.get_by_text("已请第三方机构评审。").is_visible()


def assess(page, look):
    """Give the opinion on the one case that is there."""
    look("73-assessments")
    follow(page, page.get_by_role("link", name=re.compile("^办理")))
    look("74-assessment")
    page.get_by_label("建议通过").check()
    page.get_by_label("意见和依据").fill(OPINION)
    send(page, page.get_by_role("button", name="提交意见"))
    assert page.get_by_text("评审意见已提交。").is_visible()


@once("postgresql")
def test_from_the_first_review_over_an_opinion_to_the_committee(page, site, log_in, look, line):
    """The institution passes a case and asks, the assessor answers, the committee reads both and may step back."""
    crowd(line, 2, reviewed=False)
    log_in("elderlyadmin")
    first_review(page, site, look)
    log_in("assessor")
    assess(page, look)
    log_in("committeea")
    follow(page, page.get_by_role("link", name=re.compile("^办理")))
    assert page.get_by_text(OPINION).is_visible()
    look("75-final-case")
    page.locator("summary", has_text="回避").click()
    page.get_by_label("回避原因").fill("学习者是我的亲属")
    send(page, page.get_by_role("button", name="确认回避"))
    assert page.get_by_text("已回避").is_visible()


@once("sqlite")
def test_a_paper_is_shown_page_by_page(page, site, log_in, look, line, screen):
    """A PDF is drawn, enlarged and paged like a picture; of one that has gone bad the page says so."""
    application_id, document = line.apply(line.add()), pikepdf.new()
    for _page in range(2):
        document.add_blank_page(page_size=(595, 842))
    stream = io.BytesIO()
    document.save(stream)
    with line.writing() as session:
        evidence = session.scalars(select(Evidence)).one()
        paper = {"name": "证书.pdf", "content": stream.getvalue(), "folder": line.folder}
        evidence.file = store_upload(session, actor_id=line.user(session, "learnera"), now=NOW, **paper)
        session.flush()
        path = path_in_store(evidence.file.sha256, line.folder)
        session.commit()
    log_in("elderlyadmin")
    screen.turn("phone")  # the other journey turns pictures at a desk
    page.goto(f"{site.url}/review/first/{application_id}")
    picture = page.locator("[data-picture-shown]")
    page.evaluate(DRAWN)
    before = picture.bounding_box()["width"]
    page.get_by_role("button", name="放大").click()
    assert picture.bounding_box()["width"] > before
    page.get_by_role("link", name="下一页").click()
    page.get_by_text("第 2 页，共 2 页").wait_for()
    page.evaluate(DRAWN)
    look("80-paper")

    path.write_bytes(stream.getvalue()[:-200].replace(b"/Page ", b"/Pige "))
    page.reload()
    page.get_by_text("请下载原件").first.wait_for()
    assert not picture.is_visible()
    look("81-broken-paper")


@once("sqlite")
def test_a_batch_is_decided_on_one_page(page, site, log_in, look, line):
    """Tick all, one opinion, one press; the page tells of each; the centre sees who did how much, and revokes one."""
    cases = crowd(line, 3)
    log_in("committeea")
    page.goto(f"{site.url}/review/batch/")
    look("76-batches")
    follow(page, page.get_by_role("link", name=re.compile("^办理")))
    page.get_by_label("全部勾选").check()
    page.get_by_role("textbox", name="意见").fill("符合规则")
    look("77-batch")
    send(page, page.get_by_role("button", name="终审通过"))
    assert page.get_by_text("3 份已办理，0 份没有办成。").is_visible()
    look("78-batch-done")
    log_in("centre")
    page.goto(f"{site.url}/review/workload/")
    look("79-workload")
    page.goto(f"{site.url}/review/cases/{cases[0]}")
    page.locator("summary", has_text="撤销转换").click()
    page.get_by_label("撤销原因").fill("原件系伪造")
    look("80-revoke")
    send(page, page.get_by_role("button", name="撤销转换"))
    assert page.get_by_text("已撤销").first.is_visible()
    with Session(site.engine) as session:
        assert session.scalar(select(func.count()).select_from(CreditEntry)) == len(cases) + 1
