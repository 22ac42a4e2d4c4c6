"""The canonical form says the same, whatever a text looked like before."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

from grammar.formatter import NotParsed, format_text
from grammar.parser import parse

HERE = Path(__file__).parent
SAMPLES = HERE.parents[1] / "backoffice" / "sample" / "files"
FILES = [HERE / "specification.rule", SAMPLES / "manual.rule", SAMPLES / "mappings.rule"]
CLAUSES = [
    "来源 课程“甲”＠“某校” 其中 成绩≥60 与 课程 “乙”",
    'from any 2 of { course "a", course "b" code 7, course "c" } @"x" /"p" where level in {专科, 本科}',
    "目标 任选 1｛课程“丙” 3 学分， （课程“丁” 1 学分, 选修 “选” 0.5 学分）｝",
    'to any course where level <= source level, elective "e" 1 credit',
    "比例 按 成绩 [85..100] 100％, (60..85) 80%",
    "ratio 80%",
    "条件 非 （成绩 在 60 至 80 或 学习者 未持有 毕业证书 其中 (获取时间 > 2019-01-01)） 且 等级 >= “一级” 按 N",
    "when score between 60 and 80 or not field “工种” = 电工 and learner age >= 60",
    "学分 学时 / 16",
    "credits lesser",
    "生效 2020-01-01 至 2021-01-01",
    "effective until 2021-01-01",
    "有效期 1 年",
    "valid 6 months",
    "仅一次 消耗",
    "once consume",
    "上限 50% 专业总学分 上限 8 学分 每 成果",
    "cap 1 credit per learner",
    "优先 3 版本 2",
    '须认定 “相关 "80"” 成绩记 合格 依据 “文” 说明 “注”',
    'requires "x" record "pass" basis "b" note "said ""so"""',
    "例 成绩 = 84, 学习者 属于 “甲”, 申请时间 = 2020-01-01, 须认定 “相关” = 是 => 2.4 学分",
    'example from course "a" score = 3, learner major = "m", learner not holds diploma => not applicable',
]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
@pytest.mark.parametrize("lang", [None, "zh", "en"])
def test_a_file_keeps_its_tree_and_is_formatted_once_for_all(path, lang):
    """Formatting changes no node, and formatting again changes nothing."""
    text = path.read_text(encoding="utf-8")
    formatted = format_text(text, lang)

    assert parse(formatted).problems == ()
    assert parse(formatted).file == parse(text).file
    assert format_text(formatted, lang) == formatted


@pytest.mark.parametrize("first", CLAUSES)
def test_any_two_clauses_keep_their_tree(first):
    """Every clause before every other one, in the language as written and in both."""
    for second in CLAUSES:
        text = f"规则 R\n{first}\n{second}"
        for lang in (None, "zh", "en"):
            if parse(text).problems:
                assert {problem.code for problem in parse(text).problems} == {"clause_twice"}
                continue
            formatted = format_text(text, lang)

            assert parse(formatted).file == parse(text).file
            assert format_text(formatted, lang) == formatted


@given(
    clauses=some.lists(some.sampled_from(CLAUSES), min_size=1, max_size=8, unique=True),
    gaps=some.lists(some.sampled_from(["\n", " ", "\n\n", "\n # 注\n", "　"]), min_size=9, max_size=9),
    lang=some.sampled_from([None, "zh", "en"]),
)
def test_any_clauses_with_any_gaps_keep_their_tree(clauses, gaps, lang):
    """Line breaks, wide blanks and comments between the clauses change nothing; the comments are all there."""
    text = "规则 R" + "".join(f"{gap}{clause}" for gap, clause in zip(gaps, clauses, strict=False))
    if parse(text).problems:
        return
    formatted = format_text(text, lang)

    assert parse(formatted).file == parse(text).file
    assert format_text(formatted, lang) == formatted
    assert formatted.count("#") == text.count("#")


def test_comments_stay_where_they_stood():
    """Above a rule, above a clause, beside a clause, within a clause, at the end."""
    text = (
        "# 一\n规则 R # 二\n# 三\n来源 课程 “A” # 四\n目标 # 五\n课程 “B” 3 学分\n# 六\n规则 S\n来源 课程 “A”\n# 七\n"
    )

    assert format_text(text) == (
        "# 一\n规则 R  # 二\n  # 三\n  来源 课程 “A”  # 四\n  # 五\n  目标 课程 “B” 3 学分\n\n"
        "# 六\n规则 S\n  来源 课程 “A”\n# 七\n"
    )


def test_keywords_are_translated_and_data_are_not():
    """Titles, kinds and codes stay as written."""
    text = (
        "规则 R “名” 来源 课程 “A” 编号 7 与 course “B” 目标 课程 “C” 1 学分 条件 成绩 ≥ 60 且 层次 属于 ｛专科，本科｝"
    )

    assert format_text(text, "en") == (
        'rule R "名"\n  from 课程 "A" code 7 and course "B"\n  to 课程 "C" 1 credit\n'
        "  when score >= 60 and level in { 专科, 本科 }\n"
    )
    assert format_text(format_text(text, "en"), "zh") == format_text(text, "zh")


def test_a_text_with_errors_has_no_canonical_form():
    """Its problems are told instead."""
    with pytest.raises(NotParsed) as told:
        format_text("规则 R 来源 ¥")

    assert [problem.code for problem in told.value.problems] == ["unreadable"]


def test_an_empty_text_stays_empty():
    """Comments alone stay too."""
    assert format_text("") == ""
    assert format_text("# 注") == "# 注\n"
