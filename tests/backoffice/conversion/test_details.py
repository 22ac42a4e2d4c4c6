"""查看详情 and 进度查询: every block of the manual, the published turnaround, no reviewer's name; on both databases."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from backoffice.conversion.deadlines import Turnaround, deadline_of
from backoffice.conversion.models import ConversionApplication, ConversionTarget
from backoffice.conversion.workflow import ConversionState
from backoffice.kernel.storage import Upload
from backoffice.kernel.tones import TONES
from tests.worked_example import picture

BLOCKS = (
    *(
        "我的成果",
        "成果名称",
        "成果类型",
        "来源机构",
        "添加时间",
        "操作",
        "转换规则",
        "规则名称",
        "规则描述",
        "查看详情",
    ),
    *("目标成果", "目标机构", "学分", "转换比例", "相关材料", "初审", "初审意见", "转换初审材料", "终审", "终审意见"),
)
UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\.png")


@pytest.fixture
def applied(line):
    """Return an application that nobody has reviewed."""
    return line.apply(line.add())


def history(page):
    """Return what a page shows as 转换审核记录."""
    return page.partition('id="history"')[2].partition("</section>")[0]


def test_the_record_is_empty_until_somebody_reviews(line, visit, applied):
    """转换审核记录 says 没有找到匹配的记录; after each review it shows step, result, 意见, 操作人 and time."""
    visitor, address = visit("learnera"), f"/my/conversions/{applied}"
    before = history(visitor.client.get(address).text)
    line.pass_first(applied)
    line.pass_final(applied)
    after = history(visitor.client.get(address).text)

    assert "没有找到匹配的记录" in before
    for word in (
        "初审通过",
        "与原件一致",
        "资历名册机构管理员",
        "已转换",
        "符合规则",
        "专业认定委员会",
        "2020-11-15 11:21:03",
    ):
        assert word in after, word
    assert "老年教育委员甲" not in visitor.client.get(address).text


def test_every_block_is_there_and_the_review_s_file_is_called_by_a_uuid(line, visit, applied):
    """The institution's file opens under a random name; its own name is nowhere on the learner's page."""
    with Session(line.engine) as session:
        target = session.scalars(select(ConversionTarget).filter_by(application_id=applied)).one()
        target.catalogue_outcome.mark = "★"
        session.commit()
    line.pass_first(applied, uploads=[Upload("materials", "内部核对表.png", picture())])
    line.pass_final(applied)
    client = visit("learnera").client
    page = client.get(f"/my/conversions/{applied}").text

    for word in BLOCKS:
        assert word in page, word
    assert "老年教育课程（广东老年大学）★" in page
    assert re.search(r'data-label="转换比例" class="r[^"]*">100<', page)
    assert "内部核对表" not in page
    assert UUID.search(page)
    address = re.search(rf'href="(/my/conversions/{applied}/file/\d+)"', page.partition('id="first"')[2])[1]
    sent = client.get(address)
    assert UUID.search(sent.headers["Content-Disposition"])
    assert sent.status_code == 200


def test_the_turnaround_is_told_and_an_overdue_step_is_marked(line, visit, applied):
    """A review's day follows from the published days; past it the days over are told."""
    page = visit("learnera").client.get(f"/my/conversions/{applied}").text
    with Session(line.engine) as session:
        application = session.get_one(ConversionApplication, applied)
        days = Turnaround(first_review=10, final_review=15)
        found = [deadline_of(application, line.now, days, now=line.now + timedelta(days=each)) for each in (0, 10, 12)]

    assert re.search(r"预计 \d{4}-\d\d-\d\d 前办结，还剩 \d+ 天", page)
    assert [(each.left, each.overdue) for each in found] == [(10, False), (0, False), (-2, True)]


def test_what_is_over_waits_for_nothing(line, applied):
    """A converted application has no deadline."""
    line.pass_first(applied)
    line.pass_final(applied)

    with Session(line.engine) as session:
        application = session.get_one(ConversionApplication, applied)
        assert deadline_of(application, [], Turnaround(1, 1), now=line.now) is None


def test_progress_shows_the_history_of_a_ticked_row(visit, line, applied):
    """进度查询 answers with the timeline, as a page and as the inside of the window."""
    with Session(line.engine) as session:
        outcome_id = session.get_one(ConversionApplication, applied).facts["outcomes"][0]["outcome_id"]
    client, address = visit("learnera").client, f"/my/conversions/progress?outcome={outcome_id}"
    page, inside = client.get(address).text, client.get(address, headers={"X-Requested-With": "fetch"}).text

    for text in (page, inside):
        assert "提交申请" in text
        assert "转换审核记录" in text
        assert "没有找到匹配的记录" in text
    assert "<html" not in inside


def test_every_state_of_a_conversion_has_its_word_and_look():
    """All words of the manual, and those it needs beside them, are states with a look of their own."""
    assert [state.value for state in ConversionState] == [
        *("已申请", "初审通过", "退回补正", "初审不通过", "已转换", "终审不通过", "已撤回", "已撤销"),
    ]
    assert {"未申请", *ConversionState} <= TONES.keys()


def test_a_reviewer_reads_of_the_learner(visit, applied):
    """The desk's reasons speak of 该学习者; the learner's own page says 您."""
    desk = visit("elderlyadmin").client.get(f"/review/first/{applied}").text
    own = visit("learnera").client.get(f"/my/conversions/{applied}").text

    assert "该学习者是广东老年大学的学员" in desk
    assert "您是广东老年大学的学员" not in desk
    assert "您是广东老年大学的学员" in own
