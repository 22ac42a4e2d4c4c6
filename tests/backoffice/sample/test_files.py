"""The sample's files say what the manual says."""

import pytest
from stdnum.cn import ric

from backoffice.sample.reading import fields_of, rows_of, rules_in, sample_rules, table_of

KINDS = table_of("kinds.toml")
TABLE_1 = {
    "学历教育": ["毕业证书", "学位证书", "课程"],
    "职业资格证书": ["职业资格证书"],
    "技师教育": ["技师教育"],
    "其他类_培训业绩等": [
        "培训类",
        "业绩类-竞赛奖励",
        "业绩类-科学研究",
        "业绩类-创新创业",
        "业绩类-社会服务",
        "业绩类-文化传承",
        "业绩类-工作经历",
        "业绩类-职称证书",
    ],
}


def the_kind(code):
    """Return one kind of the file."""
    return next(kind for kind in KINDS["kind"] if kind["code"] == code)


def labels(code, *, automatic):
    """Return the Chinese labels of the fields that the catalogue fills, or of the others."""
    return [each["label"] for each in fields_of(the_kind(code)["fields"], []) if each["automatic"] is automatic]


def test_the_kinds_are_those_of_table_1():
    """Four categories and thirteen kinds, in the manual's order."""
    found = {
        category["title"]: [kind["title"] for kind in KINDS["kind"] if kind["category"] == category["code"]]
        for category in KINDS["category"]
    }

    assert found == TABLE_1
    assert list(found) == list(TABLE_1)


def test_a_course_has_the_manuals_fields():
    """课程: seven fields from the catalogue, two by hand."""
    assert labels("course", automatic=True) == [
        "成果名称",
        "学校名称",
        "课程名称",
        "课程号",
        "专业",
        "层次",
        "课程学分",
    ]
    assert labels("course", automatic=False) == ["获取时间", "成绩"]


def test_a_training_has_the_manuals_fields():
    """培训类: three fields from the catalogue, two by hand."""
    assert labels("training", automatic=True) == ["培训名称", "培训机构", "机构代码"]
    assert labels("training", automatic=False) == ["证书编号", "获取时间"]


def test_a_course_needs_the_transcript_and_may_have_the_textbook():
    """课程: 单科合格证书（或成绩单）必填, 课程教材（或教学大纲）选填."""
    assert [(each[1], each[3]) for each in the_kind("course")["evidence"]] == [
        ("单科合格证书（或成绩单）", True),
        ("课程教材（或教学大纲）", False),
    ]


@pytest.mark.parametrize("kind", KINDS["kind"], ids=lambda kind: kind["code"])
def test_only_performance_is_neither_automatic_nor_converted_by_rule(kind):
    """业绩类 is filled by hand, applied for, and converted without a rule; all else the other way."""
    performance = kind["title"].startswith("业绩类")

    assert kind["recognised_automatically"] is not performance
    assert kind["conversion_path"] == ("performance" if performance else "rule")
    assert bool(labels(kind["code"], automatic=True)) is not performance


def test_there_are_56_nationalities():
    """The codes of GB/T 3304 run from 01 to 56."""
    assert [row["code"] for row in rows_of("nations.csv")] == [f"{number:02d}" for number in range(1, 57)]


def test_every_division_lies_in_its_parent():
    """A child's code starts with its parent's."""
    rows = rows_of("divisions.csv")
    codes = {row["code"] for row in rows}

    assert [row for row in rows if not row["code"].startswith(row["parent_code"])] == []
    assert {row["parent_code"] for row in rows} <= codes | {""}


def test_at_least_forty_real_mappings_are_shipped():
    """Every shipped mapping names the text and the page it was taken from."""
    mappings = [each.rule for each in sample_rules() if each.rule.code.startswith("ZH")]

    assert len(mappings) >= 40
    assert all(len(rule.basis) == 2 and rule.basis[1].startswith("http") for rule in mappings)


def test_a_rule_reads_alone():
    """The text kept for a rule declares the scales that it compares by."""
    for each in sample_rules():
        (again,) = rules_in(each.text, each.rule.code)

        assert again.rule == each.rule


def test_a_broken_rule_is_refused():
    """A text that the language does not accept loads nothing."""
    with pytest.raises(ValueError, match="line 1"):
        list(rules_in("规则 A 来源 ¥", "a.rule"))


def test_every_shipped_target_with_an_institution_is_on_the_catalogue():
    """A rule that names institution and title of its one target finds it."""
    known = {(row["institution"], row["title"]) for row in rows_of("catalogue.csv")}
    named = [
        target.reference
        for each in sample_rules()
        for target in each.rule.targets
        if getattr(getattr(target, "reference", None), "institution", None)
    ]

    assert {(each.institution, each.title) for each in named} <= known


def test_the_demo_documents_are_well_formed():
    """Both demo learners have a document number whose check digit holds."""
    people = [each["person"] for each in table_of("accounts.toml")["account"] if "person" in each]

    assert [ric.is_valid(person["document_number"]) for person in people] == [True, True]
