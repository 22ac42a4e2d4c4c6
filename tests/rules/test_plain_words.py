"""A rule in plain sentences."""

import pytest

from grammar.declarations import Rule
from grammar.parser import parse
from rules.plain_words import ratios_of, sentences_of_rule, source_in_words

HEAD = "规则 X-1 “试验”\n"
COURSE = "  目标 课程 “英语” @“甲大学” 3 学分\n"
CASES = [
    {
        "says": "a source with its place, a target with its credits, the ratio",
        "text": "  来源 课程 “密码学” @“乙大学”\n" + COURSE + "  比例 80%\n",
        "zh": ("凭“密码学”（课程，乙大学），可以换得“英语”（课程，甲大学）3 学分。", "转换比例 80%。"),
        "en": ("With “密码学” (course, 乙大学) you can obtain “英语” (course, 甲大学) (3 credits).", "Ratio: 80%."),
    },
    {
        "says": "a condition on the source and one on the learner",
        "text": "  来源 职业资格证书 “CET” 其中 等级 >= “四级”\n" + COURSE + "  条件 学习者 不属于 “丙大学”\n",
        "zh": (
            "凭“CET”（职业资格证书）（等级须达到四级），可以换得“英语”（课程，甲大学）3 学分。",
            "要求：不是“丙大学”的学员。",
            "转换比例 100%。",
        ),
    },
    {
        "says": "either of two sources, a choice of targets",
        "text": "  来源 课程 “甲” 或 课程 “乙”\n  目标 任选 1 { 课程 “丙”, 课程 “丁” }\n",
        "zh": (
            "凭“甲”（课程）或“乙”（课程），可以换得下列中的 1 项（“丙”（课程）、“丁”（课程））。",
            "转换比例 100%。",
        ),
    },
    {
        "says": "what it limits: once, used up, for some time, from a day on",
        "text": "  来源 课程 “甲”\n" + COURSE + "  生效 2020-01-01 至 2021-12-31\n  有效期 5 年\n  仅一次\n  消耗\n",
        "zh": (
            "凭“甲”（课程），可以换得“英语”（课程，甲大学）3 学分。",
            "转换比例 100%。",
            "成果取得后 5 年内可以转换。",
            "每人只能使用一次。",
            "用过的成果不能再用于其他转换。",
            "规则有效期：2020-01-01 至 2021-12-31。",
        ),
    },
    {
        "says": "a refusal with its reason",
        "text": "  来源 课程 “甲”\n  目标 课程 “英语”\n  不予转换 “内容不同”\n",
        "zh": ("凭“甲”（课程），不能换得“英语”（课程）。", "原因：内容不同。"),
    },
]


def rule_of(text):
    """Return the rule of a text that the language accepts."""
    parsed = parse(text)
    assert parsed.problems == ()
    return next(each for each in parsed.file.declarations if isinstance(each, Rule))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["says"])
def test_a_rule_is_told_in_plain_sentences(case):
    """First what is given for what, then each thing that is asked for."""
    rule = rule_of(HEAD + case["text"])

    assert sentences_of_rule(rule) == case["zh"]
    if "en" in case:
        assert sentences_of_rule(rule, "en") == case["en"]


def test_every_shipped_rule_can_be_told():
    """No rule of the sample is without words, in either language, and none shows a name of the program."""
    from backoffice.sample.reading import sample_rules  # noqa: PLC0415 - the sample alone

    told = [
        sentence
        for each in sample_rules()
        for lang in ("zh", "en")
        for sentence in (*sentences_of_rule(each.rule, lang), source_in_words(each.rule.source, lang))
    ]

    assert len(told) > 300
    assert [each for each in told if not each or "None" in each or "(span" in each or "{" in each] == []


def test_the_ratios_of_bands_are_listed_once():
    """A ratio by score tells each of its ratios, the lowest first."""
    rule = rule_of(
        HEAD + "  来源 课程 “甲”\n" + COURSE + "  比例 按 成绩 [85..100] 100%, [70..85) 100%, [60..70) 80%\n"
    )

    assert [str(each) for each in ratios_of(rule)] == ["80", "100"]
