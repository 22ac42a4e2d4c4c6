"""`evaluate`: rows of verdicts, or located faults and nothing written."""

import csv
import io

import pytest

from rules.__main__ import main

RULES = """规则 A 来源 课程 “甲” 目标 课程 “丙” 3 学分 比例 按 成绩 [60..100] 50%
  例 成绩 = 80 => 1.5 学分
规则 B 版本 2 来源 课程 “甲” 目标 课程 “丁”, 课程 “戊” 1 学分 条件 学习者 属于 “X” 须认定 “相关”
规则 C 来源 课程 “乙” 目标 课程 “丙” 3 学分
"""
OUTCOMES = """learner_id,outcome_id,kind,title,score,awarded_on,field:工种
L2,o2,课程,甲,,,
L1,o1,课程,甲,80,2020-01-31,电工
L1,o3,课程,己,,,
"""
LEARNERS = """learner_id,memberships,birth_date,holds:毕业证书
L1,X; Y,1960-01-01,yes
L2,,,
"""


def evaluated(folder, capsys, *more):
    """Return the rows that `evaluate` prints."""
    words = ["evaluate", "--rules", str(folder / "a.rule"), "--outcomes", str(folder / "o.csv"), "--on", "2020-11-15"]
    assert main([*words, *map(str, more)]) == 0
    return list(csv.DictReader(io.StringIO(capsys.readouterr().out)))


def brief(rows):
    """Return the rows without their reasons."""
    columns = ("learner_id", "rule_id", "version", "verdict", "credits", "targets", "outcomes", "missing")
    return ["|".join(row[name] for name in columns) for row in rows]


def test_evaluate_without_learners(folder, capsys):
    """Without a table of learners, memberships are unknown."""
    assert brief(evaluated(folder, capsys)) == [
        "L2|A|1|pending|0|丙|o2|o2.score",
        "L2|B|2|pending|0|丁; 戊|o2|judgement:相关; learner.memberships",
        "L1|A|1|yes|1.50|丙|o1|",
        "L1|B|2|pending|0|丁; 戊|o1|judgement:相关; learner.memberships",
    ]


def test_evaluate_with_everything(folder, capsys):
    """Learners, judgements and catalogue come in; rows follow the table of learners."""
    (folder / "j.csv").write_text("learner_id,rule_id,judgement,value\nL1,b,相关,yes\n", encoding="utf-8")
    (folder / "c.csv").write_text("kind,title,credits\n课程,丁,2\n", encoding="utf-8")
    more = ["--learners", folder / "l.csv", "--judgements", folder / "j.csv", "--catalogue", folder / "c.csv"]

    rows = evaluated(folder, capsys, *more)

    assert brief(rows) == [
        "L1|A|1|yes|1.50|丙|o1|",
        "L1|B|2|yes|3.00|丁; 戊|o1|",
        "L2|A|1|pending|0|丙|o2|o2.score",
        "L2|B|2|no|0|丁; 戊|o2|",
    ]
    assert rows[3]["reason"] == "仅限X学员，您的学籍不在其中"


def test_unknown_target_credits_are_empty(folder, capsys):
    """A yes whose target has no credits prints none, and names them."""
    (folder / "a.rule").write_text("规则 A 来源 课程 “甲” 目标 课程 “丙”", encoding="utf-8")

    assert brief(evaluated(folder, capsys))[0] == "L2|A|1|yes||丙|o2|target.credits"


@pytest.mark.parametrize(("only", "count"), [("yes", 1), ("pending", 3), ("no", 2)])
def test_evaluate_only(folder, capsys, only, count):
    """--only keeps one verdict; for no it covers the rules whose sources the learner holds nothing of."""
    rows = evaluated(folder, capsys, "--only", only)

    assert {row["verdict"] for row in rows} == {only}
    assert len(rows) == count


def test_evaluate_writes_a_file(folder, capsys):
    """--out writes the same rows."""
    out = folder / "v.csv"

    assert evaluated(folder, capsys, "--out", out) == []
    assert len(out.read_text(encoding="utf-8").splitlines()) == 5


