"""The desks for messages, their words, notices and answers, as their people see them; on both databases."""

import pytest
from flask_appbuilder.security.sqla.models import User
from sqlalchemy import select

from backoffice.accounts.models import Learner
from backoffice.institutions.models import InstitutionAdministrator, Membership
from backoffice.kernel.models import AuditEvent, OutboxMessage
from backoffice.kernel.states import DeliveryState
from backoffice.messages.models import CommonQuestion, Notice, Question
from tests.factories import make


@pytest.fixture
def learner(house):
    """Return the first demo learner."""
    return house.scalars(select(Learner).join(User, Learner.user_id == User.id).filter_by(username="learnera")).one()


def test_the_outbox_stars_people_and_sends_again(visit, house, learner):
    """The list and the page show neither phone nor name; the whole text needs a reason; sending again is one step."""
    secret = f"【广东学银】{learner.full_name}，证书LNDX00001需要补正。"
    failed = {"recipient_id": learner.user_id, "state": DeliveryState.FAILED, "problem": "网关没有应答", "attempts": 8}
    kept = make(house, "OutboxMessage", body=secret, template="conversion_returned", **failed)
    house.commit()
    centre = visit("centre")
    listed = centre.client.get("/outbox/?state=unsent").text
    page = centre.client.get(f"/outbox/{kept.id}").text
    refused = centre.send(f"/outbox/{kept.id}/whole", {"why": ""})
    whole = centre.client.post(f"/outbox/{kept.id}/whole", data={"csrf_token": centre.token, "why": "来电查询"}).text
    plain = centre.client.get(f"/entities/outbox-message/show/{kept.id}").text
    statuses = [centre.send(f"/outbox/{kept.id}/retry", {})[0] for _turn in range(2)]
    house.rollback()

    assert "转换申请退回补正" in listed
    assert "网关没有应答" in listed
    assert "100****0001" in listed
    for shown in (listed, page, plain):
        assert "LNDX00001" not in shown
        assert "10000000001" not in shown
    assert learner.full_name not in page
    assert refused == (422, ["请填写原因。"])
    assert secret in whole
    assert statuses == [302, 422]
    assert kept.state is DeliveryState.QUEUED
    actions = house.scalars(select(AuditEvent.action).filter_by(entity="outbox_message")).all()
    assert sorted(actions) == ["see_message", "send_again"]


def test_the_unsent_of_a_filter_are_sent_again_and_the_filter_stays(visit, house, learner):
    """Others wait on; odd filters narrow nothing and break nothing."""
    for template in ("recognition_passed", "proposal_accepted"):
        make(house, "OutboxMessage", recipient_id=learner.user_id, state=DeliveryState.GIVEN_UP, template=template)
    house.commit()
    centre = visit("centre")
    form = {"csrf_token": centre.token, "template": "recognition_passed", "words": learner.full_name}
    answer = centre.client.post("/outbox/retry", data=form)
    house.rollback()
    left = house.scalars(select(OutboxMessage.template).filter_by(state=DeliveryState.GIVEN_UP)).all()
    odd = "/outbox/?state=x&channel=y&first_day=9999-12-31&last_day=0001-01-01&page=z&template=%25"

    assert answer.status_code == 302
    assert "template=recognition_passed" in answer.location
    assert left == ["proposal_accepted"]
    assert centre.get(odd)[0] == 200


def test_words_are_tried_and_kept_at_the_desk(visit, house):
    """A wrong place is told and the typing stays; the preview says how long it is; then the version stands."""
    centre, address = visit("centre"), "/wordings/recognition_passed/zh"
    text = "{签名}您的{成果名称}已认定。"
    refused = centre.send(address, {"text": text.replace("成果名称", "成果"), "action": "keep", "by_sms": "1"})
    tried = centre.client.post(address, data={"csrf_token": centre.token, "text": text, "by_sms": "1"}).text
    kept = centre.send(address, {"text": text, "action": "keep", "by_sms": "1"})
    after = centre.client.get(address).text
    english = visit("centre", "en").send(address, {"text": "{签名}", "action": "keep", "by_sms": "1"})

    assert refused == (
        422,
        [
            "这条消息没有占位符“{成果}”，请改用下方列出的占位符。",
            "缺少占位符“{成果名称}”，收件人需要这项内容，请补上。",
        ],
    )
    assert "【广东学银】您的老年教育课程已认定。" in tried
    assert "1 条短信" in tried
    assert kept == (302, [])
    assert "现行：第 1 版" in after
    assert english == (422, ["The placeholder “{成果名称}” is missing. The recipient needs it; please put it in."])
    assert [centre.get(each)[0] for each in ("/wordings/x/zh", "/wordings/sms_code/en")] == [404, 404]
    assert centre.get("/wordings/")[0] == 200
    assert house.scalars(select(AuditEvent.details).filter_by(action="write_message")).one()["number"] == "1"


