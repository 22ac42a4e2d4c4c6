"""A rule with its answer, as the macro draws it."""

from itertools import zip_longest

from flask_babel import gettext as _

from backoffice.conversion.options import Option
from backoffice.kernel.problems import Problem
from backoffice.kernel.wording import message
from rules.evaluator import Verdict
from rules.explanation import reasons
from rules.truth import Truth

ANSWERS = {Truth.YES: "适用", Truth.PENDING: "还差一项", Truth.NO: "不适用"}


def card(option: Option, lang: str, *, closed: str = "") -> dict[str, object]:
    """Return a rule with its answer as the macro draws it; `closed` is the problem that keeps it from being chosen."""
    places = [target.institution.title for target in option.targets if target is not None]
    found = reasons(option.verdict, lang)
    shut = closed and option.verdict.truth is Truth.YES
    return {
        "value": option.live.version_id,
        "title": option.live.title,
        "verdict": answer_word(option.verdict),
        "targets": [
            (title, target.mark if target else "")
            for title, target in zip_longest(option.verdict.targets, option.targets)
        ],
        "ratio": plain_ratio(option.verdict),
        "to": _(
            "转为 %(targets)s · %(places)s · 比例 %(ratio)s%%",
            targets=_("、").join(option.verdict.targets),
            places=_("、").join(dict.fromkeys(places)) or "-",
            ratio=plain_ratio(option.verdict),
        ),
        "credits": total(option.verdict),
        "reasons": [("n", message(Problem(closed), lang))] if shut else [(each.mark, each.sentence) for each in found],
        "open": option.open,
    }


def answer_word(verdict: Verdict) -> str:
    """Return the word of a verdict: 适用, 还差一项, 还差几项 or 不适用."""
    several = verdict.truth is Truth.PENDING and len(verdict.missing) > 1
    return "还差几项" if several else ANSWERS[verdict.truth]


def plain_ratio(verdict: Verdict) -> str:
    """Return the ratio in percent without idle zeros; "-" when it is unknown or nothing is granted."""
    ratio = verdict.grants[0].ratio if verdict.grants else None
    return "-" if ratio is None else format(ratio.normalize(), "f")


def total(verdict: Verdict) -> str | None:
    """Return the credits that a rule grants, or would grant; None while they are unknown."""
    known = [grant.credits for grant in verdict.grants if grant.credits is not None]
    if len(known) < len(verdict.grants) or not known:
        return None
    return format(sum(known[1:], known[0]).normalize(), "f")
