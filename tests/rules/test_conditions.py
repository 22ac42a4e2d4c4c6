"""What conditions, days, validity and judgements find in three values."""

from datetime import date
from decimal import Decimal

import pytest

from rules.facts import Learner, Outcome

HEAD = "规则 R 来源 课程 “A” 目标 课程 “Z” 3 学分 "
N = "等级序列 N “三级” < “二级” < “一级” "
SIXTY = {"score": Decimal(60)}

CASES = [
    # the clause; the outcome's facts; the truth; what is missing
    ("条件 成绩 >= 60", SIXTY, "yes", ""),
    ("条件 成绩 >= 60", {"score": Decimal("59.9")}, "no", ""),
    ("条件 成绩 >= 60", {}, "pending", "1.score"),
    ("条件 成绩 > 60", SIXTY, "no", ""),
    ("条件 成绩 <= 60", SIXTY, "yes", ""),
    ("条件 成绩 < 60", SIXTY, "no", ""),
    ("条件 成绩 = 60", {"score": Decimal("60.00")}, "yes", ""),
    ("条件 成绩 != 60", SIXTY, "no", ""),
    ("条件 成绩 >= 60 且 层次 = 本科", {"level": "专科"}, "no", ""),
    ("条件 成绩 >= 60 或 层次 = 本科", {"level": "本科"}, "yes", ""),
    ("条件 成绩 >= 60 或 层次 = 本科", {"level": "专科"}, "pending", "1.score"),
    ("条件 成绩 >= 60 且 层次 = 本科", {}, "pending", "1.level 1.score"),
    ("条件 成绩 >= 60 且 层次 = 本科", SIXTY, "pending", "1.level"),
    ("条件 非 成绩 >= 60", {}, "pending", "1.score"),
    ("条件 非 成绩 >= 60", {"score": Decimal(1)}, "yes", ""),
    ("条件 非 （成绩 >= 60 且 层次 = 本科）", {"level": "专科"}, "yes", ""),
    ("条件 成绩 在 60 至 80", {"score": Decimal(80)}, "yes", ""),
    ("条件 成绩 在 61 至 80", SIXTY, "no", ""),
    ("条件 成绩 属于 {50, 60}", SIXTY, "yes", ""),
    ("条件 成绩 不属于 {50, 60}", SIXTY, "no", ""),
    ("条件 成绩 不属于 {50, 60}", {}, "pending", "1.score"),
    ("条件 层次 >= 专科", {"level": "bachelor"}, "yes", ""),
    ("条件 层次 > 本科", {"level": "本科"}, "no", ""),
    ("条件 层次 < associate", {"level": "高中"}, "yes", ""),
    ("条件 层次 >= 专科", {"level": "函授"}, "pending", "1.level"),
    ("条件 层次 = 函授", {"level": "函授"}, "yes", ""),
    ("条件 层次 属于 {专科, 本科}", {"level": "bachelor"}, "yes", ""),
    ("条件 层次 不属于 {专科, 本科}", {"level": "本科"}, "no", ""),
    ("条件 资历等级 >= 5", {"qf_level": 6}, "yes", ""),
    ("条件 资历等级 >= 5", {}, "pending", "1.qf_level"),
    ("条件 学分 >= 2 且 学时 >= 36", {"credits": Decimal(2), "hours": Decimal(35)}, "no", ""),
    ("条件 获取时间 < 2019-01-01", {"awarded_on": date(2018, 12, 31)}, "yes", ""),
    ("条件 获取时间 < 2019-01-01", {"awarded_on": date(2019, 1, 1)}, "no", ""),
    ("条件 获取时间 在 2018-01-01 至 2018-12-31", {"awarded_on": date(2018, 12, 31)}, "yes", ""),
    ("条件 字段 “总分” >= 425", {"fields": {"总分": "430"}}, "yes", ""),
    ("条件 字段 “总分” >= 425", {"fields": {"总分": "优"}}, "pending", "1.field:总分"),
    ("条件 字段 “工种” = “电工”", {"fields": {"工种": " 电工 "}}, "yes", ""),
    ("条件 字段 “工种” = “电工”", {}, "pending", "1.field:工种"),
    ("条件 字段 “发证日” < 2019-01-01", {"fields": {"发证日": "2018-05-01"}}, "yes", ""),
    ("条件 等级 = “优秀”", {"grade": "优秀"}, "yes", ""),
    ("条件 等级 >= “优秀”", {"grade": "优秀"}, "pending", "1.scale"),
    (N + "条件 等级 >= “二级” 按 N", {"grade": "一级", "scale": "N"}, "yes", ""),
    (N + "条件 等级 >= “二级” 按 N", {"grade": "三级", "scale": "n"}, "no", ""),
    (N + "条件 等级 >= “二级” 按 N", {"grade": "一级"}, "yes", ""),
    (N + "条件 等级 >= “二级” 按 N", {"grade": "一级", "scale": "M"}, "pending", "1.grade"),
    (N + "条件 等级 >= “二级” 按 N", {"grade": "甲", "scale": "N"}, "pending", "1.grade"),
    (N + "条件 等级 >= “二级” 按 N", {"scale": "N"}, "pending", "1.grade"),
    (N + "条件 等级 属于 {“一级”, “二级”} 按 N", {"grade": "三级", "scale": "N"}, "no", ""),
    (N + "条件 等级 >= “二级”", {"grade": "一级", "scale": "N"}, "yes", ""),
    ("条件 学分 >= 来源 学时", {"credits": Decimal(2), "hours": Decimal(2)}, "yes", ""),
    ("条件 学分 >= 来源 学时", {"credits": Decimal(2)}, "pending", "1.hours"),
    ("生效 2020-11-15", {}, "yes", ""),
    ("生效 2020-11-16", {}, "no", ""),
    ("生效 至 2020-11-15", {}, "yes", ""),
    ("生效 2019-01-01 至 2020-11-14", {}, "no", ""),
    ("生效 2020-02-30", {}, "no", ""),
    ("有效期 2 年", {"awarded_on": date(2018, 11, 15)}, "yes", ""),
    ("有效期 2 年", {"awarded_on": date(2018, 11, 14)}, "no", ""),
    ("有效期 2 年", {"awarded_on": date(2020, 11, 16)}, "no", ""),
    ("有效期 6 月", {"awarded_on": date(2020, 5, 15)}, "yes", ""),
    ("有效期 9000 年", {"awarded_on": date(2018, 11, 14)}, "yes", ""),
    ("有效期 6 月", {}, "pending", "1.awarded_on"),
    ("须认定 “相关”", {}, "pending", "judgement:相关"),
    ("须认定 “相关” 须认定 “同级” 条件 成绩 >= 60", {}, "pending", "1.score judgement:同级 judgement:相关"),
]


