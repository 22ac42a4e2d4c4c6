"""The pages of the public side, and what surrounds every page, as a person at the site meets them."""

import json
import re
from datetime import date

import pytest
from sqlalchemy import select

from backoffice import assets
from backoffice.catalogue.models import CatalogueOutcome
from backoffice.portal.icons import SIZES
from backoffice.statistics.figures import house_figures
from tests.factories import make

pytestmark = pytest.mark.parametrize("copy", ["sqlite"], indirect=True)  # both databases: the searches of the rulebook
MENU = [
    "我的信息",
    "规则查询",
    "成果添加",
    "认定成果申请",
    "转换成果申请",
    "业绩类成果转换申请",
    "广东终身教育资历框架等级标准",
    "行业标准查询",
    "在线解答",
]
SIDE = re.compile(r'<nav class="xf-side".*?</nav>', re.DOTALL)
LABEL = re.compile(r"</svg><span>(.*?)</span>")
OF_A_LEARNER = (
    "/my/",
    "/my/add",
    "/my/conversions/",
    "/my/questions",
    "/my/messages",
    "/rules",
    "/levels",
    "/standards",
)
ODD = ("%25", "_", "'\"", "长" * 5000, "\u202e", "<script>", "𠮷😀", "a b c d e f g h i j k")


def test_the_first_page_leads_everywhere(public):
    """Search first, login and registration at the top right, verification without a login, purpose and contact."""
    text = public.get("/").text

    assert re.search(
        r'<div class="xf-bar-end">\s*<a href="/register/">立即注册</a>\s*<a [^>]*href="/login/">登录</a>', text
    )
    assert text.index('action="/rules"') < text.index('action="/verify"')
    assert "学习成果认定、积累和转换" in text
    assert "020-83772087" in text


def test_the_platform_says_what_it_is(public):
    """Purpose, the three parts, the five functions, and the house's figures."""
    text = public.get("/about").text
    said = [
        "学习成果认定、积累和转换",
        "门户网站",
        "学分银行管理与服务系统",
        "学分银行移动应用系统",
        "三位一体、业务相通、数据共享",
    ]
    said += ["管理功能", "服务功能", "协同工作功能", "移动应用功能", "门户网站功能", "广东终身教育资历框架"]

    assert [each for each in said if each not in text] == []


def test_the_names_of_the_house_are_settings(app, settings, public):
    """Another house has another name and another help line on every page."""
    app.extensions["credit_bank_settings"] = type(settings)(
        **{name: getattr(settings, name) for name in settings.__slots__}
        | {"platform": "某平台", "short_name": "某行", "help_line": "010-1"}
    )
    text = public.get("/about").text

    assert all(word in text for word in ("某平台", "某行", "010-1"))
    assert "020-83772087" not in text


def test_the_menu_of_a_learner_keeps_the_order_of_the_manual(visit):
    """The manual's menu stands first, whole and in its order; what is the product's own follows."""
    text = visit("learnera").client.get("/my/").text
    shown = LABEL.findall(SIDE.search(text)[0].split("xf-side-foot")[0])

    assert shown == [*MENU, "转换规划", "学分账目", "通知公告"]
    assert re.search(r'<ol class="breadcrumb"><li>您现在的位置：<span aria-current="page">我的信息', text)


def test_every_page_of_a_learner_leads_to_their_help(visit):
    """The learner's help is one step away, on a desk and on a phone."""
    client = visit("learnera").client
    counts = {each: client.get(each).text.count('href="/help/learner"') for each in OF_A_LEARNER}

    assert {each: count for each, count in counts.items() if count < 3} == {}


def test_each_role_has_help_of_its_own(visit):
    """The help that a page leads to is that of the role."""
    people = {"elderlyadmin": "institution", "committeea": "committee", "centre": "centre", "assessor": "assessor"}
    clients = {book: visit(username).client for username, book in people.items()}

    for book, client in clients.items():
        assert f'href="/help/{book}"' in client.get("/account/password").text
        assert client.get(f"/help/{book}").status_code == 200
    assert clients["centre"].get("/help/nobody").status_code == 404


