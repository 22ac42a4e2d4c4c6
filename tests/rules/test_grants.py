"""What a rule grants: targets, credits, waivers, and what none and deny refuse."""

from decimal import Decimal

import pytest

from rules.catalogue import Entry
from rules.facts import Outcome

HEAD = "规则 R 来源 课程 “A” 目标 课程 “Z” 3 学分 "
FROM = "规则 R 来源 课程 “A” "
BANDS = "比例 按 成绩 [85..100] 100%, [70..85) 80%"

CASES = [
    # the text; the source's facts; the truth; credits; each target with its credits; what is missing
    (HEAD, {}, "yes", "3.00", "Z 3.00", ""),
    (HEAD + "比例 50%", {}, "yes", "1.50", "Z 1.50", ""),
    (FROM + "目标 课程 “Z” 2.5 学分 比例 85%", {}, "yes", "2.13", "Z 2.13", ""),
    (
        FROM + "目标 课程 “Y” 0.5 学分, 课程 “Z” 0.5 学分 比例 33%",
        {},
        "yes",
        "0.34",
        "Y 0.17, Z 0.17",
        "",
    ),
    (HEAD + BANDS, {"score": Decimal("84.99")}, "yes", "2.40", "Z 2.40", ""),
    (HEAD + BANDS, {"score": Decimal(85)}, "yes", "3.00", "Z 3.00", ""),
    (HEAD + BANDS, {"score": Decimal(69)}, "no", "0", "Z 0", ""),
    (HEAD + BANDS, {}, "pending", "0", "Z None", "1.score"),
    (FROM + "目标 课程 “Z” 学分 来源", {"credits": Decimal(2)}, "yes", "2.00", "Z 2.00", ""),
    (FROM + "目标 课程 “Z” 学分 来源", {}, "pending", "0", "Z None", "1.credits"),
    (HEAD + "学分 较小", {"credits": Decimal(2)}, "yes", "2.00", "Z 2.00", ""),
    (HEAD + "学分 较小", {"credits": Decimal(4)}, "yes", "3.00", "Z 3.00", ""),
    (HEAD + "学分 学时 / 16", {"hours": Decimal(40)}, "yes", "2.50", "Z 2.50", ""),
    (HEAD + "学分 学时 / 18 比例 50%", {"hours": Decimal(40)}, "yes", "1.11", "Z 1.11", ""),
    (FROM + "目标 课程 “Z”", {}, "yes", None, "Z None", "target.credits"),
    (FROM + "目标 课程 “Z” 条件 成绩 >= 60", {}, "pending", "0", "Z None", "1.score"),
    (FROM + "目标 课程 “M”", {}, "yes", "4.00", "M 4.00", ""),
    (FROM + "目标 课程 编号 C1", {}, "yes", "4.00", "M 4.00", ""),
    (FROM + "目标 课程 “M” 2 学分", {}, "yes", "2.00", "M 2.00", ""),
    (FROM + "目标 任选 1 {课程 “Y” 3 学分, 课程 “Z” 4 学分}", {}, "yes", "4.00", "Z 4.00", ""),
    (FROM + "目标 任选 1 {课程 “Y” 4 学分, 课程 “Z” 4 学分}", {}, "yes", "4.00", "Y 4.00", ""),
    (
        FROM + "目标 任选 2 {课程 “X” 1 学分, 课程 “Y” 2 学分, 课程 “Z” 3 学分}",
        {},
        "yes",
        "5.00",
        "Y 2.00, Z 3.00",
        "",
    ),
    (
        FROM + "目标 任选 1 {（课程 “X” 1 学分, 课程 “Y” 2 学分）, 课程 “Z” 2 学分}",
        {},
        "yes",
        "3.00",
        "X 1.00, Y 2.00",
        "",
    ),
    (FROM + "目标 选修 “公共选修” 2 学分", {}, "yes", "2.00", "公共选修 2.00", ""),
    (FROM + "目标 任何 课程 2 学分", {}, "yes", "2.00", "课程 2.00", ""),
    (FROM + "目标 课程 “M” 其中 层次 <= 来源 层次", {"level": "本科"}, "yes", "4.00", "M 4.00", ""),
    (FROM + "目标 课程 “M” 其中 层次 <= 来源 层次", {"level": "高中"}, "no", "0", "M 0", ""),
    (FROM + "目标 课程 “M” 其中 层次 <= 来源 层次", {}, "pending", "0", "M 4.00", "1.level"),
    (FROM + "目标 课程 “Z” 3 学分 其中 层次 = 专科", {}, "pending", "0", "Z 3.00", "target.level"),
    (HEAD + "免修", {}, "yes", "0", "Z 0", ""),
    (FROM + "目标 课程 “Z” 免修 “已掌握”", {}, "yes", "0", "Z 0", ""),
    (FROM + "不予转换 “内容过时”", {}, "no", "0", "", ""),
    (FROM + "不予转换 条件 成绩 >= 60", {}, "no", "0", "", ""),
    (HEAD + "拒绝 “内容不符”", {}, "no", "0", "Z 0", ""),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case[0]} {case[1]}")
