"""From the invitation to the login with a second factor, and who did what."""

import re
from dataclasses import replace

import pyotp
import pytest

from tests.conftest import NOW
from tests.journeys.conftest import once

pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # see the worked example
NEW = "Neues-2021-xy"


def enter(page, site, username, password):
    """Log somebody in who is nobody yet on this browser."""
    page.goto(f"{site.url}/login/")
    page.get_by_label("账号").fill(username)
    page.get_by_label("密码").fill(password)
    page.locator("main").get_by_role("button", name="登录").click()


@once("sqlite")
def test_invited_and_enrolled(page, site, app, settings, log_in, look):
    """The centre invites; the colleague sets a password and a second factor, and logs in with both."""
    log_in("centre")
    page.goto(f"{site.url}/people/")
    look("30-people")
    page.get_by_role("link", name="邀请人员").click()
    page.get_by_label("真实姓名").fill("王初审")
    page.get_by_label("用户名").fill("wangchushen")
    page.get_by_label("机构名称或代码").fill("开放大学")
    page.get_by_role("button", name="查找").first.click()
    page.get_by_label("广东开放大学", exact=True).check()
    page.get_by_label("显示一次，当面转交").check()
    look("31-invite")
    page.get_by_role("button", name="发送邀请").last.click()
    path = re.search(r"/invitation/[\w-]{32}", page.locator("main code").inner_text())[0]

    app.extensions["credit_bank_settings"] = replace(settings, second_factor="staff")
    page.context.clear_cookies()
    page.goto(site.url + path)
    page.get_by_label("密码", exact=True).fill(NEW)
    page.get_by_label("确认密码").fill(NEW)
    page.get_by_role("button", name="保存密码").click()
    page.get_by_text("密码已设置，请登录。").wait_for()
    enter(page, site, "wangchushen", NEW)
    page.get_by_role("button", name="显示二维码").click()
    secret = page.locator("main code").inner_text().replace(" ", "")
    look("34-enrolling")
    page.get_by_label("验证码", exact=True).fill(pyotp.TOTP(secret).at(NOW))
    page.get_by_role("button", name="确认启用").click()
    codes = page.locator("main li code").all_inner_texts()
    assert len(codes) == 10
    page.get_by_role("link", name="已保存，继续").click()
    page.wait_for_url("**/review/**")

    page.context.clear_cookies()
    enter(page, site, "wangchushen", NEW)
    page.get_by_label("验证码", exact=True).fill(pyotp.TOTP(secret).at(NOW))
    page.locator("main").get_by_role("button", name="登录").click()
    page.get_by_role("alert").get_by_text("验证码不正确或已用过").wait_for()
    look("36-second")
    page.get_by_label("验证码", exact=True).fill(codes[0])
    page.locator("main").get_by_role("button", name="登录").click()
    page.wait_for_url("**/review/**")
    page.goto(f"{site.url}/account/safety/")
    page.get_by_text("恢复码还剩 9 个").wait_for()


@once("postgresql")
def test_who_saw_what(page, site, log_in, look):
    """A number opened for a reason stands in the trail, is found there, and the chain holds."""
    log_in("centre")
    page.goto(f"{site.url}/learners/find")
    page.get_by_label("证件号码或手机号码").fill("110101195001010009")
    page.locator("main").get_by_role("button", name="查找").click()
    page.get_by_role("link", name="学习者甲").first.click()
    page.get_by_text("查看完整号码").click()
    page.get_by_label("原因").fill("来电核对证件")
    page.get_by_role("button", name="显示一次").click()
    page.get_by_text("110101195001010009").wait_for()
    look("38-learner")
    page.goto(f"{site.url}/settings/")
    page.get_by_label("咨询电话").fill("020-12345678")
    look("39-settings")
    page.get_by_role("button", name="保存设置").last.click()
    page.get_by_text("已保存，立即生效。").wait_for()

    page.goto(f"{site.url}/audit/")
    page.get_by_label("做了什么").select_option(label="查看完整号码")
    page.locator("main").get_by_role("button", name="查询").click()
    page.get_by_text("来电核对证件").wait_for()
    look("40-trail")
    page.get_by_role("link", name="查看详情").first.click()
    page.get_by_text("在链条中的位置").wait_for()
    page.goto(f"{site.url}/audit/?action=change_setting")
    with page.expect_navigation():
        page.get_by_role("link", name="查看详情").first.click()
    assert page.locator("main del, main ins").all_inner_texts() == ["020-83772087", "020-12345678"]
    page.goto(f"{site.url}/audit/verification")
    page.get_by_role("button", name="现在核验").click()
    page.get_by_text("没有改动").wait_for()
    look("42-verification")
