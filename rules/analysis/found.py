"""What an analysis finds, and its words; each has a stable code, a sentence, and a remedy."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from grammar.declarations import Rule
from rules.analysis.witnesses import Witness
from rules.findings import SENTENCES as OF_THE_CHECKER
from rules.findings import Finding

Pair = tuple[str, str]

SENTENCES: Mapping[str, Pair] = {
    "rule_duplicated": (
        "规则 {rule} 与规则 {other} 的意思完全相同{more}。",
        "Rule {rule} says the same as rule {other}{more}.",
    ),
    "rules_overlap": (
        "规则 {rule} 与规则 {other} 目标相同，有的成果两条都适用{more}。",
        "Rules {rule} and {other} grant the same targets, and some outcome satisfies both{more}.",
    ),
    "rules_equivalent": (
        "规则 {rule} 与规则 {other} 把同样的成果转成不同的选修学分{more}。",
        "Rules {rule} and {other} convert the same outcome to different elective credits{more}.",
    ),
    "blanket_versus_real": (
        "同样的成果，规则 {rule} 与规则 {other} 中一条只给选修学分，另一条转成课程{more}。",
        "Of rules {rule} and {other} one gives elective credits for what the other converts to a course{more}.",
    ),
    "multiple_real": (
        "规则 {rule} 与规则 {other} 把同样的成果转成同一机构的不同课程{more}。",
        "Rules {rule} and {other} convert the same outcome to different courses of one institution{more}.",
    ),
    "refusal_beside_grant": (
        "规则 {rule} 与规则 {other} 来源、目标都相同，一条给予转换，一条写明“不予转换”{more}。",
        "Of rules {rule} and {other} one grants what the other says is not converted{more}.",
    ),
    "rule_shadowed": (
        "规则 {rule} 授予的每一项都被规则 {other} 拒绝，它永远不会生效{more}。",
        "Everything that rule {rule} grants is denied by rule {other}: it never takes effect{more}.",
    ),
    "source_never_filled": ("规则 {rule} 的来源要求永远凑不齐。", "The source of rule {rule} can never be filled."),
    "condition_contradictory": (
        "规则 {rule} 的条件互相矛盾，永远不会成立。",
        "The conditions of rule {rule} contradict each other: it can never hold.",
    ),
    "bands_all_unreachable": (
        "规则 {rule} 的条件不让任何成绩落进分数段，它永远不会成立。",
        "The conditions of rule {rule} let no score reach any of its bands: it can never hold.",
    ),
    "days_never_meet": (
        "规则 {rule} 的生效日期、有效期与获取时间的要求没有共同的日子，它永远不会成立。",
        "The days of rule {rule} never meet (effective, valid, date of award): it can never hold.",
    ),
    "target_never_fits": (
        "规则 {rule} 的目标不符合它自己的“其中”，永远不会授予。",
        "The target of rule {rule} never meets its own “where”: nothing is ever granted.",
    ),
    "band_unreachable": (
        "规则 {rule} 的条件不让任何成绩落进分数段 {band}。",
        "The conditions of rule {rule} let no score reach the band {band}.",
    ),
    "rule_expired": ("规则 {rule} 已于 {end} 失效。", "Rule {rule} expired on {end}."),
    "rule_not_yet_effective": ("规则 {rule} 到 {start} 才生效。", "Rule {rule} takes effect on {start} only."),
    "target_unknown": (
        "名录里找不到规则 {rule} 的目标 {name}。",
        "The catalogue does not hold {name}, a target of rule {rule}.",
    ),
    "rule_not_decided": (
        "规则 {rule} 的条件太复杂，或同时比较几个数值，没有判断它能否成立、是否与别的规则重叠。",
        "Rule {rule} was not decided: its condition is too large, or compares attributes with each other.",
    ),
    "pair_not_decided": (
        "规则 {rule} 与规则 {other} 是否有成果两条都适用，没有判断出来{more}。",
        "Whether some outcome satisfies both rules {rule} and {other} was not decided{more}.",
    ),
}
APART: Pair = (
    "请用成绩、日期或学习者条件把两条分开，写明不同的优先，或删去一条。",
    "Keep them apart by score, date or learner, give them different priorities, or remove one.",
)
HINTS: Mapping[str, Pair] = {
    "rule_duplicated": ("请删去其中一条。", "Remove one of them."),
    "rules_overlap": APART,
    "rules_equivalent": ("请留下更合适的一条。", "Keep the one that fits better."),
    "blanket_versus_real": (
        "请删去只给选修学分的一条，或用条件分开。",
        "Remove the one that gives elective credits, or keep them apart by a condition.",
    ),
    "multiple_real": (
        "请向接收机构确认留哪一条；若有意让学习者选择，可写成“任选”。",
        "Ask the receiving institution which to keep; where the learner may choose, say “choose n of”.",
    ),
    "refusal_beside_grant": (
        "请删去一条，或用条件分开；要强制禁止请用“拒绝”。",
        "Remove one or keep them apart by a condition; to forbid it whatever else is said, use “deny”.",
    ),
    "rule_shadowed": ("请删去这条规则，或缩小拒绝的范围。", "Remove this rule, or narrow the denial."),
    "source_never_filled": ("请减少要求的项数，或补充选项。", "Ask for fewer, or add options."),
    "condition_contradictory": ("请核对条件里的数值与“且”“非”。", "Check the values, and every “and” and “not”."),
    "bands_all_unreachable": ("请让条件与分数段一致。", "Let the condition and the bands agree."),
    "days_never_meet": ("请核对各个日期。", "Check the dates."),
    "target_never_fits": ("请核对目标的学分与“其中”。", "Check the target's credits and its “where”."),
    "band_unreachable": ("请删去这一段，或放宽条件。", "Remove the band, or widen the condition."),
    "rule_expired": ("如不再需要，可以归档。", "Archive it when it is not needed any more."),
    "rule_not_yet_effective": ("如应已生效，请改正日期。", "Correct the date if it should hold already."),
    "target_unknown": ("{near}请核对名称、编号和机构。", "{near}Check its title, code and institution."),
    "rule_not_decided": ("请拆成几条较短的规则。", "Split it into several shorter rules."),
    "pair_not_decided": ("请人工核对这两条。", "Please compare the two yourself."),
}
NEAR: Pair = ("是不是“{near}”？", "Did you mean “{near}”? ")
MORE: Pair = ("；另有 {count} 条也是如此：{codes}", "; so do {count} more: {codes}")
MOST_NAMED = 5


@dataclass(frozen=True, slots=True)
class Found(Finding):
    """What an analysis found of a rule; `others` are the rules it concerns as well, the one of the witness first."""

    rule: Rule = field(kw_only=True)
    others: tuple[Rule, ...] = field(default=(), kw_only=True)
    witness: Witness | None = field(default=None, kw_only=True)

    def message(self, lang: str = "zh") -> str:
        """Return the sentence; `lang` is "zh" or "en"."""
        if self.code in OF_THE_CHECKER:
            return OF_THE_CHECKER[self.code][lang == "en"].format_map({**self.values, "hint": ""})
        return SENTENCES[self.code][lang == "en"].format_map(self._words(lang))

    def hint(self, lang: str = "zh") -> str:
        """Return how to mend it; empty where the message says so itself."""
        if self.code in OF_THE_CHECKER:
            return ""
        return HINTS[self.code][lang == "en"].format_map(self._words(lang))

    def _words(self, lang: str) -> dict[str, str]:
        english = lang == "en"
        near, rest = self.values.get("near"), self.others[1:]
        named = [each.code for each in rest[:MOST_NAMED]] + (["…"] if len(rest) > MOST_NAMED else [])
        codes = (", " if english else "、").join(named)
        return {
            **self.values,
            "rule": self.rule.code,
            "other": self.others[0].code if self.others else "",
            "near": NEAR[english].format(near=near) if near else "",
            "more": MORE[english].format(count=len(rest), codes=codes) if rest else "",
        }
