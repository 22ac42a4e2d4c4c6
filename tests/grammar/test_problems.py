"""Every problem says what is wrong, where, and how to mend it."""

import time

import pytest

from grammar.parser import parse
from grammar.printer import format_text
from grammar.problems import render

THREE = """\
规则 A “甲”
  来源 课程 “x”， 课程 “y”
  目际 课程 “z” 3 学分
  比列 80%
  条件 成绩 >= 六十
  依据 “b”
规则 B 来源 课程 “x” 目标 课程 “y”
"""


def only(text):
    """Return the one problem of a text."""
    (problem,) = parse(text).problems
    return problem


@pytest.mark.parametrize(
    ("text", "code", "place", "hint"),
    [
        ("规则 A 来源 课程 “x”, 课程 “y”", "comma_in_source", ",", "用“与”表示都要，用“或”表示任一。"),
        ("规则 A 来源 课程 “x” 其中 成绩 > 1、课程 “y”", "comma_in_source", "、", "用“与”"),
        ("规则 A 来源 （课程 “x”，课程 “y”）", "comma_in_source", "，", "用“与”"),
        ("规则 A 来源 课程 “x\n  目标 课程 “y”", "quote_not_closed", "“x", "补上 ” "),
        ("规则 A 来源 课程 《x\n  目标 课程 “y”", "quote_not_closed", "《", "补上 》 "),
        ('rule A from course "x @"y"', "quote_not_closed", '"x', '补上 " '),
        ("规则 A 来源 课程 高等 数学” @“y”", "quote_not_opened", "高等", "补上引号"),
        ("rule A from course ”x”", "quote_not_opened", "”", "补上引号"),
        ("规则 A 说明 “" + "长" * 201 + "”", "text_too_long", "“", "200 字以内"),
        ("规则 A 条件 （成绩 >= 60 且 （层次 = 本科）\n  比例 80%", "bracket_not_closed", "（成", "补上 ） "),
        ("规则 A 条件 (成绩 >= 60", "bracket_not_closed", "(", "补上 ) "),
        ("规则 A 来源 任 2 { 课程 “a”, 课程 “b”\n  目标 课程 “c”", "bracket_not_closed", "{", "补上 } "),
        ("规则 A 目标 任选 1 { 课程 “a”,\n  比例 80%", "bracket_not_closed", "{", "补上 } "),
        ("规则 A 比例 按 成绩 [85..100 100%", "bracket_not_closed", "[", "补上 ] "),
        ("规则 A：比例 80%", "mark_not_needed", "：", "请删去它"),
        ("规则 A 比例 80%；", "mark_not_needed", "；", "请删去它"),
        ("规则 A 比例 1234567%", "number_unreadable", "1234567", "最多六位"),
        ("规则 A 比例 ８０%", "number_unreadable", "８０", "半角数字"),
        ("规则 A 版本 1 版本 2", "clause_twice", "版本 2", "请留一处"),
        ("规则 A 不予转换 拒绝", "refusal_twice", "拒绝", "请留一处"),
        ("规则 A 版本 1.5", "count_unfit", "1.5", "不小于 1 的整数"),
        ("规则 A 版本 0", "count_unfit", "0", "不小于 1 的整数"),
        ("规则 A 优先 1.5", "count_unfit", "1.5", "不小于 0 的整数"),
        ("规则 A 有效期 0 年", "count_unfit", "0", "不小于 1 的整数"),
        ("规则 A 来源 任 1.5 { 课程 “a” }", "count_unfit", "1.5", "不小于 1 的整数"),
        ("规则 A 目标 任选 0 { 课程 “a” }", "count_unfit", "0", "不小于 1 的整数"),
        ("政策 P 最多 1.5 次", "count_unfit", "1.5", "不小于 1 的整数"),
        ("政策 P 最优 0", "count_unfit", "0", "不小于 1 的整数"),
        ("规则 A 来源 课程 ‘x’", "quote_single", "‘", "把单引号换成"),
        ("rule A from course 'x'", "quote_single", "'", "把单引号换成"),
        ("规则 A 条件 成绩 大于等于 60", "unexpected_word", "大于等于", "是不是想写“>=”？"),
        ("规则 A 条件 学习者 年龄 不超过60", "unexpected_word", "不超过60", "是不是想写“<=”？"),
        ("规则 A 比列 80%", "unexpected_word", "比列", "是不是想写“比例”？这里可以写：比例、"),
        ("rule A\n  form course x", "unexpected_word", "form", "是不是想写“from”？这里可以写：来源、"),
        ("rule A\n  Ratio 80%", "unexpected_word", "Ratio", "是不是想写“ratio”？"),
        ("规则 A 条件 学习者 属与 “x”", "unexpected_word", "属与", "是不是想写“属于”？这里可以写：属于、"),
        ("规则 A 学分 叫小", "unexpected_word", "叫小", "是不是想写“较小”？这里可以写：较小、"),
        ("规则 A 生效 2018", "unexpected_word", "2018", "这里可以写：日期（如 2020-01-31）、至。"),
        ("规则 “x”", "unexpected_word", "“x”", "这里可以写：字母或汉字开头的词。"),
        ("规则 A 例 => 三 学分", "unexpected_word", "三", "这里可以写：数字、不适用、待补。"),
        ("scale S 1 > 2", "unexpected_word", ">", "这里可以写：<。"),
        ("来源 课程 “x”", "unexpected_word", "来源", "这里可以写：规则、政策、等级序列、别名、集合。"),
        ("规则 A 来源", "unexpected_end", "源", "这里可以写：引号里的文字、字母或汉字开头的词、任何、任、(。"),
        ("规则 A 来源 ¥", "unreadable", "¥", "这里可以写：引号里的文字、"),
    ],
)
def test_a_problem_is_named_at_its_place_with_a_hint(text, code, place, hint):
    """Each mistake has its code, its place, and a hint that says what to write instead."""
    problem = only(text)

    assert problem.code == code
    assert problem.span.start == text.index(place)
    assert hint in problem.hint("zh")
    assert problem.hint("en") != problem.hint("zh")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_at_most_five_words_are_offered(lang):
    """A hint offers five words at most, though far more could stand there."""
    problem = only("规则 A 来源 课程 “x” =>")

    assert len(problem.expected) == 5
    assert problem.hint(lang).count("、" if lang == "zh" else ", ") == 4


