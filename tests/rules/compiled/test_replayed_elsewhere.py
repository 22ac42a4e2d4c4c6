"""A stored decision, evaluated again after a restart and by the other evaluator, gives the same bytes."""

import json
import os
import subprocess
import sys
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from rules.catalogue import Entry
from rules.facts import Facts, Learner, Outcome, to_record
from rules.replay import replay

HOME = Path(__file__).parents[3]
TEXT = """等级序列 N “二级” < “一级”
规则 R “两门换一门” 版本 2
  来源 课程 “A” 其中 等级 >= “二级” 按 N 与 课程 “B”
  目标 课程 “Z”, 选修 “通识” 1 学分
  比例 按 成绩 [60..100] 80%
  条件 学习者 属于 “X” 且 非 学习者 持有 毕业证书 且 （层次 >= 专科 或 字段 “工种” = “电工”）
  有效期 3 年
  须认定 “相关”
"""
OTHER_EVALUATOR = """
import json, sys
from grammar.declarations import Rule
from grammar.parser import parse
from rules.book import Book
from rules.compiled.prepared import Prepared
from rules.compiled.program import program_of
from rules.facts import from_record
from rules.replay import canonical_bytes, trace_record

stored = json.load(sys.stdin)
file = parse(stored["text"]).file
rule = next(each for each in file.declarations if isinstance(each, Rule))
verdict = program_of(rule, Book.gather([file])).verdict(Prepared(from_record(stored["facts"])))
sys.stdout.buffer.write(canonical_bytes(trace_record(verdict)))
"""


SECOND = Outcome(
    "1", "课程", "B", level="专科", score=Decimal(70), awarded_on=date(2019, 7, 1), fields={"工种": "焊工"}
)


def facts_with(**known):
    """Return facts of two courses; what is not given stays unknown."""
    first = {"grade": "一级", "score": Decimal("84.50"), "level": "本科", "awarded_on": date(2019, 5, 1)} | known
    return Facts(
        Learner("L", frozenset({"X", "W"}), "法学"),
        (Outcome("2", "课程", "A", **first), SECOND),
        {"相关": True},
        on=date(2020, 11, 15),
        holdings_closed=True,
        targets=(Entry("课程", "Z", credits=Decimal("2.5")),),
    )


@pytest.mark.parametrize(
    "facts",
    [facts_with(), facts_with(score=Decimal(50)), facts_with(grade="", awarded_on=None)],
    ids=["yes", "no", "pending"],
)
@pytest.mark.parametrize("chance", ["0", "77"])
def test_another_process_with_the_other_evaluator_gives_the_same_bytes(facts, chance, request):
    """What the tree walker decided, the compiled rule decides to the byte in a process of its own."""
    record = to_record(facts)
    kept = replay(TEXT, record)
    again = subprocess.run(
        [sys.executable, "-c", OTHER_EVALUATOR],
        input=json.dumps({"text": TEXT, "facts": record}).encode(),
        capture_output=True,
        check=True,
        cwd=HOME,
        env=os.environ | {"PYTHONHASHSEED": chance},
    ).stdout

    assert again == kept
    assert json.loads(kept)["truth"] in request.node.callspec.id
