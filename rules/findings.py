"""What the checker finds beside syntax, and its words."""

from dataclasses import dataclass

from grammar.problems import Problem
from rules.phrases import ATTRIBUTES

Pair = tuple[str, str]

SENTENCES: dict[str, Pair] = {
    "source_missing": (
        "规则 {rule} 没有写来源，请补上“来源 …”。",
        "Rule {rule} has no source. Add a clause “from …”.",
    ),
    "sources_too_many": (
        "这条规则要同时用到的来源超过 {most} 项；请拆成几条规则。",
        "This rule takes more than {most} sources together. Split it into several rules.",
    ),
    "target_missing": (
        "规则 {rule} 没有写目标，请补上“目标 …”，或写明“不予转换”。",
        "Rule {rule} has no target. Add a clause “to …”, or say “none”.",
    ),
    "rule_twice": (
        "规则 {name} 的版本 {version} 已经写过，请改用另一个版本号或删去一处。",
        "Version {version} of rule {name} stands twice. Give this one another version, or remove it.",
    ),
    "policy_twice": (
        "政策 {name} 的版本 {version} 已经写过，请改用另一个版本号或删去一处。",
        "Version {version} of policy {name} stands twice. Give this one another version, or remove it.",
    ),
    "name_twice": (
        "“{name}”已经声明过，请改名或删去一处。",
        "“{name}” is declared twice. Rename or remove one.",
    ),
    "grade_twice": (
        "等级序列 {scale} 里“{name}”写了两次，分不清高低；请删去一处。",
        "The scale {scale} has “{name}” twice, so its place is not clear. Remove one.",
    ),
    "waiver_refused": (
        "同一条规则不能既“免修”又“不予转换”或“拒绝”；请留一种。",
        "A rule cannot both waive and refuse. Keep “waive”, or “none” or “deny”.",
    ),
    "scope_missing": (
        "政策 {policy} 没有写范围，请补上“范围 学习者”、“范围 专业”或“范围 成果”。",
        "Policy {policy} has no scope. Add “scope learner”, “scope programme” or “scope outcome”.",
    ),
    "limit_missing": (
        "政策 {policy} 没有写限制，请补上“上限 …”、“最多 … 次”或“最优 …”。",
        "Policy {policy} limits nothing. Add “cap …”, “at most … uses” or “best …”.",
    ),
    "among_unknown": (
        "没有规则“{name}”{hint}；请核对规则编号，或把写有该规则的文件一起检查。",
        "There is no rule “{name}”{hint}. Check its name, or check the file that declares it together with this one.",
    ),
    "cap_out_of_range": (
        "上限 {amount}{unit}不在允许的范围内，请写大于 0 的数，百分比不超过 100。",
        "A cap of {amount}{unit} is out of range. Write a number above 0, in percent at most 100.",
    ),
    "divisor_zero": (
        "每学分的学时不能是 0，请写每多少学时折合 1 学分，例如“学时 / 16”。",
        "Hours cannot be divided by 0. Write how many hours make one credit, such as “hours / 16”.",
    ),
    "ratio_out_of_range": (
        "比例 {percent}% 不在允许的范围内，请写大于 0、不超过 100 的数。",
        "A ratio of {percent}% is out of range. Write a number above 0 and at most 100.",
    ),
    "bands_overlap": (
        "分数段 {band} 与 {other} 重叠，请改成首尾相接，例如 [70..85) 与 [85..100]。",
        "The band {band} overlaps {other}. Let one end where the other begins, such as [70..85) and [85..100].",
    ),
    "band_empty": (
        "分数段 {band} 里没有任何分数，请把较小的数写在前面。",
        "The band {band} holds no score. Write the lower number first.",
    ),
    "bands_gap": (
        "分数段 {other} 与 {band} 之间有空档，落在空档里的成绩不能转换；如非本意请补上。",
        "Between the bands {other} and {band} is a gap: a score in it does not convert. Close it unless it is meant.",
    ),
    "effective_reversed": (
        "截止日期 {end} 早于开始日期 {start}，请对调或改正。",
        "It ends on {end}, before it starts on {start}. Exchange or correct the dates.",
    ),
    "date_impossible": (
        "日历上没有 {date} 这一天，请改成存在的日期。",
        "There is no such day as {date}. Write a date that exists.",
    ),
    "scale_unknown": (
        "没有声明等级序列“{name}”{hint}；请用“等级序列 {name} …”声明。",
        "No scale “{name}” is declared{hint}. Declare it with “scale {name} …”.",
    ),
    "set_unknown": (
        "没有声明集合“{name}”{hint}；请用“集合 {name} {{…}}”声明。",
        "No set “{name}” is declared{hint}. Declare it with “set {name} {{…}}”.",
    ),
    "grade_unknown": (
        "等级序列 {scale} 里没有“{name}”{hint}；请改成序列里的等级。",
        "The scale {scale} has no grade “{name}”{hint}. Use a grade of the scale.",
    ),
    "level_unknown": (
        "“{name}”不是可比较高低的层次{hint}；请用小学、初中、高中、专科、本科、硕士、博士之一。",
        "“{name}” has no place in the order{hint}. Use primary, junior, senior, associate, bachelor, master or doctor.",
    ),
    "value_unfit": (
        "“{name}”不能与{attribute}比较，请写{wanted}。",
        "“{name}” cannot be compared with the {attribute}. Write {wanted}.",
    ),
    "source_unfit": (
        "来源的{source}不能与{attribute}比较；请换成同一类的属性。",
        "The {source} of the source cannot be compared with the {attribute}. Use an attribute of the same sort.",
    ),
    "order_unfit": (
        "{attribute}是文字，没有高低先后；请改用“=”、“!=”或“属于 {{…}}”。",
        "The {attribute} is a text and has no order. Use “=”, “!=” or “in {{…}}”.",
    ),
    "range_reversed": (
        "“在 … 至 …”里前一个值大于后一个值，永远不会满足；请对调。",
        "The first end of “between” lies above the second, so this can never hold. Exchange them.",
    ),
    "scale_unfit": (
        "“按 …”用于比较等级或字段，{attribute}不需要等级序列；请删去“按 …”。",
        "Only grades and fields are ordered by a scale, not the {attribute}. Remove “on …”.",
    ),
    "answer_unfit": (
        "“{name}”不是认定的结论；请写“是”或“否”。",
        "“{name}” is no answer to a judgement. Write “yes” or “no”.",
    ),
    "judgement_unknown": (
        "这条规则没有须认定的“{name}”{hint}；请照“须认定”后面的文字写，一字不差。",
        "The rule requires no judgement “{name}”{hint}. Write it exactly as after “requires”.",
    ),
    "example_source_unknown": (
        "这条规则的来源里没有“{name}”{hint}；例子里的这一项不起作用，请照来源的写法写。",
        "No source of the rule is “{name}”{hint}. This fact changes nothing; name the source as the rule does.",
    ),
    "mode_unfit": (
        "学分按“{mode}”计算时只能有一个目标，这里授予 {count} 个；请只留一个，或改用“学分 目标”。",
        "Credits by “{mode}” allow one target only, and this rule grants {count}. Keep one, or use “credits target”.",
    ),
    "count_too_large": (
        "要求 {count} 项，但一共只有 {size} 项，永远不会满足；请减少数目或补充选项。",
        "{count} are asked for, but there are only {size}: this can never hold. Ask for fewer, or add some.",
    ),
    "kind_unknown": (
        "名录里没有“{name}”这一类别{hint}；请改成名录里的类别。",
        "The catalogue has no kind “{name}”{hint}. Use a kind of the catalogue.",
    ),
    "reference_unresolved": (
        "名录里找不到 {name}{hint}；请核对名称、编号和机构。",
        "The catalogue has no {name}{hint}. Check its title, code and institution.",
    ),
}
UNITS: dict[str, Pair] = {"percent": ("%", "%"), "credits": (" 学分", " credits")}
SORTS: dict[str, Pair] = {
    "number": ("数字，例如 60", "a number, such as 60"),
    "whole": ("整数", "a whole number"),
    "day": ("日期，例如 2020-01-31", "a date, such as 2020-01-31"),
    "word": ("文字", "a word"),
}
MODES: dict[str, Pair] = {"source": ("来源", "source"), "lesser": ("较小", "lesser"), "hours": ("学时", "hours")}
NAMED: dict[str, dict[str, Pair]] = {
    "attribute": ATTRIBUTES,
    "source": ATTRIBUTES,
    "unit": UNITS,
    "wanted": SORTS,
    "mode": MODES,
}
HINT: Pair = ("，是不是“{near}”？", "; did you mean “{near}”?")


@dataclass(frozen=True, slots=True)
class Finding(Problem):
    """A problem of meaning; its value `near` is what was probably meant, those of `NAMED` are words of the language."""

    def message(self, lang: str = "zh") -> str:
        """Return the sentence; `lang` is "zh" or "en"."""
        english = lang == "en"
        near = self.values.get("near")
        named = {key: NAMED[key][value][english] for key, value in self.values.items() if key in NAMED}
        words = dict(self.values) | named | {"hint": HINT[english].format(near=near) if near else ""}
        sentence = SENTENCES[self.code][english].format_map(words)
        return sentence.replace("？；", "？").replace("?.", "?")
