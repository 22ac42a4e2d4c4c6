"""Verdicts say why, in plain sentences of both languages."""

from datetime import date
from decimal import Decimal

import pytest

from rules.explanation import reasons, tree_in_words
from rules.facts import Learner, Outcome

HEAD = "规则 R 来源 课程 “A” 目标 课程 “Z” 3 学分 "

CASES = [
    # the clause; the outcome's facts; what the last reason says in Chinese and English
    (
        "条件 学习者 属于 “广东老年大学”",
        {},
        "n 仅限广东老年大学学员，您的学籍不在其中",
        "n Only for learners of 广东老年大学; you are not enrolled there",
    ),
    (
        "条件 非 学习者 属于 “甲”",
        {},
        "n 不适用于甲学员，您的学籍在其中",
        "n Not for learners of 甲; you are enrolled there",
    ),
    ("条件 成绩 >= 60", {}, "m 缺成绩，补填后即可判断", "m The score is missing, and the verdict waits for it"),
    (
        "条件 成绩 >= 60",
        {"score": Decimal("84.00")},
        "y 成绩 84，达到 60 分的要求",
        "y The score is 84, which reaches the required 60",
    ),
    (
        "条件 成绩 >= 60",
        {"score": Decimal("59.50")},
        "n 成绩 59.5，未达到 60 分的要求",
        "n The score is 59.5, but must be at least 60",
    ),
    (
        "条件 非 成绩 >= 60",
        {"score": Decimal(84)},
        "n 成绩 84，须低于 60 分",
        "n The score is 84, but must be below 60",
    ),
    (
        "条件 层次 属于 {专科, 本科}",
        {"level": "高中"},
        "n 层次为高中，须是专科、本科之一",
        "n The education level is 高中, but must be one of 专科, 本科",
    ),
    (
        "条件 获取时间 < 2019-01-01",
        {"awarded_on": date(2020, 1, 1)},
        "n 获取时间 2020-01-01，须早于 2019-01-01",
        "n The date of award is 2020-01-01, but must be before 2019-01-01",
    ),
    (
        "条件 学习者 未持有 毕业证书",
        {},
        "n 不适用于已持有“毕业证书”的学习者，您已持有",
        "n Not for learners who hold “毕业证书”; you do",
    ),
    (
        "条件 字段 “工种” = “电工”",
        {"fields": {"工种": "焊工"}},
        "n 工种为焊工，须为电工",
        "n The 工种 is 焊工, but must be 电工",
    ),
    (
        "比例 按 成绩 [60..100] 80%",
        {"score": Decimal(84)},
        "y 成绩 84，按 80% 转换",
        "y The score 84 converts at 80%",
    ),
    (
        "比例 按 成绩 [60..100] 80%",
        {"score": Decimal(50)},
        "n 成绩 50 不在可转换的分数段内",
        "n The score 50 lies in no band that converts",
    ),
    (
        "生效 2021-01-01",
        {},
        "n 规则在 2020-11-15 不在有效期内（自 2021-01-01 起）",
        "n The rule is not in force on 2020-11-15 (from 2021-01-01)",
    ),
    (
        "有效期 1 年",
        {"awarded_on": date(2018, 1, 1)},
        "n 成果只能在获取之日至 2019-01-01 之间转换",
        "n The outcome converts only from the day of its award to 2019-01-01",
    ),
    ("须认定 “相关”", {}, "m 待审核人员认定：相关", "m A reviewer has still to judge: 相关"),
    ("免修 “已掌握”", {}, "y 免修，不计学分：已掌握", "y Exempt, without credits: 已掌握"),
    ("拒绝 “内容不符”", {}, "n 拒绝转换：内容不符", "n Denied: 内容不符"),
    (
        "条件 层次 >= 专科",
        {"level": "函授"},
        "m 层次“函授”无法比较（须达到专科），请核对后补正",
        "m The education level “函授” cannot be compared (must be at least 专科); please have it checked",
    ),
]
LEARNER = Learner("L", frozenset({"甲"}), holds={"毕业证书": True})


@pytest.mark.parametrize("case", CASES, ids=lambda case: case[2])
def test_case(judged, case):
    """Each clause says in both languages what it found."""
    clause, held, chinese, english = case
    verdict = judged(HEAD + clause, Outcome("1", "课程", "A", **held), learner=LEARNER)

    said = [[f"{reason.mark} {reason.sentence}" for reason in reasons(verdict, lang)] for lang in ("zh", "en")]

    assert [each[-1] for each in said] == [chinese, english]


def test_a_missing_source_is_named(judged):
    """Without a matching outcome the reason names what the rule starts from."""
    said = reasons(judged("规则 R 来源 课程 “A” 与 课程 “B” 目标 课程 “Z” 3 学分", Outcome("1", "课程", "A")))

    assert [each.sentence for each in said] == ["您还没有符合来源要求的成果：B"]


