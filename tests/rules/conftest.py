"""A rule's text and a learner's outcomes, judged."""

from datetime import date

import pytest

from grammar.parser import parse
from rules.book import Book
from rules.catalogue import Catalogue
from rules.evaluator import evaluate, evaluate_all
from rules.facts import Facts, Learner

DAY = date(2020, 11, 15)


@pytest.fixture
def judged():
    """Apply the first rule of a text to outcomes."""

    def judge(text, *outcomes, learner=None, entries=(), **more):
        parsed = parse(text)
        assert not parsed.problems, parsed.problems
        book = Book.gather([parsed.file], Catalogue(entries))
        facts = Facts(learner or Learner("L"), outcomes, **({"on": DAY} | more))
        return evaluate(book.rules[0], facts, book=book)

    return judge


@pytest.fixture
def judged_all():
    """Apply every rule of a text to outcomes; return the verdicts by rule."""

    def judge(text, *outcomes, learner=None, **more):
        parsed = parse(text)
        assert not parsed.problems, parsed.problems
        facts = Facts(learner or Learner("L"), outcomes, **({"on": DAY} | more))
        return {each.rule_code: each for each in evaluate_all(Book.gather([parsed.file]), facts)}

    return judge


RULES = """规则 A 来源 课程 “甲” 目标 课程 “丙” 3 学分 比例 按 成绩 [60..100] 50%
  例 成绩 = 80 => 1.5 学分
规则 B 版本 2 来源 课程 “甲” 目标 课程 “丁”, 课程 “戊” 1 学分 条件 学习者 属于 “X” 须认定 “相关”
规则 C 来源 课程 “乙” 目标 课程 “丙” 3 学分
"""
OUTCOMES = """learner_id,outcome_id,kind,title,score,awarded_on,field:工种
L2,o2,课程,甲,,,
L1,o1,课程,甲,80,2020-01-31,电工
L1,o3,课程,己,,,
"""
LEARNERS = """learner_id,memberships,birth_date,holds:毕业证书
L1,X; Y,1960-01-01,yes
L2,,,
"""


@pytest.fixture
def folder(tmp_path):
    """Return a folder with rules, outcomes and learners."""
    for name, text in (("a.rule", RULES), ("o.csv", OUTCOMES), ("l.csv", LEARNERS)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path
