"""Canonical text keeps the tree and the comments, and is its own canonical text."""

from itertools import permutations, product
from pathlib import Path

import pytest

from grammar.parser import parse
from grammar.printer import NotParsed, format_text, print_declaration, print_rule

SPECIFICATION = Path(__file__).with_name("specification.rule")
SAMPLES = sorted((Path(__file__).parents[2] / "backoffice/sample/files").glob("*.rule"))
LANGUAGES = (None, "zh", "en")

RULE_CLAUSES = (
    "来源 课程 “a” 编号 00018 @“i” /中文",
    "来源 任何 课程 其中 层次 >= 专科 且 成绩 >= 60 或 成绩单 “b”",
    "来源 （课程 “a” 与 课程 “b” 其中 成绩 在 60 至 80） 或 任 2 集合 甲 @i 其中 等级 属于 { “a”, 乙 } 按 NCRE",
    "来源 任 2 { 课程 “a”, 课程 “b” 或 课程 “c” } @“i”",
    "目标 课程 “x” 3 学分 其中 层次 <= 来源 层次, 任何 课程 @i 2.5 学分",
    "目标 任选 1 { 课程 “x”, （课程 “y”, 选修 “z” 1 学分） }",
    "目标 选修 3 学分",
    "不予转换 “r”",
    "不予转换",
    "拒绝",
    "免修",
    "免修 “w”",
    "比例 80.5%",
    "比例 按 成绩 [85..100] 100%, (70..85) 80%",
    "学分 目标",
    "学分 来源",
    "学分 较小",
    "学分 学时 / 16",
    "条件 层次 >= 专科 且 （成绩 >= 60 或 非 学习者 属于 { “甲”, “乙” }）",
    "条件 学习者 持有 课程 “a” 其中 （成绩 > 60 或 字段 “f” = 是） 且 学习者 年龄 >= 30",
    "条件 学习者 未持有 毕业证书 或 学习者 专业 不属于 { “会计” } 且 获取时间 在 2019-01-01 至 2020-01-01",
    "版本 1",
    "生效 2018-09-01",
    "生效 2018-09-01 至 2019-08-31",
    "生效 至 2019-08-31",
    "有效期 1 年",
    "有效期 6 个月",
    "仅一次",
    "消耗",
    "上限 50% 专业总学分",
    "上限 50% 专业总学分 每 专业",
    "上限 8 学分 每 成果",
    "上限 1 学分",
    "优先 1",
    "须认定 “判”",
    "成绩记 合格",
    "依据 “b”",
    "说明 “n”",
    "例 => 待补",
    "例 成绩 = 84, 来源 课程 “a” 等级 = “一级” 按 NCRE, 学习者 年龄 = 30, 申请时间 = 2020-01-01 => 1 学分",
    "例 学习者 不属于 “i”, 学习者 持有 课程 “a”, 须认定 “判” = 是 => 不适用",
)
POLICY_CLAUSES = (
    "版本 1",
    "范围 专业",
    "范围 学习者",
    "范围 年",
    "涉及 集合 甲",
    "涉及 类别 课程, “业绩类-竞赛奖励”",
    "涉及 规则 甲, 乙",
    "上限 8 学分 每 学期",
    "最多 1 次",
    "最优 1",
    "期间 年",
    "期间 2018-09-01 至 2019-08-31",
    "超出 截断",
    "超出 拒绝",
    "生效 至 2019-08-31",
    "条件 成绩 >= 60",
    "优先 1",
    "依据 “b”",
    "说明 “n”",
)


def assert_kept(text, lang=None):
    """Check that formatting keeps the tree and changes its own result no more."""
    before, formatted = parse(text), format_text(text, lang)
    after = parse(formatted)

    assert before.problems == after.problems == ()
    assert after.file == before.file
    assert format_text(formatted, lang) == formatted


def translated(clause, keyword):
    """Return a clause of a Chinese declaration in English."""
    return format_text(f"{keyword} X {clause}", "en").split("\n", 1)[1].strip()


def clash(keyword, first, second):
    """Return whether two clauses are the same one, which a declaration has once."""
    return {"clause_twice", "refusal_twice"} & {
        problem.code for problem in parse(f"{keyword} X {first} {second}").problems
    }


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("path", [SPECIFICATION, *SAMPLES], ids=lambda path: path.name)
def test_a_file_keeps_its_tree(path, lang):
    """The specification and every sample file keep their trees, and format to themselves the second time."""
    assert_kept(path.read_text(encoding="utf-8"), lang)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("path", [SPECIFICATION, *SAMPLES], ids=lambda path: path.name)
def test_a_tree_is_printed_and_read_back(path, lang):
    """What is printed from a declaration's tree alone reads back as that tree."""
    declarations = parse(path.read_text(encoding="utf-8")).file.declarations
    printed = "\n\n".join(print_declaration(declaration, lang) for declaration in declarations) + "\n"

    assert parse(printed).file.declarations == declarations
    assert format_text(printed, lang) == printed