def test_a_notice_is_drafted_previewed_and_published(visit, app, house, learner):
    """Nobody sees a draft; learners of the institution see what is for them, others do not."""
    place = make(house, "Membership", learner=learner).institution
    house.commit()
    centre, public = visit("centre"), app.test_client()
    form = {
        "title": "期末安排",
        "body": "第一段\n第二段",
        "first_day": "2020-11-01",
        "last_day": "",
        "audience": "一个机构的学习者",
        "institution": place.title,
        "pinned": "1",
    }
    preview = centre.client.post("/notice-desk/new", data={"csrf_token": centre.token, "action": "preview"} | form).text
    drafted = centre.send("/notice-desk/new", form | {"action": "draft"})
    house.rollback()
    number = house.scalars(select(Notice.id)).one()
    house.rollback()
    before = visit("learnera").client.get("/notices").text
    published = centre.send(f"/notice-desk/{number}", form | {"action": "publish"})
    seen = {name: "期末安排" in visit(name).client.get("/notices").text for name in ("learnera", "learnerb")}

    house.rollback()

    assert "<p>第二段</p>" in preview
    assert (drafted, published) == ((302, []), (302, []))
    assert "期末安排" not in before
    assert seen == {"learnera": True, "learnerb": False}
    assert "期末安排" not in public.get("/notices").text
    assert public.get(f"/notices/{number}").status_code == 404
    assert "期末安排" in centre.client.get("/notice-desk/?show=公布中").text
    assert house.scalars(select(AuditEvent.action).filter_by(entity="notice")).all() == [
        "draft_notice",
        "publish_notice",
    ]


def test_an_institution_answers_what_it_was_asked(visit, house, learner):
    """Its administrator sees those questions and no others, and may not make one common; the learner is told."""
    seat = select(InstitutionAdministrator).join(InstitutionAdministrator.user).where(User.username == "elderlyadmin")
    home = house.scalars(seat).one().institution
    house.add(Membership(learner_id=learner.id, institution_id=home.id))
    house.commit()
    asking, admin, centre = visit("learnera"), visit("elderlyadmin"), visit("centre")
    for title, place in (("问机构", str(home.id)), ("问中心", "")):
        assert asking.send("/my/questions", {"title": title, "body": "怎样转换？", "institution": place}) == (302, [])
    stranger = visit("learnerb").send("/my/questions", {"title": "t", "body": "b", "institution": str(home.id)})
    house.rollback()
    numbers = {each.title: each.id for each in house.scalars(select(Question))}
    listed = admin.client.get("/answering/").text
    answered = admin.send(f"/answering/{numbers['问机构']}", {"body": "请先认定。"})
    thread = asking.client.get(f"/my/questions/{numbers['问机构']}").text
    common = {"common-title": "t", "common-body": "b"}

    assert stranger == (422, ["请在列表中选择要提问的机构，或选择管理中心。"])
    assert ("问机构" in listed, "问中心" in listed) == (True, False)
    assert answered == (302, [])
    assert admin.get(f"/answering/{numbers['问中心']}")[0] == 404
    assert admin.send(f"/answering/{numbers['问机构']}/common", common)[0] == 403
    assert f"{home.title} <time>" in thread
    assert "您提出的问题“问机构”已有解答" in asking.client.get("/my/messages").text
    assert "问机构" in centre.client.get("/answering/?show=done").text


def test_a_question_is_assigned_closed_and_made_common(visit, house, learner):
    """A closed one takes no answer; what is made common names nobody."""
    question = make(house, "Question", learner=learner, title="怎样转换")
    house.commit()
    centre = visit("centre")
    me = house.scalars(select(User.id).filter_by(username="centre")).one()
    house.rollback()
    address = f"/answering/{question.id}"
    assigned = [centre.send(f"{address}/assignee", {"assignee": str(each)})[0] for each in (me, learner.user_id)]
    mine = centre.client.get("/answering/?whose=mine").text
    centre.send(address, {"body": "选一条规则。"})
    centre.send(f"{address}/state", {"step": "close"})
    late = centre.send(address, {"body": "又及。"})
    named = centre.send(f"{address}/common", {"common-title": "怎样转换", "common-body": f"{learner.full_name}问的"})
    plain = centre.send(f"{address}/common", {"common-title": "怎样转换", "common-body": "选一条规则。"})
    closed = "怎样转换" in centre.client.get("/answering/?show=closed&words=怎样").text
    centre.send(f"{address}/state", {"step": "reopen"})
    house.rollback()

    assert assigned == [302, 422]
    assert "怎样转换" in mine
    assert late == (422, ["这个问题已关闭，请先重新打开。"])
    assert named == (422, [f"公开的文字里有提问人的姓名或账户号“{learner.full_name}”，请去掉后再公开。"])
    assert plain == (302, [])
    assert closed
    assert question.state == "待解答"
    assert house.scalars(select(CommonQuestion.title)).all() == ["怎样转换"]