def test_what_was_denied_names_the_denying_rule(judged_all):
    """The reason of an overridden rule names the rule that denies, and why."""
    text = "规则 D 来源 课程 “A” 目标 课程 “Z” 拒绝 “内容不符” " + HEAD

    said = reasons(judged_all(text, Outcome("1", "课程", "A"))["R"])

    assert [(each.mark, each.sentence) for each in said] == [("n", "规则 D 拒绝这项转换：内容不符")]


def test_unknown_credits_of_the_target_are_named(judged):
    """A yes whose credits are unknown says that approval waits for them."""
    said = reasons(judged("规则 R 来源 课程 “A” 目标 课程 “Z”", Outcome("1", "课程", "A")))

    assert [each.mark for each in said] == ["y", "m"]


def test_the_tree_shows_every_clause(judged):
    """`explain` shows the whole tree, nested, each clause with its mark."""
    verdict = judged(
        HEAD + "条件 成绩 >= 60 或 学习者 属于 “甲”", Outcome("1", "课程", "A", score=Decimal(50)), learner=LEARNER
    )

    assert tree_in_words(verdict).split("\n") == [
        "R v1：可以转换",
        "  ✓ 这条规则的各项要求",
        "    ✓ 您的“A”符合来源要求",
        "    ✓ 以下有一项满足即可",
        "      ✗ 成绩 50，未达到 60 分的要求",
        "      ✓ 您是甲的学员",
        "  → Z：3.00 学分",
    ]
    assert tree_in_words(verdict, "en").startswith("R v1: converts\n  ✓ What this rule asks for\n")


def test_the_tree_says_what_an_approval_waits_for(judged):
    """A yes without the target's credits says so in its last line."""
    verdict = judged("规则 R 来源 课程 “A” 目标 课程 “Z”", Outcome("a", "课程", "A"))

    assert tree_in_words(verdict).split("\n")[-1] == "  ? 目标课程的学分未知，补填后才能批准"


def test_what_a_target_lacks_is_said_of_the_target(judged):
    """A condition on the target names the target, and says once what it waits for."""
    verdict = judged("规则 R 来源 课程 “A” 目标 课程 “Z” 其中 学分 >= 2", Outcome("a", "课程", "A"))

    assert verdict.missing == ("target.credits",)
    assert [each.sentence for each in reasons(verdict)] == ["缺目标课程的学分，补填后即可判断"]
    assert [each.sentence for each in reasons(verdict, "en")] == [
        "The target’s credits are missing, and the verdict waits for it"
    ]


@pytest.mark.parametrize(
    ("days", "chinese", "english"),
    [
        ("2021-01-01", "自 2021-01-01 起", "from 2021-01-01"),
        ("至 2019-01-01", "至 2019-01-01 止", "until 2019-01-01"),
        ("2018-01-01 至 2019-01-01", "2018-01-01 至 2019-01-01", "2018-01-01 until 2019-01-01"),
    ],
)
def test_the_days_of_a_rule_are_said_in_words(judged, days, chinese, english):
    """A rule that is not in force says from when and until when it is, as far as that is written."""
    verdict = judged(f"规则 R 来源 课程 “A” 目标 课程 “Z” 3 学分 生效 {days}", Outcome("a", "课程", "A"))

    assert reasons(verdict)[-1].sentence == f"规则在 2020-11-15 不在有效期内（{chinese}）"
    assert reasons(verdict, "en")[-1].sentence == f"The rule is not in force on 2020-11-15 ({english})"


def test_of_several_sources_the_one_is_named(judged):
    """Where a rule uses several outcomes, a sentence about one of them names it."""
    text = "规则 R 来源 课程 “A” 其中 成绩 >= 80 与 课程 “B” 目标 课程 “Z” 3 学分 条件 成绩 >= 60 有效期 2 年"
    verdict = judged(
        text, Outcome("a", "课程", "A", score=Decimal(70), awarded_on=date(2020, 1, 1)), Outcome("b", "课程", "B")
    )

    assert [each.sentence for each in reasons(verdict)] == ["“A”的成绩 70，未达到 80 分的要求"]
    assert "      ? 缺“B”的成绩，补填后即可判断" in tree_in_words(verdict).split("\n")
    assert "    ✓ “A”：成果在有效期内，至 2022-01-01 止" in tree_in_words(verdict).split("\n")
    assert "    ? “B”: The date of award is missing, and the validity waits for it" in tree_in_words(
        verdict, "en"
    ).split("\n")
    assert [each.sentence for each in reasons(verdict, "en")] == ["The score of “A” is 70, but must be at least 80"]


def test_one_source_needs_no_name(judged):
    """With one source everybody knows which is meant."""
    verdict = judged("规则 R 来源 课程 “A” 目标 课程 “Z” 3 学分 条件 成绩 >= 60", Outcome("a", "课程", "A"))

    assert [each.sentence for each in reasons(verdict)] == ["缺成绩，补填后即可判断"]