def text_of(clause):
    """Return a rule with a clause, scales before it."""
    scales, _, rest = clause.rpartition("条件")
    return scales + HEAD + "条件" + rest if scales.startswith("等级序列") else HEAD + clause


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case[0]} {case[1]}")
def test_case(judged, case):
    """Each case of the table holds."""
    clause, held, truth, missing = case

    verdict = judged(text_of(clause), Outcome("1", "课程", "A", **held))

    assert verdict.truth == truth
    assert " ".join(verdict.missing) == missing


LEARNERS = [
    ("学习者 属于 “X”", {"memberships": frozenset({"Ｘ"})}, "yes", ""),
    ("学习者 属于 {“W”, “X”}", {"memberships": frozenset({"X", "Y"})}, "yes", ""),
    ("学习者 属于 “X”", {"memberships": frozenset({"Y"})}, "no", ""),
    ("学习者 属于 “X”", {}, "pending", "learner.memberships"),
    ("学习者 不属于 “X”", {"memberships": frozenset()}, "yes", ""),
    ("非 学习者 属于 “X”", {"memberships": frozenset({"X"})}, "no", ""),
    ("学习者 持有 毕业证书", {"holds": {"毕业证书": True}}, "yes", ""),
    ("学习者 持有 毕业证书", {"holds": {"diploma": False}}, "no", ""),
    ("学习者 持有 毕业证书", {"holds": {}}, "no", ""),
    ("学习者 持有 毕业证书", {"holds": {"毕业证书": None}}, "pending", "learner.holds:毕业证书"),
    ("学习者 未持有 毕业证书", {}, "pending", "learner.holds:毕业证书"),
    ("学习者 持有 课程 “A”", {}, "yes", ""),
    ("学习者 持有 课程 “A” 其中 （成绩 >= 60）", {"holds": {}}, "pending", "1.score"),
    ("学习者 持有 课程 “A” 其中 （层次 = 专科）", {"holds": {}}, "no", ""),
    ("学习者 未持有 课程 “A” 其中 （层次 = 本科）", {"holds": {}}, "no", ""),
    ("学习者 专业 = “电子商务”", {"major": "电子商务"}, "yes", ""),
    ("学习者 专业 不属于 {“法学”, “英语”}", {"major": "法学"}, "no", ""),
    ("学习者 专业 = “电子商务”", {}, "pending", "learner.major"),
    ("学习者 层次 >= 本科", {"level": "专科"}, "no", ""),
    ("学习者 层次 <= 来源 层次", {"level": "专科"}, "yes", ""),
    ("学习者 年龄 >= 60", {"birth_date": date(1960, 11, 16)}, "no", ""),
    ("学习者 年龄 >= 60", {"birth_date": date(1960, 11, 15)}, "yes", ""),
    ("学习者 年龄 >= 60", {}, "pending", "learner.birth_date"),
    ("学习者 入学时间 >= 2019-09-01", {"enrolled_on": date(2019, 9, 1)}, "yes", ""),
]


