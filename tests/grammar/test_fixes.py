"""A problem whose mending is certain names the text that mends it."""

import pytest

from grammar.fixes import fix_of
from grammar.parser import parse
from rules.checker import check

TARGET = " 目标 课程 “z” 3 学分"
CASES = [
    ("规则 A：比例 80%", "mark_not_needed", "规则 A 比例 80%"),
    ("规则 A 比例 80%；", "mark_not_needed", "规则 A 比例 80%"),
    ("规则 A 比例 ８０%", "number_unreadable", "规则 A 比例 80%"),
    ("规则 A 来源 课程 ‘x’" + TARGET, "quote_single", "规则 A 来源 课程 “x”" + TARGET),
    ("rule A from course 'x' to course “y”", "quote_single", "rule A from course “x” to course “y”"),
    ("规则 A 来源 课程 “x” 目际 课程 “z” 3 学分", "unexpected_word", "规则 A 来源 课程 “x”" + TARGET),
    (
        "等级序列 NCRE 一级 < 二级 规则 A 来源 课程 “x” 其中 等级 >= 二级 按 NCRR" + TARGET,
        "scale_unknown",
        "等级序列 NCRE 一级 < 二级 规则 A 来源 课程 “x” 其中 等级 >= 二级 按 NCRE" + TARGET,
    ),
    (
        "等级序列 NCRE 一级 < 二级 规则 A 来源 课程 “x” 其中 等级 >= 二极 按 NCRE" + TARGET,
        "grade_unknown",
        "等级序列 NCRE 一级 < 二级 规则 A 来源 课程 “x” 其中 等级 >= 二级 按 NCRE" + TARGET,
    ),
]
OPEN = [
    "规则 A 来源 课程 “x”, 课程 “y”",  # both, or either
    "规则 A 来源 课程 “x\n  目标 课程 “y”",  # the quote may end anywhere
    "规则 A 比例 1234567%",
    "规则 A 版本 1 版本 2",
    "规则 A 来源 课程 ‘x",
    "规则 A 来源 课程 “x”" + TARGET + " 例 成绩 = 6 => 适用",  # “不适用” is near, and the contrary
]


def problems(text):
    """Return what is wrong with a text."""
    parsed = parse(text)
    return [*parsed.problems, *(each for each in check([parsed.file]) if each.severity == "error")]


@pytest.mark.parametrize(("text", "code", "mended"), CASES, ids=[code for _text, code, _mended in CASES])
def test_the_text_is_mended(text, code, mended):
    """The change leads to the text that was meant, in which that problem is gone."""
    (problem,) = [each for each in problems(text) if each.code == code]
    fix = fix_of(problem, text)

    assert fix.applied(text) == mended
    assert [each for each in problems(mended) if each.code == code] == []


@pytest.mark.parametrize("text", OPEN)
def test_what_is_not_certain_is_left_to_people(text):
    """Where two changes are possible, or the place is not known, none is offered."""
    found = problems(text)

    assert found
    assert [fix_of(each, text) for each in found] == [None] * len(found)
