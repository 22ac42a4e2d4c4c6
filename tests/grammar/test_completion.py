"""The words offered at a caret: those that can stand there, what is expected there most first."""

import pytest

from grammar.completion import complete
from grammar.parser import parse
from grammar.vocabulary import Vocabulary, declared

WORDS = Vocabulary(
    kinds=("课程", "毕业证书", "course", "certificate", "a kind"),
    titles=("密码学", "信息安全与密码学", "Cryptography"),
    institutions=("广东开放大学", "Evergreen College"),
    programmes=("信息安全",),
    codes=("CS101", "00018"),
    scales=("NCRE",),
    sets=("POLITICS",),
    rules=("R-1",),
    fields=("类型",),
    values={"grade": ("一级", "二级"), "major": ("信息安全",)},
)


def offered(text, words=WORDS):
    """Return what is offered at the caret | of a text."""
    place = text.index("|")
    return complete(text.replace("|", "", 1), place, words)


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("|", "规则, 政策, 等级序列, 别名, 集合, rule, policy"),
        ("规|", "规则"),
        ("规则 A\n  |", "来源, 目标, 比例, 条件, 生效, 上限"),
        ("rule A\n  |", "from, to, ratio, when, effective, cap"),
        ("规则 A\n  来源 课程 “x”\n  |\n  比例 80%", "目标, 条件, 生效"),
        ("规则 A\n  来源 |", "课程, 毕业证书, course, certificate, “a kind”, 任何, 任, any"),
        ("规则 A 来源课|", "课程"),
        ("rule A from c|", "course, certificate"),
        ("规则 A 来源 课程 |", "“密码学”, “信息安全与密码学”, “Cryptography”, 其中, 编号"),
        ("rule A from course |", '"密码学", "信息安全与密码学", "Cryptography", where, code'),
        ("规则 A 来源 课程 “密|”", "“密码学”, “信息安全与密码学”"),
        ('rule A to course "cry|', '"Cryptography"'),
        ("规则 A 来源 课程 “x” @|", "“广东开放大学”, “Evergreen College”"),
        ("rule A from course 编号 |", '"CS101", "00018"'),
        ("规则 A 来源 课程 /|", "“信息安全”"),
        ("规则 A 来源 课程 “x” |", "其中, 编号, 与, 或, 目标"),
        ("规则 A 来源 课程 “x” 其中 |", "非, 成绩, 等级, 层次, 资历等级, 学时"),
        ("规则 A 来源 课程 “x” 其中 成|", "成绩"),
        ("规则 A 条件 成绩 |", "属于, 不属于, 在, in"),
        ("rule A when score |", "in, not in, between, 属于"),
        ("规则 A 条件 层次 >= |", "小学, 初中, 高中, 专科, 本科, 硕士, 博士, primary"),
        ("rule A when level >= |", "primary, junior, senior, associate, bachelor, master, doctor, 小学"),
        ("规则 A 条件 等级 >= |", "一级, 二级, 来源, source"),
        ("规则 A 条件 等级 >= “一级” 按 |", "NCRE"),
        ("规则 A 条件 学习者 专业 属于 { |", "信息安全"),
        ("规则 A 条件 学习者 属于 |", "“广东开放大学”, “Evergreen College”"),
        ("规则 A 条件 字段 |", "“类型”"),
        ("规则 A 目标 课程 “x” 3|", "学分, credits"),
        ("规则 A 来源 任 2 集合 |", "POLITICS"),
        ("policy P scope |", "learner, year, programme, outcome, term"),
        ("政策 P 涉及 规则 |", "R-1"),
        ("规则 A\n  例 来源 课程 “x” 成|", "成绩"),
        ("规则 A\n  例 须认定 “相关” = |", "是, 否"),
        ("规则 A\n  条件 层次 = 本科 且\n    学|", "学分, 学时, 学习者"),
        ("规则 A 来源 ¥\n  目|", "目标"),
        ("规则 A 说明 “x” # 来|", ""),
        ("规则 A 来源 ¥ |", ""),
        ("规则 |", ""),
    ],
)
def test_words_are_offered(text, first):
    """At each place the words that can stand there are offered, the likeliest and the text's language first."""
    texts = [each.text for each in offered(text)]
    wanted = first.split(", ") if first else []

    assert texts[: len(wanted)] == wanted
    assert bool(texts) == bool(wanted)


