"""From the portal to an empty account of one's own in the browser."""

import re

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from backoffice.accounts.captchas import answer_of
from backoffice.kernel.models import OutboxMessage
from backoffice.kernel.outbox import open_letter
from tests.journeys.conftest import once

# A browser that leaves a page cuts off what it was still loading; the server drops such a file half sent.
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
TYPED = {
    "username": "Newcomer1",
    "full_name": "王学习",
    "password": "Neues-2021-xy",
    "again": "Neues-2021-xy",
    "birth_date": "1950-01-01",
    "document_number": "440104195001010020",
    "email": "new@example.org",
    "address": "下塘西路1号",
    "phone": "13800000001",
}
CHOSEN = {"country": "CN", "nation": "01", "sex": "female"}


def press(page, button):
    """Press a button that sends a form, and wait until the answer stands."""
    page.wait_for_load_state()
    with page.expect_navigation():
        page.locator("main").get_by_role("button", name=button).click()


def read_picture(page, site, sealer, now):
    """Type what the picture shows; a test reads it where the house keeps it."""
    token = page.locator("[name=captcha_token]").input_value()
    with Session(site.engine) as session:
        page.locator("#field-captcha").fill(answer_of(session, token, sealer=sealer, now=now))


@once("postgresql")
def test_from_the_portal_to_an_empty_account(page, site, look, sealer, now):
    """立即注册, terms, form, code, 保存, and an empty 我的信息."""
    page.goto(f"{site.url}/login/")
    page.get_by_role("link", name="立即注册").first.click()
    page.wait_for_url("**/register/")
    look("30-terms")
    page.get_by_label("同意服务条款").check()
    press(page, "下一步")
    for name, text in TYPED.items():
        page.locator(f"#field-{name}").fill(text)
    for name, value in CHOSEN.items():
        page.locator(f"#field-{name}").select_option(value)
    for name, code in (("province", "44"), ("city", "4401"), ("district", "440104")):
        page.locator(f"#field-{name} option[value='{code}']").wait_for(state="attached")
        page.locator(f"#field-{name}").select_option(code)
    read_picture(page, site, sealer, now)
    page.get_by_role("button", name="获取验证码").click()
    page.get_by_role("button", name=re.compile("重新获取")).wait_for()
    with Session(site.engine) as session:
        sent = session.scalars(select(OutboxMessage)).one()
        _phone, text = open_letter(sent, sealer)
    look("31-register")
    page.locator("#field-code").fill("1")
    press(page, "保存")
    look("32-register-refused")
    assert "验证码不正确" in page.locator("[data-errors]").inner_text()
    assert page.locator("#field-district").input_value() == "440104"
    for name in ("password", "again"):
        page.locator(f"#field-{name}").fill(TYPED[name])
    page.locator("#field-code").fill(re.search(r"\d{6}", text)[0])
    press(page, "保存")
    page.wait_for_url("**/my/")
    look("33-empty-account")

    assert page.get_by_text("没有找到匹配的记录").is_visible()
    page.goto(f"{site.url}/account/")
    look("34-account")
    assert page.get_by_text("4401**********0020").is_visible()


@once("sqlite")
def test_the_pages_of_the_account(page, site, log_in, look):
    """Forgotten password, contact, phone, identity and the centre's desk, judged by axe-core."""
    page.goto(f"{site.url}/forgotten/")
    look("35-forgotten")
    log_in("learnera")
    for address in ("contact", "phone", "identity"):
        page.goto(f"{site.url}/account/{address}")
        look(f"36-{address}")
        assert page.get_by_role("heading", level=1).count() == 1
    log_in("centre")
    page.goto(f"{site.url}/identity/")
    look("37-identity-desk")
    assert page.get_by_role("heading", level=1).inner_text() == "身份信息审核"
