"""The form and the text are two views of one rule: what one changes, the other shows, and the rest stays as it was."""

import pytest

from backoffice.kernel.problems import Refused
from backoffice.workbench.form_writing import written
from backoffice.workbench.reading import declared_in
from backoffice.workbench.rule_form import form_of
from grammar.parser import parse

TEXT = """# 卷首
规则 CET4 “大学英语四级按分数”
  # 来源的说明
  来源 职业资格证书 “大学英语等级考试（CET）四级及以上证书” @“教育部考试中心”
  目标 课程 “大学英语（B）” @“广东开放大学” 3 学分  # 目标的说明
  比例 按 成绩 [85..100] 100%, [70..85) 80%, [60..70) 60%
  条件 层次 >= 专科 且 （成绩 >= 60 或 学习者 属于 “广东开放大学”）
  依据 “甲”
  依据 “乙”
  例 成绩 = 84, 层次 = 本科 => 2.4 学分
"""
SIMPLE = "规则 甲 “名” 来源 课程 “A” 目标 课程 “Z” 3 学分\n"
CHANGES = [
    ({"title": "新名"}, "“大学英语四级按分数”", "“新名”"),
    ({"code": "CET4-B"}, "规则 CET4 ", "规则 CET4-B "),
    ({"target-0-credits": "4"}, "3 学分", "4 学分"),
    ({"source-institution": "考试院"}, "@“教育部考试中心”", "@“考试院”"),
    ({"band-2-percent": "50"}, "[60..70) 60%", "[60..70) 50%"),
    ({"basis": "甲\n丙"}, "“乙”", "“丙”"),
    ({"note": "说说"}, "  例 成绩", "  说明 “说说”\n  例 成绩"),
    ({"once": "yes"}, "  依据 “甲”", "  仅一次\n  依据 “甲”"),
    ({"effective-from": "2021-01-01"}, "  依据 “甲”", "  生效 2021-01-01\n  依据 “甲”"),
    ({"judgements": "内容相关"}, "  依据 “甲”", "  须认定 “内容相关”\n  依据 “甲”"),
    ({"valid-count": "5"}, "  依据 “甲”", "  有效期 5 年\n  依据 “甲”"),
    ({"mode": "lesser"}, "  条件", "  学分 较小\n  条件"),
    ({"basis": ""}, "  依据 “甲”\n  依据 “乙”\n", ""),
]


def fields(text):
    """Return the fields of a text's form."""
    return dict(form_of(text, declared_in(parse(text).file)).fields)


def test_a_form_that_nobody_changed_changes_nothing():
    """Sending the form back as it was drawn leaves the text to the letter."""
    assert written(TEXT, TEXT, fields(TEXT)) == TEXT


@pytest.mark.parametrize(("change", "before", "after"), CHANGES, ids=[next(iter(each[0])) for each in CHANGES])
def test_one_field_changes_one_clause(change, before, after):
    """Only the clause of the changed field is written anew; comments and all others stay, and the form shows it."""
    changed = written(TEXT, TEXT, fields(TEXT) | change)

    assert changed == TEXT.replace(before, after, 1)
    assert {name: fields(changed).get(name, "") for name in change} == change


def test_conditions_are_rows():
    """A simple condition is a row; one with “or” is kept as text, and stays when others come and go."""
    shown = fields(TEXT)
    more = shown | {"condition-2-subject": "learner in", "condition-2-value": "甲校；乙校"}
    fewer = more | {"condition-0-value": ""}

    assert (shown["condition-0-subject"], shown["condition-0-value"]) == ("level", "专科")
    assert shown["condition-1-subject"] == "kept"
    assert "且 学习者 属于 { “甲校”, “乙校” }" in written(TEXT, TEXT, more)
    assert "条件 （成绩 >= 60 或" in written(TEXT, TEXT, fewer)


def test_the_text_may_have_gone_on_since_the_form_was_drawn():
    """What was changed in the text meanwhile is not undone by the fields that show how it was."""
    newer = TEXT.replace("3 学分", "5 学分")
    changed = written(newer, TEXT, fields(TEXT) | {"title": "新名"})

    assert "5 学分" in changed
    assert "“新名”" in changed


@pytest.mark.parametrize(
    "text",
    [
        "规则 甲 来源 课程 “A” 与 课程 “B” 目标 课程 “Z” 3 学分\n",
        "规则 甲 来源 课程 “A” 其中 成绩 >= 60 目标 任选 1 { 课程 “Y” 1 学分, 课程 “Z” 2 学分 }\n",
        'rule A from any 1 of { course "A", course "B" } to elective "E" 3 credits\n',
    ],
)
def test_what_the_form_cannot_show_is_kept(text):
    """Sources and targets beyond the common shape stand as text, and another field leaves them as they are."""
    form = form_of(text, declared_in(parse(text).file))
    changed = written(text, text, dict(form.fields) | {"title": "N"})

    assert form.texts["source"]
    assert changed == text.replace(" 来源", " “N” 来源", 1).replace("rule A", 'rule A "N"', 1)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"target-0-credits": "三"}, "form_number"),
        ({"effective-from": "2021-02-30"}, "form_day"),
        ({"valid-count": "很久"}, "form_validity"),
        ({"source-kind": ""}, "form_kind"),
        ({"title": "两\n行"}, "form_unwritable"),
    ],
)
def test_what_no_rule_can_say_is_told(change, code):
    """A field that cannot be written is named; the text stays."""
    with pytest.raises(Refused) as refused:
        written(SIMPLE, SIMPLE, fields(SIMPLE) | change)

    assert [each.code for each in refused.value.problems] == [code]


def test_a_form_needs_a_readable_text():
    """Nothing is written into a text that has no rule."""
    with pytest.raises(Refused, match="form_unreadable"):
        written("规则 甲 来源", SIMPLE, fields(SIMPLE) | {"title": "新"})


def test_bands_take_the_place_of_a_plain_ratio():
    """Filling in rows of scores makes bands of them, 100 being in the highest; emptying them leaves the plain ratio."""
    rows = {"band-0-low": "60", "band-0-high": "100", "band-0-percent": "80"}
    banded = written(SIMPLE, SIMPLE, fields(SIMPLE) | rows)
    plain = written(banded, banded, fields(banded) | dict.fromkeys(rows, "") | {"ratio": "70"})

    assert "比例 按 成绩 [60..100] 80%" in banded
    assert "比例 70%" in plain
    assert "按 成绩" not in plain
