"""What the centre enters and everybody reads; what learners ask, are told and have read; on both databases."""

import re

from flask_appbuilder.security.sqla.models import User
from sqlalchemy import func, select

from backoffice.catalogue.models import QualificationLevel
from backoffice.kernel.models import OutboxMessage
from backoffice.messages.models import CommonQuestion, Notice, Question
from tests.factories import make


def test_the_levels_are_seven_and_their_words_the_centres(public, visit, house):
    """Nothing is invented: an empty cell says so, and shows the centre's words once they are entered."""
    before = public.get("/levels").text
    level = house.scalars(select(QualificationLevel).filter_by(level=3)).one()
    form = {"level": "3", "knowledge": "第一段知识\n第二段知识", "skills": "", "abilities": ""}
    status, _told = visit("centre").send(f"/entities/qualification-level/edit/{level.id}", form)
    after = public.get("/levels").text

    assert before.count("管理中心尚未录入") == 21
    assert [f"第 {number} 级" in before for number in range(1, 9)] == [True] * 7 + [False]
    assert status == 302
    assert "<p>第一段知识</p><p>第二段知识</p>" in after
    assert after.count("管理中心尚未录入") == 20


def test_standards_are_entered_by_the_centre_and_read_by_everybody(public, visit):
    """The list says that it is empty until there is one; then it is found and shown."""
    assert "管理中心尚未录入行业标准" in public.get("/standards").text
    form = {
        "code": "GD/T 1-2020",
        "title": "养老护理标准",
        "industry": "养老",
        "publisher": "某协会",
        "summary": "第一段\n第二段",
    }
    status, told = visit("centre").send("/entities/industry-standard/add", form)
    found = public.get("/standards?words=养老 协会").text

    assert (status, told) == (302, [])
    address = re.search(r'href="(/standards/\d+)"', found)[1]
    assert "<p>第一段</p><p>第二段</p>" in public.get(address).text
    assert "没有找到匹配的记录" in public.get("/standards?words=没有").text


def test_a_notice_is_written_by_the_centre_and_stands_on_the_first_page(public, visit, house):
    """Its lines are paragraphs, and what looks like markup is text; a day out of order is refused."""
    centre = visit("centre")
    form = {
        "title": "认定工作安排",
        "body": "第一段<b>\n\n第二段",
        "first_day": "2020-11-01",
        "last_day": "2020-11-30",
        "audience": "所有人",
        "action": "publish",
    }
    status, _told = centre.send("/notice-desk/new", form)
    refused, told = centre.send("/notice-desk/new", form | {"last_day": "2020-10-01"})
    empty, missing = centre.send("/notice-desk/new", {"action": "draft"})
    number = house.scalars(select(Notice.id)).one()

    assert (status, refused, empty) == (302, 422, 422)
    assert told == ["结束日期不能早于开始日期，请核对。"]
    assert missing == ["请填写标题。", "请填写内容。", "请填写开始日期。", "请在列表中选择面向。"]
    assert "认定工作安排" in public.get("/").text
    assert "<p>第一段&lt;b&gt;</p><p>第二段</p>" in public.get(f"/notices/{number}").text


def test_a_learner_asks_and_the_centre_answers(visit, public, house):
    """Both see the thread; the common question is the centre's own words and everybody's to read."""
    learner, centre, other = visit("learnera"), visit("centre"), visit("learnerb")
    assert learner.send("/my/questions", {"title": "怎样转换", "body": "我叫学习者甲，怎样转换？"})[0] == 302
    number = house.scalars(select(Question.id)).one()
    assert "怎样转换" in centre.client.get("/answering/").text
    assert centre.send(f"/answering/{number}", {"body": "选一条适用的规则。"})[0] == 302
    thread = learner.client.get(f"/my/questions/{number}").text
    assert "选一条适用的规则。" in thread
    assert "已解答" in thread
    assert learner.send(f"/my/questions/{number}", {"body": "哪一条？"})[0] == 302
    assert "哪一条？" in centre.client.get(f"/answering/{number}").text
    common = {"common-title": "怎样转换成果？", "common-body": "选一条适用的规则。"}
    assert centre.send(f"/answering/{number}/common", common)[0] == 302
    assert centre.send(f"/answering/{number}/common", common) == (
        422,
        ["常见问题里已有“怎样转换成果？”，请到常见问题中修改原有的一条。"],
    )

    shown = public.get("/questions").text
    assert "怎样转换成果？" in shown
    assert "学习者甲" not in shown
    assert other.get(f"/my/questions/{number}")[0] == 404
    assert other.send(f"/my/questions/{number}", {"body": "插话"})[0] == 404
    house.rollback()
    assert house.scalar(select(func.count()).select_from(CommonQuestion)) == 1


def test_a_bad_question_is_told_at_once_and_stays_typed(visit):
    """Every problem with its field; nothing that was typed is lost."""
    visitor = visit("learnera")
    form = {"title": " ", "body": "长" * 2001}
    answer = visitor.client.post("/my/questions", data={"csrf_token": visitor.token} | form)

    assert answer.status_code == 422
    assert visitor.send("/my/questions", form)[1] == ["请填写标题。", "问题最多2000个字，请缩短。"]
    english = ["Please fill in Title.", "Question may have at most 2000 characters. Please shorten it."]
    assert visit("learnera", "en").send("/my/questions", form) == (422, english)
    assert "长" * 2001 in answer.text


def test_messages_are_counted_until_they_are_read(visit, house):
    """The bar counts what is unread; marking reads what was shown; nobody else's message is touched."""
    users = {name: house.scalars(select(User.id).filter_by(username=name)).one() for name in ("learnera", "learnerb")}
    for user_id in users.values():
        make(
            house,
            "OutboxMessage",
            recipient_id=user_id,
            template="conversion_refused",
            body=f"【广东学银】未通过 {user_id}",
        )
    house.commit()
    learner = visit("learnera")
    before = learner.client.get("/my/messages").text
    newest = house.scalar(select(func.max(OutboxMessage.id)))
    assert learner.send("/my/messages/read", {"up_to": str(newest)})[0] == 302
    after = learner.client.get("/my/messages").text
    house.rollback()

    assert 'aria-label="1 条未读"' in before
    assert f"未通过 {users['learnera']}" in before
    assert f"未通过 {users['learnerb']}" not in before
    assert "条未读" not in after
    unread = house.scalars(select(OutboxMessage.recipient_id).where(OutboxMessage.read_at.is_(None))).all()
    assert unread == [users["learnerb"]]


def test_a_wrong_bound_marks_nothing(visit):
    """What is no key marks no message."""
    learner = visit("learnera")

    assert {learner.send("/my/messages/read", {"up_to": each})[0] for each in ("", "x", "-1", "9" * 30)} == {302}
