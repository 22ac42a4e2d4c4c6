"""Rules of one shape stand in one statement, and what the columns cannot say goes to the tree walker by name."""

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import MetaData, create_engine

from grammar.parser import parse
from rules.answers import Answer, answer_of
from rules.book import Book
from rules.evaluator import evaluate_all
from rules.facts import Facts, Learner, Outcome
from rules.queries.evaluating import NOTHING, Total, answer_each, total_each
from rules.queries.loading import load
from rules.queries.numbers import compared, day_number, scaled
from rules.queries.preparing import prepare, withdraw
from rules.queries.tables import FactTables
from rules.truth import Truth

DAY = date(2020, 11, 15)
TARGET = "目标 课程 “丙” 3 学分"


def book_of(*texts):
    """Return the book of some rules."""
    parsed = parse("\n".join(texts))
    assert not parsed.problems, parsed.problems
    return Book.gather([parsed.file])


def learner(learner_id, *outcomes, **more):
    """Return what is known of a learner of these outcomes."""
    return Facts(Learner(learner_id, **more), outcomes, on=DAY)


def course(outcome_id, title="甲", **more):
    """Return an outcome of a course."""
    return Outcome(outcome_id, "课程", title, **more)


def never(learner_id, rule):
    """Refuse to give the facts that a tree walker would need."""
    raise AssertionError((learner_id, rule.code))


def test_rules_that_differ_in_constants_share_a_statement(queried):
    """Rules with other titles, thresholds, orders and targets are rows of one table."""
    book = book_of(
        f"规则 A 来源 课程 “甲” 其中 成绩 >= 60 {TARGET}",
        f"规则 B 来源 课程 “乙” {TARGET} 比例 80% 条件 成绩 < 90",
        f"规则 C 来源 课程 “丁” 其中 成绩 > 10 {TARGET} 条件 成绩 在 20 至 30",
    )
    connection, prepared = queried(book, [learner("L", course("o1", score=Decimal(70)))])
    found = answer_each(connection, prepared, never, on=DAY)

    assert len(prepared.statements.shelves) == 1
    assert found.by_pair == {("L", 0): Answer(Truth.YES, Decimal(3), ("丙",), ("o1",), ())}


def test_a_learner_may_be_called_like_a_word_of_a_form(queried):
    """An id that is spelled like a field's text is kept apart from it."""
    book = book_of(f"规则 A 来源 课程 “甲” {TARGET} 条件 字段 “名次” <= 3")
    connection, prepared = queried(book, [learner("2", course("o1", fields={"名次": "2"}))])
    found = answer_each(connection, prepared, never, on=DAY)

    assert found.by_pair == {("2", 0): Answer(Truth.YES, Decimal(3), ("丙",), ("o1",), ())}


def test_several_sources_are_joined_in_the_database(queried):
    """Two of three sources need no tree walker; each outcome fills one of them."""
    book = book_of(f"规则 A 来源 任 2 {{ 课程 “甲”, 课程 “乙”, 课程 “甲” }} {TARGET}")
    connection, prepared = queried(book, [learner("L1", course("a")), learner("L2", course("b", "乙"), course("a"))])
    found = answer_each(connection, prepared, never, on=DAY)

    assert found.of("L1", 0) == NOTHING
    assert found.of("L2", 0) == Answer(Truth.YES, Decimal(3), ("丙",), ("a", "b"), ())


def test_what_the_columns_cannot_say_is_walked_and_told(queried):
    """A rule whose target has a condition goes to the tree walker, for the learners who hold its source alone."""
    book = book_of("规则 A 来源 课程 “甲” 目标 课程 “丙” 3 学分 其中 层次 <= 来源 层次")
    population = {"L1": learner("L1", course("o1", level="本科")), "L2": learner("L2", course("o1", "乙"))}
    connection, prepared = queried(book, population.values())
    found = answer_each(connection, prepared, lambda learner_id, _: population[learner_id], on=DAY)

    assert prepared.left == {0: "a condition on the target"}
    assert found.walked == {("L1", 0)}
    assert found.of("L1", 0) == answer_of(evaluate_all(book, population["L1"])[0])


