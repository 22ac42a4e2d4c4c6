"""The pages of the workbench without scripts: check, format, form, save, weigh, publish, end."""

import html
import re

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from backoffice.rulebook.models import RuleVersion
from backoffice.workbench.models import ImpactRun, RuleDraft
from tests.backoffice.workbench.conftest import POLICY, TEXT, Bench
from tests.backoffice.workbench.population import populate

pytestmark = pytest.mark.parametrize("copy", ["sqlite"], indirect=True)  # what they write is tried on both elsewhere
AREA = re.compile(r'<textarea[^>]*id="field-text"[^>]*>(.*?)</textarea>', re.DOTALL)
FIELD = re.compile(r'name="(f-[^"]+)"[^>]*value="([^"]*)"')


@pytest.fixture
def centre(visit):
    """Log the author in."""
    return visit("centre")


@pytest.fixture
def draft_id(bench, app):
    """Begin a draft."""
    del app
    return bench.start()


def page(visitor, address, form=None):
    """Open a page, or send a form to it; return the status and the page."""
    if form is None:
        answer = visitor.client.get(address)
    else:
        answer = visitor.client.post(address, data={"csrf_token": visitor.token} | form)
    return answer.status_code, html.unescape(answer.text)


def text_in(shown):
    """Return the text in the page's editor."""
    return AREA.search(shown)[1].removeprefix("\n")


def test_a_new_rule_begins_readable(bench, centre):
    """The button begins a draft that can be read and whose example holds."""
    status, _shown = page(centre, "/workbench/new", {"base": ""})
    with Session(bench.engine) as session:
        draft = session.scalars(select(RuleDraft)).one()
    shown = page(centre, f"/workbench/drafts/{draft.id}")[1]

    assert status == 302
    assert (draft.code, draft.title) == ("XIN-1", "新规则")
    assert "0 个错误，1 个提醒" in shown  # its target is on no catalogue


def test_checking_shows_where_why_and_how(centre, draft_id):
    """A problem has its line, its place, its code, both languages and the remedy; what was typed stays, unsaved."""
    typed = TEXT.replace("3 学分\n  比例", "3 学风\n  比例")
    status, shown = page(centre, f"/workbench/drafts/{draft_id}", {"do": "check", "text": typed, "revision": "1"})

    assert status == 200
    assert text_in(shown) == typed
    assert f"第 3 行第 {typed.splitlines()[2].index('学风') + 1} 列" in shown
    assert "unexpected_word" in shown
    assert "<mark>学风</mark>" in shown
    assert "Did you mean" in shown
    assert "还没有保存" in shown


def test_examples_and_sentences_are_shown(centre, draft_id):
    """An example that fails says what it should be and what it is; learners' words stand beside."""
    typed = TEXT.replace("=> 3 学分", "=> 2 学分")
    shown = page(centre, f"/workbench/drafts/{draft_id}", {"do": "check", "text": typed, "revision": "1"})[1]

    assert "应为 2 学分，实为" in re.sub(r"<[^>]+>|\s+", lambda each: " " if each[0].isspace() else "", shown)
    assert "凭“试验培训”（培训类，成果试点机构），可以换得“老年教育课程”" in shown


def test_the_second_tab_loses_nothing(bench, centre, draft_id):
    """Who saves over another's work is told by whom, sees the difference, and keeps the own text."""
    own = TEXT.replace("50%", "40%")
    bench.save(draft_id, TEXT.replace("50%", "45%"), who="centrepublisher")
    status, shown = page(centre, f"/workbench/drafts/{draft_id}", {"do": "save", "text": own, "revision": "1"})

    assert status == 422
    assert "管理中心发布员" in shown
    assert text_in(shown) == own
    assert "[60..90) 45%" in shown
    assert 'name="revision" value="2"' in shown


def test_the_form_is_saved_with_the_text(bench, centre, draft_id):
    """A field changed in the form is in the saved text, without any script; line ends of browsers do not count."""
    shown = page(centre, f"/workbench/drafts/{draft_id}")[1]
    form = {name: value for name, value in FIELD.findall(shown) if name not in {"f-once", "f-consume"}}
    for name in re.findall(r'<select[^>]*name="(f-[^"]+)"', shown):
        chosen = re.search(rf'name="{name}".*?<option value="([^"]*)" selected', shown, re.DOTALL)
        form[name] = chosen[1] if chosen else ""
    sent = form | {"f-title": "改过的名称", "drawn_from": TEXT, "text": TEXT.replace("\n", "\r\n"), "revision": "1"}
    status, _shown = page(centre, f"/workbench/drafts/{draft_id}", sent | {"do": "save"})

    assert status == 302
    assert bench.draft(draft_id).text == TEXT.replace("工作台试验", "改过的名称")


