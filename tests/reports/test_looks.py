"""A look is data: hostile words are refused by name, colours can be read, and each look gives the same bytes."""

import io
from dataclasses import replace

import pikepdf
import pytest

from reports.look import STANDARD, PaperLook, Slot, look_from, look_json
from reports.look_colours import STANDARD_COLOURS, colours_of, contrast, faults_of_colours
from reports.look_faults import LookRefused
from reports.look_kinds import PROOF_LOOKS, TRANSCRIPT_LOOKS
from reports.look_words import faults_in, faults_of_words, filled, tidied
from reports.render import page_of, render_proof

KINDS = pytest.mark.parametrize(
    ("kind", "place"), [(PROOF_LOOKS, "statement_ruled"), (TRANSCRIPT_LOOKS, "statement")], ids=["proof", "transcript"]
)
HOSTILE = [
    ("{{ ''.__class__ }}", "wording_not_allowed", "用点号取内容"),
    ("{{ 姓名.__class__.__mro__ }}", "wording_not_allowed", "用点号取内容"),
    ("{{ 姓名['x'] }}", "wording_not_allowed", "用方括号取内容"),
    ("{{ ''|attr('__class__') }}", "wording_not_allowed", "过滤器（|）"),
    ("{% for i in range(9999999) %}x{% endfor %}", "wording_not_allowed", "循环（{% for %}）"),
    ("{{ 姓名 * 99999 }}", "wording_not_allowed", "运算"),
    ("{{ 9 ** 9 ** 9 }}", "wording_not_allowed", "运算"),
    ("{{ 姓名 ~ 姓名 }}", "wording_not_allowed", "拼接（~）"),
    ("{{ lipsum() }}", "wording_not_allowed", "函数调用（括号）"),
    ("{{ 姓名 | upper }}", "wording_not_allowed", "过滤器（|）"),
    ("{{ 姓名 is defined }}", "wording_not_allowed", "判断词（is）"),
    ("{{ [1, 2] }}", "wording_not_allowed", "列表或字典"),
    ("{% set x = 1 %}", "wording_not_allowed", "赋值（{% set %}）"),
    ("{% include 'conversion_proof.html' %}", "wording_not_allowed", "标签 {% include %}"),
    ("{% import 'x' as y %}", "wording_not_allowed", "标签 {% import %}"),
    ("{% extends 'x' %}", "wording_not_allowed", "标签 {% extends %}"),
    ("{% macro m() %}x{% endmacro %}", "wording_not_allowed", "标签 {% macro %}"),
    ("{{ '\\u202e' }}", "wording_not_allowed", "这样的值"),
    ("{{ '\\x3cscript>' }}", "wording_not_allowed", "这样的值"),
    ("{{ 99999999999 }}", "wording_not_allowed", "这样的值"),
    ("{{ self }}", "wording_unknown", "self"),
    ("{{ config }}", "wording_unknown", "config"),
    ("{{ 签发日 }}", "wording_meant", "签发日期"),
    ("{{ learner }}", "wording_meant", "learner_name"),
    ("<script>alert(1)</script>", "wording_markup", ""),
    ("<img src=file:///etc/passwd>", "wording_markup", ""),
    ("学分\u202e证明", "wording_hidden", "U+202E"),
    ("学分\x00证明", "wording_hidden", "U+0000"),
    ("学分\u200b证明", "wording_hidden", "U+200B"),
    ("学分𒀀", "wording_glyphs", "𒀀"),
    ("字" * 200_000, "wording_too_long", "200000"),
    ("{{ 姓名 }}" * 6, "wording_prints_too_much", "360"),
    ("{% if 学分合计 > 1 %}多项{% endif %}", "wording_may_be_empty", ""),
    ("{# 不印 #}", "wording_may_be_empty", ""),
    ("{{ 姓名", "wording_unclosed", ""),
    ("{{ " + "(" * 200 + "1" + ")" * 200 + " }}", "wording_unclosed", ""),
    ("{{ " + "not " * 100 + "1 }}", "wording_too_deep", ""),
    ("  ", "wording_empty", ""),
]
BLUE = {"primary": "#143c8c", "accent": "#7a8799", "accent_text": "#3c4f6d", "seal": "#143c8c"}


def a_look(*, colours=None, **wordings):
    """Return the standard look with some words and colours changed."""
    return replace(STANDARD, wordings=STANDARD.wordings | wordings, colours=STANDARD.colours | (colours or {}))


@KINDS
@pytest.mark.parametrize(("text", "code", "named"), HOSTILE, ids=lambda each: str(each)[:30])
def test_hostile_words_are_refused_by_name(text, code, named, kind, place):
    """Words that could do more than print are refused with their place and with what stands in the way."""
    faults = faults_in(text, place, kind.slots[place], kind.names)

    assert [(fault.code, fault.place) for fault in faults] == [(code, place)]
    assert not named or named in faults[0].values.values()
    with pytest.raises((LookRefused, ValueError)):
        filled(text, {}, place=place, kind=kind)


