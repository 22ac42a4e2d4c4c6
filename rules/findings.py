"""What the checker finds beside syntax, and its words."""

from dataclasses import dataclass

from grammar.problems import Problem

Pair = tuple[str, str]

SENTENCES: dict[str, Pair] = {
    "source_missing": (
        "规则 {rule} 没有写来源，请补上“来源 …”。",
        "Rule {rule} has no source. Add a clause “from …”.",
    ),
    "target_missing": (
        "规则 {rule} 没有写目标，请补上“目标 …”，或写明“不予转换”。",
        "Rule {rule} has no target. Add a clause “to …”, or say “none”.",
    ),
    "rule_twice": (
        "规则 {rule} 的版本 {version} 已经写过，请改用另一个版本号或删去一处。",
        "Version {version} of rule {rule} stands twice. Give this one another version, or remove it.",
    ),
    "name_twice": (
        "“{name}”已经声明过，请改名或删去一处。",
        "“{name}” is declared twice. Rename or remove one.",
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
        "“{name}” has no order{hint}. Use primary, junior, senior, associate, bachelor, master or doctor.",
    ),
    "value_unfit": (
        "“{name}”不能与 {attribute} 比较，请写{wanted}。",
        "“{name}” cannot be compared with {attribute}. Write {wanted}.",
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
HINT: Pair = ("，是不是“{near}”？", "; did you mean “{near}”?")


@dataclass(frozen=True, slots=True)
class Finding(Problem):
    """A problem of meaning; its value `near` is what was probably meant."""

    def message(self, lang: str = "zh") -> str:
        """Return the sentence; `lang` is "zh" or "en"."""
        english = lang == "en"
        near = self.values.get("near")
        words = dict(self.values) | {"hint": HINT[english].format(near=near) if near else ""}
        sentence = SENTENCES[self.code][english].format_map(words)
        return sentence.replace("？；", "？").replace("?.", "?")
