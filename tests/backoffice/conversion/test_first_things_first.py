"""Pages say the answer first, then what can be done, then the rest: on a phone that is the order of reading."""

import re

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from backoffice.conversion.appeals import appeal
from backoffice.institutions.models import Programme

pytestmark = pytest.mark.parametrize("copy", ["sqlite"], indirect=True)  # the pages are the same on both databases
OPINION = "证书编号与原件不一致"


def in_order(page, *words):
    """Tell whether words stand on a page in this order, each where it stands first."""
    places = [page.index(word) for word in words]
    return places == sorted(places)


@pytest.fixture
def unpassed(line):
    """Return an application that the first review refused."""
    number = line.apply(line.add())
    line.pass_first(number, step="refuse_first_review", remarks=OPINION)
    return number


def test_the_plan_stands_before_the_programmes(line, visit):
    """Once a programme is chosen its plan is on top, and the list of the others below it."""
    with Session(line.engine) as session:
        programme = session.scalars(select(Programme.id).order_by(Programme.id)).first()
    client = visit("learnera").client
    chosen, unchosen = client.get(f"/my/plan?programme={programme}").text, client.get("/my/plan").text

    assert in_order(chosen, "可转换学分", "建议的转换", "换一个专业", "看规划")
    assert in_order(unchosen, "选择专业", "看规划")
    assert "换一个专业" not in unchosen


def test_a_refusal_says_why_and_what_can_be_done(unpassed, visit):
    """The opinion and the form for an appeal come before what the learner handed in; the step bears a cross."""
    page = visit("learnera").client.get(f"/my/conversions/{unpassed}").text

    assert in_order(page, "转换结果", f"审核意见：{OPINION}", "申诉理由", "我的成果</h2>", "转换审核记录")
    assert re.findall(r'<li class="(done[^"]*)"', page) == ["done", "done", "done no"]


def test_a_returned_application_says_what_to_mend(line, visit):
    """So with 退回补正: the opinion, the files to add, and then the rest."""
    number = line.apply(line.add())
    line.pass_first(number, step="return_for_correction", remarks="缺第二页")
    page = visit("learnera").client.get(f"/my/conversions/{number}").text

    assert in_order(page, "审核意见：缺第二页", "补充材料", "重新提交", "我的成果</h2>")


def test_a_desk_reads_the_appeal_first(line, unpassed, visit):
    """The reason stands before the evidence, and says who may decide."""
    with line.writing() as session:
        learner = line.learner(session)
        appeal(
            session,
            unpassed,
            "请重新核对",
            [],
            learner=learner,
            actor_id=learner.user_id,
            now=line.now,
            folder=line.folder,
        )
        session.commit()
    page = visit("elderlyadmin").client.get(f"/review/first/{unpassed}").text

    assert in_order(page, "请重新核对", "您参与过原审核", "请与原件逐项核对")
