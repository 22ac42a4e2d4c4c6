"""The sentence about what one clause found, in Chinese and English."""

import re
from collections.abc import Mapping
from types import MappingProxyType

from rules.phrases import (
    ATTRIBUTES,
    DATE_REQUIREMENTS,
    DATES,
    JOINTS,
    MISSED,
    OF_TARGET,
    PERIODS,
    REACHED,
    REQUIREMENTS,
    UNITS,
)
from rules.trace import Trace
from rules.truth import Truth, opposite
from rules.voices import HELD_OUTCOME, NAMED, SPOKEN, Voice

CONVERSE = {
    "=": "!=",
    "!=": "=",
    "<": ">=",
    ">=": "<",
    ">": "<=",
    "<=": ">",
    "in": "not in",
    "not in": "in",
    "between": "not between",
    "member": "not member",
    "not member": "member",
    "holds": "not holds",
    "not holds": "holds",
}
Titles = Mapping[str, str]
NAMELESS: Titles = MappingProxyType({})
PLURALS = {"credits", "hours"}
ZEROS = re.compile(r"^(\d+)(?:\.0+|(\.\d*[1-9])0+)$")
BETWEEN_HAN = re.compile(r"(?<=[\u3400-\u9fff]) (?=[\u3400-\u9fff“])|(?<=”) ")


def titles_in(trace: Trace) -> Titles:
    """Return the outcomes that fill a rule's sources, by id; none where there is one, which needs no name."""
    sources = (member for member in (trace, *trace.members) for member in (member, *member.members))
    found = {
        fact.removesuffix(".title"): title or ""
        for each in sources
        if each.clause == "source"
        for fact, title in each.facts
    }
    return found if len(found) > 1 else {}


def sentence_of(
    trace: Trace,
    lang: str,
    *,
    negated: bool = False,
    titles: Titles = NAMELESS,
    voice: Voice = Voice.TO_LEARNER,
) -> str:
    """Return what a clause found, or with `negated` what that means where the rule asks for its opposite.

    `titles` are those of the outcomes, by id, that are to be named.
    """
    english = lang == "en"
    if negated and trace.clause in CONVERSE:
        trace = Trace(CONVERSE[trace.clause], opposite(trace.truth), trace.span, trace.facts, trace.words)
    if trace.clause in REQUIREMENTS:
        return _test(trace, _title_of(trace, titles), english=english, voice=voice)
    words = _words(trace, english=english)
    if trace.clause == "held outcome":
        return HELD_OUTCOME[voice][english].format_map(words)
    if trace.clause in JOINTS:
        return JOINTS[trace.clause][english].format_map(words)
    title = _title_of(trace, titles) if trace.clause == "valid" else ""
    about = f"“{title}”{': ' if english else '：'}" if title else ""
    return about + SPOKEN[voice][trace.clause][trace.truth][english].format_map(words)


def _title_of(trace: Trace, titles: Titles) -> str:
    """Return the title of the outcome that the first fact of a trace is read from."""
    fact = trace.facts[0][0] if trace.facts else ""
    return next((title for outcome_id, title in titles.items() if fact.startswith(f"{outcome_id}.")), "")


def _words(trace: Trace, *, english: bool) -> dict[str, str]:
    comma = ", " if english else "、"
    known = [_short(value) for _, value in trace.facts if value]
    words = {"held": known[0] if known else "", "scores": comma.join(known), "applied_on": known[-1] if known else ""}
    words |= {name: _short(word) for name, word in trace.words}
    words["wanted"] = _wanted(trace, english=english)
    period = PERIODS[english].get(("start" in words, "end" in words), "")
    words["period"] = period.format_map(words)
    reason = trace.word("reason")
    words["reason"] = (": " if english else "：") + reason if reason else ""
    if "attribute" in words:
        words["attribute"] = ATTRIBUTES[words["attribute"]][english]
    return words


def _wanted(trace: Trace, *, english: bool) -> str:
    comma = ", " if english else "、"
    return comma.join(_short(each) for each in trace.word("wanted").split("、"))


def _short(value: str) -> str:
    """Return a number without the zeros that say nothing.

    >>> _short("84.50")
    '84.5'
    """
    return ZEROS.sub(r"\1\2", value)


def _test(trace: Trace, title: str, *, english: bool, voice: Voice) -> str:
    """Return the sentence of a comparison: what is held, and what the rule asks for."""
    name = trace.word("attribute")
    label = trace.word("field") or ATTRIBUTES[name][english]
    if trace.word("of") == "learner":
        label = NAMED[voice][english] + label
    if trace.facts and trace.facts[0][0].startswith("target."):
        label = OF_TARGET[english] + label
    if title:
        label = f"{label} of “{title}”" if english else f"“{title}”的{label}"
    verb = "are" if name in PLURALS else "is"
    asked = {"wanted": _wanted(trace, english=english) + UNITS.get(name, ("", ""))[english]}
    patterns = REQUIREMENTS | DATE_REQUIREMENTS if name in DATES else REQUIREMENTS
    requirement = patterns[trace.clause][english].format_map(asked)
    held = next((_short(value) for _, value in trace.facts if value is not None), None)
    if trace.truth is Truth.PENDING:
        return _unknown(label, held, requirement, verb if english else "")
    met = trace.truth is Truth.YES
    if trace.clause == ">=" and name not in DATES:
        said = (REACHED if met else MISSED)[english].format_map(asked)
    elif english:
        said = f"as required ({requirement})" if met else f"but {requirement}"
    else:
        said = f"符合“{requirement}”的要求" if met else requirement
    if english:
        return f"The {label} {verb} {held}, {said}"
    joint = " " if held and held.isascii() else "为"
    return BETWEEN_HAN.sub("", f"{label}{joint}{held}，{said}")


def _unknown(label: str, held: str | None, requirement: str, verb: str) -> str:
    """Return what is missing, or cannot be compared; the verb is that of the English sentence, empty in Chinese."""
    if held is None:
        return f"The {label} {verb} missing, and the verdict waits for it" if verb else f"缺{label}，补填后即可判断"
    if verb:
        return f"The {label} “{held}” cannot be compared ({requirement}); please have it checked"
    return BETWEEN_HAN.sub("", f"{label}“{held}”无法比较（{requirement}），请核对后补正")
