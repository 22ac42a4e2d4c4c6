"""The window 成果转换: ranked, narrowed, tried out, warned of; on both databases."""

import re

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from backoffice.conversion.models import ConversionApplication
from backoffice.kernel.entity import Entity

FITTING = "老年教育课程认定转换（广东老年大学）"
RULE = """规则 {code} “试验{code}”
  来源 培训类 “老年教育课程” @“成果试点机构”
  目标 课程 “老年教育课程” @“老年大学机构” 1 学分
  {clause}
"""
CARD = re.compile(r'<label class="xf-rule" data-verdict="(.*?)">.*?<span class="h">(.*?) <span', re.DOTALL)
BLOCKS = (
    *("成果转换", "我的成果", "学习成果", "成果类型", "来源机构", "添加时间", "操作", "查看详情"),
    *("显示第 1 到第 1 条记录", "上传相关资料", "请上传jpg、png、gif、pdf格式的文件", "可转换规则", "请选择规则"),
    *("没有找到匹配的记录", "关闭", "提交"),
)
SHOWN = {"X-Requested-With": "fetch"}


@pytest.fixture
def rules(publish):
    """Publish rules that lack one thing, lack several, and fit only who holds something else."""
    publish(RULE.format(code="SHI-1", clause="条件 成绩 >= 60"))
    publish(RULE.format(code="SHI-2", clause="条件 成绩 >= 60 且 层次 >= 专科"))
    publish(RULE.format(code="SHI-3", clause="条件 学习者 持有 毕业证书 “示例毕业证书”"))


@pytest.fixture
def address(line):
    """Return where the outcome of the worked example is converted."""
    return f"/my/conversions/apply/{line.add()}"


def cards(page):
    """Return answer and title of each rule that a page shows, in its order."""
    return [(answer, title.strip()) for answer, title in CARD.findall(page)]


@pytest.mark.usefixtures("rules")
def test_rules_are_ranked(address, visit):
    """What fits stands first, then what lacks one thing, then what lacks several, then what does not fit."""
    page = visit("learnera").client.get(address).text

    assert cards(page)[:3] == [("适用", FITTING), ("还差一项", "试验SHI-1"), ("还差几项", "试验SHI-2")]
    assert {answer for answer, _title in cards(page)[3:]} == {"不适用"}
    assert "5 条规则：1 条适用 · 2 条还差一项 · 2 条不适用" in page
    assert "不适用于广东老年大学学员，您的学籍在其中" in page


@pytest.mark.usefixtures("rules")
def test_rules_are_searched_and_filtered(address, visit):
    """By words, target institution, programme and credits; nothing found is said in the manual's words."""
    client = visit("learnera").client
    found = {
        query: client.get(f"{address}?{query}").text
        for query in (
            "words=SHI-2",
            "show=lacks",
            "institution=老年大学机构",
            "institution=别处",
            "programme=别的专业",
            "least=1",
            "least=1.5",
            "words=没有这条",
        )
    }

    assert [title for _answer, title in cards(found["words=SHI-2"])] == ["试验SHI-2"]
    assert len(cards(found["show=lacks"])) == 2
    assert len(cards(found["institution=老年大学机构"])) == len(cards(found["least=1"])) == 5
    for query in ("institution=别处", "programme=别的专业", "least=1.5", "words=没有这条"):
        assert cards(found[query]) == []
        assert "没有找到匹配的记录" in found[query]


def test_the_window_has_the_manual_s_blocks_and_labels(address, visit):
    """我的成果, 可转换规则, 上传相关资料 and the buttons stand in the inside that a script asks for."""
    answer = visit("learnera").client.get(address, headers=SHOWN)

    assert "<!doctype" not in answer.text.lower()
    for word in BLOCKS:
        assert word in answer.text, word


def test_the_chosen_rule_is_shown_in_its_table(line, address, visit):
    """规则名称, 成果, 学分, 转换比例 and 操作 of the rule that was chosen; a rule that does not fit is not chosen."""
    client = visit("learnera").client
    with Session(line.engine) as session:
        fitting, other = line.version(session), line.version(session, "老年教育课程认定转换")
    chosen = client.get(f"{address}?rule={fitting}").text.partition("data-chosen-rule")[2]

    for label, value in (("规则名称", FITTING), ("学分", "1"), ("转换比例", "100"), ("操作", "移除")):
        assert re.search(rf'data-label="{label}".*?{value}' if label != "操作" else value, chosen, re.DOTALL)
    assert f'name="kept" value="{fitting}"' in chosen
    assert 'name="kept"' not in client.get(f"{address}?rule={other}").text


