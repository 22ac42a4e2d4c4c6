"""The manual's forms and evidence lists, kind by kind, byte for byte: label, whether it must be filled, by whom."""

import pytest

from backoffice.sample.reading import evidence_of, fields_of, table_of

TABLE = table_of("kinds.toml")
KINDS = {each["title"]: each for each in TABLE["kind"]}
DIPLOMA = ["成果名称", "颁发机构", "专业", "层次", "类型（教育类型）", "等级"]
AUTOMATIC = {
    "毕业证书": DIPLOMA,
    "学位证书": DIPLOMA,
    "课程": ["成果名称", "学校名称", "课程名称", "课程号", "专业", "层次", "课程学分"],
    "职业资格证书": ["证书名称", "职业技能鉴定机构名称", "证书等级", "职业(工种)", "文化程度"],
    "技师教育": ["证书名称", "专业名称", "技师教育等级"],
    "培训类": ["培训名称", "培训机构", "机构代码"],
}
BY_HAND = {
    "毕业证书": ["电子注册号/证书编号", "获取时间"],
    "学位证书": ["电子注册号/证书编号", "获取时间"],
    "课程": ["获取时间", "成绩"],
    "职业资格证书": ["证书编号", "发证日期"],
    "技师教育": ["证书编号", "发证时间", "学习时间"],
    "培训类": ["证书编号", "获取时间"],
}
PERFORMANCES = ["竞赛奖励", "科学研究", "创新创业", "社会服务", "文化传承", "工作经历", "职称证书"]
EVIDENCE = {
    "课程": [("单科合格证书（或成绩单）", True), ("课程教材（或教学大纲）", False)],
    "毕业证书": [("毕业证书", True)],
    "学位证书": [("学位证书", True)],
    "职业资格证书": [("职业资格证书", True)],
    "技师教育": [("技工教育相关证明材料", True)],
    "培训类": [("培训证明", True)],
    "业绩类-竞赛奖励": [("获奖证书", True)],
    "业绩类-工作经历": [("工作证明", True)],
}


def labels(title, *, automatic):
    """Return the labels of a kind's fields that the catalogue fills, or that people do."""
    schema = fields_of(KINDS[title]["fields"], TABLE["levels"])
    return [each["label"] for each in schema if each["automatic"] is automatic]


def test_there_are_thirteen_kinds_in_four_categories():
    """Table 1 of the manual, in its order; 职称证书 is the name, and the category's label has its underscore."""
    assert [each["title"] for each in TABLE["category"]] == [
        "学历教育",
        "职业资格证书",
        "技师教育",
        "其他类_培训业绩等",
    ]
    assert list(KINDS) == [*AUTOMATIC, *(f"业绩类-{each}" for each in PERFORMANCES)]


@pytest.mark.parametrize("title", AUTOMATIC)
def test_a_form_has_the_fields_of_the_manual(title):
    """What the catalogue fills in, and what is left to the learner; all of it is required."""
    assert labels(title, automatic=True) == AUTOMATIC[title]
    assert labels(title, automatic=False) == BY_HAND[title]
    assert all(each[-1] for each in KINDS[title]["fields"])
    assert KINDS[title]["recognised_automatically"]


@pytest.mark.parametrize("title", [f"业绩类-{each}" for each in PERFORMANCES])
def test_a_performance_is_filled_in_by_hand(title):
    """All three fields are the learner's, nothing is recognised by itself, and conversion goes by judgement."""
    assert labels(title, automatic=True) == []
    assert labels(title, automatic=False) == ["业绩名称", "业绩完成单位", "业绩完成时间"]
    assert (KINDS[title]["recognised_automatically"], KINDS[title]["conversion_path"]) == (False, "performance")


@pytest.mark.parametrize("title", EVIDENCE)
def test_a_kind_has_the_evidence_of_the_manual(title):
    """Each piece with 必填 or 选填, in every format that is accepted."""
    found = evidence_of(KINDS[title]["evidence"], TABLE["formats"])

    assert [(each["label"], each["required"]) for each in found] == EVIDENCE[title]
    assert {tuple(each["formats"]) for each in found} == {("jpg", "png", "gif", "pdf")}
