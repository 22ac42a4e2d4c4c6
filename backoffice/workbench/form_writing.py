"""The fields of a form written back into the text of a rule: only the clauses whose fields were changed."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from backoffice.kernel.problems import Problem, Refused, refuse
from backoffice.workbench.reading import declared_in
from backoffice.workbench.rule_form import (
    KEPT,
    LEARNER,
    MEMBER,
    MODES,
    NOT_MEMBER,
    OPERATORS,
    REFERENCE,
    SEPARATOR,
    condition_fields,
    form_of,
    members_of,
    shows_source,
    shows_targets,
)
from backoffice.workbench.splicing import spliced
from grammar import nodes as n
from grammar.clauses import Band, CreditsMode, Effective, Judgement, Ratio, RatioByScore, Validity
from grammar.declarations import Rule
from grammar.parser import parse
from grammar.printer import NotParsed

Fields = Mapping[str, str]
NUMBER = re.compile(r"\d{1,6}(\.\d{1,4})?", re.ASCII)
DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
MOST_ROWS = 40
FULL_SCORE = Decimal(100)


def written(text: str, drawn_from: str, fields: Fields) -> str:
    """Return a text with what was changed in a form that was drawn from `drawn_from`, perhaps an older text.

    Raises Refused when the text cannot be read, or a field cannot be written.
    """
    changed = changed_groups(drawn_from, fields)
    if not changed:
        return text
    rule, given = _rule_in(text), _given(fields)
    try:
        wanted = replace(rule, **{key: node for group in changed for key, node in _nodes(group, given, rule).items()})
        return spliced(text, rule, wanted)
    except NotParsed as unfit:
        found = unfit.problems[0]
        words = {"why_zh": found.message("zh"), "why_en": found.message("en")}
        raise Refused([Problem("form_unwritable", "", words)]) from None


def changed_groups(drawn_from: str, fields: Fields) -> set[str]:
    """Return the parts of a form that say otherwise than when it was drawn."""
    if not fields:
        return set()
    shown, given = form_of(drawn_from, _rule_in(drawn_from)).fields, _given(fields)
    return {
        _group(name)
        for name in {*shown, *given}
        if given.get(name, "") != shown.get(name, "").strip() and (name in shown or given.get(name))
    }


def _given(fields: Fields) -> dict[str, str]:
    return {name: value.strip().replace("\r\n", "\n") for name, value in fields.items()}


def _rule_in(text: str) -> Rule:
    rule = declared_in(parse(text).file)
    if not isinstance(rule, Rule):
        raise refuse("form_unreadable", "text")
    return rule


def _group(name: str) -> str:
    """Return which part of the form a field belongs to."""
    head = name.partition("-")[0]
    return {"band": "ratio", "divisor": "mode", "valid": "validity"}.get(head, head)


def _nodes(group: str, given: Fields, rule: Rule) -> dict[str, Any]:
    """Return the parts of a rule that a part of the form says; nothing for what the form only shows as text."""
    shut = (group == "source" and not shows_source(rule)) or (group == "target" and not shows_targets(rule))
    if shut or group not in PARTS:
        return {}
    name, make = PARTS[group]
    return {name: make(given, rule)}


def _source(given: Fields) -> n.Source | None:
    reference = _reference(given, "source")
    if reference is None:
        return None
    return n.SourceReference(reference) if reference.title or reference.code else n.SourcePool(reference)


def _targets(given: Fields) -> Iterable[n.Target]:
    for place in range(MOST_ROWS):
        reference = _reference(given, f"target-{place}")
        if reference is not None:
            yield n.TargetReference(reference, _number(given, f"target-{place}-credits"))


def _reference(given: Fields, prefix: str) -> n.Reference | None:
    """Return a reference; a row without a title, a code or, for a pool, a kind is none."""
    kind = given.get(f"{prefix}-kind", "")
    title, code, institution, programme = (given.get(f"{prefix}-{name}") or None for name in REFERENCE[1:])
    if not (title or code) and (prefix != "source" or not kind):
        return None
    if not kind:
        raise refuse("form_kind", f"{prefix}-kind")
    return n.Reference(kind, title, code, institution, programme)


def _ratio(given: Fields, rule: Rule) -> Ratio | RatioByScore | None:
    before = {(each.low, each.high): each for each in rule.ratio.bands} if isinstance(rule.ratio, RatioByScore) else {}
    rows = []
    for place in range(MOST_ROWS):
        low, high, percent = (_number(given, f"band-{place}-{name}") for name in ("low", "high", "percent"))
        if low is None or high is None or percent is None:
            continue
        known = before.get((low, high))
        rows.append(replace(known, percent=percent) if known else Band(low, high, percent, True, high >= FULL_SCORE))  # noqa: FBT003
    if rows:
        return RatioByScore(tuple(rows))
    percent = _number(given, "ratio")
    return None if percent is None else Ratio(percent)


def _mode(given: Fields) -> CreditsMode | None:
    name = given.get("mode", "")
    if name not in MODES:
        return None
    return CreditsMode(name, _number(given, "divisor") if name == "hours" else None)


def _condition(given: Fields, rule: Rule) -> n.Condition | None:
    before = list(members_of(rule.condition))
    kept = [each for each in before if form_subject(each) == KEPT]
    found: list[n.Condition] = []
    for place in range(MOST_ROWS):
        subject, value = given.get(f"condition-{place}-subject", ""), given.get(f"condition-{place}-value", "")
        if subject == KEPT:
            if kept:
                found.append(kept.pop(0))
        elif subject and value:
            found.append(_test(subject, given.get(f"condition-{place}-operator", ""), value))
    found += kept
    if not found:
        return None
    return found[0] if len(found) == 1 else n.And(tuple(found))


def form_subject(condition: n.Condition) -> str:
    """Return what the form calls the subject of a condition."""
    return condition_fields(0, condition, "zh")["condition-0-subject"]


def _test(subject: str, operator: str, value: str) -> n.Condition:
    if subject in {MEMBER, NOT_MEMBER}:
        places = tuple(filter(None, (each.strip() for each in value.replace(";", SEPARATOR).split(SEPARATOR))))
        return n.MemberOf(places, negated=subject == NOT_MEMBER)
    name = subject.removeprefix("learner ")
    about: n.Subject = n.LearnerAttribute(name) if subject != name and name in LEARNER else n.OutcomeAttribute(name)
    return n.Comparison(about, operator if operator in OPERATORS else "=", _value(value))


def _value(value: str) -> n.Value:
    if NUMBER.fullmatch(value):
        return n.Number(Decimal(value))
    return _day(value) if DAY.fullmatch(value) else n.Text(value)


def _day(text: str) -> n.Day:
    try:
        return n.Day(text, date.fromisoformat(text))
    except ValueError:
        raise refuse("form_day", "effective-from", value=text) from None


def _effective(given: Fields) -> Effective | None:
    days = [given.get(f"effective-{name}", "") for name in ("from", "until")]
    if not any(days):
        return None
    start, end = (_day(day) if day else None for day in days)
    return Effective(start, end)


def _validity(given: Fields) -> Validity | None:
    count = given.get("valid-count", "")
    if not count:
        return None
    if not count.isdecimal() or len(count) > 3 or not int(count):  # noqa: PLR2004 - three figures are years enough
        raise refuse("form_validity", "valid-count", value=count)
    return Validity(int(count), "months" if given.get("valid-unit") == "months" else "years")


def _number(given: Fields, name: str) -> Decimal | None:
    value = given.get(name, "").removesuffix("%")
    if not value:
        return None
    if not NUMBER.fullmatch(value):
        raise refuse("form_number", name, value=value)
    return Decimal(value)


def _lines(given: Fields, name: str) -> list[str]:
    return [line.strip() for line in given.get(name, "").splitlines() if line.strip()]


Make = Callable[[Fields, Rule], Any]
PARTS: Mapping[str, tuple[str, Make]] = {
    "code": ("code", lambda given, rule: given.get("code") or rule.code),
    "title": ("title", lambda given, _rule: given.get("title") or None),
    "note": ("note", lambda given, _rule: given.get("note") or None),
    "source": ("source", lambda given, _rule: _source(given)),
    "target": ("targets", lambda given, _rule: tuple(_targets(given))),
    "ratio": ("ratio", _ratio),
    "mode": ("credits", lambda given, _rule: _mode(given)),
    "condition": ("condition", _condition),
    "effective": ("effective", lambda given, _rule: _effective(given)),
    "validity": ("validity", lambda given, _rule: _validity(given)),
    "once": ("once", lambda given, _rule: bool(given.get("once"))),
    "consume": ("consume", lambda given, _rule: bool(given.get("consume"))),
    "judgements": ("judgements", lambda given, _rule: tuple(Judgement(line) for line in _lines(given, "judgements"))),
    "basis": ("basis", lambda given, _rule: tuple(_lines(given, "basis"))),
}