@pytest.mark.parametrize(
    ("text", "word", "kind", "replaced"),
    [
        ("规则 A 来源课|", "课程", "kind", "课"),
        ("规则 A 来源 课程 “密|", "“密码学”", "title", "“密"),
        ("规则 A 来源 课程 @开放|", "“广东开放大学”", "institution", "开放"),
        ("规则 A 来源 课程 “x” 其中 成|", "成绩", "attribute", "成"),
        ("规则 A 条件 等级 >= 一|", "一级", "value", "一"),
        ("规则 A 条件 等级 >= “一|", "“一级”", "value", "“一"),
        ("规则 A\n  比|", "比例", "keyword", "比"),
        ("规则 A 条件 等级 >= 一级 按 |", "NCRE", "scale", ""),
        ("规则 A 来源 任 2 集合 P|", "POLITICS", "set", "P"),
        ("规则 A 条件 成绩 |", ">=", "mark", ""),
    ],
)
def test_a_word_says_what_it_is_and_what_it_replaces(text, word, kind, replaced):
    """A completion has its kind, and the stretch of the text that it is written over."""
    found = next(each for each in offered(text) if each.text == word)

    assert found.kind == kind
    assert text[found.start : found.end] == replaced


@pytest.mark.parametrize("text", ["规则 A\n  |", "rule A from course |", "规则 A 条件 成绩 |", "policy P among |"])
def test_every_word_that_is_offered_can_stand_there(text):
    """Written into the text, a completion is never what a problem is about."""
    place = text.index("|")
    written = [text[: each.start] + each.text + " " for each in offered(text)]
    problems = [problem for each in written for problem in parse(each).problems]

    assert written
    assert {problem.code for problem in problems} <= {"unexpected_end"}
    assert all(problem.span.start >= place for problem in problems)


def test_names_that_a_file_declares_are_offered():
    """Scales with their grades, sets and rules of the text itself are words to offer."""
    text = "等级序列 JLPT “N5” < “N4”\n集合 S { 课程 “a” }\n规则 R-1\n  来源 课程 “a” 其中 等级 >= “N4” 按 |"
    names = declared(parse(text.replace("按 |", "")).file.declarations)

    assert [each.text for each in offered(text, names)] == ["JLPT"]
    assert names.sets == ("S",)
    assert names.rules == ("R-1",)
    assert names.values["grade"] == ("N5", "N4")


def test_a_clause_that_stands_already_is_offered_last():
    """A declaration says most clauses once, so those that it has come behind the others."""
    texts = [each.text for each in offered("规则 A\n  来源 课程 “x”\n  依据 “y”\n  |")]

    assert texts.index("来源") > texts.index("说明") > texts.index("依据") > texts.index("目标")


@pytest.mark.parametrize("before", ["规则 Z\n  说明 “z”\n" * 2000, ""], ids=["within a large file", "alone"])
def test_words_of_a_long_clause_are_offered_the_same_when_it_is_asked_again(before):
    """What was read of a long clause is kept, and gives the same words as reading it anew."""
    members = ", ".join(f"课程 “{number}” @“某某大学”" for number in range(100))
    texts = [f"{before}规则 A\n  来源 任 1 {{ {members}{end}|" for end in (" ", " 其", " 其中 ", " 其中 成绩 >= 60 ")]
    first = [[each.text for each in offered(text)] for text in texts]

    assert first == [[each.text for each in offered(text)] for text in reversed(texts)][::-1]
    assert first[1] == ["其中"]
