"""What a cap or a policy says to a conversion that it has no room for, in Chinese and English."""

from decimal import Decimal

from rules.planning.limits import Limit, Measure
from rules.planning.policies import Breach

Pair = tuple[str, str]

NAMED: dict[bool, Pair] = {
    True: ("规则“{title}”（{code}）的上限", "The cap of rule “{title}” ({code})"),
    False: ("政策“{title}”（{code}）", "Policy “{title}” ({code})"),
}
SCOPES: dict[str, Pair] = {
    "outcome": ("每项成果", "per outcome"),
    "learner": ("每位学习者", "per learner"),
    "programme": ("每个专业", "per programme"),
    "year": ("每年", "per year"),
    "term": ("每学期", "per term"),
}
FULL: dict[Measure, Pair] = {
    Measure.CREDITS: (
        "最多 {bound} 学分（{scope}），已占用 {used} 学分，这次 {asked} 学分，只剩 {room} 学分",
        "allows {bound} credits {scope}; {used} are taken already and this asks for {asked}, so {room} are left",
    ),
    Measure.USES: (
        "最多 {bound} 次（{scope}），已用 {used} 次，不能再用",
        "limits uses to {bound} {scope}; {used} already made, so no further one is possible",
    ),
    Measure.BEST: (
        "只计最优的 {bound} 项成果（{scope}），已计 {used} 项，不能再增加 {asked} 项",
        "counts the best outcomes only, {bound} {scope}; {used} already counted, so {asked} more cannot be",
    ),
}
UNKNOWN: Pair = (
    "按专业总学分的 {percent}% 计算，而该专业的总学分没有登记，请先登记",
    "is {percent}% of the programme's total credits, which are not on record; enter them first",
)
JOINTS: Pair = ("：{said}。", " {said}.")
UNSURE: Pair = ("（其条件尚缺 {missing}，按成立处理）", " (its condition lacks {missing} and is taken to hold)")


def sentence_of(breach: Breach, lang: str = "zh", missing: tuple[str, ...] = ()) -> str:
    """Return the sentence of a breach, with its figures; `missing` are facts that the policy's condition lacks."""
    english = lang == "en"
    limit = breach.limit
    words = {
        "bound": plain(breach.bound or Decimal(0)),
        "used": plain(breach.used),
        "asked": plain(breach.asked),
        "room": plain(breach.room),
        "percent": plain(limit.bound),
        "scope": scope_of(limit, english=english),
        "missing": "、".join(missing),
    }
    said = (UNKNOWN if breach.bound is None else FULL[limit.measure])[english]
    if missing:
        said += UNSURE[english]
    return name_of(limit, lang) + JOINTS[english].format(said=said.format_map(words))


def name_of(limit: Limit, lang: str = "zh") -> str:
    """Return what a limit is called."""
    return NAMED[limit.rule is not None][lang == "en"].format(title=limit.title, code=limit.code)


def scope_of(limit: Limit, *, english: bool) -> str:
    """Return the words for what a limit is counted by."""
    scope = "programme" if limit.share and limit.scope == "learner" else limit.scope
    words = [SCOPES[each][english] for each in (scope, *limit.periods)]
    return (" and " if english else "、").join(words)


def plain(number: Decimal) -> str:
    """Return a number without idle zeros.

    >>> plain(Decimal("40.00"))
    '40'
    """
    return format(number.normalize(), "f")
