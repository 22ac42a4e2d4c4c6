"""The command `plan`: its files, what it prints and how it ends."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from rules.__main__ import main

HOME = Path(__file__).parents[3]
RULES = """规则 A “甲换子” 来源 课程 “甲” 目标 课程 “子” 3 学分
规则 B “乙换丑” 来源 课程 “乙” 目标 课程 “丑” 2 学分 条件 成绩 >= 60
规则 C “乙换寅” 来源 课程 “乙” 目标 课程 “寅”
政策 HALF “不超过一半” 范围 专业 上限 50% 专业总学分
"""
OUTCOMES = "learner_id,outcome_id,kind,title\nL1,o1,课程,甲\nL1,o2,课程,乙\n"
PROGRAMME = """programme,total_credits,course_code,course_title,credits
电商,8,C1,子,3
电商,8,C2,丑,2
电商,8,C3,寅,1.5
"""
FULL = "政策“不超过一半”（HALF）：最多 4 学分（每个专业），已占用 3 学分，这次 1.5 学分，只剩 1 学分。"
LEDGER = """learner_id,conversion,rule_id,decided_on,outcomes,programme,course_code,course_title,credits
L1,1,A,2020-01-31,o1,电商,C1,,3
L2,9,A,2020-01-31,x,电商,C1,,3
"""


@pytest.fixture
def files(tmp_path):
    """Write the files; return the words of the command that names them."""
    for name, text in (("a.rule", RULES), ("o.csv", OUTCOMES), ("p.csv", PROGRAMME), ("l.csv", LEDGER)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    return [
        *("plan", "--rules", str(tmp_path / "a.rule"), "--outcomes", str(tmp_path / "o.csv")),
        *("--learner", "L1", "--programme", str(tmp_path / "p.csv"), "--on", "2020-11-15"),
    ]


@pytest.fixture
def printed(files, capsys):
    """Return a function that runs the command; it gives the code and both streams."""

    def run(*more):
        code = main([*files, *more])
        told = capsys.readouterr()
        return code, told.out, told.err

    return run


def test_the_plan_is_printed(printed):
    """Credits and proof stand first, then the conversions, what is kept out, and what is missing."""
    code, out, _ = printed()

    assert code == 0
    assert out.splitlines() == [
        "电商：可转换 3 学分，已证明最优（专业总学分 8，已转换 0）",
        "  A 甲换子：甲 → 子 3",
        "受限未列入：C 乙换寅，1.5 学分。" + FULL,
        "待补：B 乙换丑 缺 o2.score；补齐后值 2 学分，但与计划中的转换冲突或受限，不能直接增加",
    ]


def test_the_plan_as_json(printed):
    """Credits are exact texts; the limits that bind name what they keep out."""
    _, out, _ = printed("--json")
    record = json.loads(out)

    assert (record["credits"], record["proved_optimal"]) == ("3.00", True)
    assert [(each["rule"], each["granted"]) for each in record["conversions"]] == [("A", ["3.00"])]
    assert [(each["code"], each["kept_out"]) for each in record["binding"]] == [("HALF", ["C"])]
    assert [(each["rule"], each["missing"], each["would_add"]) for each in record["pending"]] == [
        ("B", ["o2.score"], "0")
    ]


def test_booked_conversions_are_taken_into_account(printed, tmp_path):
    """What the ledger holds for the learner fills the cap and is not given again."""
    _, out, _ = printed("--ledger", str(tmp_path / "l.csv"), "--json")
    record = json.loads(out)

    assert record["conversions"] == []
    assert record["kept_out"][0]["by"][0]["used"] == "3"


@pytest.mark.parametrize(
    ("first", "second", "left"),
    [
        ("消耗", "", []),
        ("消耗 生效 至 2019-12-31", "生效 2020-01-01", ["B"]),
        ("生效 至 2019-12-31", "消耗 生效 2020-01-01", []),
    ],
)
def test_the_version_in_force_on_the_day_says_what_was_consumed(printed, tmp_path, first, second, left):
    """A later version of a rule does not give back what an earlier one consumed, nor the other way round."""
    text = f"""规则 A 来源 课程 “甲” 目标 课程 “子” 1 学分 {first}
规则 A 版本 2 来源 课程 “甲” 目标 课程 “子” 1 学分 {second}
规则 B 来源 课程 “甲” 目标 课程 “丑” 2 学分
"""
    (tmp_path / "a.rule").write_text(text, encoding="utf-8")
    record = json.loads(printed("--ledger", str(tmp_path / "l.csv"), "--json")[1])

    assert [each["rule"] for each in record["conversions"]] == left


def test_english(printed):
    """The sentences follow the language."""
    assert printed("--lang", "en")[1].startswith("电商: 3 credits, proved optimal")


FAULTS = (
    ("p.csv", PROGRAMME + "会计,9,C9,税法,1\n", "two_programmes"),
    ("p.csv", PROGRAMME + "电商,9,C9,税法,1\n", "two_totals"),
    ("p.csv", PROGRAMME + "电商,8,C1,重复,1\n", "row_twice"),
    ("p.csv", PROGRAMME.replace("1.5", "一"), "bad_number"),
    ("p.csv", PROGRAMME.replace("course_code", "code"), "column_missing"),
    ("l.csv", LEDGER.replace("o1", "o7"), "outcome_unknown"),
    ("l.csv", LEDGER.replace("2020-01-31", "2020-02-31"), "bad_date"),
    ("o.csv", OUTCOMES.replace("L1", "L3"), "learner_unknown"),
)


@pytest.mark.parametrize("fault", FAULTS, ids=[each[2] for each in FAULTS])
def test_a_fault_of_a_file_is_located(printed, tmp_path, fault):
    """Nothing is printed on the standard output, and the code is 2."""
    name, text, wanted = fault
    (tmp_path / name).write_text(text, encoding="utf-8")
    code, out, err = printed("--ledger", str(tmp_path / "l.csv"))

    assert (code, out) == (2, "")
    assert f"error {wanted} " in err


def test_the_output_holds_the_plan_alone(files, tmp_path):
    """The solver greets nobody on the standard output, where only the plan belongs."""
    lines = [f"规则 R{n} 来源 课程 “甲” 目标 课程 “课{n}” {n % 7 + 1}.3 学分" for n in range(40)]
    table = ["programme,total_credits,course_code,course_title,credits", *(f"电商,97,,课{n},1" for n in range(40))]
    (tmp_path / "a.rule").write_text(
        "\n".join(lines) + "\n政策 P 范围 学习者 上限 41 学分 超出 截断\n政策 Q 范围 学习者 上限 40 学分", "utf-8"
    )
    (tmp_path / "p.csv").write_text("\n".join(table), "utf-8")
    command = [sys.executable, "-m", "rules", *files, "--json"]
    done = subprocess.run(command, cwd=HOME, capture_output=True, text=True, check=True)

    assert json.loads(done.stdout)["proved_optimal"]