def test_rules_are_searched_by_everybody(public):
    """The columns of the manual, and a link to each rule's details."""
    text = public.get("/rules?words=老年教育").text
    heads = re.findall(r'<th role="columnheader" scope="col"[^>]*>(.*?)</th>', text)

    assert heads == ["规则名称", "规则描述", "来源成果", "目标成果", "学分", "转换比例", "操作"]
    assert "显示第 1 到第 2 条记录，总共 2 条记录" in text
    assert 'href="/rules/LN-GDLNDX"' in text
    assert "没有找到匹配的记录" in public.get("/rules?words=没有这样的规则").text


def test_no_word_upsets_a_search(public):
    """Whatever is typed is looked for, and shown again as text."""
    for address in ("/rules", "/replacements", "/standards", "/questions"):
        for words in ODD:
            answer = public.get(address, query_string={"words": words, "source": words, "page": "x"})

            assert answer.status_code == 200, (address, words)
            assert "<script>" not in answer.text


def test_a_rule_is_told_in_a_plain_sentence(public):
    """Sentence, text, source, target, days and versions of a rule."""
    text = public.get("/rules/LN-GDLNDX").text

    assert (
        "凭“老年教育课程”（培训类，成果试点机构），可以换得“老年教育课程（广东老年大学）”（课程，老年大学机构）1 学分。"
        in text
    )
    assert "要求：是“广东老年大学”的学员。" in text
    assert "来源 培训类 “老年教育课程”" in text
    assert "生效中" in text
    assert public.get("/rules/LN-GDLNDX", headers={"Accept-Language": "en"}).status_code == 200


def test_what_is_not_there_is_not_found(public):
    """A rule, a version, a course, a standard or a notice that does not exist."""
    nowhere = ["/rules/NO-SUCH", "/rules/LN-GDLNDX?version=9", "/rules/LN-GDLNDX?version=x", "/replacements/999999"]
    answers = [public.get(each).status_code for each in (*nowhere, "/standards/1", "/notices/1")]

    assert answers == [404] * 6


def test_what_could_replace_a_course_is_found(public, house):
    """From a word to the course, from the course to every rule that leads to it."""
    entry = house.scalars(select(CatalogueOutcome).filter_by(title="老年教育课程（广东老年大学）")).one()

    assert f'href="/replacements/{entry.id}"' in public.get("/replacements?words=老年大学机构 广东老年").text
    text = public.get(f"/replacements/{entry.id}").text
    assert 'href="/rules/LN-GDLNDX"' in text
    assert 'href="/rules/LN-SHXX"' not in text


def test_the_centre_sees_the_figures(visit, house):
    """Every chart says what it shows and has its table; a learner added this month is counted."""
    make(house, "Learner")
    house.commit()
    text = visit("centre").client.get("/statistics/").text

    assert 'href="/statistics/list/learners?' in text
    assert text.count('role="img"') == 2 * text.count("查看数据表")
    assert "2019-12" in text
    assert "2020-11" in text


@pytest.mark.parametrize(("more", "said"), [(0, "少于 5"), (5, None)])
def test_a_few_learners_are_not_counted_in_public(public, house, more, said):
    """Fewer than five people are told as such; from five on they are counted."""
    for _number in range(more):
        make(house, "Learner")
    house.commit()
    learners = house_figures(house, on=date(2020, 11, 15)).learners

    assert (learners < 5) is (more == 0)
    assert f"<dt>学习者</dt><dd>{said or learners}</dd>" in public.get("/about").text


def test_the_site_can_be_installed(public, settings):
    """The manifest names the house and icons that are there in their sizes; the worker comes from the top."""
    manifest = json.loads(public.get("/manifest.webmanifest").text)
    worker = public.get("/service-worker.js")

    assert (manifest["name"], manifest["short_name"]) == (settings.platform, settings.short_name)
    assert manifest["display"] == "standalone"
    assert {each["sizes"] for each in manifest["icons"]} == {f"{size}x{size}" for size in SIZES}
    for each in manifest["icons"]:
        with public.get(each["src"]) as icon:
            assert icon.status_code == 200
            assert each["src"].startswith(assets.ADDRESS)
    assert worker.mimetype == "text/javascript"
    assert worker.headers["Cache-Control"] == "no-store"
