"""What a policy counts, and what it refuses or cuts."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from rules.facts import Facts, Learner, Outcome
from rules.planning.limits import limits_of_policy, limits_of_rule
from rules.planning.policies import Conversion, Standing, missing_of, rule_on
from rules.planning.sentences import sentence_of
from rules.planning.terms import Terms

JIA, YI, JIANG = Outcome("1", "课程", "甲"), Outcome("2", "课程", "乙"), Outcome("3", "业绩类-竞赛奖励", "奖")
DAY = date(2020, 11, 15)
STANDING = Standing(Facts(Learner("L"), (JIA, YI, JIANG), on=DAY), {"电商": Decimal(25), "": None})


def made(*outcomes, credits_="2", rule="A", on=DAY, programme="电商"):
    """Return a conversion."""
    return Conversion(rule, on, outcomes or (JIA,), (Decimal(credits_),), programme)


@pytest.fixture
def ruled(book_of):
    """Return a function that rules on a conversion by the policies of a text, after others."""

    def rule(text, new, *before, standing=STANDING):
        book = book_of(text)
        limits = [limit for each in book.policies for limit in limits_of_policy(each, book)]
        return rule_on(new, before, limits, standing)

    return rule


# what the policy says, the new conversion, those before it, whether it is refused
CASES = (
    ("上限 4 学分", made(), [made()], False),
    ("上限 3.99 学分", made(), [made()], True),
    ("范围 成果 上限 3 学分", made(JIA), [made(YI)], False),
    ("范围 成果 上限 3 学分", made(JIA, YI), [made(YI)], True),
    ("范围 专业 上限 3 学分", made(), [made(programme="会计")], False),
    ("上限 10% 专业总学分", made(credits_="2.50"), [made(programme="会计")], False),
    ("上限 10% 专业总学分", made(credits_="2.51"), [], True),
    ("上限 33.33% 专业总学分", made(credits_="8.34"), [], True),
    ("上限 10% 专业总学分", made(programme=""), [], True),
    ("范围 年 上限 3 学分", made(), [made(on=date(2019, 12, 31))], False),
    ("范围 年 上限 3 学分", made(), [made(on=date(2020, 1, 1))], True),
    ("期间 学期 上限 3 学分", made(), [made(on=date(2020, 8, 31))], False),
    ("期间 学期 上限 3 学分", made(), [made(on=date(2020, 9, 1))], True),
    ("期间 2020-01-01 至 2020-06-30 上限 3 学分", made(), [made(on=date(2020, 2, 1))], False),
    ("期间 2020-01-01 至 2020-12-31 上限 3 学分", made(), [made(on=date(2020, 2, 1))], True),
    ("期间 2020-01-01 至 2020-12-31 上限 3 学分", made(), [made(on=date(2019, 2, 1))], False),
    ("最多 1 次", made(YI), [made(JIA)], True),
    ("范围 成果 最多 1 次", made(YI), [made(JIA)], False),
    ("涉及 规则 B 最多 1 次", made(rule="b"), [made(rule="A")], False),
    ("涉及 规则 A, B 最多 1 次", made(rule="B"), [made(rule="A")], True),
    ("涉及 类别 业绩类-竞赛奖励 最多 1 次", made(JIANG), [made(JIA)], False),
    ("涉及 类别 业绩类-竞赛奖励 最多 1 次", made(JIANG, JIA), [made(JIANG)], True),
    ("涉及 集合 S 最优 1", made(YI), [made(JIA)], True),
    ("涉及 集合 S 最优 1", made(JIA), [made(JIA)], False),
    ("涉及 集合 S 最优 1", made(JIANG), [made(JIA)], False),
    ("最优 1 范围 成果", made(YI), [made(JIA)], True),
    ("上限 1 学分 生效 2021-01-01", made(), [], False),
    ("上限 1 学分 生效 至 2020-11-15", made(), [], True),
    ("上限 1 学分 条件 成绩 >= 60", made(replace(JIA, score=Decimal(59))), [], False),
    ("上限 1 学分 条件 成绩 >= 60", made(), [], True),
    ("上限 0 学分", made(credits_="0"), [made()], False),
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case[0]} {len(case[2])}")
def test_case(ruled, case):
    """Each case of the table holds."""
    clauses, new, before, refused = case
    ruling = ruled(f"政策 P {clauses}\n集合 S {{ 课程 “甲”, 课程 “乙” }}", new, *before)

    assert bool(ruling.refusals) is refused
    assert ruling.granted == new.credits


def test_what_is_left_is_given_to_the_first_targets(ruled):
    """A truncating cap says how far it cuts."""
    new = replace(made(), credits=(Decimal(2), Decimal("1.5"), Decimal(1)))
    ruling = ruled("政策 P 上限 5 学分 超出 截断", new, made())

    assert (ruling.granted, ruling.refusals) == ((Decimal(2), Decimal(1), Decimal(0)), ())
    assert [breach.room for breach in ruling.truncations] == [3]


def test_nothing_left_is_a_refusal(ruled):
    """A conversion is not cut to nothing."""
    assert ruled("政策 P 上限 2 学分 超出 截断", made(), made()).refusals


def test_a_cut_comes_before_what_refuses(ruled):
    """A cap that refuses is held against the credits that the other leaves."""
    text = "政策 P 上限 3 学分\n政策 Q 上限 3 学分 超出 截断"

    assert not ruled(text, made(), made()).refusals


def test_a_missing_fact_of_a_condition_is_named(ruled):
    """The policy counts as binding, and the sentence says what its condition lacks."""
    text = "政策 P “限” 上限 1 学分 条件 学习者 属于 “X校”"
    (breach,) = ruled(text, made()).refusals
    lacking = missing_of(breach.limit, made(), STANDING)

    assert lacking == ("learner.memberships",)
    assert "（其条件尚缺 learner.memberships，按成立处理）" in sentence_of(breach, "zh", lacking)
    assert "taken to hold" in sentence_of(breach, "en", lacking)


def test_terms_are_a_setting(ruled):
    """The same two days lie in one term of one house, and in two of another."""
    case = ("政策 P 期间 学期 上限 3 学分", made(), made(on=date(2020, 8, 25)))
    early = replace(STANDING, terms=Terms(((2, 15), (8, 20))))

    assert not ruled(*case).refusals
    assert ruled(*case, standing=early).refusals


def test_a_cap_of_a_rule_counts_the_rule_alone(book_of):
    """Whatever its name's width or case, whichever version granted."""
    (rule,) = book_of("规则 AB 来源 课程 “甲” 目标 课程 “子” 2 学分 上限 3 学分").rules
    limits = limits_of_rule(rule)

    assert rule_on(made(rule="AB"), [made(rule="ａｂ")], limits, STANDING).refusals
    assert not rule_on(made(rule="AB"), [made(rule="C")], limits, STANDING).refusals
