"""The commands analyse and diff: what they print, and how they end."""

import json

from rules.__main__ import main

CLASH = """规则 A 来源 课程 “甲” 目标 课程 “丙” 3 学分 条件 成绩 >= 60
规则 B 来源 课程 “甲” 目标 课程 “丙” 3 学分 条件 学习者 属于 “X”
"""


def write(folder, **files):
    """Write files into a folder and return their paths as words."""
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    return [str(folder / name) for name in files]


def test_an_overlap_blocks(tmp_path, capsys):
    """A clash of equal rank ends with 1 and shows place, remedy, the other rule and a witness."""
    (path,) = write(tmp_path, **{"a.rule": CLASH})

    assert main(["analyse", path, "--on", "2020-11-15"]) == 1

    said = capsys.readouterr()
    assert said.out.splitlines() == [
        f"{path}:2:1: error rules_overlap 规则 B 与规则 A 目标相同，有的成果两条都适用。",
        "规则 B 来源 课程 “甲” 目标 课程 “丙” 3 学分 条件 学习者 属于 “X”",
        "^",
        "提示：请用成绩、日期或学习者条件把两条分开，写明不同的优先，或删去一条。",
        f"  另见 {path}:1:1 规则 A",
        "  例如：课程 “甲”，成绩 60；学习者属于“X”；2020-11-15 申请",
    ]
    assert said.err == "2 条规则：1 个错误，0 个提醒，0 个说明\n"


def test_two_files_as_json(tmp_path, capsys):
    """Rules of several files are compared; JSON names the place in each and the witness's facts."""
    first, second = CLASH.splitlines()
    one, other = write(tmp_path, **{"a.rule": first, "b.rule": second})

    assert main(["analyse", one, other, "--on", "2020-11-15", "--json"]) == 1

    (found,) = json.loads(capsys.readouterr().out)
    assert (found["code"], found["path"], found["others"][0]["path"]) == ("rules_overlap", other, one)
    assert found["witness"]["facts"]["outcomes"][0]["score"] == "60"
    assert set(found["message"]) == set(found["hint"]) == set(found["witness"]["words"]) == {"zh", "en"}


def test_warnings_do_not_block(tmp_path, capsys):
    """What is only a warning ends with 0."""
    (path,) = write(tmp_path, **{"a.rule": "规则 C 来源 课程 “乙” 目标 课程 “丁” 条件 成绩 < 0"})

    assert main(["analyse", path, "--lang", "en"]) == 0
    assert "warning condition_contradictory" in capsys.readouterr().out


def test_rules_with_errors_are_refused(tmp_path, capsys):
    """Rules that the checker refuses are not analysed."""
    (path,) = write(tmp_path, **{"a.rule": "规则 A 来源 课程 “甲”"})

    assert main(["analyse", path]) == 1
    assert "target_missing" in capsys.readouterr().err


def test_a_difference_in_words(tmp_path, capsys):
    """`diff` tells what changed and whom it affects, and ends with 0."""
    table = "learner_id,outcome_id,kind,title,score\nL1,o1,课程,甲,70\nL2,o1,课程,甲,90\n"
    old, new, held = write(
        tmp_path, **{"a.rule": CLASH.split("\n", maxsplit=1)[0], "b.rule": CLASH.replace("60", "80"), "o.csv": table}
    )

    assert main(["diff", old, new, "--outcomes", held, "--on", "2020-11-15", "--lang", "en"]) == 0

    said = capsys.readouterr()
    assert said.out.splitlines() == [
        "rule A changed",
        "  when score >= 60 → when score >= 80",
        "new rule B",
        "L1 loses by rule A: converts 3.00 credits (丙) → does not apply",
        "L1 now waits by rule B: does not apply → waits for facts",
        "L2 now waits by rule B: does not apply → waits for facts",
    ]
    assert said.err.startswith("2 rules differ; learners: gains 0, loses 1")


def test_a_difference_as_json(tmp_path, capsys):
    """`diff --json` holds changes and effects as plain values."""
    table = "learner_id,outcome_id,kind,title,score\nL1,o1,课程,甲,70\n"
    old, new, held = write(tmp_path, **{"a.rule": CLASH, "b.rule": CLASH.replace("3 学分", "2 学分"), "o.csv": table})

    assert main(["diff", old, new, "--outcomes", held, "--json"]) == 0

    told = json.loads(capsys.readouterr().out)
    assert [(each["rule"], each["change"], each["clauses"]) for each in told["rules"]] == [
        ("A", "changed", ["targets"]),
        ("B", "changed", ["targets"]),
    ]
    (effect,) = told["effects"]
    assert (effect["effect"], effect["before"]["credits"], effect["after"]["credits"]) == ("credits", "3.00", "2.00")
