"""Text becomes a tree, or problems with their places."""

import io
import logging
from decimal import Decimal
from pathlib import Path

import pytest
from lark import Lark, logger

from grammar.language import GRAMMAR
from grammar.parser import parse
from grammar.problems import render

SPECIFICATION = Path(__file__).with_name("specification.rule").read_text(encoding="utf-8")


def test_the_grammar_has_no_conflict():
    """The parser's log names no shift/reduce or reduce/reduce conflict."""
    log = io.StringIO()
    handler, level = logging.StreamHandler(log), logger.level
    logger.addHandler(handler)
    logger.setLevel(logging.DEBUG)
    try:
        Lark(GRAMMAR.read_text(encoding="utf-8"), parser="lalr", debug=True)
    finally:
        logger.removeHandler(handler)
        logger.setLevel(level)

    assert "conflict" not in log.getvalue().lower()


def test_the_specification_parses():
    """Every example of the specification is read without a problem."""
    parsed = parse(SPECIFICATION)

    assert parsed.problems == ()
    assert len(parsed.file.declarations) == 16
    assert parsed.file.declarations[0].targets[0].credits == Decimal(3)


def test_both_languages_give_one_tree():
    """Chinese with full-width marks and English say the same."""
    chinese = parse("规则 A 来源 培训类 “x” ＠“y” 其中 （成绩 ≥ 60） 目标 培训类 “z” 3 学分 比例 80％ 仅一次")
    english = parse('rule A from 培训类 "x" @"y" where (score >= 60) to 培训类 "z" 3 credits ratio 80% once')

    assert chinese.problems == english.problems == ()
    assert chinese.file == english.file


def test_every_broken_declaration_is_named_and_the_others_are_read():
    """Problems come in the order of the text; sound declarations survive them."""
    parsed = parse("规则 A 来源 课程 “x” 比列 3\n规则 B 来源 课程 “a” 目标 课程 “b”\n规则 C 来源 ¥\n规则")

    assert [rule.code for rule in parsed.file.declarations] == ["B"]
    assert [(p.code, p.span.line) for p in parsed.problems] == [
        ("unexpected_word", 1),
        ("unreadable", 3),
        ("unexpected_end", 4),
    ]


def test_the_caret_stands_right_under_wide_characters():
    """A Chinese character takes two columns of a terminal."""
    text = "规则 A 来源 ¥"
    (problem,) = parse(text).problems

    assert render(problem, text, "a.rule").splitlines()[2] == " " * 12 + "^"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("规则 A 来源 课程 “x\u202ey”", "hidden_character"),
        ("规则 A 来源 课程 “x\ud800y”", "hidden_character"),
        ("规则 A 条件 " + "（" * 33 + "成绩 = 1" + "）" * 33, "nested_too_deep"),
        ("规则 A 条件 " + "非 " * 1000 + "成绩 = 1", "nested_too_deep"),
        ("规则 A 条件" + "not\n" * 33 + "成绩 = 1", "nested_too_deep"),
        ("规则 A 条件 " + "非 # 一\n" * 33 + "成绩 = 1", "nested_too_deep"),
        ("规则 A " + "说明 “长” " * 400, "clause_twice"),
        ("规则 A " + "依据 “长” " * 4000, "rule_too_long"),
        ("#" * (8 * 1024 * 1024 + 1), "file_too_long"),
    ],
    ids=[
        "hidden",
        "half a character",
        "brackets",
        "negations",
        "close",
        "commented",
        "twice",
        "long rule",
        "long file",
    ],
)
def test_a_hostile_text_is_refused(text, code):
    """A text beyond the limits is a located problem, never a crash."""
    assert code in {problem.code for problem in parse(text).problems}


@pytest.mark.parametrize("clause", ["最多 1.5 次", "最优 1.5"])
def test_a_fraction_of_a_use_is_no_crash(clause):
    """A number of uses that is not whole is read without raising."""
    (policy,) = parse(f"政策 A {clause}").file.declarations

    assert 1 in {policy.most_uses, policy.best}
