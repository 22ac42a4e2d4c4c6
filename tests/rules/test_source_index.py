"""Rules are found by what they start from, as a scan over all of them would find them."""

from itertools import product

import pytest

from grammar.parser import parse
from rules.book import Book
from rules.facts import Outcome
from rules.source_index import SourceIndex

TEXT = """
规则 TITLE 来源 课程 “A” 目标 课程 “Z”
规则 CODE 来源 课程 “label” 编号 7 目标 课程 “Z”
规则 PLACE 来源 课程 “A” @“X” 目标 课程 “Z”
规则 WHERE 来源 课程 “A” 其中 成绩 >= 60 目标 课程 “Z”
规则 POOL 来源 任何 课程 @“X” 目标 课程 “Z”
规则 PAIR 来源 课程 “B” 与 课程 “A” 目标 课程 “Z”
规则 COUNT 来源 任 2 集合 S 目标 课程 “Z”
规则 OTHER 来源 培训类 “A” 目标 课程 “Z”
规则 NOTHING 目标 课程 “Z”
集合 S {课程 “B”, 课程 “C”}
别名 课程 “C” = 课程 “A”
"""
CASES = [
    (("课程", "A", "", ""), "TITLE WHERE PAIR COUNT"),
    (("course", "Ａ", "", "x"), "TITLE PLACE WHERE POOL PAIR COUNT"),
    (("课程", "", "7", ""), "CODE"),
    (("课程", "label", "", ""), ""),
    (("课程", "Q", "B", ""), "PAIR COUNT"),
    (("培训类", "A", "", "X"), "OTHER"),
    (("课程", "", "", ""), ""),
]


@pytest.mark.parametrize(("identity", "codes"), CASES)
def test_candidates(identity, codes):
    """An outcome finds the rules whose source names it, in the order of the book."""
    book = Book.gather([parse(TEXT).file])
    kind, title, code, institution = identity

    found = SourceIndex(book.rules, book).candidates(Outcome("1", kind, title, code, institution))

    assert " ".join(rule.code for rule in found) == codes


def test_only_rules_of_one_title_are_looked_at():
    """Ten thousand other rules do not come into it: the index holds one list for each name."""
    text = "\n".join(f"规则 R{number} 来源 课程 “课{number}” 目标 课程 “Z”" for number in range(500))
    book = Book.gather([parse(text).file])
    index = SourceIndex(book.rules, book)

    found = [index.candidates(Outcome("1", "课程", f"课{number}")) for number, _ in product(range(3), range(2))]

    assert [[rule.code for rule in rules] for rules in found] == [["R0"], ["R0"], ["R1"], ["R1"], ["R2"], ["R2"]]