def test_case(judged, case):
    """Each case of the table holds."""
    text, held, truth, granted, targets, missing = case
    entry = Entry("course", "M", "C1", level="专科", credits=Decimal(4))

    verdict = judged(text, Outcome("1", "课程", "A", **held), entries=[entry])

    assert verdict.truth == truth
    assert verdict.credits == (None if granted is None else Decimal(granted))
    assert (
        ", ".join(f"{title} {paid}" for title, paid in zip(verdict.targets, verdict.target_credits, strict=True))
        == targets
    )
    assert " ".join(verdict.missing) == missing


def test_credits_of_several_sources_are_summed_once(judged):
    """Modes source and hours sum the sources before the ratio and the rounding."""
    pair = [Outcome("1", "课程", "A", credits=Decimal("0.5")), Outcome("2", "课程", "B", credits=Decimal("0.5"))]

    verdict = judged("规则 R 来源 课程 “A” 与 课程 “B” 目标 课程 “Z” 学分 来源 比例 33.5%", *pair)

    assert verdict.credits == Decimal("0.34")


def test_grants_say_ratio_and_reference(judged):
    """A grant names its course and the ratio that its credits come from, even while the verdict is no."""
    verdict = judged(HEAD + BANDS + "条件 层次 = 本科", Outcome("1", "课程", "A", score=Decimal(70), level="专科"))

    (grant,) = verdict.grants
    assert verdict.truth == "no"
    assert (grant.title, grant.credits, grant.ratio) == ("Z", Decimal("2.40"), 80)
    assert grant.reference
    assert (grant.reference.kind, grant.pool) == ("课程", False)


def test_bands_use_the_lowest_score(judged):
    """Of several sources the lowest score decides the ratio."""
    pair = [Outcome("1", "课程", "A", score=Decimal(90)), Outcome("2", "课程", "B", score=Decimal(60))]

    verdict = judged(
        "规则 R 来源 课程 “A” 与 课程 “B” 目标 课程 “Z” 4 学分 比例 按 成绩 [80..100] 100%, [60..80) 50%", *pair
    )

    assert verdict.credits == Decimal("2.00")


def test_a_missing_score_cannot_lift_the_lowest(judged):
    """A known score below all bands is no, whatever the unknown one is."""
    pair = [Outcome("1", "课程", "A"), Outcome("2", "课程", "B", score=Decimal(50))]

    verdict = judged("规则 R 来源 课程 “A” 与 课程 “B” 目标 课程 “Z” 4 学分 比例 按 成绩 [60..100] 50%", *pair)

    assert verdict.truth == "no"
    assert verdict.missing == ()


def test_facts_keep_the_entries_that_targets_mean(judged):
    """What is kept with the facts comes before the catalogue; for a pool it is the course that was chosen."""
    kept = (Entry("课程", "M", level="专科", credits=Decimal(2)),)
    text = "规则 R 来源 课程 “A” 目标 任何 课程 其中 层次 <= 来源 层次 学分 较小"

    verdict = judged(text, Outcome("1", "课程", "A", level="本科", credits=Decimal(3)), targets=kept)

    assert (verdict.truth, verdict.credits, verdict.targets) == ("yes", Decimal("2.00"), ("M",))


