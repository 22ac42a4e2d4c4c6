"""What the checker refuses, where, and with which remedy."""

from decimal import Decimal
from pathlib import Path

import pytest

from grammar.parser import parse
from grammar.problems import render
from rules.book import Book
from rules.catalogue import Catalogue, Entry
from rules.checker import check, check_files

HOME = Path(__file__).parents[2]
RULE = "规则 R 来源 课程 “A” 目标 课程 “Z” 3 学分 "
TOO_MANY = " 与 ".join(["任何 课程"] * 51)

CASES = [
    # the text; the findings with the text that each points at
    (RULE, []),
    ("规则 R 目标 课程 “Z”", [("source_missing", "规则 R 目标 课程 “Z”")]),
    ("规则 R 来源 课程 “A”", [("target_missing", "规则 R 来源 课程 “A”")]),
    ("规则 R 来源 课程 “A” 不予转换", []),
    ("规则 R 来源 课程 “A” 拒绝", []),
    (RULE + "比例 0%", [("ratio_out_of_range", "比例 0%")]),
    (RULE + "比例 100%", []),
    (RULE + "比例 100.01%", [("ratio_out_of_range", "比例 100.01%")]),
    (RULE + "比例 按 成绩 [60..100] 120%", [("ratio_out_of_range", "[60..100] 120%")]),
    (RULE + "比例 按 成绩 [70..85) 80%, [85..100] 100%", []),
    (RULE + "比例 按 成绩 [70..85] 80%, [85..100] 100%", [("bands_overlap", "[85..100] 100%")]),
    (RULE + "比例 按 成绩 [85..100] 100%, [70..90) 80%", [("bands_overlap", "[70..90) 80%")]),
    (
        RULE + "比例 按 成绩 [0..100] 50%, [10..20) 60%, [30..40) 70%",
        [("bands_overlap", "[10..20) 60%"), ("bands_overlap", "[30..40) 70%")],
    ),
    (RULE + "比例 按 成绩 [85..100] 100%, [60..80) 80%", [("bands_gap", "[60..80) 80%")]),
    (RULE + "比例 按 成绩 (85..100] 100%, [60..85) 80%", [("bands_gap", "[60..85) 80%")]),
    (RULE + "比例 按 成绩 [100..85] 100%", [("band_empty", "[100..85] 100%")]),
    (RULE + "生效 2020-01-02 至 2020-01-01", [("effective_reversed", "生效 2020-01-02 至 2020-01-01")]),
    (RULE + "生效 2020-01-01 至 2020-01-01", []),
    (RULE + "生效 2021-02-29", [("date_impossible", "2021-02-29")]),
    (RULE + "条件 获取时间 < 2021-13-01", [("date_impossible", "2021-13-01")]),
    (RULE + "例 申请时间 = 2021-00-01 => 待补", [("date_impossible", "申请时间 = 2021-00-01")]),
    (RULE + "条件 等级 >= “一级” 按 N", [("scale_unknown", "等级 >= “一级” 按 N")]),
    (RULE + "例 等级 = “一级” 按 N => 3 学分", [("scale_unknown", "等级 = “一级” 按 N")]),
    ("等级序列 N “一级” < “二级” " + RULE + "条件 等级 >= “四级” 按 n", [("grade_unknown", "“四级”")]),
    ("等级序列 N “一级” < “二级” " + RULE + "条件 等级 >= “二级” 按 n", []),
    ("等级序列 N “一级” < “二级” 等级序列 N “a” < “b”", [("name_twice", "等级序列 N “a” < “b”")]),
    ("规则 R 来源 任 1 集合 S 目标 课程 “Z”", [("set_unknown", "任 1 集合 S")]),
    ("政策 P 范围 学习者 涉及 集合 S 最优 1", [("set_unknown", "涉及 集合 S")]),
    ("规则 R 来源 任 3 {课程 “A”, 课程 “B”} 目标 课程 “Z”", [("count_too_large", "任 3 {课程 “A”, 课程 “B”}")]),
    (f"规则 R 来源 {' 与 '.join(['任何 课程'] * 50)} 目标 课程 “Z”", []),
    (f"规则 R 来源 {TOO_MANY} 目标 课程 “Z”", [("sources_too_many", TOO_MANY)]),
    (f"规则 R 来源 {' 或 '.join(['任何 课程'] * 51)} 目标 课程 “Z”", []),
    (f"规则 R 来源 任 50 {{{', '.join(['任何 课程'] * 51)}}} 目标 课程 “Z”", []),
    (
        "集合 S {课程 “A”} 规则 R 来源 任 51 集合 S 目标 课程 “Z”",
        [("sources_too_many", "任 51 集合 S"), ("count_too_large", "任 51 集合 S")],
    ),
    (
        "规则 R 来源 课程 “A” 目标 任选 2 {课程 “Y”}",
        [("count_too_large", "任选 2 {课程 “Y”}")],
    ),
    ("规则 R 来源 课程 “A” 目标 课程 “Y”, 课程 “Z” 学分 来源", [("mode_unfit", "学分 来源")]),
    ("规则 R 来源 课程 “A” 目标 任选 1 {课程 “Y”, 课程 “Z”} 学分 较小", []),
    ("规则 R 来源 课程 “A” 目标 任选 2 {课程 “Y”, 课程 “Z”} 学分 较小", [("mode_unfit", "学分 较小")]),
    (
        "规则 R 来源 课程 “A” 目标 任选 1 {（课程 “X”, 课程 “Y”）, 课程 “Z”} 学分 学时 / 16",
        [("mode_unfit", "学分 学时 / 16")],
    ),
    (RULE + "条件 层次 >= 专课", [("level_unknown", "专课")]),
    (RULE + "条件 层次 = 函授", []),
    (RULE + "条件 成绩 >= 优秀", [("value_unfit", "优秀")]),
    (RULE + "条件 获取时间 < 60", [("value_unfit", "60")]),
    (RULE + "条件 学习者 专业 = 60", [("value_unfit", "60")]),
    (RULE + "例 成绩 = 优秀 => 3 学分", [("value_unfit", "优秀")]),
    (RULE + RULE, [("rule_twice", RULE.strip())]),
    (RULE + RULE.replace("规则 R", "规则 R 版本 1"), [("rule_twice", RULE.replace("规则 R", "规则 R 版本 1").strip())]),
    (RULE + RULE.replace("规则 R", "规则 R 版本 2"), []),
    (RULE + "比例 0% 生效 2021-02-29", [("ratio_out_of_range", "比例 0%"), ("date_impossible", "2021-02-29")]),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_case(text, expected):
    """Each finding of the table is named, points at its place, and speaks both languages."""
    parsed = parse(text)

    found = check([parsed.file])

    assert not parsed.problems
    assert [(each.code, text[each.span.start : each.span.end].strip()) for each in found] == expected
    assert all(each.message("zh") and each.message("en") for each in found)


def test_a_book_is_checked_like_its_files():
    """A book gives the findings of the files that it was gathered from."""
    file = parse("集合 S {课程 “A”} " + RULE + "比例 0% 条件 等级 >= “一级” 按 N").file

    assert check(Book.gather([file])) == check([file])


def test_gaps_and_large_counts_are_warnings():
    """What may be meant is a warning, everything else an error."""
    text = "规则 R 来源 任 2 {课程 “A”} 目标 课程 “Z” 比例 按 成绩 [80..90] 70%, [60..70] 0%"

    found = {each.code: each.severity for each in check([parse(text).file])}

    assert found == {"count_too_large": "warning", "bands_gap": "warning", "ratio_out_of_range": "error"}


def test_files_know_each_other():
    """A scale of one file serves another; a rule that stands in both is named in the later one."""
    first, second = (
        parse(text).file for text in ("等级序列 N “一级” < “二级” " + RULE, RULE + "条件 等级 >= “二级” 按 N")
    )

    assert [[each.code for each in found] for found in check_files([first, second])] == [[], ["rule_twice"]]


CATALOGUE = Catalogue(
    [
        Entry("课程", "操作系统", "101", "甲大学", credits=Decimal(3)),
        Entry("课程", "数据结构", "102", "甲大学"),
        Entry("课程", "高等数学", "103", "乙大学"),
    ]
)
REFERENCES = [
    ("课程 “操作系统” @“甲大学”", None, None),
    ("课程 “103”", None, None),
    ("course 编号 101", None, None),
    ("任何 课程 @“乙大学”", None, None),
    ("课程 “操作系绕” @“甲大学”", "reference_unresolved", "操作系统"),
    ("课程 “操作系统” @“甲大字”", "reference_unresolved", "甲大学"),
    ("课程 “操作系统” @“乙大学”", "reference_unresolved", "甲大学"),
    ("课程 编号 “1O1”", "reference_unresolved", "101"),
    ("课程 “完全不同”", "reference_unresolved", None),
    ("课成 “操作系统”", "kind_unknown", "课程"),
    ("任 1 {课程 “操作系统”, 课程 “数据结沟”}", "reference_unresolved", "数据结构"),
]


@pytest.mark.parametrize(("source", "code", "near"), REFERENCES)
def test_references_are_looked_up(source, code, near):
    """A reference that the catalogue does not have is named with what was probably meant."""
    file = parse(f"规则 R 来源 {source} 目标 课程 “高等数学” 3 学分").file

    found = check([file], CATALOGUE)

    assert [each.code for each in found] == ([code] if code else [])
    assert [each.values.get("near") for each in found] == ([near] if code else [])
    assert check([file]) == ()


def test_an_alias_resolves():
    """A name that an alias ties to the catalogue is known."""
    file = parse("别名 课程 “操作系统” = 课程 “OS” 规则 R 来源 课程 “OS” 目标 课程 “高等数学”").file

    assert check([file], CATALOGUE) == ()


def test_a_finding_is_rendered_like_a_syntax_problem():
    """A finding has a line with its place, the line of the text, and a caret."""
    text = RULE + "\n  条件 层次 >= 专课"

    (found,) = check([parse(text).file])

    assert render(found, text, "a.rule").split("\n") == [
        (
            "a.rule:2:12: error level_unknown “专课”不是可比较高低的层次，是不是“专科”？"
            "请用小学、初中、高中、专科、本科、硕士、博士之一。"
        ),
        "  条件 层次 >= 专课",
        " " * 15 + "^",
    ]
    assert found.message("en") == (
        "“专课” has no place in the order; did you mean “专科”? "
        "Use primary, junior, senior, associate, bachelor, master or doctor."
    )


@pytest.mark.parametrize(
    "path",
    [
        "tests/grammar/specification.rule",
        "backoffice/sample/files/manual.rule",
        "backoffice/sample/files/mappings.rule",
    ],
)
def test_the_rules_that_we_ship_are_sound(path):
    """The specification and the sample's rules have no error."""
    text = (HOME / path).read_text(encoding="utf-8")

    found = check([parse(text).file])

    assert [render(each, text, path) for each in found if each.severity == "error"] == []
