"""The command line: what it prints, and how it ends."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from rules.__main__ import main

HOME = Path(__file__).parents[2]
SPECIFICATION = HOME / "tests/grammar/specification.rule"
RULES = """规则 A 来源 课程 “甲” 目标 课程 “丙” 3 学分 比例 按 成绩 [60..100] 50%
  例 成绩 = 80 => 1.5 学分
规则 B 版本 2 来源 课程 “甲” 目标 课程 “丁”, 课程 “戊” 1 学分 条件 学习者 属于 “X” 须认定 “相关”
规则 C 来源 课程 “乙” 目标 课程 “丙” 3 学分
"""


def test_check_of_sound_rules(capsys):
    """Sound rules end with 0 and print nothing but a summary."""
    assert main(["check", str(SPECIFICATION)]) == 0

    said = capsys.readouterr()

    assert said.out == ""
    assert said.err == "1 个文件，16 条声明：0 个错误，0 个提醒\n"


def test_check_names_every_problem_in_order(tmp_path, capsys):
    """Syntax and meaning are named together, in the order of the text; an error ends with 1."""
    path = tmp_path / "x.rule"
    path.write_text("规则 A 来源 课程 “甲” 目标 课程 “乙” 比例 0%\n规则 B 来源 课程 目目\n规则 C\n", encoding="utf-8")

    code = main(["check", str(path), "--lang", "en"])

    lines = capsys.readouterr().out.split("\n")
    assert code == 1
    assert [line.split(" ")[:3] for line in lines if line.startswith(str(path))] == [
        [f"{path}:1:26:", "error", "ratio_out_of_range"],
        [f"{path}:2:12:", "error", "unexpected_word"],
        [f"{path}:3:1:", "error", "source_missing"],
        [f"{path}:3:1:", "error", "target_missing"],
    ]


def test_check_prints_json(tmp_path, capsys):
    """--json prints place, code and both languages."""
    path = tmp_path / "x.rule"
    path.write_text("规则 A 来源 课程 “甲” 目标 课程 “乙” 比例 0%", encoding="utf-8")

    assert main(["check", str(path), "--json"]) == 1

    (found,) = json.loads(capsys.readouterr().out)
    assert (found["line"], found["column"], found["code"], found["severity"]) == (1, 26, "ratio_out_of_range", "error")
    assert set(found["message"]) == set(found["hint"]) == {"zh", "en"}


def test_check_looks_references_up(folder, capsys):
    """With a catalogue, references that it does not have are errors."""
    (folder / "c.csv").write_text("kind,title,credits\n课程,甲,\n课程,丙,3\ncourse,丁,2\n", encoding="utf-8")

    code = main(["check", str(folder), "--catalogue", str(folder / "c.csv")])

    assert code == 1
    assert [line.split(" ")[2] for line in capsys.readouterr().out.split("\n") if "error" in line] == [
        "reference_unresolved"
    ] * 2


def test_examples_run(folder, capsys):
    """`test` counts the examples that hold and ends with 0."""
    assert main(["test", str(folder), str(SPECIFICATION)]) == 0
    assert capsys.readouterr().err == "7 个例子成立，0 个不成立\n"


def test_a_failing_example_is_located(tmp_path, capsys):
    """`test` says where an example fails, what it expects and what came out."""
    path = tmp_path / "x.rule"
    path.write_text(RULES.replace("=> 1.5", "=> 2"), encoding="utf-8")

    assert main(["test", str(path)]) == 1
    assert capsys.readouterr().out == f"{path}:2:3: failed A 应为 2 学分，得到 1.50 学分\n"


def test_test_refuses_rules_with_errors(tmp_path, capsys):
    """Rules that cannot be read are not tested."""
    path = tmp_path / "x.rule"
    path.write_text("规则 A 来源", encoding="utf-8")

    assert main(["test", str(path)]) == 1
    assert "unexpected_end" in capsys.readouterr().err


def test_explain_prints_the_tree(folder, capsys):
    """`explain` shows one verdict, clause by clause."""
    words = ["explain", "--rules", str(folder), "--outcomes", str(folder / "o.csv"), "--learner", "L1", "--rule", "a"]

    assert main([*words, "--lang", "en", "--on", "2020-11-15"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "A v1: converts",
        "  ✓ What this rule asks for",
        "    ✓ Your “甲” is what the rule starts from",
        "    ✓ The score 80 converts at 50%",
        "  → 丙: 1.50 credits",
    ]


def test_explain_names_what_was_probably_meant(folder, capsys):
    """An unknown learner or rule is an error with the nearest known one."""
    words = ["explain", "--rules", str(folder / "a.rule"), "--outcomes", str(folder / "o.csv")]

    assert main([*words, "--learner", "L9", "--rule", "ZZ"]) == 2
    assert capsys.readouterr().err.splitlines() == [
        f"{folder}/o.csv:1:1: error learner_unknown 没有学习者“L9”，是不是“L2”？",
        f"{folder}/a.rule:1:1: error rule_unknown 没有规则“ZZ”，请核对。",
    ]


def test_a_bad_day_is_refused(folder, capsys):
    """A day that does not exist ends with 2."""
    with pytest.raises(SystemExit) as ended:
        main(["evaluate", "--rules", str(folder), "--outcomes", str(folder / "o.csv"), "--on", "2021-02-29"])

    assert ended.value.code == 2
    assert "2021-02-29" in capsys.readouterr().err


def test_the_module_runs():
    """`python -m rules` is the command line."""
    done = subprocess.run(
        [sys.executable, "-m", "rules", "check", str(SPECIFICATION)], cwd=HOME, capture_output=True, check=False
    )

    assert done.returncode == 0
    assert done.stdout == b""


def test_format_writes_canonical_text(folder, capsys):
    """`format` rewrites what differs; afterwards --check finds nothing to do."""
    path = str(folder / "a.rule")

    assert main(["format", path, "--check"]) == 1
    assert main(["format", path]) == 0
    assert main(["format", path, "--check"]) == 0
    assert capsys.readouterr().out == f"{path}\n" * 2