DENY = "规则 D 来源 课程 “A” 目标 课程 “Y” 拒绝 “内容不符” "


def truths(verdicts):
    """Return each rule with its truth."""
    return {code: str(verdict.truth) for code, verdict in verdicts.items()}


def test_a_denial_overrides_on_its_pair_alone(judged_all):
    """`deny` turns a yes on the same source and target into no; other targets stay."""
    rules = "规则 Y 来源 课程 “A” 目标 课程 “Y” 3 学分 规则 Z 来源 课程 “A” 目标 课程 “Z” 3 学分 "

    verdicts = judged_all(DENY + rules, Outcome("1", "课程", "A"))

    assert truths(verdicts) == {"D": "no", "Y": "no", "Z": "yes"}
    assert verdicts["Y"].credits == 0


def test_a_denial_that_waits_makes_others_wait(judged_all):
    """While a denial may still apply the verdict is pending, and names what the denial lacks."""
    verdicts = judged_all(DENY + "条件 成绩 < 60 规则 Y 来源 课程 “A” 目标 课程 “Y” 3 学分", Outcome("1", "课程", "A"))

    assert verdicts["Y"].truth == "pending"
    assert verdicts["Y"].missing == ("1.score",)


def test_another_outcome_escapes_a_denial(judged_all):
    """The best assignment takes the outcome that is not denied."""
    low, high = Outcome("1", "课程", "A", score=Decimal(50)), Outcome("2", "课程", "A", score=Decimal(80))

    verdicts = judged_all(DENY + "条件 成绩 < 60 规则 Y 来源 课程 “A” 目标 课程 “Y” 3 学分", low, high)

    assert verdicts["Y"].outcomes == ("2",)
    assert verdicts["Y"].truth == "yes"


def test_a_choice_avoids_what_is_denied(judged_all):
    """Of several options the one that is not denied is taken, even with fewer credits."""
    verdicts = judged_all(
        DENY + "规则 C 来源 课程 “A” 目标 任选 1 {课程 “Y” 4 学分, 课程 “Z” 2 学分}", Outcome("1", "课程", "A")
    )

    assert (verdicts["C"].truth, verdicts["C"].targets) == ("yes", ("Z",))


@pytest.mark.parametrize(
    ("denying", "truth"),
    [
        ("规则 D 来源 课程 “A” 拒绝", "no"),
        ("规则 D 来源 课程 “A” 目标 任何 课程 拒绝", "no"),
        ("规则 D 来源 课程 “A” 目标 课程 “Y” @“X” 拒绝", "no"),
        ("规则 D 来源 课程 “B” 目标 课程 “Y” 拒绝", "yes"),
        ("规则 D 来源 课程 “A” 与 课程 “B” 目标 课程 “Y” 拒绝", "yes"),
        ("规则 D 来源 课程 “A” 目标 课程 “Y” 不予转换", "yes"),
        ("别名 课程 “Y” = 课程 “W” 规则 D 来源 课程 “A” 目标 课程 “W” 拒绝", "no"),
    ],
)
def test_what_a_denial_covers(judged_all, denying, truth):
    """A denial covers its pairs; without targets every target; `none` overrides nothing."""
    outcomes = [Outcome("1", "课程", "A"), Outcome("2", "课程", "B")]

    verdicts = judged_all(denying + " 规则 Y 来源 课程 “A” 目标 课程 “Y” 3 学分", *outcomes)

    assert verdicts["Y"].truth == truth


def test_the_source_that_opens_the_better_choice_is_taken(judged):
    """Where a target asks something of its source, the outcome that brings more credits counts, not the first one."""
    text = FROM + "目标 任选 1 { 课程 “Y” 4 学分 其中 层次 <= 来源 层次, 课程 “Z” 3 学分 }"
    pair = [Outcome("1", "课程", "A", level="专科"), Outcome("2", "课程", "A", level="本科")]
    verdict = judged(text, *pair, entries=[Entry("课程", "Y", level="本科")])

    assert (verdict.credits, verdict.outcomes) == (Decimal("4.00"), ("2",))
