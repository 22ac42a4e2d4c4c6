"""The phrases that verdicts are explained in, in Chinese and English."""

from rules.truth import Truth

Pair = tuple[str, str]
YES, NO, PENDING = Truth.YES, Truth.NO, Truth.PENDING

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
    "field": ("字段", "field"),
}
DATES = {"awarded_on", "enrolled_on"}
UNITS: dict[str, Pair] = {
    "score": (" 分", ""),
    "age": (" 岁", ""),
    "credits": (" 学分", ""),
    "hours": (" 学时", ""),
}
REQUIREMENTS: dict[str, Pair] = {
    "=": ("须为 {wanted}", "must be {wanted}"),
    "!=": ("不得为 {wanted}", "must not be {wanted}"),
    "<": ("须低于 {wanted}", "must be below {wanted}"),
    "<=": ("最高 {wanted}", "must be at most {wanted}"),
    ">": ("须高于 {wanted}", "must be above {wanted}"),
    ">=": ("须达到 {wanted}", "must be at least {wanted}"),
    "in": ("须是 {wanted} 之一", "must be one of {wanted}"),
    "not in": ("不得是 {wanted} 之一", "must be none of {wanted}"),
    "between": ("须在 {wanted} 之间", "must lie between {wanted}"),
    "not between": ("不得在 {wanted} 之间", "must not lie between {wanted}"),
}
DATE_REQUIREMENTS: dict[str, Pair] = {
    "<": ("须早于 {wanted}", "must be before {wanted}"),
    "<=": ("不得晚于 {wanted}", "must not be after {wanted}"),
    ">": ("须晚于 {wanted}", "must be after {wanted}"),
    ">=": ("不得早于 {wanted}", "must not be before {wanted}"),
}
REACHED: Pair = ("达到 {wanted}的要求", "which reaches the required {wanted}")
MISSED: Pair = ("未达到 {wanted}的要求", "but must be at least {wanted}")
UNKNOWN_MEMBERSHIP: Pair = (
    "缺学籍信息，补填后即可判断",
    "Your enrolment is not known yet, and the verdict waits for it",
)
UNKNOWN_HOLDING: Pair = (
    "尚不清楚您是否持有“{wanted}”，补填后即可判断",
    "Whether you hold “{wanted}” is not known yet, and the verdict waits for it",
)
SENTENCES: dict[str, dict[Truth, Pair]] = {
    "source": {
        YES: ("您的“{held}”符合来源要求", "Your “{held}” is what the rule starts from"),
        NO: ("来源要求“{wanted}”未满足", "The source “{wanted}” is not met"),
        PENDING: ("来源“{wanted}”的条件尚不能判断", "Whether the source “{wanted}” is met is not known yet"),
    },
    "no source": {
        NO: (
            "您还没有符合来源要求的成果：{wanted}",
            "You hold no outcome, or not enough, of what the rule starts from: {wanted}",
        )
    },
    "member": {
        YES: ("您是{wanted}的学员", "You are a learner of {wanted}"),
        NO: ("仅限{wanted}学员，您的学籍不在其中", "Only for learners of {wanted}; you are not enrolled there"),
        PENDING: UNKNOWN_MEMBERSHIP,
    },
    "not member": {
        YES: ("您不是{wanted}的学员，符合要求", "You are not a learner of {wanted}, as required"),
        NO: ("不适用于{wanted}学员，您的学籍在其中", "Not for learners of {wanted}; you are enrolled there"),
        PENDING: UNKNOWN_MEMBERSHIP,
    },
    "holds": {
        YES: ("您持有“{wanted}”", "You hold “{wanted}”"),
        NO: ("须持有“{wanted}”，您还没有", "You must hold “{wanted}”, and do not"),
        PENDING: UNKNOWN_HOLDING,
    },
    "not holds": {
        YES: ("您未持有“{wanted}”，符合要求", "You do not hold “{wanted}”, as required"),
        NO: ("不适用于已持有“{wanted}”的学习者，您已持有", "Not for learners who hold “{wanted}”; you do"),
        PENDING: UNKNOWN_HOLDING,
    },
    "effective": {
        YES: ("规则在 {applied_on} 有效", "The rule is in force on {applied_on}"),
        NO: ("规则在 {applied_on} 不在有效期内（{period}）", "The rule is not in force on {applied_on} ({period})"),
    },
    "valid": {
        YES: ("成果在有效期内，至 {last} 止", "The outcome may be converted until {last}"),
        NO: ("成果只能在获取之日至 {last} 之间转换", "The outcome converts only from the day of its award to {last}"),
        PENDING: ("缺获取时间，补填后即可判断有效期", "The date of award is missing, and the validity waits for it"),
    },
    "judgement": {
        YES: ("已认定：{name}", "Judged to hold: {name}"),
        NO: ("未通过认定：{name}", "Judged not to hold: {name}"),
        PENDING: ("待审核人员认定：{name}", "A reviewer has still to judge: {name}"),
    },
    "bands": {
        YES: ("成绩 {lowest}，按 {ratio}% 转换", "The score {lowest} converts at {ratio}%"),
        NO: ("成绩 {scores} 不在可转换的分数段内", "The score {scores} lies in no band that converts"),
        PENDING: ("缺成绩，补填后即可判断", "The score is missing, and the verdict waits for it"),
    },
    "counted": {
        YES: ("来源成果的{attribute}已知", "The {attribute} of the source are known"),
        PENDING: ("缺来源成果的{attribute}，补填后即可计算", "The {attribute} of the source are missing"),
    },
    "waive": {YES: ("免修，不计学分{reason}", "Exempt, without credits{reason}")},
    "denied": {
        YES: ("规则 {rule} 对您不构成限制", "Rule {rule} does not stand in the way"),
        NO: ("规则 {rule} 拒绝这项转换{reason}", "Rule {rule} denies this conversion{reason}"),
        PENDING: ("规则 {rule} 可能拒绝这项转换{reason}", "Rule {rule} may deny this conversion{reason}"),
    },
    "none": {NO: ("不予转换{reason}", "Not converted{reason}")},
    "deny": {NO: ("拒绝转换{reason}", "Denied{reason}")},
}
JOINTS: dict[str, Pair] = {
    "rule": ("这条规则的各项要求", "What this rule asks for"),
    "and": ("以下各项都要满足", "All of these must hold"),
    "or": ("以下有一项满足即可", "One of these must hold"),
    "every": ("每项来源成果都要满足", "Every source must meet this"),
    "not": ("以下不得成立", "This must not hold"),
}
VERDICTS: dict[Truth, Pair] = {
    YES: ("可以转换", "converts"),
    NO: ("不适用", "does not apply"),
    PENDING: ("待补信息", "waits for facts"),
}
PERIODS: dict[bool, dict[tuple[bool, bool], str]] = {  # in English or not; by whether a start and an end are written
    False: {(True, True): "{start} 至 {end}", (True, False): "自 {start} 起", (False, True): "至 {end} 止"},
    True: {(True, True): "{start} until {end}", (True, False): "from {start}", (False, True): "until {end}"},
}
OF_TARGET: Pair = ("目标课程的", "target’s ")
GRANTED: Pair = ("{credits} 学分", "{credits} credits")
TARGET_CREDITS: Pair = (
    "目标课程的学分未知，补填后才能批准",
    "The credits of the target are missing, and approval waits for them",
)