@pytest.mark.parametrize("case", LEARNERS, ids=lambda case: f"{case[0]} {case[2]} {case[3]}")
def test_learner(judged, case):
    """Each condition on the learner is judged in three values."""
    condition, held, truth, missing = case

    verdict = judged(HEAD + "条件 " + condition, Outcome("1", "课程", "A", level="本科"), learner=Learner("L", **held))

    assert verdict.truth == truth
    assert " ".join(verdict.missing) == missing


def test_closed_holdings_leave_nothing_unknown(judged):
    """Where holdings are closed, what is not among the outcomes is not held."""
    verdict = judged(HEAD + "条件 学习者 未持有 毕业证书", Outcome("1", "课程", "A"), holdings_closed=True)

    assert verdict.truth == "yes"


@pytest.mark.parametrize(("given", "truth"), [(True, "yes"), (False, "no")])
def test_a_judgement_decides(judged, given, truth):
    """What a person judged is a fact like any other."""
    assert judged(HEAD + "须认定 “相关”", Outcome("1", "课程", "A"), judgements={"相关": given}).truth == truth


@pytest.mark.parametrize(("on", "truth"), [(date(2021, 2, 28), "yes"), (date(2021, 3, 1), "no")])
def test_an_award_of_29_february_is_valid_until_28_february(judged, on, truth):
    """The anniversary of 29 February is 28 February."""
    leap_day = Outcome("1", "课程", "A", awarded_on=date(2020, 2, 29))

    assert judged(HEAD + "有效期 1 年", leap_day, on=on).truth == truth


PAIR = "规则 R 来源 课程 “A” 与 课程 “B” 目标 课程 “Z” 3 学分 "


@pytest.mark.parametrize(
    ("clause", "truth"),
    [
        ("条件 成绩 >= 60", "no"),
        ("条件 成绩 >= 50", "yes"),
        ("条件 层次 = 本科", "pending"),
        ("条件 层次 = 专科", "no"),
        ("比例 按 成绩 [50..60) 50%, [60..100] 100%", "yes"),
        ("有效期 1 年", "pending"),
    ],
)
def test_a_condition_speaks_of_every_source(judged, clause, truth):
    """An attribute in `when`, the validity and the bands bind every matched source."""
    first = Outcome("1", "课程", "A", score=Decimal(70), level="本科", awarded_on=date(2020, 5, 1))
    second = Outcome("2", "课程", "B", score=Decimal(50))

    assert judged(PAIR + clause, first, second).truth == truth


def test_where_binds_its_own_source(judged):
    """A condition after a reference asks nothing of the others."""
    text = "规则 R 来源 课程 “A” 其中 成绩 >= 60 与 课程 “B” 目标 课程 “Z” 3 学分"

    verdict = judged(text, Outcome("1", "课程", "A", score=Decimal(60)), Outcome("2", "课程", "B"))

    assert verdict.truth == "yes"