@pytest.mark.parametrize("do", ["check", "format"])
@pytest.mark.parametrize("text", ["（" * 60_000, "规则 甲 " * 8_000, "非" * 60_000, "\u202e规则", "“" * 9_000])
def test_a_hostile_text_is_told_at_once(centre, draft_id, do, text):
    """Whatever is pasted in, the page answers and keeps it."""
    status, shown = page(centre, f"/workbench/drafts/{draft_id}", {"do": do, "text": text, "revision": "1"})

    assert status in ({200} if do == "check" else {200, 422})  # some of it can even be laid out
    assert text_in(shown).split() == text.split()


def test_a_problem_is_mended_by_its_button(bench, centre, draft_id):
    """The button of a problem writes what was meant; of a text that was changed since, it does not."""
    address, wrong = f"/workbench/drafts/{draft_id}", TEXT.replace("  目标", "  目际")
    shown = page(centre, address, {"do": "check", "text": wrong, "revision": "1"})[1]
    value = re.search(r'name="fix" value="([^"]+)"', shown)[1]
    mended = page(centre, address, {"fix": value, "text": wrong, "revision": "1"})
    stale = page(centre, address, {"fix": value, "text": "# 新的一行\n" + wrong, "revision": "1"})
    marks = centre.client.post("/workbench/live/check", data={"csrf_token": centre.token, "text": wrong}).json["marks"]

    assert (mended[0], text_in(mended[1])) == (200, TEXT)
    assert (stale[0], "目际" in text_in(stale[1])) == (422, True)
    assert [each["fix"]["words"] for each in marks if each["fix"]] == ["改为“目标”"]
    assert bench.draft(draft_id).text == TEXT


def test_the_editors_questions_are_answered(centre, draft_id):
    """A script gets marks with places, panels and form; words to go on with; and a refusal in words."""
    del draft_id
    sent = {"csrf_token": centre.token, "text": TEXT + "  比列 90%\n"}
    told = centre.client.post("/workbench/live/check", data=sent).json
    words = centre.client.post("/workbench/live/complete", data=sent | {"text": TEXT + "  生", "place": "9999"}).json
    named = centre.client.post(
        "/workbench/live/complete", data=sent | {"text": "规则 甲 来源 课程 “密", "place": "13"}
    ).json
    refused = centre.client.post("/workbench/live/check", data=sent | {"text": "#" * 70_000})

    assert [(each["severity"], sent["text"][each["from"] : each["to"]]) for each in told["marks"]] == [
        ("error", "比列")
    ]
    assert "没有发现问题" not in told["panels"]
    assert words[0] | {"from": 0, "to": 0} == {
        "text": "生效",
        "kind": "keyword",
        "kind_word": "关键词",
        "from": 0,
        "to": 0,
    }
    assert [each["text"] for each in named if each["kind"] == "title"] == ["“密码学”", "“信息安全与密码学”"]
    assert refused.status_code == 422
    assert refused.json["problems"]


def test_two_people_publish_through_the_pages(bench, app, visit, now):
    """The author hands in, the effect is computed, the second person reads it and publishes; the list shows it."""
    del app
    with bench.writing() as session:
        populate(session, [95, 70])
        session.commit()
    draft_id = bench.start()
    author, publisher = visit("centre"), visit("centrepublisher")
    address = f"/workbench/review/{draft_id}"
    page(author, f"/workbench/drafts/{draft_id}", {"do": "submit", "text": TEXT, "revision": "1"})
    assert page(publisher, address, {"do": "publish", "revision": "1"})[0] == 422
    page(publisher, address, {"do": "impact"})
    assert "等待计算" in page(publisher, address)[1]
    for run_id in Bench(bench.engine, now).waiting():
        bench.step(run_id, 100)
    shown = page(publisher, address)[1]
    own = page(author, address, {"do": "publish", "revision": "1"})
    done = page(publisher, address, {"do": "publish", "revision": "1"})
    with Session(bench.engine) as session:
        run_id = session.scalars(select(ImpactRun.id)).one()

    assert "众***" in shown
    assert "众学习者" not in shown
    assert "您起草或修改过这份草稿，须由他人发布。" in own[1]
    assert done[0] == 302
    assert "第 1 版" in page(author, "/workbench/rules/WB-1")[1]
    assert "工作台试验" in page(author, "/workbench/?words=WB-1")[1]
    assert "工作台试验" in page(author, "/workbench/book/")[1]
    assert page(author, f"/workbench/review/runs/{run_id}?show=pending")[0] == 200