def test_all_problems_of_one_declaration_are_named():
    """Reading goes on behind each broken clause; the sound declaration is kept, the broken one left out."""
    parsed = parse(THREE)

    assert [(each.code, each.span.line, each.span.column) for each in parsed.problems] == [
        ("comma_in_source", 2, 12),
        ("unexpected_word", 3, 3),
        ("unexpected_word", 4, 3),
        ("unexpected_word", 5, 12),
    ][: len(parsed.problems)]
    assert len(parsed.problems) >= 3
    assert [rule.code for rule in parsed.file.declarations] == ["B"]


def test_three_errors_on_one_line_are_named():
    """Reading goes on at the next clause of the same line too."""
    parsed = parse("规则 A 来源 ¥ 目标 课程 “a”, 比例 x 条件 成绩 = 1 => 2 依据 “b”")

    assert [each.span.column for each in parsed.problems] == [9, 25, 37]


def test_a_clause_of_another_declaration_is_named_once():
    """A clause where it does not belong spoils no other clause."""
    parsed = parse("规则 A\n  来源 课程 “a”\n  范围 专业\n  目标 课程 “b”\n  版本 1\n  版本 2\n")

    assert [(each.code, each.span.line) for each in parsed.problems] == [("unexpected_word", 3), ("clause_twice", 6)]


def test_a_place_is_named_once():
    """A word that spoils two clauses is one problem."""
    problems = parse('policy A "open\n  scope outcome\n  at most once\n').problems

    assert [(each.code, each.span.line) for each in problems] == [("quote_not_closed", 1), ("unexpected_word", 3)]


def test_indented_declarations_behind_a_broken_one_are_kept():
    """A declaration that does not start its line is found behind an error all the same."""
    parsed = parse("规则 A 来源 ¥\n  规则 B 说明 “b”\n  scale S 1 ¥\n  政策 P 最优 1\n")

    assert [declaration.code for declaration in parsed.file.declarations] == ["B", "P"]
    assert [each.span.line for each in parsed.problems] == [1, 3]


def test_places_stay_true_behind_a_broken_declaration():
    """A sound declaration has the same places whether the one before it is broken or not."""
    sound = parse("规则 A 说明 “甲”\n规则 B 说明 “乙”\n").file.declarations[1]
    behind = parse("规则 A 说名 “甲”\n规则 B 说明 “乙”\n").file.declarations[0]

    assert (behind, behind.span, behind.clauses) == (sound, sound.span, sound.clauses)


def test_a_declaration_names_twenty_problems_at_most():
    """Beyond twenty problems the rest of a declaration is not read again."""
    assert len(parse("规则 A\n" + "  比列 80%\n" * 50).problems) == 20


def test_a_long_declaration_is_read_again_only_so_far():
    """Where much stands before each error, fewer are named, and what follows the declaration is read all the same."""
    head = "规则 A 来源 课程 “甲” 目标 课程 “乙” 3 学分\n"
    long = parse(head + "  比例 80%\n" * 1_200 + "  比列 80%\n" * 50 + "规则 B 说明 “乙”\n")

    assert 1 < len(long.problems) < 20
    assert [declaration.code for declaration in long.file.declarations] == ["B"]
    assert len(parse(head + "  比列 80%\n" * 50).problems) == 20


