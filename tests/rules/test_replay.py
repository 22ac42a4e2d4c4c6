"""Decisions replay to the same bytes; rules are found by source; denials override."""

import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from grammar.parser import parse
from rules.book import Book
from rules.catalogue import Entry
from rules.evaluator import evaluate, evaluate_all
from rules.examples import run_examples
from rules.explanation import reasons, tree_in_words
from rules.facts import Facts, Learner, Outcome, facts_from, record_of
from rules.replay import canonical_text, replay, trace_record
from rules.source_index import SourceIndex

ON = date(2020, 11, 15)
SPECIFICATION = Path(__file__).parents[1] / "grammar" / "specification.rule"
FACTS = Facts(
    Learner("LA1", memberships=("广东老年大学",), birth_date=date(1950, 1, 1), holds={"diploma": None}),
    (
        Outcome(
            "7",
            "课程",
            "A",
            score=Decimal("84.50"),
            awarded_on=date(2020, 7, 6),
            qf_level=5,
            fields={"工种": "电工", "总分": "430"},
        ),
    ),
    ON,
    judgements={"相关": True},
    targets=(Entry("课程", "B", credits=Decimal("3.00")),),
)


def book_of(text):
    """Return the book of a text."""
    return Book.gather((parse(text).file,))


def test_facts_survive_being_written_down():
    """Every value comes back exact, through JSON."""
    record = json.loads(canonical_text(record_of(FACTS)))

    assert facts_from(record) == FACTS
    assert record_of(facts_from(record)) == record_of(FACTS)


def test_unknown_values_are_left_out():
    """A record holds what is known and nothing else."""
    assert record_of(Facts(Learner("L"), (), ON)) == {
        "learner": {"learner_id": "L"},
        "outcomes": [],
        "on": "2020-11-15",
    }


def test_a_decision_replays_to_the_same_text():
    """The text of the rule and the recorded facts are enough."""
    text = "规则 R 来源 课程 “A” 目标 课程 “B” 条件 成绩 >= 60 且 学习者 属于 “广东老年大学”"
    book = book_of(text)
    first = canonical_text(trace_record(evaluate(book.rules[0], FACTS, book=book)))

    assert replay(text, json.loads(canonical_text(record_of(FACTS)))) == first
    assert json.loads(first)["credits"] == "3.00"


@pytest.mark.parametrize("text", ["", "规则 R 来源 ¥", "规则 R 来源 课程 “A” 规则 S 来源 课程 “A”"])
def test_a_decision_rests_on_one_readable_rule(text):
    """Anything else is refused."""
    with pytest.raises(ValueError, match="exactly one"):
        replay(text, record_of(FACTS))


@pytest.mark.parametrize(
    ("condition", "truth"), [("", "no"), ("条件 成绩 < 60", "yes"), ("条件 层次 = 本科", "pending")]
)
def test_a_denial_overrides_what_others_grant(condition, truth):
    """Where the denial holds the other rule says no, where it is open the other waits."""
    book = book_of(
        f"规则 R 来源 课程 “A” 目标 课程 “B” 3 学分 规则 D 来源 课程 “A” 目标 课程 “B” {condition} 拒绝 “内容不符”"
    )

    granted, denied = evaluate_all(book, FACTS)

    assert (granted.truth, denied.truth) == (truth, "no")
    assert (truth != "no") or reasons(granted)[0].sentence == "规则 D 禁止这项转换：内容不符"


def test_a_denial_of_another_target_overrides_nothing():
    """Only the same source and target are denied."""
    book = book_of("规则 R 来源 课程 “A” 目标 课程 “B” 3 学分 规则 D 来源 课程 “A” 目标 课程 “C” 拒绝 “内容不符”")

    assert evaluate_all(book, FACTS)[0].truth == "yes"


def test_the_index_finds_what_names_the_outcome():
    """By title, by code, by alias, by pool; not by another institution."""
    book = book_of(
        "别名 课程 “A” = 课程 “Z” 规则 T 来源 课程 “A” 规则 K 来源 课程 编号 7 规则 P 来源 任何 课程 "
        "规则 I 来源 课程 “A” @“X” 规则 N 来源 培训类 “A” 规则 M 来源 任 1 {课程 “Q”, 课程 “A”}"
    )
    index = SourceIndex(book.rules, book)

    assert [rule.code for rule in index.candidates(Outcome("1", "course", "Ａ"))] == ["T", "P", "M"]
    assert [rule.code for rule in index.candidates(Outcome("1", "课程", "Z"))] == ["T", "P", "M"]
    assert [rule.code for rule in index.candidates(Outcome("1", "课程", "x", code="7"))] == ["K", "P"]
    assert [rule.code for rule in index.candidates(Outcome("1", "课程", "A", institution="X"))] == ["T", "P", "I", "M"]


def test_the_examples_of_the_specification_hold():
    """Every rule of the specification says what its own examples expect."""
    book = book_of(SPECIFICATION.read_text(encoding="utf-8"))
    ran = [each for rule in book.rules for each in run_examples(rule, book, today=ON)]

    assert len(ran) == 6
    assert all(each.passed for each in ran)


def test_an_example_that_is_wrong_fails():
    """An example expects exactly the credits that it names."""
    book = book_of("规则 R 来源 课程 “A” 目标 课程 “B” 3 学分 例 => 2 学分 例 => 待补 例 => 3 学分")

    assert [each.passed for each in run_examples(book.rules[0], book, today=ON)] == [False, False, True]


def test_reasons_are_given_in_both_languages():
    """What is missing is named, and nothing that does not decide."""
    book = book_of("规则 R 来源 课程 “A” 目标 课程 “B” 3 学分 条件 成绩 >= 60 且 层次 = 本科")
    verdict = evaluate(book.rules[0], FACTS, book=book)

    assert [(each.mark, each.sentence) for each in reasons(verdict)] == [("m", "缺层次，补填后即可判断（应为 本科）")]
    assert reasons(verdict, "en")[0].sentence == "The education level is missing (must be 本科)"
    assert tree_in_words(verdict).splitlines() == [
        "? 这条规则",
        "  ✓ 您的成果“A”符合来源要求",
        "  ? 以下各项都要满足",
        "    ✓ 成绩为 84.5（应不低于 60）",
        "    ? 缺层次，补填后即可判断（应为 本科）",
    ]
