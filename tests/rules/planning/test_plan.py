"""What a plan chooses, what binds it, and what it says of the rest."""

from datetime import date
from decimal import Decimal

import pytest

from rules.catalogue import Entry
from rules.facts import Outcome
from rules.planning import deepening, solving
from rules.planning.policies import Conversion
from rules.planning.problem import Past
from rules.planning.programme import Course
from rules.planning.telling import record_of, told

JIA, YI = (Outcome(str(place), "课程", title) for place, title in enumerate("甲乙", start=1))


def test_a_course_counts_once(planned, chosen):
    """Of two rules for one course the one of more credits is taken."""
    plan = planned(
        "规则 A 来源 课程 “甲” 目标 课程 “子” 2 学分\n规则 B 来源 课程 “乙” 目标 课程 “子” 3 学分", "甲", "乙"
    )

    assert chosen(plan) == [("B", "3.00")]
    assert plan.proved


def test_only_targets_of_the_programme_count(planned, chosen):
    """A course of another programme brings nothing, also where it is granted together with one that counts."""
    plan = planned(
        "规则 A 来源 课程 “甲” 目标 课程 “别处” 9 学分\n"
        "规则 B 来源 课程 “乙” 目标 课程 “子” 2 学分, 课程 “别处” 9 学分",
        "甲",
        "乙",
    )

    assert chosen(plan) == [("B", "2.00")]


def test_a_course_is_known_by_its_code_then_by_its_title(planned, chosen):
    """A code decides, and a title beside it is a label; without a code the title must be the same."""
    courses = (Course("C1", "电子商务概论", Decimal(3)), Course("C2", "网络营销", Decimal(2)))
    text = """规则 A 来源 课程 “甲” 目标 课程 “旧名” 编号 C1
规则 B 来源 课程 “乙” 目标 课程 “网络营销”
规则 C 来源 课程 “乙” 目标 课程 “网络营销” 编号 C9 8 学分"""

    assert chosen(planned(text, "甲", "乙", courses=courses)) == [("A", "3.00"), ("B", "2.00")]


def test_a_pool_of_targets_is_filled_from_the_programme(planned, chosen):
    """Any course that fits may be given; the plan chooses which."""
    entries = [Entry("课程", "子", level="本科"), Entry("课程", "丑", level="专科"), Entry("课程", "寅", level="硕士")]
    courses = [Course("", title, credits_) for title, credits_ in zip("子丑寅", map(Decimal, (2, 3, 5)), strict=True)]
    held = Outcome("1", "课程", "甲", level="本科")
    text = "规则 A 来源 课程 “甲” 目标 任何 课程 其中 层次 <= 来源 层次"

    assert chosen(planned(text, held, courses=courses, entries=entries)) == [("A", "3.00")]


def test_the_choice_of_targets_is_the_plans(planned, chosen):
    """A lesser option is chosen where the better course comes from elsewhere."""
    text = """规则 A 来源 课程 “甲” 目标 任选 1 { 课程 “子” 3 学分, 课程 “丑” 2 学分 }
规则 B 来源 课程 “乙” 目标 课程 “子” 3 学分"""

    assert sorted(chosen(planned(text, "甲", "乙"))) == [("A", "2.00"), ("B", "3.00")]


def test_the_way_to_fill_sources_is_the_plans(planned, chosen):
    """A rule takes the outcome that a consuming rule does not need."""
    text = """规则 A 来源 课程 “甲” 或 课程 “乙” 目标 课程 “子” 3 学分 消耗
规则 B 来源 课程 “甲” 目标 课程 “丑” 2 学分 消耗"""
    plan = planned(text, "甲", "乙")

    assert sorted(chosen(plan)) == [("A", "3.00"), ("B", "2.00")]
    assert [each.option.outcomes for each in plan.chosen if each.option.rule.code == "A"] == [("2",)]


def test_a_consumed_outcome_serves_nothing_else(planned, chosen):
    """Not even a rule that would not consume it."""
    text = """规则 A 来源 课程 “甲” 目标 课程 “子” 3 学分 消耗
规则 B 来源 课程 “甲” 目标 课程 “丑” 2 学分"""

    assert chosen(planned(text, "甲")) == [("A", "3.00")]


