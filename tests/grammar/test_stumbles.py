"""What is wrong is named with its place and what helps, all of it at once."""

import pytest

from grammar.parser import parse
from grammar.problems import render

CASES = [
    ("comma between sources", "规则 R\n  来源 课程 “A”, 课程 “B”", "comma_in_source", (2, 12), "都要具备用“与”"),
    ("quote left open", "规则 R\n  目标 课程 “A 3 学分", "quote_open", (2, 9), "一对引号"),
    ("bracket left open", "规则 R\n  条件 （成绩 >= 60\n  仅一次", "bracket_open", (3, 3), "补上后括号"),
    ("bracket left open at the end", "规则 R\n  来源 任 1 { 课程 “A”", "bracket_open", (2, 17), "补上后括号"),
    ("misspelt English keyword", 'rule R\n  form course "A"', "unexpected_word", (2, 3), "来源"),
    ("a number is missing", "规则 R\n  比例 %", "unexpected_word", (2, 6), "数"),
    ("text ends too early", "规则 R\n  来源", "unexpected_end", (2, 4), "“名称”"),
    ("foreign character", "规则 R\n  来源 ¥", "unreadable", (2, 6), "任何"),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case[0])
def test_a_stumble_names_place_and_remedy(case):
    """Each text has one problem with its code, its line and column, and a hint."""
    _, text, code, place, hint = case

    (problem,) = parse(text).problems

    assert problem.code == code
    assert (problem.span.line, problem.span.column) == place
    assert hint in problem.hint()
    assert problem.hint("en").isascii() or "“" in problem.hint("en")


def test_the_nearest_word_is_offered_first():
    """A misspelt word is answered with the one that was meant."""
    (problem,) = parse('rule R\n  form course "A"').problems

    assert problem.hint("en").startswith("What can stand here: from")


def test_all_problems_of_a_declaration_are_named_in_order():
    """Reading goes on behind each broken clause."""
    text = "规则 R\n  来源 课程 “A”, 课程 “B”\n  目标 课程 “C 3 学分\n  条件 （成绩 >= 60\n  仅一次\n规则 S\n  来源 ¥"

    problems = parse(text).problems

    assert [problem.code for problem in problems] == ["comma_in_source", "quote_open", "bracket_open", "unreadable"]
    assert [problem.span.line for problem in problems] == [2, 3, 5, 7]


def test_a_broken_declaration_is_left_out_and_the_others_are_read():
    """What is sound stays usable."""
    parsed = parse("规则 R\n  来源 ¥\n规则 S\n  来源 课程 “A”")

    assert [each.code for each in parsed.file.declarations] == ["S"]


def test_the_hint_is_printed_below_the_caret():
    """The caret stands under the place also behind wide characters."""
    text = "规则 R\n  来源 课程 “A”, 课程 “B”"

    assert render(parse(text).problems[0], text, "a.rule").split("\n") == [
        "a.rule:2:12: error comma_in_source 来源里不能用逗号连接。",
        "  来源 课程 “A”, 课程 “B”",
        "               ^",
        "都要具备用“与”，具备任一项用“或”。",
    ]
