"""The planner against trying every order of every choice, on small cases."""

from datetime import date
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from grammar.parser import parse
from rules.book import Book
from rules.facts import Facts, Learner, Outcome
from rules.planning.options import Desk
from rules.planning.plan import Planner, limits_of
from rules.planning.policies import Standing
from rules.planning.programme import Course, Programme
from tests.effort import examples
from tests.rules.planning.by_trying_all import Tried, most_credits

TITLES = "甲乙丙"
MOST = 6  # options: every order of them is tried
SOURCES = (
    "课程 “甲”",
    "课程 “乙”",
    "培训类 “丙”",
    "课程 “甲” 与 课程 “乙”",
    "课程 “甲” 或 课程 “乙”",
    "任何 课程",
    "任 2 { 课程 “甲”, 课程 “乙”, 培训类 “丙” }",
)
TARGETS = (
    "课程 “子” 3 学分",
    "课程 “子” 2.5 学分",
    "课程 “丑” 2 学分",
    "课程 “寅” 4 学分",
    "课程 “丑” 2 学分, 课程 “寅” 1.5 学分",
    "课程 “子” 1 学分, 课程 “别处” 2 学分",
    "任选 1 { 课程 “子” 3 学分, 课程 “丑” 2 学分 }",
    "选修 1.5 学分",
)
CLAUSES = ("", "", "仅一次", "消耗", "上限 2 学分 每 成果", "上限 20% 专业总学分", "上限 3 学分", "比例 50%")
SCOPES = ("", "范围 成果", "范围 学习者", "范围 专业", "范围 年")
AMONG = ("", "", "涉及 类别 课程", "涉及 规则 R0, R1", "涉及 集合 POOL")
LIMITS = ("上限 3 学分", "上限 4.5 学分", "上限 25% 专业总学分", "最多 1 次", "最多 2 次", "最优 1", "最优 2")
EXCESS = ("", "", "超出 截断", "超出 拒绝")
SET = "集合 POOL { 课程 “甲”, 培训类 “丙” }\n"
OUTCOMES = (Outcome("1", "课程", "甲"), Outcome("2", "课程", "乙"), Outcome("3", "培训类", "丙"))
ON = date(2020, 11, 15)
FACTS = Facts(Learner("L"), OUTCOMES, on=ON)
PROGRAMME = Programme("电商", Decimal(20), tuple(Course("", title) for title in "子丑寅"))
PICKED = {name: st.sampled_from(words) for name, words in {"source": SOURCES, "target": TARGETS}.items()}
RULE = st.builds("来源 {} 目标 {} {}".format, PICKED["source"], PICKED["target"], st.sampled_from(CLAUSES))
POLICY = st.builds("{} {} {} {}".format, *map(st.sampled_from, (SCOPES, AMONG, LIMITS, EXCESS)))


@st.composite
def books(draw):
    """Draw a few rules and policies over three outcomes and three courses."""
    rules = draw(st.lists(RULE, min_size=1, max_size=5))
    policies = draw(st.lists(POLICY, max_size=3))
    lines = [f"规则 R{place} {words}" for place, words in enumerate(rules)]
    lines += [f"政策 P{place} {words}" for place, words in enumerate(policies)]
    parsed = parse(SET + "\n".join(lines))
    assert not parsed.problems, parsed.problems
    return Book.gather([parsed.file])


def offered(book):
    """Return the options of the book."""
    return Desk(book, PROGRAMME).offer(FACTS, lambda _code: FACTS).options


def planned(book):
    """Return the plan of the book."""
    return Planner(book, PROGRAMME).plan(lambda _code: FACTS)


@settings(max_examples=examples(300), deadline=None)
@given(book=books())
def test_no_order_of_approvals_brings_more(book):
    """A proved plan brings as much as the best of all sequences of approvals."""
    options = offered(book)[:MOST]
    if len(offered(book)) > MOST:
        return
    plan = planned(book)
    best = most_credits(options, limits_of(book), Standing(FACTS, {"电商": Decimal(20)}))

    assert plan.credits == best
    assert plan.proved


@settings(max_examples=examples(200), deadline=None)
@given(book=books())
def test_a_plan_can_be_approved_in_its_order(book):
    """Each conversion of a plan gets exactly what the plan says when they are approved one after the other."""
    plan = planned(book)
    tried = Tried([])
    for each in plan.chosen:
        tried = tried.after(each.option, limits_of(book), Standing(FACTS, {"电商": Decimal(20)}))

        assert tried is not None
        assert tried.booked[-1].credits == each.granted
    assert tried.counted == plan.credits


@settings(max_examples=examples(100), deadline=None)
@given(book=books())
def test_the_same_case_gives_the_same_plan(book):
    """Nothing in a plan depends on chance."""
    assert planned(book) == planned(book)
