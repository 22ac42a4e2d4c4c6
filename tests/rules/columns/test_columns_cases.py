"""What columns say of single cases: several ways, denials, exact credits, and what is left to the tree walker."""

from datetime import date
from decimal import Decimal

import pytest

from grammar.parser import parse
from rules.answers import answer_of
from rules.book import Book
from rules.columns.answering import answers
from rules.columns.gathering import columns_of, columns_of_facts
from rules.columns.programming import programs_of
from rules.columns.totals import totals
from rules.evaluator import evaluate_all
from rules.facts import Facts, Learner, Outcome
from rules.populations import Population

DAY = date(2020, 11, 15)


def course(outcome_id, title="甲", **more):
    """Return a course that a learner holds."""
    return Outcome(outcome_id, "课程", title, **more)


def book_of(text):
    """Return the book of a text."""
    parsed = parse(text)
    assert not parsed.problems, parsed.problems
    return Book.gather([parsed.file])


def told(text, *outcomes, learner=None):
    """Return the columns' answers by rule, and the tree walker's."""
    book, facts = book_of(text), Facts(learner or Learner("L"), outcomes, on=DAY)
    population = columns_of_facts([facts], (rule.code for rule in book.rules))
    found = {
        book.rules[each.rule].code: answer
        for each in answers(programs_of(book, DAY), population)
        for _, answer in each.answers()
    }
    return found, {each.rule_code: answer_of(each) for each in evaluate_all(book, facts)}


CASES = {
    "of two outcomes the one that pays more counts": (
        "规则 R 来源 课程 “甲” 目标 课程 “丙” 3 学分 比例 按 成绩 [60..80) 50%, [80..100] 100%",
        [course("a", score=Decimal(70)), course("b", score=Decimal(90)), course("c")],
    ),
    "two sources are filled by two outcomes": (
        "规则 R 来源 课程 “甲” 与 课程 “甲” 目标 课程 “丙” 3 学分 学分 来源",
        [course("a", credits=Decimal("1.5")), course("b", credits=Decimal(2)), course("c", credits=Decimal(4))],
    ),
    "a source that is half filled is no": (
        "规则 R 来源 课程 “甲” 与 课程 “乙” 目标 课程 “丙” 3 学分",
        [course("a")],
    ),
    "a denial overrides, and names its own rule's gaps while it is pending": (
        (
            "规则 R 来源 课程 “甲” 目标 课程 “丙” 3 学分\n"
            "规则 D 来源 课程 “甲” 其中 成绩 < 60 目标 课程 “丙” 拒绝 “不及格”"
        ),
        [course("a", score=Decimal(50)), course("b")],
    ),
    "a denial of two outcomes together reaches a rule that uses both": (
        (
            "规则 R 来源 课程 “甲” 与 课程 “乙” 目标 课程 “丙” 3 学分\n"
            "规则 D 来源 课程 “乙” 与 课程 “甲” 目标 课程 “丙” 拒绝"
        ),
        [course("a"), course("b", "乙")],
    ),
    "a held outcome's own missing score is named": (
        "规则 R 来源 课程 “甲” 目标 课程 “丙” 3 学分 条件 学习者 持有 课程 “乙” 其中 （成绩 >= 60）",
        [course("a"), course("x", "乙"), course("y", "乙", score=Decimal(50))],
    ),
    "ratios with many decimal places are exact": (
        "规则 R 来源 课程 “甲” 目标 课程 “丙” 3 学分 比例 33.3333% 学分 较小",
        [course("a", credits=Decimal("2.0015"))],
    ),
    "hours are divided exactly": (
        "规则 R 来源 课程 “甲” 目标 课程 “丙” 3 学分 学分 学时 / 18",
        [course("a", hours=Decimal(50))],
    ),
}


@pytest.mark.parametrize("says", CASES)
def test_case(says):
    """Each case is answered as the tree walker answers it."""
    text, outcomes = CASES[says]

    found, expected = told(text, *outcomes)

    assert found == expected


def test_what_the_columns_cannot_judge_is_walked_and_counted():
    """A choice whose options ask something of the source is left to the tree walker, and the totals say so."""
    book = book_of("规则 R 来源 课程 “甲” 目标 任选 1 { 课程 “丙” 3 学分 其中 层次 <= 来源 层次, 课程 “丁” 2 学分 }")
    known = [Facts(Learner(name), (course("a", level="专科"),), on=DAY) for name in "AB"]

    found = totals(programs_of(book, DAY), columns_of_facts(known))

    assert (found.walked, found.walked_pairs, found.pairs) == ((0,), 2, 2)


def test_too_many_ways_are_walked_and_counted():
    """A learner with very many ways to fill a source sends the rule to the tree walker for that block alone."""
    book = book_of("规则 R 来源 任何 课程 与 任何 课程 与 任何 课程 目标 课程 “丙” 3 学分")
    many = Facts(Learner("A"), tuple(course(f"o{place:02d}") for place in range(12)), on=DAY)
    few = Facts(Learner("B"), tuple(course(f"o{place}") for place in range(3)), on=DAY)

    found = totals(programs_of(book, DAY), columns_of_facts([many, few]), block=1)

    assert (found.yes.tolist(), found.walked, found.walked_pairs) == ([2], (0,), 1)


def test_equal_conditions_are_judged_once():
    """Rules that ask the same of the same source share one condition, whatever they grant."""
    rules = (f"规则 R{place} 来源 课程 “甲” 目标 课程 “丙” {place} 学分 条件 成绩 >= 60" for place in range(1, 6))
    programs = programs_of(book_of("\n".join(rules)), DAY)

    assert [len(batch.joined) for batch in programs.batches.values()] == [1]


def test_a_population_from_tables_is_judged_with_its_judgements():
    """What people judged of a learner counts for the rule that they judged it for."""
    book = book_of("规则 R 来源 课程 “甲” 目标 课程 “丙” 3 学分 须认定 “相关”")
    learners = {name: Learner(name, holds={}) for name in "ABC"}
    held = {name: (course("a"),) for name in "ABC"}
    judged = {("A", "r"): {"相关": True}, ("B", "r"): {"相关": False}}

    found = totals(programs_of(book, DAY), columns_of(Population(learners, held, judged)))

    assert (found.yes.tolist(), found.pending.tolist(), found.no.tolist()) == ([1], [1], [1])
    assert found.credits(0) == Decimal(3)
