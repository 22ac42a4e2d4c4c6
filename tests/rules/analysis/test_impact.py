"""What differs between two books, and what that does to learners."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grammar.parser import parse
from rules.analysis.difference_words import clause_changes
from rules.analysis.differences import Change, differences
from rules.analysis.impact import Effect, effect_of, impact
from rules.answers import answer_of
from rules.book import Book
from rules.evaluator import evaluate_all
from rules.facts import Learner, Outcome
from rules.populations import Population
from tests.effort import examples
from tests.rules.generated import books, learners, outcomes

ON = date(2020, 11, 15)
A = "规则 A 来源 课程 “甲” 目标 课程 “丙” 3 学分 "
CHANGES = [
    (A, A, []),
    (A, "# 说明\n规则 A\n  来源 课程 “甲”\n  目标 课程 “丙” 3 学分", []),
    (A, 'rule A from 课程 "甲" to 课程 "丙" 3 credits', []),
    (A, "", [("gone", "A", ())]),
    ("", A, [("new", "A", ())]),
    (A, A + "说明 “x”", [("remarked", "A", ("note",))]),
    (A, A + "仅一次", [("changed", "A", ("once",))]),
    (A + "条件 成绩 >= 60", A + "条件 非 成绩 < 60", [("rewritten", "A", ("condition",))]),
    (A + "条件 成绩 >= 60", A + "条件 成绩 > 60", [("changed", "A", ("condition",))]),
    (A + "版本 2 仅一次 " + A, A + A + "版本 2", [("changed", "A", ("once",))]),
    (A + "版本 1", A + "版本 2", [("changed", "A", ("version",))]),
]


def book_of(text):
    """Return the book of a text."""
    parsed = parse(text)
    assert not parsed.problems, parsed.problems
    return Book.gather([parsed.file])


@pytest.mark.parametrize(("old", "new", "expected"), CHANGES)
def test_what_differs(old, new, expected):
    """Rules are paired by id and version, and differ only where they say something else."""
    found = differences(book_of(old), book_of(new)).rules

    assert [(str(each.change), each.rule.code, each.clauses) for each in found] == expected


def test_clauses_in_words():
    """What changed is told clause by clause, in the keywords of the reader's language."""
    (change,) = differences(book_of(A + "比例 80% 仅一次"), book_of(A + "比例 85% 有效期 2 年")).rules

    assert list(clause_changes(change, "zh")) == ["比例 80% → 比例 85%", "增加：有效期 2 年", "删去：仅一次"]
    assert list(clause_changes(change, "en")) == ["ratio 80% → ratio 85%", "added: valid 2 years", "removed: once"]


def test_other_declarations_are_named():
    """A scale that changed, came or went is named."""
    old = book_of("等级序列 S “一” < “二” 等级序列 T “低” < “高” " + A)
    new = book_of("等级序列 S “一” < “二” < “三” 别名 课程 “甲” = 课程 “乙” " + A)

    assert differences(old, new).declarations == (
        (Change.CHANGED, "S"),
        (Change.NEW, "课程 甲 = 课程 乙"),
        (Change.GONE, "T"),
    )


def population(**scores):
    """Return learners who hold one outcome each, with a score or without."""
    held = {
        learner_id: (Outcome("o", "课程", "甲", score=None if score is None else Decimal(score)),)
        for learner_id, score in scores.items()
    }
    return Population({learner_id: Learner(learner_id, holds={}) for learner_id in held}, held)


EFFECTS = [
    (A + "条件 成绩 >= 60", A + "条件 成绩 >= 80", {"L1": Effect.LOSES}),
    (A + "条件 成绩 >= 80", A + "条件 成绩 >= 60", {"L1": Effect.GAINS}),
    (A, A + "比例 50%", {"L1": Effect.CREDITS, "L2": Effect.CREDITS, "L3": Effect.CREDITS}),
    (A, A.replace("丙", "丁"), {"L1": Effect.TARGETS, "L2": Effect.TARGETS, "L3": Effect.TARGETS}),
    (A + "条件 成绩 >= 90", "", {"L2": Effect.LOSES, "L3": Effect.ENDS}),
    ("", A + "条件 成绩 >= 95", {"L3": Effect.WAITS}),
    (A, A + "规则 D 来源 任何 课程 其中 成绩 >= 90 拒绝", {"L2": Effect.LOSES, "L3": Effect.LOSES}),
    (A, A + "仅一次 说明 “x”", {}),
]


@pytest.mark.parametrize(("old", "new", "expected"), EFFECTS)
def test_who_is_affected(old, new, expected):
    """Who gains, loses, waits, or receives something else is named; nobody else is."""
    found = impact(book_of(old), book_of(new), population(L1=70, L2=90, L3=None), on=ON)

    assert {each.learner_id: each.effect for each in found} == expected


def test_credits_before_and_after():
    """An effect carries both answers, and the difference in credits."""
    (found,) = impact(book_of(A), book_of(A + "比例 50%"), population(L1=70), on=ON)

    assert (found.before.credits, found.after.credits) == (Decimal("3.00"), Decimal("1.50"))
    assert found.credits_change == Decimal("-1.50")


def test_numbers_that_no_column_holds_are_compared_all_the_same():
    """A score of very many digits goes to the tree walker, exactly."""
    held = population(L1=70, L2=90)
    odd = Outcome("o", "课程", "甲", score=Decimal("79." + "9" * 40))
    learners_ = Population(held.learners, {**held.outcomes, "L1": (odd,)})
    found = impact(book_of(A + "条件 成绩 >= 60"), book_of(A + "条件 成绩 >= 80"), learners_, on=ON)

    assert {each.learner_id: each.effect for each in found} == {"L1": Effect.LOSES}


@st.composite
def populations(draw):
    """Return two learners of whom much may be unknown."""
    names = ("L1", "L2")
    held = {name: tuple(draw(outcomes(f"o{place}")) for place in range(2)) for name in names}
    return Population({name: draw(learners(name)) for name in names}, held)


@settings(deadline=None, max_examples=examples(60))
@given(books(), books(), populations())
def test_effects_are_those_of_all_rules(old, new, learners_):
    """Asking only the rules that changed finds just what asking all rules of both books finds."""
    expected = []
    for learner_id in learners_.learners:
        facts = learners_.facts(learner_id, "", on=ON)
        was, is_ = ({each.rule_code: answer_of(each) for each in evaluate_all(book, facts)} for book in (old, new))
        codes = [*is_, *(code for code in was if code not in is_)]
        effects = [(learner_id, code, effect_of(was.get(code), is_.get(code))) for code in codes]
        expected += [each for each in effects if each[2] is not None]

    found = impact(old, new, learners_, on=ON)

    assert [(each.learner_id, each.rule_code, each.effect) for each in found] == expected