@pytest.mark.parametrize("case", [("", 3), ("仅一次", 1)], ids=str)
def test_a_rule_is_used_once_where_it_says_so(planned, case):
    """Otherwise each outcome may use it."""
    clause, uses = case
    plan = planned(f"规则 A 来源 任何 课程 目标 选修 “通识” 1.5 学分 {clause}", "甲", "乙", "丙")

    assert len(plan.chosen) == uses


def test_a_policy_that_binds_is_named_with_what_it_keeps_out(planned):
    """The figures of the policy stand in its sentence, in both languages."""
    text = """规则 A “甲换子” 来源 课程 “甲” 目标 课程 “子” 3 学分
规则 B “乙换丑” 来源 课程 “乙” 目标 课程 “丑” 2 学分
政策 HALF “不超过一半” 范围 专业 上限 50% 专业总学分"""
    plan = planned(text, "甲", "乙", total="8")

    assert [(each.option.rule.code, [one.limit.code for one in each.breaches]) for each in plan.kept_out] == [
        ("B", ["HALF"])
    ]
    assert "政策“不超过一半”（HALF）：最多 4 学分（每个专业），已占用 3 学分，这次 2 学分，只剩 1 学分。" in told(plan)
    assert "allows 4 credits per programme; 3 are taken already" in told(plan, "en")
    assert record_of(plan)["binding"][0]["kept_out"] == ["B"]


def test_truncated_credits_fill_a_cap(planned):
    """Where the excess is cut, the last conversion brings what is left."""
    text = """规则 A 来源 课程 “甲” 目标 课程 “子” 3 学分
规则 B 来源 课程 “乙” 目标 课程 “丑” 2 学分
政策 HALF 范围 专业 上限 50% 专业总学分 超出 截断"""
    plan = planned(text, "甲", "乙", total="8")

    assert plan.credits == 4
    assert [breach.limit.code for each in plan.chosen for breach in each.truncations] == ["HALF"]


def test_a_share_of_an_unknown_total_keeps_everything_out(planned):
    """Nothing is planned by guess; the sentence says what to enter."""
    plan = planned("规则 A 来源 课程 “甲” 目标 课程 “子” 3 学分\n政策 P 上限 50% 专业总学分", "甲", total=None)

    assert plan.chosen == ()
    assert "总学分没有登记" in told(plan)


def test_a_pending_rule_says_what_it_lacks_and_what_it_would_add(planned):
    """What it would add counts what the plan leaves room for."""
    text = """规则 A 来源 课程 “甲” 目标 课程 “子” 3 学分
规则 B 来源 课程 “乙” 目标 课程 “丑” 2 学分 条件 成绩 >= 60
规则 C 来源 课程 “乙” 目标 课程 “子” 9 学分 须认定 “相关”"""
    plan = planned(text, "甲", "乙")
    pending = [(each.waiting.rule.code, each.waiting.verdict.missing, each.adds) for each in plan.hoped]

    assert pending == [("B", ("2.score",), Decimal("2.00")), ("C", ("judgement:相关",), Decimal(0))]
    assert "the plan would add at least 2 credits" in told(plan, "en")


def test_a_judgement_is_read_for_its_rule(planned, chosen):
    """What was judged for one rule says nothing of another."""
    text = "\n".join(
        f"规则 {code} 来源 课程 “甲” 目标 课程 “{title}” 1 学分 须认定 “相关”" for code, title in ("A子", "B丑")
    )
    plan = planned(text, "甲", judgements={"A": {"相关": True}})

    assert chosen(plan) == [("A", "1.00")]


def test_unknown_credits_are_waited_for(planned):
    """A course without credits brings nothing until they are known."""
    plan = planned("规则 A 来源 课程 “甲” 目标 课程 “子”", "甲", courses=(Course("", "子"),))

    assert plan.chosen == ()
    assert [(each.waiting.verdict.missing, each.adds) for each in plan.hoped] == [(("target.credits",), None)]


