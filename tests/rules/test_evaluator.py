"""What rules say of learners, as tables of cases."""

from datetime import date
from decimal import Decimal

import pytest

from rules.catalogue import Entry
from rules.facts import Learner, Outcome

HEAD = "规则 R 来源 课程 “A” 目标 课程 “B” 3 学分 "


def course(outcome_id="1", title="A", **values):
    """Return a course of the learner."""
    return Outcome(outcome_id, "课程", title, **values)


A, B, C = course("1", "A"), course("2", "B"), course("3", "C")

CASES = [
    # what is shown; the text; the outcomes held; then truth, credits and missing facts
    ("a source that is held", HEAD, [A], "yes", "3", []),
    ("a source that is not held", HEAD, [B], "no", "0", []),
    ("no outcome at all", HEAD, [], "no", "0", []),
    (
        "width, case and blanks do not count",
        "规则 R 来源 课程 “ａ （1）” 目标 课程 “B” 3 学分",
        [course(title="A(1)")],
        "no",
        "0",
        [],
    ),
    (
        "width does not count",
        "规则 R 来源 课程 “英语（Ｂ）” 目标 课程 “B” 3 学分",
        [course(title="英语(b)")],
        "yes",
        "3",
        [],
    ),
    ("the English word of the kind", 'rule R from course "A" to course "B" 3 credits', [A], "yes", "3", []),
    ("another kind", "规则 R 来源 培训类 “A” 目标 课程 “B” 3 学分", [A], "no", "0", []),
    ("an institution that is asked for", "规则 R 来源 课程 “A” @“X” 目标 课程 “B” 3 学分", [A], "no", "0", []),
    (
        "an institution that fits",
        "规则 R 来源 课程 “A” @“X” 目标 课程 “B” 3 学分",
        [course(institution="X")],
        "yes",
        "3",
        [],
    ),
    ("a title that is a code", HEAD, [course(title="Z", code="A")], "yes", "3", []),
    ("with a code the title is a label", "规则 R 来源 课程 “A” 编号 7 目标 课程 “B” 3 学分", [A], "no", "0", []),
    (
        "a code that fits",
        "规则 R 来源 课程 “A” 编号 7 目标 课程 “B” 3 学分",
        [course(title="Z", code="7")],
        "yes",
        "3",
        [],
    ),
    ("A and B, both held", "规则 R 来源 课程 “A” 与 课程 “B” 目标 课程 “D” 3 学分", [A, B], "yes", "3", []),
    ("A and B, one held", "规则 R 来源 课程 “A” 与 课程 “B” 目标 课程 “D” 3 学分", [A], "no", "0", []),
    (
        "A or B and C means A or (B and C)",
        "规则 R 来源 课程 “A” 或 课程 “B” 与 课程 “C” 目标 课程 “D” 3 学分",
        [A],
        "yes",
        "3",
        [],
    ),
    ("any 2 of 3", "规则 R 来源 任 2 {课程 “A”, 课程 “B”, 课程 “C”} 目标 课程 “D” 3 学分", [A, C], "yes", "3", []),
    ("any 2 of 3 with one", "规则 R 来源 任 2 {课程 “A”, 课程 “B”, 课程 “C”} 目标 课程 “D” 3 学分", [C], "no", "0", []),
    (
        "one outcome never fills two sources",
        "规则 R 来源 课程 “A” 与 课程 “A” 目标 课程 “D” 3 学分",
        [A],
        "no",
        "0",
        [],
    ),
    ("a pool", "规则 R 来源 任何 课程 目标 课程 “D” 3 学分", [B], "yes", "3", []),
    ("any of a set", "集合 S {课程 “A”, 课程 “B”} 规则 R 来源 任 1 集合 S 目标 课程 “D” 3 学分", [B], "yes", "3", []),
    (
        "the place after the braces is shared",
        "规则 R 来源 任 1 {课程 “A”, 课程 “B”} @“X” 目标 课程 “D” 3 学分",
        [A],
        "no",
        "0",
        [],
    ),
    ("an alias", "别名 课程 “A” = 课程 “Z” " + HEAD, [course(title="Z")], "yes", "3", []),
    (
        "an alias of an alias",
        "别名 课程 “A” = 课程 “Y” 别名 课程 “Z” = 课程 “Y” " + HEAD,
        [course(title="Z")],
        "yes",
        "3",
        [],
    ),
    ("score reached", HEAD + "条件 成绩 >= 60", [course(score=Decimal(60))], "yes", "3", []),
    ("score missed", HEAD + "条件 成绩 >= 60", [course(score=Decimal("59.9"))], "no", "0", []),
    ("score unknown", HEAD + "条件 成绩 >= 60", [A], "pending", "0", ["1.score"]),
    ("no beats pending", HEAD + "条件 成绩 >= 60 且 层次 = 本科", [course(level="专科")], "no", "0", []),
    ("yes beats pending in or", HEAD + "条件 成绩 >= 60 或 层次 = 本科", [course(level="本科")], "yes", "3", []),
    ("pending names both", HEAD + "条件 成绩 >= 60 且 层次 = 本科", [A], "pending", "0", ["1.level", "1.score"]),
    ("not of unknown", HEAD + "条件 非 成绩 >= 60", [A], "pending", "0", ["1.score"]),
    ("not of no", HEAD + "条件 非 成绩 >= 60", [course(score=Decimal(1))], "yes", "3", []),
    ("levels are ordered", HEAD + "条件 层次 >= 专科", [course(level="bachelor")], "yes", "3", []),
    ("levels are ordered downwards", HEAD + "条件 层次 > 本科", [course(level="本科")], "no", "0", []),
    ("a level that nobody knows", HEAD + "条件 层次 >= 专科", [course(level="函授")], "pending", "0", ["1.level"]),
    ("between includes both ends", HEAD + "条件 成绩 在 60 至 80", [course(score=Decimal(80))], "yes", "3", []),
    ("in a list", HEAD + "条件 层次 属于 {专科, 本科}", [course(level="本科")], "yes", "3", []),
    ("not in a list", HEAD + "条件 层次 不属于 {专科, 本科}", [course(level="本科")], "no", "0", []),
    ("a date", HEAD + "条件 获取时间 < 2019-01-01", [course(awarded_on=date(2019, 1, 1))], "no", "0", []),
    ("a form field as number", HEAD + "条件 字段 “总分” >= 425", [course(fields={"总分": "430"})], "yes", "3", []),
    ("a form field as text", HEAD + "条件 字段 “工种” = “电工”", [course(fields={"工种": "电工"})], "yes", "3", []),
    ("a form field that is empty", HEAD + "条件 字段 “工种” = “电工”", [A], "pending", "0", ["1.field:工种"]),
    (
        "grades follow their scale",
        "等级序列 N “二级” < “一级” " + HEAD + "条件 等级 >= “二级” 按 N",
        [course(grade="一级", scale="N")],
        "yes",
        "3",
        [],
    ),
    (
        "grades of two scales never compare",
        "等级序列 N “二级” < “一级” " + HEAD + "条件 等级 >= “二级” 按 N",
        [course(grade="一级", scale="M")],
        "pending",
        "0",
        ["1.grade"],
    ),
    (
        "where binds its own source",
        "规则 R 来源 课程 “A” 其中 成绩 >= 60 与 课程 “B” 目标 课程 “D” 3 学分",
        [course(score=Decimal(70)), B],
        "yes",
        "3",
        [],
    ),
    (
        "a condition speaks of every source",
        "规则 R 来源 课程 “A” 与 课程 “B” 目标 课程 “D” 3 学分 条件 成绩 >= 60",
        [course(score=Decimal(70)), course("2", "B", score=Decimal(50))],
        "no",
        "0",
        [],
    ),
    (
        "of two that fit the better counts",
        HEAD + "条件 成绩 >= 60",
        [course("1", score=Decimal(50)), course("2", score=Decimal(70))],
        "yes",
        "3",
        [],
    ),
    (
        "unknown comes before no",
        HEAD + "条件 成绩 >= 60",
        [course("1", score=Decimal(50)), course("2")],
        "pending",
        "0",
        ["2.score"],
    ),
    ("before the rule begins", HEAD + "生效 2020-11-16", [A], "no", "0", []),
    ("on the rule's last day", HEAD + "生效 至 2020-11-15", [A], "yes", "3", []),
    ("on the last valid day", HEAD + "有效期 2 年", [course(awarded_on=date(2018, 11, 15))], "yes", "3", []),
    ("a day too late", HEAD + "有效期 2 年", [course(awarded_on=date(2018, 11, 14))], "no", "0", []),
    ("no date of award", HEAD + "有效期 6 月", [A], "pending", "0", ["1.awarded_on"]),
    ("half of three credits", HEAD + "比例 50%", [A], "yes", "1.50", []),
    ("half-up at the hundredth", "规则 R 来源 课程 “A” 目标 课程 “B” 2.5 学分 比例 85%", [A], "yes", "2.13", []),
    (
        "rounded once per target",
        "规则 R 来源 课程 “A” 目标 课程 “B” 0.5 学分, 课程 “C” 0.5 学分 比例 33%",
        [A],
        "yes",
        "0.34",
        [],
    ),
    ("a band", HEAD + "比例 按 成绩 [85..100] 100%, [70..85) 80%", [course(score=Decimal("84.99"))], "yes", "2.40", []),
    (
        "a gap between bands",
        HEAD + "比例 按 成绩 [85..100] 100%, [60..70) 80%",
        [course(score=Decimal(70))],
        "no",
        "0",
        [],
    ),
    (
        "bands use the lowest score",
        "规则 R 来源 课程 “A” 与 课程 “B” 目标 课程 “D” 4 学分 比例 按 成绩 [80..100] 100%, [60..80) 50%",
        [course(score=Decimal(90)), course("2", "B", score=Decimal(60))],
        "yes",
        "2",
        [],
    ),
    (
        "credits of the source",
        "规则 R 来源 课程 “A” 目标 课程 “B” 学分 来源",
        [course(credits=Decimal(2))],
        "yes",
        "2",
        [],
    ),
    (
        "credits of the source unknown",
        "规则 R 来源 课程 “A” 目标 课程 “B” 学分 来源",
        [A],
        "pending",
        "0",
        ["1.credits"],
    ),
    ("the lesser of both", HEAD + "学分 较小", [course(credits=Decimal(2))], "yes", "2", []),
    ("hours divided", HEAD + "学分 学时 / 16", [course(hours=Decimal(40))], "yes", "2.50", []),
    ("credits of an unknown target", "规则 R 来源 课程 “A” 目标 课程 “B”", [A], "yes", None, ["target.credits"]),
    (
        "the best of a choice",
        "规则 R 来源 课程 “A” 目标 任选 1 {课程 “B” 3 学分, 课程 “C” 4 学分}",
        [A],
        "yes",
        "4",
        [],
    ),
    ("elective credits", "规则 R 来源 课程 “A” 目标 选修 “公共选修” 2 学分", [A], "yes", "2", []),
    ("a waiver brings no credits", HEAD + "免修", [A], "yes", "0", []),
    ("none", "规则 R 来源 课程 “A” 不予转换 “内容过时”", [A], "no", "0", []),
    ("deny", HEAD + "拒绝 “内容不符”", [A], "no", "0", []),
    ("a judgement not yet given", HEAD + "须认定 “相关”", [A], "pending", "0", ["judgement:相关"]),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case[0])
