"""The sentence about one clause."""

from rules.truth import Trace, Truth

Pair = tuple[str, str]

ATTRIBUTES: dict[str, Pair] = {
    "score": ("成绩", "score"),
    "grade": ("等级", "grade"),
    "level": ("层次", "education level"),
    "qf_level": ("资历等级", "qualification level"),
    "credits": ("学分", "credits"),
    "hours": ("学时", "study hours"),
    "awarded_on": ("获取时间", "date of award"),
    "major": ("专业", "major"),
    "age": ("年龄", "age"),
    "enrolled_on": ("入学时间", "date of enrolment"),
}
TESTS: dict[str, Pair] = {
    "compare =": ("应为 {wanted}", "must be {wanted}"),
    "compare !=": ("不能是 {wanted}", "must not be {wanted}"),
    "compare <": ("应小于 {wanted}", "must be below {wanted}"),
    "compare <=": ("应不超过 {wanted}", "must be at most {wanted}"),
    "compare >": ("应大于 {wanted}", "must be above {wanted}"),
    "compare >=": ("应不低于 {wanted}", "must be at least {wanted}"),
    "in": ("应在 {wanted} 之中", "must be one of {wanted}"),
    "not in": ("不能是 {wanted} 之一", "must be none of {wanted}"),
    "between": ("应在 {wanted} 之间", "must lie between {wanted}"),
}
DATE_TESTS: dict[str, Pair] = {
    "compare <": ("应早于 {wanted}", "must be before {wanted}"),
    "compare <=": ("应不晚于 {wanted}", "must not be after {wanted}"),
    "compare >": ("应晚于 {wanted}", "must be after {wanted}"),
    "compare >=": ("应不早于 {wanted}", "must not be before {wanted}"),
}
SENTENCES: dict[str, dict[Truth, Pair]] = {
    "source": {Truth.YES: ("您的成果“{title}”符合来源要求", "Your outcome “{title}” is what the rule starts from")},
    "no source": {
        Truth.NO: ("您还没有这条规则要求的成果：{wanted}", "You do not hold what the rule starts from: {wanted}")
    },
    "member": {
        Truth.YES: ("您是{wanted}的学员", "You are enrolled at {wanted}"),
        Truth.NO: ("仅限{wanted}的学员，您的学籍不在其中", "Only for learners of {wanted}; you are not enrolled there"),
        Truth.PENDING: ("缺学籍信息，补填后即可判断", "Your enrolment is not known yet"),
    },
    "not member": {
        Truth.YES: ("您不是{wanted}的学员", "You are not enrolled at {wanted}"),
        Truth.NO: ("不面向{wanted}的学员，您的学籍在其中", "Not for learners of {wanted}; you are enrolled there"),
        Truth.PENDING: ("缺学籍信息，补填后即可判断", "Your enrolment is not known yet"),
    },
    "holds": {
        Truth.YES: ("您已持有“{wanted}”", "You hold “{wanted}”"),
        Truth.NO: ("须先持有“{wanted}”", "You must hold “{wanted}” first"),
        Truth.PENDING: ("尚不清楚您是否持有“{wanted}”", "It is not known whether you hold “{wanted}”"),
    },
    "not holds": {
        Truth.YES: ("您未持有“{wanted}”", "You do not hold “{wanted}”"),
        Truth.NO: ("已持有“{wanted}”的学习者不适用", "Not for holders of “{wanted}”"),
        Truth.PENDING: ("尚不清楚您是否持有“{wanted}”", "It is not known whether you hold “{wanted}”"),
    },
    "valid": {
        Truth.YES: ("成果在有效期内（至 {last}）", "The outcome is still valid (until {last})"),
        Truth.NO: ("成果已过有效期（至 {last}）", "The outcome is no longer valid (until {last})"),
        Truth.PENDING: ("缺获取时间，补填后即可判断有效期", "The date of award is missing"),
    },
    "judgement": {
        Truth.YES: ("已认定：{name}", "Judged: {name}"),
        Truth.NO: ("未通过认定：{name}", "Judged not to hold: {name}"),
        Truth.PENDING: ("须由审核人员认定：{name}", "A reviewer must judge: {name}"),
    },
    "bands": {
        Truth.YES: ("成绩 {held}，按 {ratio}% 转换", "Score {held}, converted at {ratio}%"),
        Truth.NO: ("成绩 {held} 不在可转换的分数段", "Score {held} lies in no band"),
        Truth.PENDING: ("缺成绩，补填后即可判断", "The score is missing"),
    },
    "credits": {
        Truth.YES: ("来源成果的学分或学时已知", "The credits or hours of the source are known"),
        Truth.PENDING: ("来源成果缺学分或学时，补填后即可计算", "The credits or hours of the source are missing"),
    },
    "denied": {
        Truth.YES: ("没有规则禁止这项转换", "No rule forbids this conversion"),
        Truth.NO: ("规则 {rule} 禁止这项转换：{reason}", "Rule {rule} forbids this conversion: {reason}"),
        Truth.PENDING: ("规则 {rule} 可能禁止这项转换", "Rule {rule} may forbid this conversion"),
    },
    "none": {Truth.NO: ("不予转换：{reason}", "Not converted: {reason}")},
    "deny": {Truth.NO: ("拒绝转换：{reason}", "Denied: {reason}")},
}
JOINTS: dict[str, Pair] = {
    "rule": ("这条规则", "This rule"),
    "and": ("以下各项都要满足", "All of these"),
    "or": ("以下任一项满足即可", "One of these"),
    "every": ("每项来源成果都要满足", "For every source"),
}


def sentence_of(trace: Trace, truth: Truth, lang: str) -> str:
    """Return what a clause found, as one sentence without its full stop."""
    english = lang.startswith("en")
    if trace.clause in JOINTS:
        return JOINTS[trace.clause][english]
    if trace.clause == "not":
        inner = sentence_of(trace.members[0], trace.members[0].truth, lang)
        return f"This must not hold: {inner}" if english else f"以下不能成立：{inner}"
    if trace.clause == "effective":
        return _effective(trace, truth, english=english)
    if trace.clause in TESTS:
        return _test(trace, truth, english=english)
    return SENTENCES[trace.clause][truth][english].format_map(trace.words)


def _test(trace: Trace, truth: Truth, *, english: bool) -> str:
    words = trace.words
    attribute = ATTRIBUTES.get(words["attribute"], (words["attribute"],) * 2)[english]
    tests = TESTS | DATE_TESTS if words["attribute"] in {"awarded_on", "enrolled_on"} else TESTS
    test = tests[trace.clause][english].format_map(words)
    if truth is Truth.PENDING and "incomparable" in words:
        held = words["held"]
        return (
            f"{attribute} {held} cannot be compared with {words['wanted']}"
            if english
            else (f"{attribute}“{held}”与“{words['wanted']}”无法比较，请由审核人员核对")
        )
    if truth is Truth.PENDING:
        return f"The {attribute} is missing ({test})" if english else f"缺{attribute}，补填后即可判断（{test}）"
    return f"The {attribute} is {words['held']} ({test})" if english else f"{attribute}为 {words['held']}（{test}）"


def _effective(trace: Trace, truth: Truth, *, english: bool) -> str:
    start, end, on = trace.words["start"], trace.words["end"], trace.words["on"]
    if truth is Truth.YES:
        return f"The rule is in force on {on}" if english else f"规则在 {on} 有效"
    if start and on < start:
        return f"The rule begins on {start}" if english else f"规则自 {start} 起生效"
    return f"The rule ended on {end}" if english else f"规则已于 {end} 停用"
