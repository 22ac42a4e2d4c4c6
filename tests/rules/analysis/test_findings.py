"""What the analysis finds, rule by rule and pair by pair."""

from datetime import date
from decimal import Decimal

import pytest

from grammar.parser import parse
from rules.analysis.analyser import analyse
from rules.analysis.witnesses import accepts
from rules.book import Book
from rules.catalogue import Catalogue, Entry

TODAY = date(2020, 11, 15)
A = "规则 A 来源 课程 “甲” 目标 课程 “丙” @“U” 3 学分 "
B = "规则 B 来源 课程 “甲” 目标 课程 “丙” @“U” 3 学分 "
OTHER = "规则 B 来源 课程 “甲” 目标 课程 “丁” @“U” 3 学分 "
ELECTIVE = "规则 B 来源 课程 “甲” 目标 选修 “通识” 3 学分 "
TWO = "来源 课程 “甲” 与 课程 “乙” 目标 课程 “丙” 3 学分 "
NONE = []

PAIRS = [
    # two or three rules; severity, code, rule, others
    (A + B, [("error", "rule_duplicated", "B", ["A"])]),
    (A + "条件 成绩 >= 60 " + B + "条件 非 成绩 < 60", [("error", "rule_duplicated", "B", ["A"])]),
    (A + "条件 成绩 >= 60 " + B + "条件 成绩 < 60", NONE),
    (A + "条件 成绩 > 60 " + B + "条件 成绩 <= 60", NONE),
    (A + "条件 成绩 >= 60 " + B + "条件 成绩 <= 60", [("error", "rules_overlap", "B", ["A"])]),
    (A + "条件 成绩 >= 60 " + B + "优先 1", [("warning", "rules_overlap", "B", ["A"])]),
    (A + "优先 0 " + B.replace("3 学分", "2 学分"), [("error", "rules_overlap", "B", ["A"])]),
    (A + "条件 学习者 属于 “X” " + B + "条件 学习者 不属于 {“X”, “Y”}", NONE),
    (A + "条件 学习者 属于 “X” " + B + "条件 学习者 属于 “Y”", [("error", "rules_overlap", "B", ["A"])]),
    (A + "条件 学习者 持有 学位证书 " + B + "条件 学习者 未持有 学位证书", NONE),
    (A + "生效 至 2014-08-31 " + B + "生效 2014-09-01", NONE),
    (A + "生效 至 2014-09-01 " + B + "生效 2014-09-01 比例 80%", [("error", "rules_overlap", "B", ["A"])]),
    (A + "须认定 “甲专业” " + B + "须认定 “非甲专业”", [("warning", "rules_overlap", "B", ["A"])]),
    (A + B + "须认定 “非甲专业”", [("error", "rules_overlap", "B", ["A"])]),
    (A + "有效期 1 年 生效 2020-01-01 " + B + "条件 获取时间 < 2019-01-01", NONE),
    (A + "有效期 1 年 生效 2020-01-01 " + B + "条件 获取时间 <= 2019-01-01", [("error", "rules_overlap", "B", ["A"])]),
    (A + "条件 层次 >= 本科 " + B + "条件 非 层次 >= 本科", NONE),
    (A + "条件 层次 != 函授 " + B + "条件 层次 = 函授", NONE),
    (A + OTHER, [("warning", "multiple_real", "A", ["B"])]),
    (A + OTHER.replace("@“U”", "@“V”"), NONE),
    (A + OTHER + "优先 2", NONE),
    (A + ELECTIVE, [("warning", "blanket_versus_real", "B", ["A"])]),
    (ELECTIVE + "规则 C 来源 课程 “甲” 目标 选修 “专业” 1 学分", [("warning", "rules_equivalent", "B", ["C"])]),
    (A + B.replace("3 学分", "不予转换"), [("warning", "refusal_beside_grant", "B", ["A"])]),
    (A + B.replace("3 学分", "拒绝") + "条件 成绩 < 60", NONE),
    (A + B.replace("3 学分", "拒绝"), [("warning", "rule_shadowed", "A", ["B"])]),
    (
        A + "条件 成绩 >= 80 " + B.replace("3 学分", "拒绝") + "条件 成绩 > 60",
        [("warning", "rule_shadowed", "A", ["B"])],
    ),
    (A + "规则 B 来源 任何 课程 拒绝", [("warning", "rule_shadowed", "A", ["B"])]),
    (A + "规则 B 来源 课程 “乙” 拒绝", NONE),
    (f"规则 A {TWO} 规则 B 来源 课程 “甲” 目标 课程 “丙” 3 学分", [("warning", "rules_overlap", "B", ["A"])]),
    (f"规则 A {TWO} 规则 B {TWO} 优先 0 比例 80%", [("error", "rules_overlap", "B", ["A"])]),
    (A + "规则 B 来源 任何 课程 目标 课程 “丙” @“U” 3 学分", [("warning", "rules_overlap", "B", ["A"])]),
    (A + "规则 B 来源 课程 “乙” 目标 课程 “丙” @“U” 3 学分", NONE),
    ("别名 课程 “甲” = 课程 “乙” " + A + B.replace("“甲”", "“乙”"), [("error", "rule_duplicated", "B", ["A"])]),
    (
        A.replace("课程 “丙”", "任何 课程") + B.replace("课程 “丙”", "任何 课程"),
        [("warning", "rule_duplicated", "B", ["A"])],
    ),
    (
        A + "条件 成绩 < 10 " + B + "条件 成绩 < 20 " + A.replace("规则 A", "规则 C") + "条件 成绩 < 30",
        [("error", "rules_overlap", "B", ["A"]), ("error", "rules_overlap", "C", ["A", "B"])],
    ),
    (
        "等级序列 S “低” < “高” " + A + "条件 等级 >= “高” 按 S " + B + "条件 等级 = “低”",
        NONE,
    ),
    (
        "等级序列 S “低” < “高” " + A + "条件 等级 >= “低” 按 S " + B + "条件 等级 != “低”",
        [("error", "rules_overlap", "B", ["A"])],
    ),
]
SINGLES = [
    ("条件 成绩 > 90 且 成绩 < 80", [("warning", "condition_contradictory")]),
    ("条件 学习者 属于 “X” 且 学习者 不属于 “X”", [("warning", "condition_contradictory")]),
    ("条件 层次 >= 硕士 且 层次 < 硕士", [("warning", "condition_contradictory")]),
    ("条件 学习者 未持有 课程 “甲”", [("warning", "condition_contradictory")]),
    ("条件 学习者 年龄 > 59 且 学习者 年龄 < 60", [("warning", "condition_contradictory")]),
    ("条件 资历等级 < 1", [("warning", "condition_contradictory")]),
    ("条件 成绩 在 80 至 60", [("warning", "condition_contradictory")]),
    ("条件 成绩 >= 60 或 成绩 < 0", NONE),
    ("比例 按 成绩 [60..80) 50%, [80..100] 100% 条件 成绩 < 60", [("warning", "bands_all_unreachable")]),
    ("比例 按 成绩 [60..80) 50%, [80..100] 100% 条件 成绩 >= 80", [("warning", "band_unreachable")]),
    ("比例 按 成绩 [60..80) 50%, [90..100] 100%", [("warning", "bands_gap")]),
    ("生效 2020-11-01 有效期 1 年 条件 获取时间 < 2019-01-01", [("warning", "days_never_meet")]),
    ("生效 至 2020-11-14", [("info", "rule_expired")]),
    ("生效 至 2020-11-15", NONE),
    ("生效 2020-11-16", [("info", "rule_not_yet_effective")]),
    ("条件 成绩 >= 来源 学分", NONE),
    ("条件 学分 > 来源 学分", [("info", "rule_not_decided")]),
]