def test_missing_facts_of_other_outcomes_are_named_by_the_tree_walker(queried):
    """What a held outcome lacks is pending in the database, and named by the tree walker for that pair alone."""
    book = book_of(f"规则 A 来源 课程 “甲” {TARGET} 条件 学习者 持有 课程 “乙” 其中 （成绩 >= 60）")
    population = {
        "L1": learner("L1", course("o1"), course("o2", "乙"), holds={}),
        "L2": learner("L2", course("o1"), course("o2", "乙", score=Decimal(60)), holds={}),
    }
    connection, prepared = queried(book, population.values())
    found = answer_each(connection, prepared, lambda learner_id, _: population[learner_id], on=DAY)

    assert found.walked == {("L1", 0)}
    assert found.of("L1", 0).missing == ("o2.score",)
    assert found.of("L2", 0).truth is Truth.YES


def test_what_a_negation_misses_is_named(queried):
    """A negated test that is pending names its fact, however often it is turned round."""
    book = book_of("等级序列 S “一级” < “二级”", f"规则 A 来源 课程 “甲” 其中 非 （非 等级 >= “二级” 按 S） {TARGET}")
    connection, prepared = queried(book, [learner("L", course("o1"))])
    found = answer_each(connection, prepared, never, on=DAY)

    assert found.of("L", 0).missing == ("o1.grade",)


def test_a_judgement_of_one_rule_counts_for_it_alone(queried):
    """A judgement given for a rule decides that rule; the other one waits for its own."""
    book = book_of(*(f"规则 {code} 来源 课程 “甲” {TARGET} 须认定 “相关”" for code in "AB"))
    connection, prepared = queried(book, [learner("L", course("o1"))], {("L", "a"): {"相关": True}})
    found = answer_each(connection, prepared, never, on=DAY)

    assert found.of("L", 0).truth is Truth.YES
    assert found.of("L", 1).missing == ("judgement:相关",)


def test_each_learner_counts_once_however_many_outcomes_fit(queried):
    """Of one, two or three outcomes under one name the best is paid, once for each learner."""
    book = book_of(f"规则 A 来源 课程 “甲” {TARGET} 比例 按 成绩 [80..100] 100%, [60..80) 50%")
    scores = ([90], [70, 95], [65, 70, 20], [50], [None, 40], [None, 40, 30])
    population = [
        learner(
            f"L{n}", *(course(f"o{m}", score=None if score is None else Decimal(score)) for m, score in enumerate(of))
        )
        for n, of in enumerate(scores)
    ]
    connection, prepared = queried(book, population)
    found = total_each(connection, prepared, never, on=DAY)

    assert found.by_rule == (Total(3, 2, 1, Decimal("7.5"), 0),)
    assert found.walked == 0


def test_another_book_can_take_the_place_of_the_first(queried):
    """A book is withdrawn and another made ready over the same facts."""
    connection, prepared = queried(book_of(f"规则 A 来源 课程 “甲” {TARGET}"), [learner("L", course("o1"))])
    withdraw(connection, prepared)
    changed = prepare(connection, prepared.tables, book_of(f"规则 A 来源 课程 “乙” {TARGET}"))
    found = answer_each(connection, changed, never, on=DAY)
    withdraw(connection, changed)

    assert not found.by_pair


@pytest.mark.parametrize("score", ["0.0000001", "1000000000000", "NaN"])
def test_a_number_that_the_columns_cannot_keep_is_refused(score):
    """A number too fine or too large is an error, never a rounded fact."""
    with create_engine("sqlite://").connect() as connection, pytest.raises(ValueError, match=r"number|places"):
        load(connection, FactTables(MetaData()), [learner("L", course("o1", score=Decimal(score)))])


@pytest.mark.parametrize(
    ("one", "other"), [("3", "3.00000001"), ("2.99999999", "3"), ("999999", "1e40"), ("-1e40", "0")]
)
def test_a_number_of_a_form_keeps_its_side(one, other):
    """However fine or large a number in a form is, it stands to a rule's numbers as it does exactly."""
    assert compared(Decimal(one)) < compared(Decimal(other))


def test_days_and_numbers_keep_their_order():
    """Days are numbered in order, and numbers in millionths."""
    assert day_number(DAY.replace(day=30)) < day_number(DAY.replace(month=12, day=1))
    assert scaled(Decimal("0.000001")) == 1
