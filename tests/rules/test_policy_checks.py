"""What the checker refuses in policies, in caps and in examples, where, and in which words."""

import pytest

from grammar.parser import parse
from rules.catalogue import Catalogue, Entry
from rules.checker import check

RULE = "规则 R 来源 课程 “A” 目标 课程 “Z” 3 学分 "
CASES = [
    # the text; the findings with the text that each points at
    ("政策 P 范围 学习者 最优 1", []),
    ("政策 P 最优 1", [("scope_missing", "政策 P 最优 1")]),
    ("政策 P 范围 学习者", [("limit_missing", "政策 P 范围 学习者")]),
    ("政策 P 范围 学习者 最优 1 政策 P 范围 专业 最优 1", [("policy_twice", "政策 P 范围 专业 最优 1")]),
    ("政策 P 范围 学习者 最优 1 政策 P 版本 2 范围 专业 最优 1", []),
    (RULE + "政策 P 范围 学习者 涉及 规则 r 最优 1", []),
    (RULE + "政策 P 范围 学习者 涉及 规则 R, S 最优 1", [("among_unknown", "涉及 规则 R, S")]),
    ("政策 P 范围 专业 上限 100% 专业总学分", []),
    ("政策 P 范围 专业 上限 100.5% 专业总学分", [("cap_out_of_range", "上限 100.5% 专业总学分")]),
    ("政策 P 范围 专业 上限 0% 专业总学分", [("cap_out_of_range", "上限 0% 专业总学分")]),
    ("政策 P 范围 学习者 上限 0 学分", [("cap_out_of_range", "上限 0 学分")]),
    (RULE + "上限 120 学分 上限 0 学分 每 成果", [("cap_out_of_range", "上限 0 学分 每 成果")]),
    (
        "政策 P 范围 学习者 最优 1 期间 2020-01-02 至 2020-01-01",
        [("effective_reversed", "期间 2020-01-02 至 2020-01-01")],
    ),
    ("政策 P 范围 学习者 最优 1 期间 2020-02-30 至 2020-03-01", [("date_impossible", "2020-02-30")]),
    ("政策 P 范围 学习者 最优 1 条件 层次 >= 专课", [("level_unknown", "专课")]),
    (RULE + "免修 不予转换", [("waiver_refused", "免修")]),
    (RULE + "学分 学时 / 0", [("divisor_zero", "学分 学时 / 0")]),
    ("等级序列 S “a” < “b” < “Ａ”", [("grade_twice", "等级序列 S “a” < “b” < “Ａ”")]),
    (RULE + "条件 学习者 专业 < “会计”", [("order_unfit", "学习者 专业 < “会计”")]),
    (RULE + "条件 字段 “f” > “会计”", [("order_unfit", "字段 “f” > “会计”")]),
    (RULE + "条件 字段 “f” > 3", []),
    (RULE + "条件 成绩 >= 来源 层次", [("source_unfit", "来源 层次")]),
    (RULE + "条件 学分 >= 来源 学时", []),
    (RULE + "条件 层次 >= 来源 字段 “f”", []),
    ("等级序列 S 1 < 2 " + RULE + "条件 成绩 >= 1 按 S", [("scale_unfit", "成绩 >= 1 按 S")]),
    ("等级序列 S 1 < 2 " + RULE + "条件 字段 “f” >= 1 按 S", []),
    (RULE + "条件 成绩 在 80 至 60", [("range_reversed", "成绩 在 80 至 60")]),
    (RULE + "条件 成绩 在 60 至 60", []),
    (RULE + "条件 层次 在 本科 至 专科", [("range_reversed", "层次 在 本科 至 专科")]),
    (RULE + "条件 获取时间 在 2020-01-02 至 2020-01-01", [("range_reversed", "获取时间 在 2020-01-02 至 2020-01-01")]),
    (
        "等级序列 S “a” < “b” " + RULE + "条件 等级 在 “b” 至 “a” 按 S",
        [("range_reversed", "等级 在 “b” 至 “a” 按 S")],
    ),
    (RULE + "须认定 “x” 例 须认定 “x” = 是 => 3 学分 例 须认定 “x” = no => 不适用", []),
    (RULE + "须认定 “x” 例 须认定 “x” = 行 => 3 学分", [("answer_unfit", "行")]),
    (RULE + "须认定 “x” 例 须认定 “x” = 1 => 3 学分", [("answer_unfit", "1")]),
    (RULE + "须认定 “x” 例 须认定 “y” = 是 => 3 学分", [("judgement_unknown", "须认定 “y” = 是")]),
    (RULE + "例 来源 课程 “a” 成绩 = 60 => 3 学分", []),
    (RULE + "例 来源 课程 “B” 成绩 = 60 => 3 学分", [("example_source_unknown", "来源 课程 “B” 成绩 = 60")]),
    (RULE + "例 来源 培训类 “A” 成绩 = 60 => 3 学分", [("example_source_unknown", "来源 培训类 “A” 成绩 = 60")]),
    (RULE + "例 资历等级 = 2.5 => 3 学分", [("value_unfit", "2.5")]),
    (RULE + "例 学习者 年龄 = 60.5 => 3 学分", [("value_unfit", "60.5")]),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_case(text, expected):
    """Each finding of the table is named, points at its place, and speaks both languages whole."""
    parsed = parse(text)

    found = check([parsed.file])

    assert not parsed.problems
    assert [(each.code, text[each.span.start : each.span.end].strip()) for each in found] == expected
    assert not any("{" in each.message(lang).replace("{…}", "") for each in found for lang in ("zh", "en"))


def test_a_range_that_never_holds_is_a_warning():
    """What is only useless does not keep a rule from being published."""
    (found,) = check([parse(RULE + "条件 成绩 在 80 至 60").file])

    assert found.severity == "warning"


def test_english_messages_are_english():
    """The words of the language that a message names come in the language of the message."""
    text = RULE + "条件 成绩 >= 优秀 学分 较小 上限 0 学分 规则 S 来源 课程 “A” 目标 课程 “Y”, 课程 “Z” 学分 较小"

    assert [each.message("en") for each in check([parse(text).file])] == [
        "“优秀” cannot be compared with the score. Write a number, such as 60.",
        "A cap of 0 credits is out of range. Write a number above 0, in percent at most 100.",
        "Credits by “lesser” allow one target only, and this rule grants 2. Keep one, or use “credits target”.",
    ]


CATALOGUE = Catalogue([Entry("课程", "操作系统", "101", "甲大学"), Entry("培训类", "安全培训", "201", "甲大学")])
KINDS = [
    ("政策 P 范围 学习者 涉及 类别 课程, 培训类 最优 1", []),
    ("政策 P 范围 学习者 涉及 类别 课成 最优 1", [("kind_unknown", "课程")]),
    ("规则 R 来源 课程 “操作系统” 目标 课程 “101” 条件 学习者 持有 毕业证书", []),
    ("规则 R 来源 课程 “操作系统” 目标 课程 “101” 条件 学习者 持有 毕业正书", [("kind_unknown", "毕业证书")]),
    ("规则 R 来源 课程 “安全培训” 目标 课程 “101”", [("reference_unresolved", "培训类 安全培训")]),
    ("规则 R 来源 课程 编号 201 目标 课程 “101”", [("reference_unresolved", "培训类 安全培训")]),
]


@pytest.mark.parametrize(("text", "expected"), KINDS)
def test_kinds_are_looked_up(text, expected):
    """With a catalogue a kind that it does not have is named, and a title of another kind is offered with it."""
    found = check([parse(text).file], CATALOGUE)

    assert [(each.code, each.values.get("near")) for each in found] == expected
