"""A decision made again gives the same bytes; facts survive being written down."""

import json
from datetime import date
from decimal import Decimal

import pytest

from grammar.parser import parse
from rules.book import Book
from rules.catalogue import Entry
from rules.evaluator import evaluate
from rules.facts import Facts, Learner, Outcome, from_record, to_record
from rules.replay import canonical_bytes, replay, text_hash, trace_record

TEXT = """等级序列 N “二级” < “一级”
规则 R 版本 2
  来源 课程 “A” 其中 等级 >= “二级” 按 N
  目标 课程 “Z”
  比例 按 成绩 [60..100] 80%
  条件 学习者 属于 “X” 且 非 学习者 持有 毕业证书
  须认定 “相关”
"""
FACTS = Facts(
    Learner(
        "L", frozenset({"X", "W"}), "法学", "本科", date(1960, 2, 29), date(2019, 9, 1), {"毕业证书": None, "b": True}
    ),
    (
        Outcome(
            "1",
            "课程",
            "A",
            grade="一级",
            scale="N",
            qf_level=5,
            score=Decimal("84.50"),
            credits=Decimal("1E+1"),
            awarded_on=date(2018, 1, 1),
            fields={"工种": "电工", "a": "b"},
        ),
        Outcome("2", "课程"),
    ),
    {"相关": True},
    on=date(2020, 11, 15),
    holdings_closed=True,
    targets=(Entry("课程", "Z", credits=Decimal("2.5")),),
)


@pytest.mark.parametrize("facts", [FACTS, Facts(Learner("L"), (), on=date(2020, 1, 1))])
def test_facts_survive_being_written_down(facts):
    """Facts become JSON and come back equal, decimals to the digit."""
    record = json.loads(canonical_bytes(to_record(facts)))

    again = from_record(record)

    assert again == facts
    assert [str(each.credits) for each in again.outcomes] == [str(each.credits) for each in facts.outcomes]
    assert canonical_bytes(to_record(again)) == canonical_bytes(record)


def test_an_unknown_membership_is_not_an_empty_one():
    """Empty memberships are written down, unknown ones are not."""
    known = to_record(Facts(Learner("L", frozenset()), (), on=date(2020, 1, 1)))

    assert known["learner"] == {"learner_id": "L", "memberships": []}


@pytest.mark.parametrize(
    "record",
    [
        {},
        {"learner": {}, "on": "2020-01-01", "outcomes": []},
        {"learner": {"learner_id": "L"}, "on": "2020-13-01", "outcomes": []},
        {"learner": {"learner_id": "L"}, "on": "2020-01-01", "outcomes": [{"outcome_id": "1"}]},
        {"learner": {"learner_id": "L"}, "on": "2020-01-01", "outcomes": [], "more": 1},
        {
            "learner": {"learner_id": "L"},
            "on": "2020-01-01",
            "outcomes": [{"outcome_id": "1", "kind": "x", "score": "many"}],
        },
        {"learner": {"learner_id": "L"}, "on": "2020-01-01", "outcomes": [{"outcome_id": 1, "kind": "x"}]},
    ],
)
def test_a_foreign_record_is_refused(record):
    """A record that `to_record` did not write raises ValueError."""
    with pytest.raises(ValueError, match="not a record"):
        from_record(record)


def test_replay_gives_the_same_bytes():
    """The text and the recorded facts give the bytes of the first verdict, again and again."""
    book = Book.gather([parse(TEXT).file])

    first = canonical_bytes(trace_record(evaluate(book.rules[0], FACTS, book=book)))

    assert b'"credits":"2.00"' in first
    assert {replay(TEXT, to_record(FACTS)) for _ in range(3)} == {first}


def test_the_order_of_outcomes_changes_nothing():
    """The same outcomes in another order give the same bytes."""
    text = "规则 R 来源 任何 课程 与 任何 课程 目标 课程 “Z” 3 学分"
    outcomes = tuple(Outcome(str(number), "课程", "A") for number in range(4))
    records = [to_record(Facts(Learner("L"), order, on=date(2020, 1, 1))) for order in (outcomes, outcomes[::-1])]

    first, second = (replay(text, record) for record in records)

    assert first == second


@pytest.mark.parametrize("text", ["", "规则 R 来源", "规则 R 来源 课程 “A” 规则 S 来源 课程 “A”"])
def test_a_text_of_one_rule_is_needed(text):
    """A text without exactly one readable rule is refused."""
    with pytest.raises(ValueError, match="exactly one"):
        replay(text, to_record(FACTS))


def test_the_hash_is_that_of_the_bytes():
    """The hash of a text is the SHA-256 of its UTF-8 bytes."""
    assert text_hash("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_canonical_bytes_know_no_nan(value):
    """What JSON cannot say is refused."""
    with pytest.raises(ValueError, match="JSON"):
        canonical_bytes(value)


def test_canonical_bytes_are_sorted_and_bare():
    """Keys are sorted, nothing is escaped, no blank stands between."""
    assert canonical_bytes({"b": 1, "a": ["规则", None]}) == '{"a":["规则",null],"b":1}'.encode()