def found_in(text, catalogue=None):
    """Return what is found in a text, and the book."""
    parsed = parse(text)
    assert not parsed.problems, [problem.message("en") for problem in parsed.problems]
    book = Book.gather([parsed.file], catalogue)
    return analyse(book, on=TODAY, catalogue=catalogue), book


@pytest.mark.parametrize(("text", "expected"), PAIRS)
def test_pairs(text, expected):
    """Rules that claim the same outcome are named with their class and severity, and no others."""
    found, _ = found_in(text)

    told = [(each.severity, each.code, each.rule.code, [other.code for other in each.others]) for each in found]
    assert [each for each in told if each[1] not in {"rule_expired", "rule_not_yet_effective"}] == expected


@pytest.mark.parametrize(("text", "_expected"), PAIRS)
def test_witnesses(text, _expected):
    """Every clash has a witness, which the evaluator accepts for both rules."""
    found, book = found_in(text)

    clashes = [each for each in found if each.others and each.code not in {"rule_shadowed", "pair_not_decided"}]
    assert all(each.witness is not None for each in clashes)
    assert all(accepts(rule, each.witness.facts, book) for each in clashes for rule in (each.rule, each.others[0]))


@pytest.mark.parametrize(("clauses", "expected"), SINGLES)
def test_singles(clauses, expected):
    """What is wrong with a rule alone is named."""
    found, _ = found_in(A + clauses)

    assert [(each.severity, each.code) for each in found] == expected