@pytest.mark.usefixtures("rules")
def test_what_is_missing_leads_to_where_it_is_filled_in(address, visit):
    """A rule that waits for a score links to the outcome."""
    page = visit("learnera").client.get(f"{address}?words=SHI-1").text

    assert re.search(r'href="/my/outcomes/\d+">去补填成果信息', page)


@pytest.mark.usefixtures("rules")
def test_a_trial_tells_what_every_rule_would_say_and_keeps_nothing(line, address, visit):
    """With a supposed score and certificate other rules fit; it is marked, cannot be submitted, and writes nothing."""

    def rows():
        with Session(line.engine) as session:
            tables = Entity.metadata.sorted_tables
            return [session.scalar(select(func.count()).select_from(table)) for table in tables]

    learner = visit("learnera").client
    before = rows()
    page = learner.get(f"{address}?if_score=85&if_kind=毕业证书&if_title=示例毕业证书").text
    answers = {title: answer for answer, title in cards(page)}

    assert (answers["试验SHI-1"], answers["试验SHI-2"], answers["试验SHI-3"]) == ("适用", "还差一项", "适用")
    assert "试算结果" in page
    assert ">提交</button>" not in page
    assert 'name="rule" value=' not in re.sub(r"<input[^>]*disabled[^>]*>", "", page.partition("data-results")[2])
    assert rows() == before


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("if_score=八十", "成绩应为数字，例如 85 或 85.5。"),
        ("if_score=NaN", "成绩应为数字，例如 85 或 85.5。"),
        ("if_score=9999", "成绩应在 0 到 1000 之间。"),
        ("if_awarded_on=2020-13-01", "获取时间应写成年-月-日，例如 2020-11-15。"),
        ("if_kind=没有这类", "请在列表中选择成果类型。"),
        ("if_title=" + "长" * 201 + "&if_kind=毕业证书", "名称最多200个字，请缩短。"),
        ("if_title=%E2%80%AE", "名称含有无法显示的控制字符，请删去后重填。"),
        ("if_title=有名无类", "请在列表中选择成果类型。"),
    ],
)
def test_what_cannot_be_supposed_is_told(address, visit, query, sentence):
    """A trial with something that is no value says so, and supposes nothing of it."""
    status, told = visit("learnera").get(f"{address}?{query}")

    assert (status, told) == (422, [sentence])


def test_a_cap_that_is_reached_is_told_before_applying(line, publish, visit):
    """The window warns of a policy that leaves no room, in its words, not only at the approval."""
    publish("政策 ZONG “每人最多 1.5 学分”\n  范围 学习者\n  上限 1.5 学分")
    first, second = line.add(), line.add(number="LNJY00002")
    address = f"/my/conversions/apply/{second}"
    warned = "最多 1.5 学分（每位学习者），已占用 1 学分，这次 1 学分，只剩 0.5 学分"
    before = visit("learnera").client.get(address).text
    application_id = line.apply(first)
    line.pass_first(application_id)
    line.pass_final(application_id)
    after = visit("learnera").client.get(address).text

    assert warned not in before
    assert warned in after


def test_a_used_rule_cannot_be_chosen_and_a_double_submit_makes_one_application(line, visit):
    """The form sent twice makes one application; afterwards the rule is closed and says why."""
    outcome_id = line.add()
    visitor, address = visit("learnera"), f"/my/conversions/apply/{outcome_id}"
    with Session(line.engine) as session:
        form = {"rule": str(line.version(session))}
    first, second = visitor.send(address, form), visitor.send(address, form)
    page = visitor.client.get(address).text

    assert first == (302, [])
    assert second == (422, ["这项成果已按这条规则申请过，不能重复申请。"])
    assert re.search(
        r'<input type="radio"[^>]*disabled[^>]*>\s*<span class="h">老年教育课程认定转换（广东老年大学）', page
    )
    with Session(line.engine) as session:
        assert session.scalar(select(func.count()).select_from(ConversionApplication)) == 1


def test_a_rule_kept_from_another_page_is_submitted(line, address, visit):
    """A rule that was chosen and no longer stands on the page of rules is handed in all the same."""
    with Session(line.engine) as session:
        kept = str(line.version(session))

    assert visit("learnera").send(address, {"kept": kept}) == (302, [])
