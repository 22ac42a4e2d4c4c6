"""The search for the best way to fill a source finds what trying everything finds."""

from datetime import date
from decimal import Decimal
from itertools import combinations, product

from hypothesis import given, settings
from hypothesis import strategies as st

from grammar.parser import parse
from rules.book import Book
from rules.case import Case
from rules.evaluator import evaluate
from rules.facts import Facts, Learner, Outcome
from rules.judging import Judge, rank_of
from rules.sources import EverySlot, Slot, named_by, slots_of
from tests.effort import examples

REFERENCES = ["课程 “A”", "课程 “B” 其中 成绩 >= 60", "任何 课程", "任何 课程 其中 学分 >= 2"]
CLAUSES = [
    "",
    "学分 来源",
    "学分 较小",
    "比例 按 成绩 [60..80) 50%, [80..100] 100%",
    "条件 成绩 >= 60",
    "条件 成绩 >= 60 或 学习者 属于 “X”",
    "条件 非 学分 < 2 且 学习者 属于 “X”",
    "有效期 1 年",
]


def joined(parts):
    """Return a source of several parts: all, any, or so many of them."""
    return st.sampled_from([" 与 ".join(parts), " 或 ".join(parts), "任 2 {" + ", ".join(parts) + "}"])


FLAT = st.lists(st.sampled_from(REFERENCES), min_size=2, max_size=3).flatmap(joined)
MEMBERS = st.lists(st.sampled_from(REFERENCES) | FLAT.map("（{}）".format), min_size=2, max_size=3)
SOURCES = FLAT | MEMBERS.map(" 与 ".join) | MEMBERS.map(" 或 ".join)
OUTCOMES = st.lists(
    st.builds(
        dict,
        title=st.sampled_from("ABC"),
        score=st.sampled_from([None, Decimal(50), Decimal(60), Decimal(90)]),
        credits=st.sampled_from([None, Decimal(1), Decimal(2), Decimal(4)]),
        awarded_on=st.sampled_from([None, date(2018, 1, 1), date(2020, 1, 1)]),
    ),
    max_size=4,
)
MEMBERSHIPS = st.sampled_from([None, frozenset(), frozenset({"X"})])


def slot_lists(slots):
    """Return every list of slots that would fill a source."""
    if isinstance(slots, Slot):
        return [[slots]]
    count = len(slots.members) if isinstance(slots, EverySlot) else slots.count
    return [
        [slot for part in parts for slot in part]
        for chosen in combinations(slots.members, count)
        for parts in product(*(slot_lists(member) for member in chosen))
    ]


def best_of_all(rule, facts, book):
    """Return the rank of the best verdict among all ways there are."""
    judge = Judge(Case(rule, facts, book))
    ways = [
        tuple(zip(slots, filled, strict=True))
        for slots in slot_lists(slots_of(rule.source, book))
        for filled in product(*(named_by(slot, facts.outcomes, book) for slot in slots))
        if len({outcome.outcome_id for outcome in filled}) == len(filled)
    ]
    return min((rank_of(judge.verdict(way)) for way in ways), default=None)


@settings(max_examples=examples(300), deadline=None)
@given(SOURCES, st.sampled_from(CLAUSES), OUTCOMES, MEMBERSHIPS)
def test_nothing_better_is_missed(source, clause, held, memberships):
    """The verdict has the best truth, then the most credits, then the lowest ids of all ways."""
    book = Book.gather([parse(f"规则 R 来源 {source} 目标 课程 “Z” 3 学分 {clause}").file])
    outcomes = tuple(Outcome(str(number), "课程", **values) for number, values in enumerate(held))
    facts = Facts(Learner("L", memberships), outcomes, on=date(2020, 6, 1))

    verdict = evaluate(book.rules[0], facts, book=book)

    best = best_of_all(book.rules[0], facts, book)
    assert (rank_of(verdict) == best) if best else (verdict.truth == "no" and verdict.outcomes == ())