def test_every_finding_speaks_both_languages():
    """Sentences and hints stand in Chinese and English, and name the rules."""
    texts = [text for text, _ in PAIRS] + [A + clauses for clauses, _ in SINGLES]
    found = [each for text in texts for each in found_in(text)[0]]

    assert {each.code for each in found} >= {"rule_shadowed", "multiple_real", "band_unreachable"}
    for each in found:
        for lang in ("zh", "en"):
            assert "{" not in each.message(lang) + each.hint(lang)
            assert each.code == "bands_gap" or each.rule.code in each.message(lang)


def test_targets_are_looked_up():
    """With a catalogue a target that it does not hold is a warning, with what was probably meant."""
    catalogue = Catalogue([Entry("课程", "丙酮", institution="U", credits=Decimal(3))])

    found, _ = found_in(A.replace("“丙”", "“丙铜”"), catalogue)

    assert [(each.severity, each.code, each.values["near"]) for each in found] == [
        ("warning", "target_unknown", "丙酮")
    ]
    assert "丙酮" in found[0].hint("zh")


def test_a_target_that_contradicts_itself():
    """A target whose own credits fail its `where` is named."""
    found, _ = found_in("规则 A 来源 课程 “甲” 目标 课程 “丙” 3 学分 其中 学分 >= 4")

    assert [each.code for each in found] == ["target_never_fits"]


def test_a_condition_that_is_too_large_is_never_silent():
    """A rule with more alternatives than are looked at is reported as not decided, and so is its pair."""
    large = " 且 ".join(f"（学习者 属于 “X{place}” 或 学习者 属于 “Y{place}”）" for place in range(8))

    found, _ = found_in(A + f"条件 {large} " + B + f"条件 {large}")

    assert [(each.code, each.rule.code) for each in found] == [
        ("rule_not_decided", "A"),
        ("rule_not_decided", "B"),
        ("pair_not_decided", "B"),
    ]


def test_a_cluster_is_told_once():
    """Many rules for courses of one institution are one finding, not one for every pair."""
    texts = [f"规则 R{place} 来源 课程 “甲” 目标 课程 “丙{place}” @“U” 3 学分" for place in range(20)]

    (found,), _ = found_in("\n".join(texts))

    assert (found.code, found.rule.code, len(found.others)) == ("multiple_real", "R0", 19)
    assert "另有 18 条也是如此" in found.message("zh")
