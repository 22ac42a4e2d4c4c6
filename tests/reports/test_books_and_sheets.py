"""The rule book and the review sheet: the same bytes for the same content, and what they refuse."""

import io
from dataclasses import replace
from datetime import UTC, date, datetime

import pikepdf
import pytest

from reports.refusals import GlyphMissing, Unprintable
from reports.render_review_sheet import render_review_sheet
from reports.render_rule_book import render_rule_book
from reports.review_sheet import Fact, ReviewSheetContent, SheetFile
from reports.rule_book import MOST_RULES, BookPart, BookRule, RuleBookContent, digest_of
from reports.spelling import spelled

RULE = BookRule(
    code="R-1",
    title="公司概况转换",
    version=2,
    effective_from=date(2020, 1, 1),
    effective_until=None,
    sentences=("凭“甲”（课程），可以换得“乙”（课程）1 学分。", "转换比例 100%。"),
    basis=("办法第一条",),
    note="",
    text="规则 R-1\n  来源 课程 “甲”\n",
    text_hash="a" * 64,
)
BOOK = RuleBookContent(
    platform="示例学分银行",
    issuer="示例管理中心",
    on=date(2020, 11, 15),
    made_on=date(2020, 11, 16),
    scope="",
    volume=1,
    volumes=1,
    total=1,
    parts=(BookPart("示例大学", "示例专业", (RULE,)),),
    policies=(),
)
SHEET = ReviewSheetContent(
    **dict.fromkeys(
        ("platform", "issuer", "number", "state", "learner_name", "document_masked", "account_number"), "甲"
    ),
    **dict.fromkeys(("applied_at", "programme", "institution", "committee", "answer", "material_check"), "乙"),
    **dict.fromkeys(("sources", "targets", "lines", "records", "opinions", "entries"), ()),
    files=(SheetFile("证书.png", "成果材料", "1 KB", "0" * 16),),
    facts=(Fact("学籍", "示例大学"),),
    rule=None,
    decision=None,
    proof=None,
    printed_by="李管理",
    printed_at=datetime(2020, 11, 20, 9, 30, tzinfo=UTC),
)


@pytest.mark.parametrize(("render", "content"), [(render_rule_book, BOOK), (render_review_sheet, SHEET)])
def test_the_same_content_gives_the_same_bytes(render, content):
    """Two prints are byte-identical PDF/A."""
    printed = render(content)
    with pikepdf.open(io.BytesIO(printed)) as pdf:
        part = pdf.open_metadata()["pdfaid:part"]

    assert printed == render(content)
    assert part == "3"


@pytest.mark.parametrize(
    "rule",
    [replace(RULE, title="甲" * 201), replace(RULE, note="a\u202eb"), replace(RULE, text="字" * 20_001)],
    ids=["long title", "turned text", "long text"],
)
def test_a_text_that_does_not_fit_is_refused(rule):
    """Overlong and invisible texts have no place in the book; the fault says where they stand."""
    with pytest.raises(Unprintable, match=r"parts\[0\]\.rules\[0\]\."):
        render_rule_book(replace(BOOK, parts=(BookPart("", "", (rule,)),)))


def test_a_volume_is_bounded():
    """More rules than a volume takes are refused before anything is laid out."""
    with pytest.raises(Unprintable):
        render_rule_book(replace(BOOK, policies=(RULE,) * MOST_RULES))


def test_letters_without_a_typeface_are_named():
    """The fault names the characters."""
    with pytest.raises(GlyphMissing, match="U\\+1F393"):
        render_rule_book(replace(BOOK, parts=(BookPart("🎓", "", (RULE,)),)))


def test_the_digest_is_of_the_content_alone():
    """Printed on another day a volume keeps its digest; another rule changes it."""
    assert digest_of(BOOK) == digest_of(replace(BOOK, made_on=date(2021, 1, 1)))
    assert digest_of(BOOK) != digest_of(replace(BOOK, policies=(RULE,)))


def test_what_nobody_may_change_is_spelled():
    """Characters that cannot be printed are told by their numbers; lines stay."""
    assert spelled("见📷\r\n附\u200b件") == "见[U+1F4F7]\n附[U+200B]件"
