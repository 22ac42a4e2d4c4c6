"""The pages of recognition, proposals and judgement, as a browser without a script sends their forms."""

import io
import re

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from backoffice.catalogue.models import CatalogueOutcome, OutcomeKind
from backoffice.conversion.models import ConversionApplication
from backoffice.institutions.models import Institution
from backoffice.kernel.models import OutboxMessage
from backoffice.outcomes.models import CatalogueProposal, LearnerOutcome
from backoffice.recognition.models import RecognitionApplication
from tests.worked_example import picture


@pytest.fixture
def ids(filled):
    """Return a function that finds the id of a row by some of its columns."""

    def find(model, **named):
        with Session(filled) as session:
            return session.scalars(select(model.id).filter_by(**named)).one()

    return find


def text_of(visitor, address):
    """Return a page."""
    return visitor.client.get(address).text


def page_of(visitor, address, form):
    """Return the page that a form is answered with."""
    return visitor.client.post(address, data={"csrf_token": visitor.token} | form, follow_redirects=True).text


def award(ids, **changes):
    """Return the form of an award."""
    filled = {"title": "粤菜烹饪大赛一等奖", "institution": "广东省总工会", "awarded_on": "2020-10-01"}
    kind = {"kind": str(ids(OutcomeKind, code="achievement_competition"))}
    return kind | filled | {"award": (io.BytesIO(picture()), "获奖证书.png")} | changes


def test_recognition_without_a_script(visit, ids):
    """Tick, 提交认定, 确定: a page asks, the status changes, records show the step; 修改 and 删除 are refused."""
    learner = visit("learnera")
    assert learner.send("/my/add", award(ids))[0] == 302
    outcome = str(ids(LearnerOutcome))
    home = str(ids(Institution, title="老年大学机构"))
    form = {"outcome": outcome, "institution": home, "action": "apply"}
    asked = page_of(learner, "/my/recognition/", form)
    assert "确定申请认定?" in asked
    assert f'name="institution" value="{home}"' in asked
    done = page_of(learner, "/my/recognition/", form | {"asked": "1"})
    assert all(word in done for word in ("已申请认定", "请于 2020-11-30 前将纸质原件交到老年大学机构"))
    records = page_of(learner, "/my/recognition/", {"outcome": outcome, "action": "records"})
    assert [word in records for word in ("成果认定记录", "提交认定", "2020-11-15 11:21:03")] == [True] * 3
    changed = page_of(learner, "/my/recognition/", {"outcome": outcome, "action": "change"})
    assert "现为“已申请认定”" in changed
    status, told = learner.send("/my/recognition/", {"outcome": outcome, "action": "delete", "asked": "1"})
    assert (status, len(told)) == (422, 1)


def test_the_toolbar_tells_what_is_missing(visit, ids):
    """No row, no institution, a catalogued row: each is answered with what to do, and what was chosen is kept."""
    learner = visit("learnerb")
    learner.send("/my/add", award(ids))
    outcome = str(ids(LearnerOutcome))
    sent = {"action": "apply", "asked": "1"}

    assert learner.send("/my/recognition/", sent) == (422, ["请先在列表中选择一项成果。"])
    assert learner.send("/my/recognition/", sent | {"outcome": "999"}) == (422, ["请先在列表中选择一项成果。"])
    assert learner.send("/my/recognition/", sent | {"outcome": outcome}) == (
        422,
        ["请选择接收纸质原件、做材料审查的资历名册机构。"],
    )
    assert learner.send("/my/recognition/", {"action": "no such", "outcome": outcome})[0] == 400