def test_a_denied_conversion_is_not_planned(planned):
    """A denial of the source for the target overrides."""
    text = "规则 A 来源 课程 “甲” 目标 课程 “子” 3 学分\n规则 N 来源 课程 “甲” 目标 课程 “子” 拒绝 “已停”"

    assert planned(text, "甲").chosen == ()


def test_what_is_booked_counts(planned, chosen):
    """Booked credits fill caps; booked courses, rules used once and consumed outcomes are not offered again."""
    text = """规则 A 来源 课程 “甲” 目标 课程 “子” 3 学分
规则 B 来源 课程 “乙” 目标 课程 “丑” 2 学分
规则 C 来源 课程 “乙” 目标 课程 “寅” 1 学分 消耗
规则 D 来源 课程 “甲” 目标 课程 “卯” 1 学分 仅一次
政策 P 上限 4 学分"""
    booked = Conversion("D", date(2020, 1, 1), (JIA,), (Decimal(1),), "电商")
    plan = planned(text, "甲", "乙", past=Past((booked,), frozenset({"卯"})))

    assert chosen(plan) == [("A", "3.00")]
    assert sorted(each.option.rule.code for each in plan.kept_out) == ["B", "C"]


def test_a_waiver_brings_no_credits_and_is_named(planned):
    """A course that one can be exempt from stands beside the plan."""
    plan = planned("规则 A 来源 课程 “甲” 目标 课程 “子” 3 学分 免修", "甲")

    assert (plan.chosen, [each.rule.code for each in plan.waived]) == ((), ["A"])


@pytest.mark.parametrize("priority", ["", "优先 1"], ids=["order", "priority"])
def test_of_equal_plans_the_one_that_is_offered_first(planned, chosen, priority):
    """Fewer conversions, then the higher priority, then the order of the rules."""
    text = f"""规则 A 来源 课程 “甲” 目标 课程 “子” 3 学分
规则 B 来源 课程 “乙” 目标 课程 “子” 3 学分 {priority}
规则 C 来源 课程 “甲” 目标 课程 “丑” 1 学分
规则 D 来源 课程 “甲” 目标 课程 “寅” 2 学分
政策 P 上限 3 学分"""

    assert chosen(planned(text, "甲", "乙")) == [("B" if priority else "A", "3.00")]


def test_without_the_solver_nothing_is_proved(planned, chosen, monkeypatch):
    """What was found by then stands in, and the plan says that it proves nothing."""
    monkeypatch.setattr(solving, "solver", lambda: None)
    monkeypatch.setattr(deepening, "MOST_STEPS", 3)
    text = """规则 A 来源 课程 “甲” 目标 课程 “子” 3 学分
规则 B 来源 课程 “甲” 目标 课程 “丑” 2 学分
规则 C 来源 课程 “乙” 目标 课程 “寅” 2 学分
政策 P 上限 4 学分"""
    plan = planned(text, "甲", "乙")

    assert (chosen(plan), plan.proved) == ([("A", "3.00")], False)
    assert "未证明最优" in told(plan)


def test_without_time_nothing_is_proved(planned, monkeypatch):
    """A search that is stopped at once still gives a plan that can be approved."""
    monkeypatch.setattr(deepening, "MOST_STEPS", 1)
    text = "\n".join(f"规则 R{n} 来源 课程 “甲” 目标 课程 “{t}” {n + 2}.3 学分" for n, t in enumerate("子丑寅卯辰"))
    plan = planned(text + "\n政策 P 上限 10 学分", "甲", seconds=0.0)

    assert not plan.proved
    assert 0 < plan.credits <= 10


def test_more_ways_than_are_looked_at_prove_nothing(planned):
    """The rule is named whose ways were not all compared."""
    courses = tuple(Course("", f"课{number}", Decimal(1)) for number in range(70))
    plan = planned("规则 A 来源 课程 “甲” 目标 任何 课程", "甲", courses=courses)

    assert (plan.bounded, plan.proved, plan.credits) == (("A",), False, 1)
    assert "more than 60 ways" in told(plan, "en")