def test_two_people_retire_through_the_pages(bench, visit, app):
    """One proposes on the page of the rule; the own confirmation is refused; the second person confirms."""
    del app
    with bench.writing() as session:
        populate(session, [95, 70])
        session.commit()
    version_id = bench.published()
    author, second = visit("centre"), visit("centrepublisher")
    rule = "/workbench/rules/WB-1"
    sent = {"do": "retire", "version": str(version_id), "last_day": "2020-12-31"}
    refused = page(author, rule, sent | {"remarks": " "})
    proposed = page(author, rule, sent | {"remarks": "依据的文件到期"})
    address = f"/workbench/review/{bench.draft(2).id}"
    early = page(second, address, {"do": "confirm", "revision": "1"})
    bench.work()
    shown = page(second, address)[1]
    own = page(author, address, {"do": "confirm", "revision": "1"})
    as_text = page(second, address, {"do": "publish", "revision": "1", "seen": "yes"})
    waiting = page(author, rule)[1]
    done = page(second, address, {"do": "confirm", "revision": "1", "remarks": "已核对"})

    assert [refused[0], proposed[0], early[0], own[0], as_text[0], done[0]] == [422, 302, 422, 422, 422, 302]
    assert "停用是您提出的，须由另一位同事确认。" in own[1]
    assert [word in shown for word in ("依据的文件到期", "众***", "不能再转换的成果", "确认停用")] == [True] * 4
    assert "等另一位同事确认" in waiting
    assert page(author, "/workbench/drafts/2")[0] == 302
    assert page(visit("centre", "en"), address)[1].count("Confirm the end") == 1
    assert "2020-12-31" in page(author, rule)[1]
    assert bench.in_force() == [1]


def test_a_rule_is_stopped_through_its_page(bench, visit):
    """The page of a rule stops it at once, by one person; without a reason it does not."""
    centre = visit("centre")
    with Session(bench.engine) as session:
        version = session.scalars(select(RuleVersion.id).filter_by(title="老年教育课程认定转换")).one()
    sent, address = {"version": str(version)}, "/workbench/rules/LN-SHXX"
    refused = page(centre, address, sent | {"do": "stop", "remarks": ""})
    stopped = page(centre, address, sent | {"do": "stop", "remarks": "停用试验"})
    shown = page(centre, address)[1]

    assert [refused[0], stopped[0]] == [422, 302]
    assert "已紧急停用" in shown
    assert "停用试验" in shown
    assert "老年教育课程认定转换" in page(centre, "/workbench/?show=ended")[1]


@pytest.mark.parametrize("show", ["force", "drafts", "review", "scheduled", "ended", "nonsense"])
def test_lists_in_english(bench, visit, show):
    """Every list answers in English too, with any word sought."""
    bench.start()
    status, shown = page(visit("centre", "en"), f"/workbench/?show={show}&words=%25WB_")

    assert status == 200
    assert "Rule workbench" in shown


def test_rules_and_policies_are_told_apart(bench, visit):
    """The list shows rules alone, policies alone, or both."""
    draft_id = bench.start(POLICY)
    bench.submit(draft_id)
    bench.publish(draft_id)
    centre = visit("centre")
    shown = {sort: page(centre, f"/workbench/?sort={sort}")[1] for sort in ("", "rule", "policy")}

    assert {sort: ("试验政策" in text, "ZH045" in text) for sort, text in shown.items()} == {
        "": (False, True),  # it stands on a later page
        "rule": (False, True),
        "policy": (True, False),
    }


def test_a_table_is_handed_in_through_the_page(visit, tmp_path):
    """The page reports what became of the table, and of what is no table says so."""
    centre = visit("centre")
    path = tmp_path / "表.csv"
    path.write_text("甲,乙\n1,2\n", encoding="utf-8")
    with path.open("rb") as table:
        refused = centre.send("/workbench/import/", {"format": "mappings", "table": table})

    assert refused[0] == 422
    assert refused[1][0].startswith("表不能读：")