def test_the_desks_without_a_script(visit, ids, filled):
    """材料审查, then the decision: each page takes its form, tells every fault, and the learner gets the message."""
    learner = visit("learnera")
    learner.send("/my/add", award(ids))
    form = {"outcome": str(ids(LearnerOutcome)), "institution": str(ids(Institution, title="老年大学机构"))}
    learner.send("/my/recognition/", form | {"action": "apply", "asked": "1"})
    number = ids(RecognitionApplication)
    admin, centre = visit("elderlyadmin"), visit("centre")
    materials, decision = f"/review/materials/{number}", f"/review/recognition/{number}"

    assert "获奖证书.png" in text_of(admin, materials)
    assert admin.send(materials, {}) == (422, ["请先登记材料审查结果。"])
    assert admin.send(materials, {"originals_check": "未交原件"}) == (422, ["请写明意见，申请人会看到。"])
    assert centre.send(decision, {"step": "recognise"})[0] == 422
    assert admin.send(materials, {"originals_check": "与原件一致"}) == (302, [])
    assert visit("openadmin").client.get(materials).status_code == 404
    assert centre.send(decision, {"step": "refuse", "remarks": " "}) == (422, ["请写明意见，申请人会看到。"])
    assert centre.send(decision, {"step": "refuse", "remarks": "长" * 1001}) == (422, ["意见最多1000个字，请缩短。"])
    assert centre.send(decision, {"step": "recognise"}) == (302, [])
    assert centre.send(decision, {"step": "recognise"})[0] == 422
    with Session(filled) as session:
        assert len(session.scalars(select(OutboxMessage.body)).all()) == 1
    evidence = re.search(rf"{decision}/evidence/\d+", text_of(centre, decision))[0]
    assert centre.client.get(evidence).mimetype == "image/png"
    assert centre.client.get(f"{decision}/evidence/999").status_code == 404


def test_a_search_keeps_what_was_typed(visit, ids):
    """Without a script the search is a page; choosing there, or going on typing, brings the typed text back."""
    learner, kind = visit("learnera"), str(ids(OutcomeKind, code="course"))
    typed = {"kind": kind, "score": "80", "awarded_on": "2020-07-06", "description": "第𠮷班"}
    found = page_of(learner, "/my/catalogue", typed | {"find-title": "公司概况"})
    assert 'name="score" value="80"' in found
    assert "显示第 1 到第 1 条记录，总共 1 条记录" in found
    entry = str(ids(CatalogueOutcome, title="公司概况"))
    back = page_of(learner, "/my/add", typed | {"entry": entry, "action": "choose"})
    assert [f'value="{word}"' in back for word in ("10771", "80", "2020-07-06")] == [True] * 3
    assert "第𠮷班" in back
    going_on = page_of(learner, "/my/add", typed | {"title": "别的课", "entry": entry, "action": "type"})
    assert [f'value="{word}"' in going_on for word in ("10771", "别的课")] == [False, True]
    nothing = page_of(learner, "/my/catalogue", typed | {"find-title": "没有这门课"})
    assert "没有找到匹配的记录" in nothing


def test_the_window_of_the_search_gets_a_fragment(visit, ids):
    """A script gets the rows alone, each with what it fills in."""
    learner, kind = visit("learnera"), ids(OutcomeKind, code="course")
    answer = learner.client.get(f"/my/catalogue?kind={kind}&title=公司", headers={"X-Requested-With": "fetch"})

    assert "<html" not in answer.text
    assert "&#34;code&#34;: &#34;10771&#34;" in answer.text


def test_judgement_without_a_script(visit, ids, filled):
    """Tick, 提交转换, choose a target, 确认: 提交成功, and the row stays with 已申请."""
    learner = visit("learnera")
    learner.send("/my/add", award(ids))
    outcome, target = str(ids(LearnerOutcome)), str(ids(CatalogueOutcome, title="公司概况"))
    assert "公司概况" in text_of(learner, f"/my/performance/targets?outcome={outcome}&title=公司")
    assert learner.send("/my/performance/apply", {"outcome": outcome}) == (422, ["请先选择要转换成的目标成果。"])
    done = page_of(learner, "/my/performance/apply", {"outcome": outcome, "entry": target})
    assert all(word in done for word in ("提交成功", "粤菜烹饪大赛一等奖", ">已申请<"))
    assert page_of(learner, "/my/performance/apply", {"outcome": "", "entry": target}).count(
        "请先在列表中选择一项成果。"
    )
    with Session(filled) as session:
        made = session.scalars(select(ConversionApplication)).one()
        assert (made.rule_version_id, made.institution.title) == (None, "广东开放大学")
    admin, case = visit("openadmin"), f"/review/first/{made.id}"
    assert "没有规则适用于这项转换" in text_of(admin, case)
    assert "另一账户" not in text_of(admin, case)
    visit("learnerb").send("/my/add", award(ids))
    assert "另一账户的成果也用了同一份材料文件" in text_of(admin, case)
    assert "学习者乙" not in text_of(admin, case)


