"""Pairs of rules in arrays and one by one."""

from hypothesis import given, settings
from hypothesis import strategies as st

from grammar.parser import parse
from rules.analysis.meeting import boxes_meet, meeting_matrix
from rules.analysis.shapes import Shaping
from rules.book import Book
from tests.effort import examples
from tests.rules.generated import DECLARED, LEARNER_TESTS, OUTCOME_TESTS, conditions

CONDITIONS = conditions(OUTCOME_TESTS + LEARNER_TESTS)


@settings(deadline=None, max_examples=examples(100))
@given(st.lists(CONDITIONS, min_size=2, max_size=12))
def test_arrays_and_pairs_agree(texts):
    """All pairs at once are the pairs one by one."""
    rules = [f"规则 R{place} 来源 课程 “甲” 目标 课程 “子” 条件 {text}" for place, text in enumerate(texts)]
    book = Book.gather([parse(DECLARED + "\n".join(rules)).file])
    shaping = Shaping(book)
    shapes = [shaping.shape(rule, place) for place, rule in enumerate(book.rules)]

    matrix = meeting_matrix(shapes)

    for one in range(len(shapes)):
        for other in range(one):
            assert bool(matrix[one, other]) == bool(matrix[other, one]) == boxes_meet(shapes[one], shapes[other])