@pytest.mark.parametrize(("keyword", "clauses"), [("规则", RULE_CLAUSES), ("政策", POLICY_CLAUSES)])
def test_every_pair_of_clauses_keeps_its_tree(keyword, clauses):
    """Any two clauses may follow each other, in both orders and every mix of the languages."""
    both = [(clause, translated(clause, keyword)) for clause in clauses]
    pairs = [(first, second) for first, second in permutations(both, 2) if not clash(keyword, first[0], second[0])]
    mixes = {
        mix: "".join(f"{keyword} X{place} {one[mix[0]]} {two[mix[1]]}\n" for place, (one, two) in enumerate(pairs))
        for mix in product((0, 1), repeat=2)
    }
    parsed = {mix: parse(text) for mix, text in mixes.items()}

    assert len(pairs) > len(both) ** 2 * 0.8
    assert all(each.problems == () and each.file == parsed[0, 0].file for each in parsed.values())
    assert_kept(mixes[0, 1])


@pytest.mark.parametrize("clause", [*RULE_CLAUSES, *POLICY_CLAUSES])
def test_a_clause_is_canonical_as_the_table_writes_it(clause):
    """Each clause of the table stays as it is, and comes back from English unchanged."""
    keyword = "规则" if clause in RULE_CLAUSES else "政策"
    text = f"{keyword} X\n  {clause}\n"

    assert format_text(text) == text
    assert format_text(format_text(text, "en"), "zh") == text
    (declaration,) = parse(text).file.declarations
    assert parse(print_declaration(declaration, "zh")).file.declarations == (declaration,)


@pytest.mark.parametrize(
    ("text", "chinese", "english"),
    [
        ("规则 A 比例 80％", "规则 A\n  比例 80%", "rule A\n  ratio 80%"),
        ("规则 A 条件(成绩≥60)", "规则 A\n  条件 （成绩 >= 60）", "rule A\n  when (score >= 60)"),
        (
            "规则 A 来源 课程“x”＠“i”／ p 其中（成绩≠60 或 成绩＝1） and 课程 《y》",
            "规则 A\n  来源 课程 “x” @“i” /p 其中 （成绩 != 60 或 成绩 = 1） 与 课程 “y”",
            'rule A\n  from 课程 "x" @"i" /p where (score != 60 or score = 1) and 课程 "y"',
        ),
        (
            "政策 P at   most 2 use 上限 50% of programme total",
            "政策 P\n  最多 2 次\n  上限 50% 专业总学分",
            "policy P\n  at most 2 uses\n  cap 50% of programme",
        ),
        ("scale S 1＜2 ＜“3”", "等级序列 S 1 < 2 < “3”", 'scale S 1 < 2 < "3"'),
        ("规则 A 来源 任2｛课程 「a」、课程 “b”｝", "规则 A\n  来源 任 2 { 课程 “a”, 课程 “b” }", None),
        ("rule A valid 1 years example=>1 credits", None, "rule A\n  valid 1 year\n  example => 1 credit"),
        ("rule A version 1 credits source once", None, "rule A\n  version 1\n  credits source\n  once"),
    ],
)
def test_marks_and_words_take_the_house_form(text, chinese, english):
    """Width, quotes, spaces, synonyms and English number follow the language that is asked for."""
    for lang, expected in (("zh", chinese), ("en", english)):
        if expected is not None:
            assert format_text(text, lang) == expected + "\n"


@pytest.mark.parametrize(
    "text",
    ["plain", "“inner”", "open “", "close ”", 'a "word"', '"', '“ and "', "「」《》", "「", "# no comment", ""],
)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_quote_within_a_text_reads_back(text, lang):
    """A text that contains quote characters is written so that it stays the same text."""
    rule = parse("规则 A 说明 “x”").file.declarations[0]
    printed = print_rule(type(rule)(rule.code, note=text), lang)

    assert parse(printed).file.declarations[0].note == text
    assert format_text(printed, lang) == printed + "\n"


COMMENTED = """\
# the file


# speaks of A
# and goes on

规则 A # the head
   # before the source
  来源 课程 “x” # first
     # between
   与 课程 “y” # second
  目标 # the target is
    课程 “z”
  # 比例 80%
# about B
规则 B 比例 80% # half
   # 说明 “old”

   # of nobody
# the end
"""
KEPT = """\
# the file

# speaks of A
# and goes on

规则 A  # the head
  # before the source
  来源 课程 “x”  # first
    # between
    与 课程 “y”  # second
  目标  # the target is
    课程 “z”
  # 比例 80%

# about B
规则 B
  比例 80%  # half
  # 说明 “old”

# of nobody
# the end
"""


def test_comments_stay_at_their_place():
    """A comment stays on its own line or at the end of its line, beside what it speaks of."""
    assert format_text(COMMENTED) == KEPT
    assert format_text(KEPT) == KEPT
    assert parse(KEPT).file == parse(COMMENTED).file


@pytest.mark.parametrize(("text", "expected"), [("", ""), (" \n\n", ""), ("\ufeff# c\n\n\n#d ", "# c\n\n#d\n")])
def test_a_file_without_declarations_keeps_its_comments_alone(text, expected):
    """White space alone becomes nothing."""
    assert format_text(text) == expected


def test_a_text_with_errors_is_not_formatted():
    """The exception carries the problems."""
    with pytest.raises(NotParsed, match="1:6") as refused:
        format_text("规则 A 比列 3")

    assert [problem.code for problem in refused.value.problems] == ["unexpected_word"]


def test_an_unknown_language_is_refused():
    """There are two languages."""
    with pytest.raises(ValueError, match="fr"):
        format_text("", "fr")