def test_a_proposal_becomes_an_entry(visit, ids, filled):
    """What was typed freely waits for the centre; accepted with what was missing, others can choose it."""
    learner, centre = visit("learnera"), visit("centre")
    typed = {"kind": str(ids(OutcomeKind, code="training")), "title": "书法班", "institution": "文化馆"}
    typed |= {"institution_code": "x1", "certificate_number": "S1", "awarded_on": "2020-07-01"}
    assert learner.send("/my/add", typed | {"training_proof": (io.BytesIO(picture()), "证.png")})[0] == 302
    number = ids(CatalogueProposal)
    page = f"/review/proposals/{number}"

    assert "书法班" in text_of(centre, "/review/proposals/")
    assert 'value="文化馆"' in text_of(centre, page)
    wrong = {
        "answer": "accept",
        "institution": "文化馆",
        "code": "",
        "title": "书法班",
        "credits": "一",
        "qf_level": "9",
    }
    assert centre.send(page, wrong) == (
        422,
        [
            "请填写编号（课程号）。",
            "请填写专业领域。",
            "学分应为数字，例如 85 或 85.5。",
            "请在列表中选择资历等级。",
            "没有找到机构“文化馆”，请填写完整的名称或机构代码。",
        ],
    )
    assert centre.send(page, {"answer": "decline"}) == (422, ["请写明意见，申请人会看到。"])
    right = wrong | {
        "institution": "xfyh00001",
        "code": "SF1",
        "subject": "老年教育",
        "credits": "1.5",
        "qf_level": "2",
    }
    assert centre.send(page, right) == (302, [])
    assert centre.send(page, right) == (422, ["没有找到这条建议，或已经办理，请返回列表查看。"])
    with Session(filled) as session:
        entry = session.scalars(select(CatalogueOutcome).filter_by(title="书法班")).one()
        assert (entry.institution.title, str(entry.credits), entry.qf_level) == ("成果试点机构", "1.50", 2)
        assert session.get_one(CatalogueProposal, number).entry_id == entry.id
        assert "已采纳为名录成果" in session.scalars(select(OutboxMessage.body)).one()


def test_a_proposal_is_declined(visit, ids, filled):
    """未采纳 makes no entry and tells why."""
    learner, centre = visit("learnera"), visit("centre")
    typed = {"kind": str(ids(OutcomeKind, code="training")), "title": "书法班", "institution": "文化馆"}
    typed |= {"institution_code": "x1", "certificate_number": "S1", "awarded_on": "2020-07-01"}
    learner.send("/my/add", typed | {"training_proof": (io.BytesIO(picture()), "证.png")})
    number = ids(CatalogueProposal)

    assert centre.send(f"/review/proposals/{number}", {"answer": "decline", "remarks": "机构不在名册"}) == (302, [])
    with Session(filled) as session:
        assert session.get_one(CatalogueProposal, number).state.value == "未采纳"
        assert session.scalars(select(CatalogueOutcome).filter_by(title="书法班")).all() == []
        assert "机构不在名册" in session.scalars(select(OutboxMessage.body)).one()


def test_an_outcome_is_changed_and_deleted_on_its_page(visit, ids, filled):
    """The form keeps what is typed beside every fault; deleting asks on a page of its own."""
    learner = visit("learnera")
    learner.send("/my/add", award(ids))
    outcome = ids(LearnerOutcome)
    change = f"/my/outcomes/{outcome}/change"
    page = text_of(learner, change)
    stamp = re.search(r'name="stamp" value="(\w+)"', page)[1]
    wrong = {"stamp": stamp, "title": "长" * 300, "awarded_on": "2020-02-30"}
    assert learner.send(change, wrong) == (
        422,
        ["业绩名称最多200个字，请缩短。", "业绩完成时间应写成年-月-日，例如 2020-11-15。"],
    )
    assert "长" * 300 in page_of(learner, change, wrong)
    assert learner.send(change, {"stamp": stamp, "title": "二等奖"}) == (302, [])
    assert learner.send(change, {"stamp": stamp, "title": "三等奖"})[0] == 422
    asked = page_of(learner, f"/my/outcomes/{outcome}/delete", {})
    assert "确定删除“二等奖”？" in asked
    assert learner.send(f"/my/outcomes/{outcome}/delete", {"asked": "1"}) == (302, [])
    with Session(filled) as session:
        assert session.scalars(select(LearnerOutcome)).all() == []