def test_every_fault_is_told_at_once():
    """Faults of several slots, and several in one, are told in the order of the paper."""
    look = a_look(note="{{ 姓 }}{{ 姓名 | upper }}{{ range(3) }}", heading="")
    codes = [(fault.place, fault.code) for fault in faults_of_words(look, PROOF_LOOKS)]

    assert codes == [
        ("heading", "wording_empty"),
        ("note", "wording_meant"),
        ("note", "wording_not_allowed"),
        ("note", "wording_not_allowed"),
    ]


def test_a_name_and_a_condition_are_filled():
    """Names stand for what they say in either language, and a condition chooses between words."""
    words = "{{ learner_name }}，{% if 转换项数 > 1 %}共 {{ 转换项数 }} 项{% else %}一项{% endif %} & {{ 出具机构 }}"
    values = {"learner_name": "甲", "转换项数": 3, "出具机构": "<b>乙"}

    assert faults_in(words, "note", PROOF_LOOKS.slots["note"], PROOF_LOOKS.names) == []
    assert filled(words, values, place="note", kind=PROOF_LOOKS) == "甲，共 3 项 & <b>乙"


def test_what_names_stand_for_is_escaped_on_the_paper(a_content, paper):
    """A name of the house with markup in it is printed as letters."""
    page = page_of(a_content(issuer="<b>示例</b>&机构"), **paper, look=a_look(signature="{{ 出具机构 }} & 中心")).html

    assert "&lt;b&gt;示例&lt;/b&gt;&amp;机构 &amp; 中心" in page


def test_lines_of_a_text_become_one():
    """A text typed over several lines is one paragraph, with a blank between English lines alone."""
    assert tidied(" 甲\r\n\n乙 ", Slot(9)) == "甲乙"
    assert tidied("one\ntwo", Slot(9, english=True)) == "one two"


@pytest.mark.parametrize("kind", [PROOF_LOOKS, TRANSCRIPT_LOOKS], ids=["proof", "transcript"])
def test_our_own_look_is_sound(kind):
    """What the product brings along passes its own checks and says something in every slot."""
    assert list(faults_of_words(kind.standard, kind)) == []
    assert list(faults_of_colours(kind.standard.colours)) == []
    assert kind.standard.wordings.keys() == kind.slots.keys()


def test_each_kind_of_paper_has_names_of_its_own():
    """The number of conversions is no name on a transcript, nor the number of entries on a proof."""
    codes = {
        (name, kind is PROOF_LOOKS): [
            fault.code for fault in faults_in(f"{{{{ {name} }}}}", "note", Slot(9), kind.names)
        ]
        for name in ("转换项数", "账目笔数")
        for kind in (PROOF_LOOKS, TRANSCRIPT_LOOKS)
    }

    assert codes == {
        ("转换项数", True): [],
        ("转换项数", False): ["wording_unknown"],
        ("账目笔数", True): ["wording_unknown"],
        ("账目笔数", False): [],
    }


def test_a_pale_colour_is_told_with_one_that_would_do():
    """Text needs a contrast of 4.5 with white, shapes 3, and the colour that is proposed has it."""
    faults = list(faults_of_colours({"quiet": "#999999", "accent": "#dddd00", "primary": "red;}"}))
    told = {fault.place: fault for fault in faults}

    assert {place: fault.code for place, fault in told.items()} == {
        "colour-primary": "colour_unreadable",
        "colour-accent": "colour_too_pale",
        "colour-quiet": "colour_too_pale",
    }
    assert contrast(told["colour-quiet"].values["better"]) >= 4.5
    assert contrast(told["colour-accent"].values["better"]) >= 3


def test_a_colour_that_is_none_never_reaches_the_style():
    """A look whose colour is not #rrggbb is not printed."""
    with pytest.raises(ValueError, match="no colour"):
        colours_of(STANDARD_COLOURS | {"ink": "#fff;background:url(file:///etc/passwd)"})


def test_a_look_goes_through_json():
    """A look is the same after it was written and read; other JSON is refused."""
    look = a_look(colours=BLUE, heading="学分证明")

    assert look_from(look_json(look)) == look
    for other in ("[]", "{}", look_json(look).replace('"logo":null', '"logo":{"kind":"png"}')):
        with pytest.raises(ValueError, match="not"):
            look_from(other)


def test_words_and_colours_reach_the_paper(a_content, paper):
    """A look is printed, the same bytes each time, and other bytes than the standard."""
    look = a_look(colours=BLUE, heading="学习成果证明", note="本证明由{{ 出具机构 }}签发。" * 6, seal_purpose="")
    printed = render_proof(a_content(lines=2), **paper, look=look)
    page = page_of(a_content(), **paper, look=look)

    assert printed == render_proof(a_content(lines=2), **paper, look=look_from(look_json(look)))
    assert printed != render_proof(a_content(lines=2), **paper)
    assert "<title>学习成果证明 XY-2020-0000123-0</title>" in page.html
    assert page.colours["primary"] == "#143c8c"
    assert 'style="padding-top: ' in page.html  # room for a longer note
    with pikepdf.open(io.BytesIO(printed)) as pdf:
        assert len(pdf.pages) == 1


def test_a_look_that_says_little_takes_the_rest_from_the_standard(a_content, paper):
    """A version from before a slot was added is printed with the usual words there."""
    assert page_of(a_content(), **paper, look=PaperLook({})) == page_of(a_content(), **paper)
