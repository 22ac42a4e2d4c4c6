"""Drafts, problems, examples and records as the pages of the workbench show them."""

from collections.abc import Iterable, Sequence
from typing import Any

from flask_babel import gettext as _

from backoffice.kernel.clock import time_of
from backoffice.workbench.models import ImpactLine, RuleRecord
from backoffice.workbench.reading import Note, Reading
from grammar.fixes import Fix
from grammar.problems import shown
from grammar.words import CLAUSES
from rules.analysis.difference_words import EFFECTS
from rules.analysis.impact import Effect
from rules.examples import Ran
from rules.phrases import VERDICTS
from rules.truth import Truth

KEYWORDS = CLAUSES["_EXAMPLE"]
TONES = {"error": "e", "warning": "w", "info": "i"}
DRAWINGS = {"error": "wrong", "warning": "warning", "info": "info"}
LONGEST_MARK, LONGEST_SIDE = 60, 200


def problems_shown(notes: Iterable[Note], text: str, lang: str) -> list[dict[str, Any]]:
    """Return problems with their line, the marked part of it, and both languages' words, the page's first."""
    english = lang == "en"
    lines = text.split("\n")
    return [
        {
            "severity": note.severity,
            "tone": TONES[note.severity],
            "drawing": DRAWINGS[note.severity],
            "code": note.code,
            "message": note.messages[english],
            "hint": note.hints[english],
            "other": note.messages[not english],
            "other_hint": note.hints[not english],
            "other_lang": "zh-CN" if english else "en",
            "witness": note.witness[english],
            "fix": _fix(note.fix),
            **_place(note, lines),
        }
        for note in notes
    ]


def _fix(fix: Fix | None) -> dict[str, Any] | None:
    """Return a change of the text as a button names it; `value` says it to the server."""
    if fix is None:
        return None
    words = _("改为“%(text)s”", text=fix.text) if fix.text.strip() else _("删去它")
    return {"start": fix.start, "end": fix.end, "text": fix.text, "words": words, "value": value_of(fix)}


def value_of(fix: Fix) -> str:
    """Return a change of the text in one word.

    >>> value_of(Fix(3, 5, "目标"))
    '3-5-目标'
    """
    return f"{fix.start}-{fix.end}-{fix.text}"


def _place(note: Note, lines: Sequence[str]) -> dict[str, Any]:
    if note.span is None:
        return {"line": 0}
    span = note.span
    line = shown(lines[span.line - 1]) if span.line <= len(lines) else ""
    start = span.column - 1
    end = min(max(start + 1, start + span.end - span.start), start + LONGEST_MARK, max(len(line), start + 1))
    return {
        "line": span.line,
        "column": span.column,
        "start": span.start,
        "end": max(span.end, span.start),
        "before": line[max(0, start - LONGEST_SIDE) : start],
        "marked": line[start:end] or " ",
        "after": line[end : end + LONGEST_SIDE],
    }


def examples_shown(reading: Reading, lang: str) -> list[dict[str, Any]]:
    """Return the examples with what the rule says of them."""
    return [
        {
            "passed": ran.passed,
            "word": "相符" if ran.passed else "不符",
            "facts": _facts(reading.text, ran),
            "expected": _expected(ran, lang),
            "said": _said(ran, lang),
        }
        for ran in reading.ran
    ]


def _facts(text: str, ran: Ran) -> str:
    span = ran.example.span
    told = " ".join(text[span.start : span.end].split()).partition("=>")[0]
    facts = told.removeprefix(KEYWORDS[0]).removeprefix(KEYWORDS[1]).strip()
    return facts or _("（没有写事实）")


def _expected(ran: Ran, lang: str) -> str:
    expected = ran.example.expected
    if isinstance(expected, str):
        return VERDICTS[{"not_applicable": Truth.NO, "pending": Truth.PENDING}[expected]][lang == "en"]
    return credits_word(expected)


def _said(ran: Ran, lang: str) -> str:
    if ran.verdict.truth is Truth.YES:
        return credits_word(ran.verdict.credits)
    return VERDICTS[ran.verdict.truth][lang == "en"]


def credits_word(credits: Any) -> str:  # noqa: ANN401, A002 - a decimal or nothing
    """Return an amount of credits; None is unknown."""
    if credits is None:
        return _("学分未知")
    return _("%(credits)s 学分", credits=format(credits.normalize(), "f"))


def verdict_word(verdict: str, credits: Any, lang: str) -> str:  # noqa: ANN401, A002
    """Return one side of a line of an effect."""
    return credits_word(credits) if verdict == Truth.YES else VERDICTS[Truth(verdict)][lang == "en"]


def lines_shown(lines: Sequence[ImpactLine], lang: str) -> list[dict[str, Any]]:
    """Return the lines of a computation; learners are masked."""
    return [
        {
            "learner": masked(each.learner.full_name),
            "account": masked_number(each.learner.account_number),
            "outcome": each.outcome.title,
            "case": each.application.number if each.application else "",
            "state": each.application.state.value if each.application else "",
            "effect": EFFECTS[Effect(each.effect)][0],
            "before": verdict_word(each.before_verdict, each.before_credits, lang),
            "after": verdict_word(each.after_verdict, each.after_credits, lang),
        }
        for each in lines
    ]


def masked(name: str) -> str:
    """Return a name of which the family name alone is shown.

    >>> masked("陈国栋")
    '陈**'
    """
    return name[:1] + "*" * max(1, min(len(name) - 1, 3))


def masked_number(number: str) -> str:
    """Return an account number by its beginning and its last three figures.

    >>> masked_number("LF00000012")
    'LF*****012'
    """
    return number[:2] + "*" * max(1, len(number) - 5) + number[-3:]


def history_shown(records: Sequence[RuleRecord]) -> list[dict[str, str]]:
    """Return records as the timeline draws them."""
    return [
        {
            "title": step_title(each.step),
            "at": time_of(each.happened_at),
            "by": str(each.actor),
            "remarks": each.remarks,
            "state": "done",
        }
        for each in records
    ]


def step_title(step: str) -> str:
    """Return what a step is called."""
    return {
        "start": _("起草"),
        "save": _("修改并保存"),
        "impact": _("计算影响"),
        "submit": _("送审"),
        "take_back": _("撤回修改"),
        "send_back": _("退回修改"),
        "publish": _("发布"),
        "discard": _("放弃草稿"),
        "propose": _("提出停用"),
        "confirm": _("确认停用"),
        "retire": _("定期停用"),
        "stop": _("紧急停用"),
    }[step]
