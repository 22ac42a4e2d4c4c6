"""Which outcomes fill a rule's sources, and which of several are best."""

from decimal import Decimal

import pytest

from rules.facts import Outcome


def course(outcome_id="1", title="A", **values):
    """Return a course of the learner."""
    return Outcome(outcome_id, "课程", title, **values)


A, B, C = course("1", "A"), course("2", "B"), course("3", "C")
TO = " 目标 课程 “Z” 3 学分 "
ONE = "规则 R 来源 课程 “A”" + TO
SET = "集合 S {课程 “A”, 课程 “B”, 课程 “C”} "

CASES = [
    # what is shown; the text; the outcomes held; the truth; the outcomes used
    ("a source that is held", ONE, [A], "yes", "1"),
    ("a source that is not held", ONE, [B], "no", ""),
    ("no outcome at all", ONE, [], "no", ""),
    ("full width and case do not count", "规则 R 来源 课程 “英语（Ｂ）”" + TO, [course(title="英语(b)")], "yes", "1"),
    ("the amount of white space does not count", "规则 R 来源 课程 “a  b”" + TO, [course(title=" A B")], "yes", "1"),
    ("the English word of the kind", 'rule R from course "A" to course "Z" 3 credits', [A], "yes", "1"),
    ("another kind", "规则 R 来源 培训类 “A”" + TO, [A], "no", ""),
    ("an institution that is asked for and unknown", "规则 R 来源 课程 “A” @“X”" + TO, [A], "no", ""),
    ("an institution that fits", "规则 R 来源 课程 “A” @“X”" + TO, [course(institution="X")], "yes", "1"),
    ("a programme that fits", "规则 R 来源 课程 “A” /“P”" + TO, [course(programme="P")], "yes", "1"),
    ("a programme that does not", "规则 R 来源 课程 “A” /“P”" + TO, [course(programme="Q")], "no", ""),
    ("a title that is the outcome's code", ONE, [course(title="Y", code="A")], "yes", "1"),
    ("a title that is empty", ONE, [course(title="", code="")], "no", ""),
    ("with a code the title is a label", "规则 R 来源 课程 “A” 编号 7" + TO, [A], "no", ""),
    ("a code that fits", "规则 R 来源 课程 “A” 编号 7" + TO, [course(title="Y", code="7")], "yes", "1"),
    ("A and B, both held", "规则 R 来源 课程 “A” 与 课程 “B”" + TO, [B, A], "yes", "1 2"),
    ("A and B, one held", "规则 R 来源 课程 “A” 与 课程 “B”" + TO, [A], "no", ""),
    ("A or B", "规则 R 来源 课程 “A” 或 课程 “B”" + TO, [B], "yes", "2"),
    ("A or B, both held: the lower id", "规则 R 来源 课程 “B” 或 课程 “A”" + TO, [A, B], "yes", "1"),
    ("A or (B and C), by A", "规则 R 来源 课程 “A” 或 课程 “B” 与 课程 “C”" + TO, [A], "yes", "1"),
    ("A or (B and C), by both", "规则 R 来源 课程 “A” 或 课程 “B” 与 课程 “C”" + TO, [B, C], "yes", "2 3"),
    ("(A or B) and C", "规则 R 来源 （课程 “A” 或 课程 “B”） 与 课程 “C”" + TO, [A, B], "no", ""),
    ("any 2 of 3", "规则 R 来源 任 2 {课程 “A”, 课程 “B”, 课程 “C”}" + TO, [A, C], "yes", "1 3"),
    ("any 2 of 3 with one", "规则 R 来源 任 2 {课程 “A”, 课程 “B”, 课程 “C”}" + TO, [C], "no", ""),
    ("any 4 of 3", "规则 R 来源 任 4 {课程 “A”, 课程 “B”, 课程 “C”}" + TO, [A, B, C], "no", ""),
    ("a pair as one of several", "规则 R 来源 任 1 {课程 “A” 与 课程 “B”, 课程 “C”}" + TO, [A, C], "yes", "3"),
    ("any of a set", SET + "规则 R 来源 任 1 集合 S" + TO, [B], "yes", "2"),
    ("any of a set under another case", SET + "规则 R 来源 任 1 集合 s" + TO, [B], "yes", "2"),
    ("a set that nobody declared", "规则 R 来源 任 1 集合 S" + TO, [B], "no", ""),
    ("the place after the braces is shared", "规则 R 来源 任 1 {课程 “A”, 课程 “B”} @“X”" + TO, [A], "no", ""),
    (
        "a member's own place counts first",
        "规则 R 来源 任 1 {课程 “A” @“Y”, 课程 “B”} @“X”" + TO,
        [course(institution="Y")],
        "yes",
        "1",
    ),
    (
        "where after the braces binds every member",
        "规则 R 来源 任 1 {课程 “A”, 课程 “B”} 其中 成绩 >= 60" + TO,
        [A, course("2", "B", score=Decimal(60))],
        "yes",
        "2",
    ),
    ("one outcome never fills two sources", "规则 R 来源 课程 “A” 与 课程 “A”" + TO, [A], "no", ""),
    ("two outcomes of one name fill two", "规则 R 来源 课程 “A” 与 课程 “A”" + TO, [course("2"), A], "yes", "1 2"),
    ("a pool leaves what a name needs", "规则 R 来源 任何 课程 与 课程 “A”" + TO, [A, B], "yes", "2 1"),
    ("a pool", "规则 R 来源 任何 课程" + TO, [B], "yes", "2"),
    ("a pool of another kind", "规则 R 来源 任何 培训类" + TO, [B], "no", ""),
    ("a pool of an institution", "规则 R 来源 任何 课程 @“X”" + TO, [A, course("2", institution="X")], "yes", "2"),
    ("an alias", "别名 课程 “A” = 课程 “Y” " + ONE, [course(title="Y")], "yes", "1"),
    ("an alias the other way", "别名 课程 “Y” = 课程 “A” " + ONE, [course(title="Y")], "yes", "1"),
    (
        "an alias of an alias",
        "别名 课程 “A” = 课程 “Y” 别名 课程 “X” = 课程 “Y” " + ONE,
        [course(title="X")],
        "yes",
        "1",
    ),
    ("an alias of one institution", "别名 课程 “A” @“X” = 课程 “Y” " + ONE, [course(title="Y")], "no", ""),
    (
        "an alias keeps the institution that the rule names",
        "别名 课程 “A” = 课程 “Y” 规则 R 来源 课程 “A” @“X”" + TO,
        [course(title="Y")],
        "no",
        "",
    ),
    ("a rule without a source", "规则 R 目标 课程 “Z” 3 学分", [A], "no", ""),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case[0])
