"""A plan in words, in Chinese and English, and as plain values."""

from collections.abc import Iterator
from decimal import Decimal

from grammar.declarations import Rule
from rules.planning.limits import Limit
from rules.planning.options import MOST_WAYS, Option
from rules.planning.plan import Chosen, Hoped, KeptOut, Plan
from rules.planning.policies import Breach
from rules.planning.sentences import name_of, plain, sentence_of

Pair = tuple[str, str]

HEAD: Pair = (
    "{programme}：可转换 {credits} 学分，{proof}（专业总学分 {total}，已转换 {booked}）",
    "{programme}: {credits} credits, {proof} (programme total {total}, booked {booked})",
)
PROVED: dict[bool, Pair] = {
    True: ("已证明最优", "proved optimal"),
    False: ("未证明最优", "not proved optimal"),
}
CHOSEN: Pair = ("  {head}：{outcomes} → {targets}", "  {head}: {outcomes} → {targets}")
CUT: Pair = ("（截断：{why}）", " (truncated: {why})")
KEPT: Pair = ("受限未列入：{head}，{credits} 学分。{why}", "Kept out: {head}, {credits} credits. {why}")
HOPED: Pair = (
    "待补：{head} 缺 {missing}；补齐并成立，计划至少可再增加 {credits} 学分",
    "Pending: {head} lacks {missing}; the plan would add at least {credits} credits if that is met",
)
VAIN: Pair = (
    "待补：{head} 缺 {missing}；补齐后值 {worth} 学分，但与计划中的转换冲突或受限，不能直接增加",
    "Pending: {head} lacks {missing}; worth {worth} credits then, but the plan or a limit leaves no room beside it",
)
UNCLEAR: Pair = (
    "待补：{head} 缺 {missing}；补齐后才知道学分",
    "Pending: {head} lacks {missing}; its credits are known only then",
)
WAIVED: Pair = ("可免修（无学分）：{head} → {targets}", "Exempt without credits: {head} → {targets}")
BOUNDED: Pair = (
    "规则 {rules} 的可选方式过多，每条只比较了 {most} 种，因此不能证明最优",
    "Rules {rules} can be used in more than {most} ways each; not all were compared, so nothing is proved",
)
UNKNOWN: Pair = ("未知", "unknown")


def told(plan: Plan, lang: str = "zh") -> str:
    """Return the plan as lines to read."""
    return "\n".join(_lines(plan, lang))


def _lines(plan: Plan, lang: str) -> Iterator[str]:
    english = lang == "en"
    total = plan.programme.total_credits
    booked = sum((each.total for each in plan.booked), Decimal(0))
    yield HEAD[english].format(
        programme=plan.programme.title,
        credits=plain(plan.credits),
        proof=PROVED[plan.proved][english],
        total=UNKNOWN[english] if total is None else plain(total),
        booked=plain(booked),
    )
    for chosen in plan.chosen:
        yield _chosen(chosen, lang)
    for kept in plan.kept_out:
        yield KEPT[english].format(
            head=_head(kept.option.rule), credits=plain(_worth(kept.option)), why=_reasons(kept.breaches, lang)
        )
    for hoped in plan.hoped:
        yield _hoped(hoped, english=english)
    for waived in plan.waived:
        yield WAIVED[english].format(head=_head(waived.rule), targets="、".join(waived.targets))
    if plan.bounded:
        yield BOUNDED[english].format(rules="、".join(plan.bounded), most=MOST_WAYS)


def _chosen(chosen: Chosen, lang: str) -> str:
    english = lang == "en"
    granted = zip(chosen.option.targets, chosen.granted, strict=True)
    line = CHOSEN[english].format(
        head=_head(chosen.option.rule),
        outcomes="、".join(each.title or each.code or each.outcome_id for each in chosen.option.conversion.outcomes),
        targets="、".join(f"{title} {plain(credits_)}" for title, credits_ in granted),
    )
    return line + (CUT[english].format(why=_reasons(chosen.truncations, lang)) if chosen.truncations else "")


def _head(rule: Rule) -> str:
    return rule.code if rule.title is None else f"{rule.code} {rule.title}"


def _worth(option: Option) -> Decimal:
    return option.counts(option.conversion.credits)


def _hoped(hoped: Hoped, *, english: bool) -> str:
    option, verdict = hoped.waiting.option, hoped.waiting.verdict
    form = UNCLEAR if hoped.adds is None else HOPED if hoped.adds else VAIN
    return form[english].format(
        head=_head(hoped.waiting.rule),
        missing=(", " if english else "、").join(verdict.missing),
        credits=plain(hoped.adds or Decimal(0)),
        worth=plain(_worth(option)) if option else "",
    )


def _reasons(breaches: tuple[Breach, ...], lang: str) -> str:
    return ("" if lang == "zh" else " ").join(sentence_of(each, lang) for each in breaches)


def record_of(plan: Plan) -> dict[str, object]:
    """Return the plan as plain values; credits are texts, exactly."""
    total = plan.programme.total_credits
    return {
        "programme": plan.programme.title,
        "total_credits": None if total is None else str(total),
        "credits": str(plan.credits),
        "proved_optimal": plan.proved,
        "conversions": [_chosen_record(each) for each in plan.chosen],
        "binding": [_limit_record(each, plan) for each in _binding(plan)],
        "kept_out": [_kept_record(each) for each in plan.kept_out],
        "pending": [_hoped_record(each) for each in plan.hoped],
        "waived": [_option_record(each) for each in plan.waived],
        "not_all_ways": list(plan.bounded),
    }


def _binding(plan: Plan) -> list[Limit]:
    kept = [breach.limit for each in plan.kept_out for breach in each.breaches]
    cut = [breach.limit for each in plan.chosen for breach in each.truncations]
    return list(dict.fromkeys([*kept, *cut]))


def _limit_record(limit: Limit, plan: Plan) -> dict[str, object]:
    kept = [each.option.rule.code for each in plan.kept_out if any(limit == one.limit for one in each.breaches)]
    return {
        "code": limit.code,
        "of": "policy" if limit.rule is None else "rule",
        "name": {lang: name_of(limit, lang) for lang in ("zh", "en")},
        "kept_out": kept,
    }


def _option_record(option: Option) -> dict[str, object]:
    return {
        "rule": option.rule.code,
        "version": option.rule.version or 1,
        "outcomes": list(option.outcomes),
        "targets": list(option.targets),
    }


def _chosen_record(chosen: Chosen) -> dict[str, object]:
    return _option_record(chosen.option) | {
        "granted": [str(each) for each in chosen.granted],
        "credits": str(chosen.counted),
        "truncated_by": [_breach_record(each) for each in chosen.truncations],
    }


def _kept_record(kept: KeptOut) -> dict[str, object]:
    return _option_record(kept.option) | {
        "credits": str(_worth(kept.option)),
        "by": [_breach_record(each) for each in kept.breaches],
    }


def _breach_record(breach: Breach) -> dict[str, object]:
    return {
        "code": breach.limit.code,
        "bound": None if breach.bound is None else str(breach.bound),
        "used": str(breach.used),
        "asked": str(breach.asked),
        "message": {lang: sentence_of(breach, lang) for lang in ("zh", "en")},
    }


def _hoped_record(hoped: Hoped) -> dict[str, object]:
    verdict = hoped.waiting.verdict
    return {
        "rule": hoped.waiting.rule.code,
        "version": hoped.waiting.rule.version or 1,
        "outcomes": list(verdict.outcomes),
        "missing": list(verdict.missing),
        "would_add": None if hoped.adds is None else str(hoped.adds),
    }
