"""The functions that stand for rules in the bench say what the rules say."""

import ast

from bench.options import Options
from bench.parse import as_function, run
from grammar.parser import parse


def test_a_rule_becomes_a_function_of_the_same_content():
    """Every clause is a call, with the names, numbers and comparisons of the rule."""
    text = (
        "规则 R1 “甲” 来源 课程 “x” 其中 成绩 >= 60 目标 课程 “y” @“学院” 3 学分 "
        "比例 80% 条件 层次 = 本科 或 学习者 属于 “学院” 有效期 3 年"
    )
    (rule,) = parse(text).file.declarations
    function = as_function(rule)

    assert function.splitlines() == [
        "def R1(learner):",
        '    """甲"""',
        '    source(课程("x", where=score >= 60))',
        '    target(课程("y", institution="学院"), credits=3)',
        "    ratio(80)",
        "    when(level == '本科' or learner in ('学院',))",
        '    valid(3, "years")',
    ]
    assert ast.parse(function).body


def test_the_bench_measures_what_it_names():
    """All rules are read by both, three errors are found, and completion has its times."""
    report = run(Options(rules=20))

    assert report.agrees
    assert report.peers.keys() == {"ast.parse"}
    assert report.figures["errors found in 10 rules"] == report.figures["errors found among all rules"] == 3
    assert report.figures["ms for another completion amid all rules"] > 0