def test_case(judged, case):
    """Each case of the table holds."""
    _, text, outcomes, truth, granted, missing = case

    verdict = judged(text, *outcomes)

    assert verdict.truth == truth
    assert verdict.credits == (None if granted is None else Decimal(granted))
    assert list(verdict.missing) == missing


LEARNERS = [
    ("member", "学习者 属于 “X”", Learner("L", memberships=("X",)), "yes"),
    ("member of another", "学习者 属于 “X”", Learner("L", memberships=("Y",)), "no"),
    ("membership unknown", "学习者 属于 “X”", Learner("L"), "pending"),
    ("no member at all", "学习者 不属于 “X”", Learner("L", memberships=()), "yes"),
    ("holds a kind", "学习者 持有 毕业证书", Learner("L", holds={"毕业证书": True}), "yes"),
    ("holds nothing on record", "学习者 持有 毕业证书", Learner("L"), "no"),
    ("holding unknown", "学习者 未持有 毕业证书", Learner("L", holds={"diploma": None}), "pending"),
    ("holds an outcome", "学习者 持有 课程 “A”", Learner("L"), "yes"),
    ("major", "学习者 专业 = “电子商务”", Learner("L", major="电子商务"), "yes"),
    ("level of the learner", "学习者 层次 >= 本科", Learner("L", level="专科"), "no"),
    ("age on the day before the birthday", "学习者 年龄 >= 60", Learner("L", birth_date=date(1960, 11, 16)), "no"),
    ("age on the birthday", "学习者 年龄 >= 60", Learner("L", birth_date=date(1960, 11, 15)), "yes"),
    ("age unknown", "学习者 年龄 >= 60", Learner("L"), "pending"),
    ("enrolment date", "学习者 入学时间 >= 2019-09-01", Learner("L", enrolled_on=date(2019, 9, 1)), "yes"),
]


@pytest.mark.parametrize("case", LEARNERS, ids=lambda case: case[0])
def test_learner(judged, case):
    """Each condition on the learner is judged in three values."""
    _, condition, learner, truth = case

    assert judged(HEAD + "条件 " + condition, A, learner=learner).truth == truth


@pytest.mark.parametrize(("given", "truth"), [(True, "yes"), (False, "no")])
def test_a_judgement_decides(judged, given, truth):
    """What a person judged is a fact like any other."""
    assert judged(HEAD + "须认定 “相关”", A, judgements={"相关": given}).truth == truth


def test_target_credits_come_from_the_catalogue(judged):
    """A target without credits takes those of its entry."""
    entry = Entry("课程", "B", credits=Decimal("2.5"))

    verdict = judged("规则 R 来源 课程 “A” 目标 课程 “B” 比例 50%", A, targets=(entry,))

    assert verdict.credits == Decimal("1.25")
    assert verdict.grants[0].ratio == 50
