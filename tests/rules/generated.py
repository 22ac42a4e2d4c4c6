"""Generated books of rules and facts with gaps, over few words, so that much matches and much is missing."""

from datetime import date
from decimal import Decimal

from hypothesis import strategies as st

from grammar.parser import parse
from rules.book import Book
from rules.catalogue import Catalogue, Entry
from rules.facts import Facts, Learner, Outcome

DECLARED = """
等级序列 S “一级” < “二级” < “三级”
等级序列 T “低” < “高”
集合 POOL { 课程 “甲”, 课程 “乙”, 培训类 “甲” }
"""
ALIASES = ("", "别名 课程 “甲” = 课程 “甲（一）”\n")
OUTCOME_TESTS = (
    "成绩 >= 60",
    "成绩 < 85",
    "成绩 != 70",
    "成绩 在 60 至 80",
    "成绩 属于 {60, 90}",
    "成绩 不属于 {60, 70}",
    "等级 >= “二级” 按 S",
    "等级 = “二级”",
    "等级 属于 {“一级”, “低”}",
    "等级 不属于 {“一级”, “三级”} 按 S",
    "等级 在 “一级” 至 “二级” 按 S",
    "层次 >= 专科",
    "层次 属于 {本科, 硕士}",
    "资历等级 > 3",
    "学分 >= 2",
    "学时 < 40",
    "学时 >= 来源 成绩",
    "获取时间 < 2019-01-01",
    "获取时间 在 2018-01-01 至 2019-12-31",
    "字段 “工种” = “电工”",
    "字段 “名次” <= 3",
)
LEARNER_TESTS = (
    "学习者 属于 “X校”",
    "学习者 不属于 {“X校”, “Y校”}",
    "学习者 专业 = “电商”",
    "学习者 专业 属于 {“电商”, “会计”}",
    "学习者 层次 < 本科",
    "学习者 年龄 >= 60",
    "学习者 入学时间 >= 2019-09-01",
    "学习者 持有 毕业证书",
    "学习者 未持有 课程 “乙”",
    "学习者 持有 课程 “乙” 其中 （成绩 >= 60）",
)
REFERENCES = (
    "课程 “甲”",
    "课程 “甲（一）”",
    "课程 “甲” @“X校”",
    "课程 “乙” /“电商项目”",
    "课程 编号 C1",
    "课程 “丙” 编号 C2 @“Y校”",
    "培训类 “甲”",
    "任何 课程",
    "任何 课程 @“X校”",
)
TARGETS = (
    "课程 “子” 3 学分",
    "课程 “子” 2.5 学分",
    "课程 “丑”",
    "课程 “寅”",
    "课程 “子” 3 学分 其中 层次 <= 来源 层次",
    "任何 课程 其中 学分 >= 2 且 层次 <= 来源 层次",
    "选修 “通识” 1.5 学分",
)
MANY_TARGETS = (
    "课程 “子” 3 学分, 课程 “丑”",
    "任选 1 { 课程 “子” 3 学分, 课程 “丑”, 课程 “卯” 4 学分 }",
    "任选 2 { 课程 “子” 3 学分, （课程 “丑”, 课程 “寅” 1 学分）, 选修 1 学分 }",
)
REFUSALS = ("不予转换 “不对口”", "目标 课程 “子” 不予转换", "目标 课程 “子” 拒绝 “已停办”", "目标 任何 课程 拒绝")
RATIOS = (
    "",
    "",
    "比例 80%",
    "比例 33.3%",
    "比例 按 成绩 [85..100] 100%, [60..85) 75%",
    "比例 按 成绩 (60..80) 50%, [80..90] 100%",
)
MODES = ("", "", "学分 来源", "学分 较小", "学分 学时 / 16")
EXTRAS = (
    "有效期 2 年",
    "有效期 18 个月",
    "生效 2019-01-01 至 2020-12-31",
    "生效 至 2020-05-31",
    "须认定 “相关”",
    "优先 2",
)
DAYS = st.sampled_from([date(2018, 2, 28), date(2018, 6, 1), date(2019, 5, 31), date(2020, 1, 1), date(2020, 6, 1)])


def maybe(*values):
    """Return one of some values, or nothing known."""
    return st.sampled_from([None, *values])


def word(*values):
    """Return one of some words, or the empty one."""
    return st.sampled_from(["", *values])


def conditions(tests):
    """Return conditions over some tests, nested a little."""
    plain = st.sampled_from(tests)
    return st.recursive(
        plain,
        lambda inner: st.one_of(
            st.builds("（{} 且 {}）".format, inner, inner),
            st.builds("（{} 或 {}）".format, inner, inner),
            st.builds("非 {}".format, inner),
        ),
        max_leaves=4,
    )