def test_a_file_names_a_thousand_problems_at_most():
    """A file of errors alone is refused in good time."""
    problems = parse("规则 A 来源 ¥\n" * 20_000).problems

    assert len(problems) == 1002
    assert problems[-1].code == "too_many_problems"


@pytest.mark.parametrize("letters", [*'“《「"（非{¥x与#9[', " #", "\n#", "任 #", "非 ", "not ", "x ", "目际\n"])
def test_a_hostile_repetition_is_refused_at_once(letters):
    """No repetition of some letters takes more than a moment."""
    begun = time.perf_counter()

    assert parse("规则 A 条件 成绩 = 1 且" + letters * 20_000 + "\n ¥").problems
    assert time.perf_counter() - begun < 5


@pytest.mark.parametrize(
    ("text", "lang", "shown"),
    [
        (
            "规则 A 来源 课程 “x”， 课程 “y”",
            "zh",
            "f:1:15: error comma_in_source 来源之间不能用逗号。\n规则 A 来源 课程 “x”， 课程 “y”\n" + " " * 20 + "^\n"
            "提示：用“与”表示都要，用“或”表示任一。",
        ),
        (
            "rule A rato 80%",
            "en",
            (
                "f:1:8: error unexpected_word “rato” cannot stand here.\nrule A rato 80%\n       ^\n"
                "hint: Did you mean “ratio”? Expected here: ratio, text in quotes, from, to, when."
            ),
        ),
        (
            "规则 A 版本 1 版本 2",
            "en",
            "f:1:11: error clause_twice “version” stands twice in one declaration.\n规则 A 版本 1 版本 2\n"
            + " " * 14
            + "^\nhint: Keep one and remove the other.",
        ),
    ],
)
def test_a_problem_is_shown_with_caret_and_hint(text, lang, shown):
    """The line, a caret below it that is right under wide characters, and the hint."""
    assert render(only(text), text, "f", lang) == shown


@pytest.mark.parametrize(
    ("before", "columns"),
    [("规则 A ", 7), ("\t规则 A\t", 8), ("规则 A “Ａ” ", 12), ("规则 A “e\u0301” ", 11), ("\u3000规则 A\u00a0", 9)],
    ids=["wide", "tabs", "full-width", "combining", "wide-blank"],
)
def test_the_caret_stands_below_its_letter(before, columns):
    """Wide letters take two columns, a tab is shown as one blank, and a mark takes none of its own."""
    text = before + "¥"
    problem = parse(text).problems[-1]

    _head, line, caret, _hint = render(problem, text, "f").split("\n")

    assert caret == " " * columns + "^"
    assert "\t" not in line


@pytest.mark.parametrize("letter", ["\u202e", "\u200b", "\x07", "\u00ad", "\u2028", "\U000e0041"])
def test_unseen_letters_are_refused_and_shown(letter):
    """A control, a change of direction or another unseen letter is refused, and the line shows where it stands."""
    text = f"规则 A “a{letter}b”\r\n  来源 课程 “x”"

    (problem,) = parse(text).problems

    assert problem.code == "hidden_character"
    assert render(problem, text, "f").split("\n")[1:3] == ["规则 A “a�b”", " " * 9 + "^"]


@pytest.mark.parametrize("blank", ["\u00a0", "\u2002", "\u202f", "\u3000", "\t"])
def test_blanks_of_other_programs_are_blanks(blank):
    """A blank that came with copied text separates words like any other, and formats away."""
    text = f"规则 A{blank}来源 课程 “x”{blank}\n{blank}{blank}目标 课程 “y”{blank}# z\n"

    assert parse(text).problems == ()
    assert format_text(text) == "规则 A\n  来源 课程 “x”\n  目标 课程 “y”  # z\n"


@pytest.mark.parametrize(("wide", "plain"), [("＞＝", ">="), ("＜＝", "<="), ("＞=", ">="), ("<＝", "<="), ("＝", "=")])
def test_full_width_comparisons_are_comparisons(wide, plain):
    """A comparison reads the same in full-width letters, all or part of it."""
    text = "规则 A 条件 成绩 {} 60 例 成绩 = 1 {} 待补"

    assert parse(text.format(wide, "＝＞")) == parse(text.format(plain, "=>"))
    assert parse(text.format(wide, "=＞")).problems == ()


def test_a_very_long_line_is_cut_around_the_place():
    """What stands far before and far behind is left out, and the caret still stands under its letter."""
    text = f"规则 甲\n  说明 “{'长' * 150}” ¥ 说明 “{'长' * 150}”"
    (problem, *_others) = parse(text).problems
    _head, line, caret, *_hint = render(problem, text, "f").split("\n")

    assert line == "…" + "长" * 118 + "” ¥ 说明 “" + "长" * 114 + "…"
    assert caret == " " * (1 + 2 * 118 + 2) + "^"
