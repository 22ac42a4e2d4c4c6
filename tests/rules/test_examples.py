"""The examples inside rules hold, and a wrong one is told apart."""

from datetime import date
from pathlib import Path

import pytest

from grammar.declarations import Rule
from grammar.parser import parse
from rules.book import Book
from rules.examples import run_examples

HOME = Path(__file__).parents[2]
TODAY = date(2020, 11, 15)
FILES = [
    "tests/grammar/specification.rule",
    "backoffice/sample/files/manual.rule",
]


@pytest.mark.parametrize("path", FILES)
def test_the_examples_that_we_ship_hold(path):
    """Every example in the specification and in the sample's rules says what its rule says."""
    book = Book.gather([parse((HOME / path).read_text(encoding="utf-8")).file])

    ran = [each for rule in book.rules for each in run_examples(rule, book=book, today=TODAY)]

    assert [each.example for each in ran if not each.passed] == []
    assert len(ran) >= 1


HEAD = "规则 R 来源 课程 “A” 目标 课程 “Z” 3 学分 "
PAIR = "规则 R 来源 课程 “A” 与 课程 “B” 目标 课程 “Z” 3 学分 "

CASES = [
    (HEAD + "例 => 3 学分", True),
    (HEAD + "例 => 2 学分", False),
    (HEAD + "例 => 不适用", False),
    (HEAD + "条件 成绩 >= 60 例 => 待补", True),
    (HEAD + "条件 成绩 >= 60 例 成绩 = 60 => 3 学分", True),
    (HEAD + "条件 成绩 >= 60 例 成绩 = 59 => 不适用", True),
    (HEAD + "条件 层次 >= 专科 例 层次 = 本科 => 3 学分", True),
    (HEAD + "条件 资历等级 >= 5 例 资历等级 = 4 => 不适用", True),
    (HEAD + "条件 字段 “总分” >= 425 例 字段 “总分” = 430 => 3 学分", True),
    (HEAD + "有效期 1 年 例 获取时间 = 2020-01-01, 申请时间 = 2021-01-01 => 3 学分", True),
    (HEAD + "有效期 1 年 例 获取时间 = 2020-01-01, 申请时间 = 2021-01-02 => 不适用", True),
    (HEAD + "生效 2030-01-01 例 => 3 学分", True),
    (HEAD + "生效 2030-01-01 例 申请时间 = 2029-12-31 => 不适用", True),
    (HEAD + "须认定 “相关” 例 须认定 “相关” = 是 => 3 学分 例 须认定 “相关” = no => 不适用 例 => 待补", True),
    (HEAD + "条件 学习者 年龄 >= 60 例 学习者 年龄 = 60 => 3 学分 例 学习者 年龄 = 59 => 不适用", True),
    (HEAD + "条件 学习者 专业 = “法学” 例 学习者 专业 = “法学” => 3 学分 例 => 待补", True),
    (HEAD + "条件 学习者 入学时间 >= 2019-01-01 例 学习者 入学时间 = 2018-12-31 => 不适用", True),
    (
        HEAD
        + "条件 学习者 持有 毕业证书 例 学习者 持有 毕业证书 => 3 学分 例 学习者 未持有 毕业证书 => 不适用 例 => 待补",
        True,
    ),
    (HEAD + "条件 学习者 持有 毕业证书 且 学习者 持有 学位证书 例 学习者 持有 毕业证书 => 待补", True),
    (PAIR + "条件 成绩 >= 60 例 来源 课程 “A” 成绩 = 70 => 待补", True),
    (PAIR + "条件 成绩 >= 60 例 来源 课程 “A” 成绩 = 70, 来源 课程 “B” 成绩 = 60 => 3 学分", True),
    (PAIR + "条件 成绩 >= 60 例 来源 课程 “A” 成绩 = 70, 来源 课程 “B” 成绩 = 50 => 不适用", True),
    (
        (
            "规则 R 来源 任 1 {课程 “A”, 课程 “B”} 目标 课程 “Z” 3 学分 条件 成绩 >= 60 "
            "例 来源 课程 “B” 成绩 = 60 => 3 学分"
        ),
        True,
    ),
    ("规则 R 来源 任何 课程 其中 成绩 >= 60 目标 课程 “Z” 3 学分 例 成绩 = 60 => 3 学分", True),
    ("规则 R 来源 任何 课程 其中 成绩 >= 60 目标 课程 “Z” 3 学分 例 来源 课程 “Q” 成绩 = 60 => 3 学分", True),
    (
        (
            "等级序列 N “二级” < “一级” 规则 R 来源 课程 “A” 其中 等级 >= “一级” 按 N 目标 课程 “Z” 3 学分 "
            "例 等级 = “一级” 按 N => 3 学分 例 等级 = “二级” 按 N => 不适用"
        ),
        True,
    ),
    ("规则 R 来源 课程 “A” 不予转换 例 => 不适用", True),
    (HEAD + "免修 例 => 0 学分", True),
]


@pytest.mark.parametrize(("text", "passed"), CASES)
def test_case(text, passed):
    """Each example of the table passes or fails as it should."""
    parsed = parse(text)
    book = Book.gather([parsed.file])
    rule = next(each for each in parsed.file.declarations if isinstance(each, Rule))

    ran = run_examples(rule, book=book, today=TODAY)

    assert not parsed.problems
    assert ran
    assert all(each.passed for each in ran) == passed