def test_an_overridden_rule_prints_no(folder, capsys):
    """A denial prints no for the rule that it overrides, and the reason names it."""
    (folder / "a.rule").write_text(
        "规则 A 来源 课程 “甲” 目标 课程 “丙” 3 学分 规则 D 来源 课程 “甲” 目标 课程 “丙” 拒绝 “不符”", encoding="utf-8"
    )

    rows = evaluated(folder, capsys)

    assert {row["verdict"] for row in rows} == {"no"}
    assert rows[0]["reason"] == "规则 D 拒绝这项转换：不符"


FAULTS = [
    ("o.csv", OUTCOMES.replace("80", "many"), "o.csv:3:5: error bad_number"),
    ("o.csv", OUTCOMES.replace("2020-01-31", "2020-02-30"), "o.csv:3:6: error bad_date"),
    ("o.csv", OUTCOMES.replace("title", "titel"), "o.csv:1:4: error column_unknown"),
    ("o.csv", OUTCOMES.replace("outcome_id", "title"), "o.csv:1:4: error column_twice"),
    ("o.csv", OUTCOMES.replace(",kind", "").replace(",课程", ""), "o.csv:1:1: error column_missing"),
    ("o.csv", OUTCOMES.replace("o3,", "o1,"), "o.csv:4:2: error row_twice"),
    ("o.csv", OUTCOMES.replace("o3,", ","), "o.csv:4:2: error cell_empty"),
    ("o.csv", OUTCOMES + "L1,o4\n", "o.csv:5:1: error row_length"),
    ("o.csv", OUTCOMES + '"L1\n', "o.csv:5:1: error table_broken"),
    ("o.csv", "", "o.csv:1:1: error column_missing"),
    ("l.csv", LEARNERS.replace("yes", "maybe"), "l.csv:2:4: error bad_answer"),
    ("l.csv", LEARNERS.replace("L2", "L1"), "l.csv:3:1: error row_twice"),
    ("a.rule", "规则 A 来源", "a.rule:1:7: error unexpected_end"),
    ("a.rule", RULES + "条件 等级 >= “x” 按 N", "a.rule:5:4: error scale_unknown"),
]


@pytest.mark.parametrize("case", FAULTS, ids=lambda case: case[2])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_faulty_file_stops_the_command(folder, capsys, case, lang):
    """A fault is located and ends with 2, and nothing is written."""
    name, text, said = case
    (folder / name).write_text(text, encoding="utf-8")
    out = folder / "v.csv"
    words = ["evaluate", "--rules", "a.rule", "--outcomes", "o.csv", "--learners", "l.csv", "--out", "v.csv"]

    code = main([*(str(folder / word) if "." in word else word for word in words), "--lang", lang])

    spoken = capsys.readouterr()
    assert code == 2
    assert f"{folder}/{said}" in spoken.err
    assert spoken.out == ""
    assert not out.exists()


def test_missing_files_are_all_named(tmp_path, capsys):
    """Every missing file is named at once."""
    paths = [str(tmp_path / name) for name in ("a.rule", "o.csv", "c.csv")]

    code = main(["evaluate", "--rules", paths[0], "--outcomes", paths[1], "--catalogue", paths[2]])

    assert code == 2
    assert [line.split(" ")[2] for line in capsys.readouterr().err.splitlines()] == ["file_missing"] * 3


def test_a_file_that_is_not_utf8_is_located(tmp_path, capsys):
    """Text in another encoding is refused with the line where it shows."""
    path = tmp_path / "g.rule"
    path.write_bytes(b"# a\n" + "规则".encode("gb18030"))

    assert main(["check", str(path)]) == 2
    assert capsys.readouterr().err.startswith(f"{path}:2:1: error not_utf8")


def test_a_result_that_cannot_be_written_is_named(folder, capsys):
    """A folder that does not exist is a located error."""
    out = folder / "nowhere" / "v.csv"

    code = main(["evaluate", "--rules", str(folder), "--outcomes", str(folder / "o.csv"), "--out", str(out)])

    assert code == 2
    assert capsys.readouterr().err.startswith(f"{out}:1:1: error file_unwritable")
