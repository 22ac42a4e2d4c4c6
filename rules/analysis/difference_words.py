"""Differences and their effects in words, and as plain JSON values."""

from collections.abc import Iterator

from rules.analysis.differences import Change, Differences, RuleChange, clause_words
from rules.analysis.impact import Effect, Impact
from rules.answers import Answer
from rules.phrases import VERDICTS
from rules.truth import Truth

Pair = tuple[str, str]

CHANGES: dict[Change, Pair] = {
    Change.NEW: ("新增规则 {rule}", "new rule {rule}"),
    Change.GONE: ("删去规则 {rule}", "rule {rule} is gone"),
    Change.CHANGED: ("规则 {rule} 有改动", "rule {rule} changed"),
    Change.REWRITTEN: ("规则 {rule} 换了写法，意思不变", "rule {rule} is written otherwise and means the same"),
    Change.REMARKED: ("规则 {rule} 只改了说明", "rule {rule} changed in its remarks only"),
}
DECLARED: dict[Change, Pair] = {
    Change.NEW: ("新增“{name}”", "new: {name}"),
    Change.GONE: ("删去“{name}”", "gone: {name}"),
    Change.CHANGED: ("“{name}”有改动", "changed: {name}"),
}
EFFECTS: dict[Effect, Pair] = {
    Effect.GAINS: ("得到", "gains"),
    Effect.LOSES: ("失去", "loses"),
    Effect.CREDITS: ("学分改变", "credits change"),
    Effect.TARGETS: ("目标改变", "targets change"),
    Effect.WAITS: ("转为待补", "now waits"),
    Effect.ENDS: ("不再待补", "waits no longer"),
}
NOTHING: Pair = ("（无）", "(none)")
ADDED: Pair = ("增加：{after}", "added: {after}")
REMOVED: Pair = ("删去：{before}", "removed: {before}")
ALTERED: Pair = ("{before} → {after}", "{before} → {after}")


def difference_lines(found: Differences, lang: str) -> Iterator[str]:
    """Yield each change of a declaration, and of a rule with its clauses."""
    english = lang == "en"
    for change, name in found.declarations:
        yield DECLARED[change][english].format(name=name)
    for each in found.rules:
        yield CHANGES[each.change][english].format(rule=each.rule.code)
        yield from (f"  {words}" for words in clause_changes(each, lang))


def clause_changes(change: RuleChange, lang: str) -> Iterator[str]:
    """Yield what became of each clause that differs."""
    if change.before is None or change.after is None:
        return
    for clause in change.clauses:
        before, after = (clause_words(rule, clause, lang) for rule in (change.before, change.after))
        pattern = ADDED if not before else REMOVED if not after else ALTERED
        yield pattern[lang == "en"].format(before=before or NOTHING[lang == "en"], after=after)


def impact_line(found: Impact, lang: str) -> str:
    """Return who is affected by which rule, and how: before and after."""
    english = lang == "en"
    before, after = (_answer(each, english=english) for each in (found.before, found.after))
    effect = EFFECTS[found.effect][english]
    learner, rule = found.learner_id, found.rule_code
    if english:
        return f"{learner} {effect} by rule {rule}: {before} → {after}"
    return f"{learner} 按规则 {rule} {effect}：{before} → {after}"


def effects_summary(rules: int, found: tuple[Impact, ...] | None, lang: str) -> str:
    """Return how many rules differ, and how many learners are affected in which way; None without a population."""
    english = lang == "en"
    head = f"{rules} rules differ" if english else f"{rules} 条规则有变化"
    if found is None:
        return head
    counts = {effect: len({each.learner_id for each in found if each.effect is effect}) for effect in Effect}
    told = [f"{EFFECTS[effect][english]} {count}" for effect, count in counts.items()]
    return f"{head}; learners: {', '.join(told)}" if english else f"{head}；学习者：{'，'.join(told)}"


def _answer(answer: Answer | None, *, english: bool) -> str:
    if answer is None:
        return VERDICTS[Truth.NO][english]
    said = VERDICTS[answer.truth][english]
    if answer.truth is not Truth.YES:
        return said
    amount = ("未知", "unknown")[english] if answer.credits is None else str(answer.credits)
    targets = ("、", ", ")[english].join(answer.targets)
    return f"{said} {amount} credits ({targets})" if english else f"{said} {amount} 学分（{targets}）"


def difference_record(found: Differences) -> dict[str, object]:
    """Return the changes as plain values."""
    return {
        "declarations": [{"change": str(change), "name": name} for change, name in found.declarations],
        "rules": [_change_record(each) for each in found.rules],
    }


def _change_record(change: RuleChange) -> dict[str, object]:
    versions = {
        side: None if rule is None else rule.version or 1
        for side, rule in (("before", change.before), ("after", change.after))
    }
    return {
        "rule": change.rule.code,
        "change": str(change.change),
        "versions": versions,
        "clauses": list(change.clauses),
        "words": {lang: list(clause_changes(change, lang)) for lang in ("zh", "en")},
    }


def impact_record(found: Impact) -> dict[str, object]:
    """Return an effect as plain values; credits as exact text."""
    return {
        "learner": found.learner_id,
        "rule": found.rule_code,
        "effect": str(found.effect),
        "before": _answer_record(found.before),
        "after": _answer_record(found.after),
    }


def _answer_record(answer: Answer | None) -> dict[str, object] | None:
    if answer is None:
        return None
    return {
        "verdict": str(answer.truth),
        "credits": None if answer.credits is None else str(answer.credits),
        "targets": list(answer.targets),
        "outcomes": list(answer.outcomes),
        "missing": list(answer.missing),
    }
