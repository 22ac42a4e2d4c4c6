"""The centre sends a failed message again, and answers a question that everybody may read; in the browser."""

import re

import pytest
from flask_appbuilder.security.sqla.models import User
from sqlalchemy import select
from sqlalchemy.orm import Session

from backoffice.accounts.models import Learner
from backoffice.kernel.models import OutboxMessage
from backoffice.kernel.states import DeliveryState
from tests.factories import make
from tests.journeys.conftest import once
from tests.journeys.test_worked_example import press

pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # see the worked example


def first_learner(session):
    """Return the first demo learner."""
    return session.scalars(select(Learner).join(User, Learner.user_id == User.id).filter_by(username="learnera")).one()


@once("postgresql")
def test_a_failed_message_is_found_and_sent_again(page, site, log_in, look):
    """From the figure of what did not go out to the message, and back to those that wait; then new words for it."""
    with Session(site.engine) as session:
        kept = {
            "state": DeliveryState.FAILED,
            "problem": "网关没有应答",
            "template": "conversion_returned",
            "attempts": 8,
        }
        number = make(session, "OutboxMessage", recipient_id=first_learner(session).user_id, **kept).id
        session.commit()
    log_in("centre")
    page.goto(f"{site.url}/outbox/")
    with page.expect_navigation():
        page.get_by_role("link", name="没有发出的合计").click()
    look("40-outbox")
    with page.expect_navigation():
        page.get_by_role("link", name=re.compile(f"^重发.* {number}$")).click()
    look("41-message")
    press(page, page.get_by_role("button", name="重发", exact=True))
    assert page.get_by_text("消息已重新排队，稍后发送。").is_visible()
    page.goto(f"{site.url}/wordings/conversion_returned/zh")
    page.get_by_role("textbox", name="消息内容").fill("{签名}转换申请{申请编号}需要补正：{意见}。")
    press(page, page.get_by_role("button", name="预览"))
    assert page.get_by_text("1 条短信").is_visible()
    look("42-words")
    press(page, page.get_by_role("button", name="保存新版本"))
    assert page.get_by_text("现行：第 1 版").is_visible()

    with Session(site.engine) as session:
        sent = session.get_one(OutboxMessage, number)
        assert (sent.state, sent.attempts_before) == (DeliveryState.QUEUED, 8)


@once("sqlite")
def test_an_answer_becomes_a_common_question(page, site, log_in, look):
    """The centre answers, publishes it in words of its own, and somebody without an account reads it."""
    with Session(site.engine) as session:
        make(session, "Question", learner=first_learner(session), title="我的证书怎样转换", body="请问怎样转换？")
        session.commit()
    log_in("centre")
    page.goto(f"{site.url}/answering/?words=证书")
    look("43-questions")
    with page.expect_navigation():
        page.get_by_role("link", name=re.compile("^解答.*我的证书怎样转换")).click()
    page.get_by_role("textbox", name=re.compile("^解答")).fill("先认定，再选一条适用的规则。")
    press(page, page.get_by_role("button", name="提交解答"))
    page.get_by_label("公开的问题").fill("证书怎样转换？")
    look("44-common")
    press(page, page.get_by_role("button", name="列入常见问题"))
    assert page.get_by_text("已列入常见问题，所有人可见。").is_visible()
    page.goto(f"{site.url}/notice-desk/new")
    look("45-notice")
    page.context.clear_cookies()
    page.goto(f"{site.url}/questions?words=证书")

    assert page.get_by_text("证书怎样转换？").is_visible()
    assert page.get_by_text("先认定，再选一条适用的规则。").is_visible()