FILTERED = st.one_of(
    st.sampled_from(REFERENCES),
    st.builds("{} 其中 {}".format, st.sampled_from(REFERENCES), conditions(OUTCOME_TESTS)),
)
SOURCES = st.one_of(
    FILTERED,
    FILTERED,
    st.builds("（{}） 与 （{}）".format, FILTERED, FILTERED),
    st.builds("（{}） 或 （{}）".format, FILTERED, FILTERED),
    st.builds("（（{}） 与 （{}）） 或 （{}）".format, FILTERED, FILTERED, FILTERED),
    st.builds("任 2 {{ {}, {}, {} }}".format, *[st.sampled_from(REFERENCES)] * 3),
    st.sampled_from(["任 1 集合 POOL", "任 2 集合 POOL @“X校”", "任 1 集合 POOL 其中 成绩 >= 60"]),
)


@st.composite
def rule_texts(draw, code):
    """Return the text of a rule that the checker accepts."""
    lines = [f"规则 {code} 来源 {draw(SOURCES)}"]
    shape = draw(st.sampled_from(["one", "one", "one", "many", "refused", "waived"]))
    if shape == "refused":
        lines.append(draw(st.sampled_from(REFUSALS)))
    elif shape == "many":
        lines += ["目标 " + draw(st.sampled_from(MANY_TARGETS)), draw(st.sampled_from(RATIOS))]
    else:
        lines += ["目标 " + draw(st.sampled_from(TARGETS)), draw(st.sampled_from(RATIOS)), draw(st.sampled_from(MODES))]
        if shape == "waived":
            lines.append("免修 “已修过”")
    if draw(st.booleans()):
        lines.append("条件 " + draw(conditions(OUTCOME_TESTS + LEARNER_TESTS)))
    lines += draw(st.just([]) | st.lists(st.sampled_from(EXTRAS), max_size=2, unique_by=lambda clause: clause[:2]))
    return " ".join(filter(None, lines))


CATALOGUE = st.lists(
    st.builds(
        Entry,
        st.just("课程"),
        st.sampled_from(["子", "丑", "寅"]),
        level=word("专科", "本科"),
        credits=maybe(Decimal(2), Decimal("4.5")),
    ),
    max_size=3,
    unique_by=lambda entry: entry.title,
).map(Catalogue)


@st.composite
def books(draw, most=3):
    """Return a book of up to `most` rules with everything that they name, and a small catalogue."""
    texts = [draw(rule_texts(f"R{place}")) for place in range(draw(st.integers(1, most)))]
    parsed = parse(DECLARED + draw(st.sampled_from(ALIASES)) + "\n".join(texts))
    if parsed.problems:
        raise AssertionError([problem.message("en") for problem in parsed.problems] + texts)
    return Book.gather([parsed.file], draw(CATALOGUE))


@st.composite
def outcomes(draw, outcome_id):
    """Return an outcome of which much may be unknown."""
    return Outcome(
        outcome_id,
        draw(st.sampled_from(["课程", "课程", "课程", "course", "培训类", "毕业证书"])),
        draw(st.sampled_from(["甲", "甲", "甲", "甲（一）", "乙", "乙", "丙", ""])),
        draw(word("C1", "C2")),
        draw(st.sampled_from(["X校", "X校", "Y校", ""])),
        draw(word("电商项目")),
        draw(word("高中", "专科", "本科")),
        draw(maybe(3, 5)),
        draw(maybe(Decimal(50), Decimal(60), Decimal(70), Decimal("84.5"), Decimal(90))),
        draw(word("一级", "二级", "三级", "低")),
        draw(word("S", "T")),
        draw(maybe(Decimal("1.5"), Decimal(2), Decimal(4))),
        draw(maybe(Decimal(32), Decimal(64))),
        draw(st.none() | DAYS),
        draw(st.sampled_from([{}, {"工种": "电工"}, {"工种": "焊工", "名次": "2"}, {"名次": "第一"}])),
    )


@st.composite
def learners(draw, learner_id="L"):
    """Return a learner of whom much may be unknown."""
    return Learner(
        learner_id,
        draw(maybe(frozenset(), frozenset({"X校"}), frozenset({"Y校", "Z校"}))),
        draw(word("电商", "会计", "数学")),
        draw(word("高中", "本科")),
        draw(maybe(date(1950, 1, 1), date(1960, 6, 2), date(2000, 1, 1))),
        draw(maybe(date(2018, 9, 1), date(2019, 9, 1))),
        draw(st.sampled_from([None, {}, {"毕业证书": True}, {"毕业证书": None}, {"diploma": False, "课程": None}])),
    )


@st.composite
def facts(draw, learner_id="L"):
    """Return what is known of a learner with up to four outcomes."""
    count = draw(st.sampled_from([0, 1, 2, 2, 3, 3, 4]))
    return Facts(
        draw(learners(learner_id)),
        tuple(draw(outcomes(f"o{place}")) for place in range(count)),
        draw(st.sampled_from([{}, {"相关": True}, {"相关": False}])),
        on=draw(st.sampled_from([date(2018, 12, 31), date(2020, 6, 1), date(2020, 6, 1), date(2021, 1, 1)])),
        holdings_closed=draw(st.booleans()),
    )
