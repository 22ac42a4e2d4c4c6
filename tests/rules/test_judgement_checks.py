"""`evaluate` and `explain` name the judgements that no rule asks for."""

import pytest

from rules.__main__ import main

RULES = """规则 EXAM 来源 课程 “甲” 目标 课程 “丙” 3 学分
规则 EXAM 版本 2 来源 课程 “甲” 目标 课程 “丙” 3 学分 须认定 “内容相关”
"""
HEAD = "learner_id,rule_id,judgement,value\n"


@pytest.fixture
def given(tmp_path, capsys):
    """Return what a command says of a table of judgements on its error stream; it ends with 0."""

    def said(rows, *words, rules=RULES):
        tables = {"a.rule": rules, "j.csv": HEAD + rows, "o.csv": "learner_id,outcome_id,kind,title\nL1,o1,课程,甲\n"}
        for name, text in tables.items():
            (tmp_path / name).write_text(text, encoding="utf-8")
        paths = ["--rules", tmp_path / "a.rule", "--outcomes", tmp_path / "o.csv", "--judgements", tmp_path / "j.csv"]
        assert main([*words[:1], *map(str, paths), "--on", "2020-11-15", *words[1:]]) == 0
        return capsys.readouterr().err.replace(f"{tmp_path}/", "").splitlines()

    return said


def test_a_rule_that_is_not_there(given):
    """A judgement of a rule that is not there is named with its place and what was probably meant."""
    assert given("L1,EXAN,内容相关,yes\n", "evaluate", "--lang", "en") == [
        "j.csv:2:2: warning judgement_rule_unknown There is no rule “EXAN”; this row is not used; did you mean “EXAM”?"
    ]


def test_a_judgement_that_is_not_asked_for(given):
    """A judgement that no version of its rule requires is named with its place and what was probably meant."""
    assert given("L1,EXAM,内容有关,yes\n", "evaluate") == [
        "j.csv:2:3: warning judgement_unasked 规则“EXAM”不须认定“内容有关”，这一行没有用上，是不是“内容相关”？"
    ]


def test_explain_says_so_too(given):
    """`explain` names them as well."""
    words = ("explain", "--learner", "L1", "--rule", "EXAM")

    assert [line.split()[2] for line in given("L1,X,相关,no\nL1,EXAM,高度,no\n", *words)] == [
        "judgement_rule_unknown",
        "judgement_unasked",
    ]


def test_what_some_version_asks_for_is_no_matter(given):
    """A judgement that any version requires is not named, however the rule's id is written."""
    assert given("L1,exam,内容相关,yes\n", "evaluate") == []