def test_case(judged, case):
    """Each case of the table holds."""
    _, text, outcomes, truth, used = case

    verdict = judged(text, *outcomes)

    assert verdict.truth == truth
    assert " ".join(verdict.outcomes) == used


BEST = [
    ("yes before no", "条件 成绩 >= 60", {"score": Decimal(50)}, {"score": Decimal(70)}, "2"),
    ("pending before no", "条件 成绩 >= 60", {"score": Decimal(50)}, {}, "2"),
    ("yes before pending", "条件 成绩 >= 60", {}, {"score": Decimal(70)}, "2"),
    ("most credits", "学分 来源", {"credits": Decimal(2)}, {"credits": Decimal(3)}, "2"),
    ("known credits before unknown", "学分 来源", {}, {"credits": Decimal(1)}, "2"),
    ("then the id", "学分 来源", {"credits": Decimal(3)}, {"credits": Decimal(3)}, "1"),
    (
        "the better band",
        "比例 按 成绩 [80..100] 100%, [60..80) 50%",
        {"score": Decimal(60)},
        {"score": Decimal(80)},
        "2",
    ),
    ("valid before expired", "有效期 1 年", {"awarded_on": None}, {}, "1"),
]


@pytest.mark.parametrize("case", BEST, ids=lambda case: case[0])
def test_the_best_of_two_counts(judged, case):
    """Of two outcomes that fit: yes before pending before no, then most credits, then the id."""
    _, clause, first, second, used = case

    verdict = judged("规则 R 来源 课程 “A” 目标 课程 “Z” 3 学分 " + clause, course("2", **second), course("1", **first))

    assert verdict.outcomes == (used,)


def test_a_hopeless_search_ends(judged):
    """A source with far more ways than anybody could try is answered all the same."""
    wanted = ", ".join("课程 “A”" for _ in range(40))
    outcomes = [course(str(number), "A") for number in range(30)]

    verdict = judged("规则 R 来源 任 31 {" + wanted + "} 目标 课程 “Z” 3 学分", *outcomes)

    assert verdict.truth == "no"
