"""A rule as the fields of a form; what the form cannot show is told as text and kept."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from backoffice.workbench.splicing import language_of, lines_of
from grammar import nodes as n
from grammar.clauses import Ratio, RatioByScore
from grammar.declarations import Rule

OUTCOME = ("score", "level", "qf_level", "credits", "hours", "awarded_on", "grade")
LEARNER = ("major", "level", "age", "enrolled_on")
MEMBER, NOT_MEMBER = "learner in", "learner not in"
SUBJECTS = (MEMBER, NOT_MEMBER, *OUTCOME, *(f"learner {name}" for name in LEARNER))
OPERATORS = (">=", ">", "=", "!=", "<", "<=")
REFERENCE = ("kind", "title", "code", "institution", "programme")
MODES = ("target", "source", "lesser", "hours")
KEPT = "kept"
SEPARATOR = "；"
SHOWN_ELSEWHERE = ("version", "refusal", "waiver", "caps", "priority", "record", "examples")

Fields = dict[str, str]


@dataclass(frozen=True, slots=True)
class RuleForm:
    """The fields of a rule by name, how many rows each list has, and clauses that are shown as text only."""

    fields: Fields
    rows: Mapping[str, int]
    texts: Mapping[str, str] = field(default_factory=dict)


def form_of(text: str, rule: Rule) -> RuleForm:
    """Return a rule as a form."""
    lang = language_of(text, rule)
    fields: Fields = {"code": rule.code, "title": rule.title or ""}
    texts = {name: "\n".join(lines_of(rule, name, lang)) for name in SHOWN_ELSEWHERE}
    if shows_source(rule):
        source = rule.source
        named = source.reference if isinstance(source, n.SourceReference | n.SourcePool) else None
        fields |= reference_fields("source", named)
    else:
        texts["source"] = "\n".join(lines_of(rule, "source", lang))
    if shows_targets(rule):
        for place, target in enumerate(rule.targets):
            fields |= _target_fields(place, target)
    else:
        texts["targets"] = "\n".join(lines_of(rule, "targets", lang))
    bands = rule.ratio.bands if isinstance(rule.ratio, RatioByScore) else ()
    fields["ratio"] = plain(rule.ratio.percent) if isinstance(rule.ratio, Ratio) else ""
    for place, band in enumerate(bands):
        fields |= {
            f"band-{place}-low": plain(band.low),
            f"band-{place}-high": plain(band.high),
            f"band-{place}-percent": plain(band.percent),
        }
    conditions = list(members_of(rule.condition))
    for place, condition in enumerate(conditions):
        fields |= condition_fields(place, condition, lang)
    fields |= _further_fields(rule)
    rows = {"target": len(rule.targets), "band": len(bands), "condition": len(conditions)}
    return RuleForm(fields, rows, {name: words for name, words in texts.items() if words})


def shows_source(rule: Rule) -> bool:
    """Tell whether the form can show where a rule starts: one outcome or one pool, without conditions of its own."""
    if rule.source is None:
        return True
    return isinstance(rule.source, n.SourceReference | n.SourcePool) and rule.source.where is None


def shows_targets(rule: Rule) -> bool:
    """Tell whether the form can show what a rule grants: courses by name."""
    return all(isinstance(each, n.TargetReference) and each.where is None for each in rule.targets)


def members_of(condition: n.Condition | None) -> Iterator[n.Condition]:
    """Yield the conditions that must all hold."""
    if isinstance(condition, n.And):
        yield from condition.members
    elif condition is not None:
        yield condition


def reference_fields(prefix: str, reference: n.Reference | None) -> Fields:
    """Return the fields of a reference."""
    return {f"{prefix}-{name}": (getattr(reference, name) if reference else None) or "" for name in REFERENCE}


def condition_fields(place: int, condition: n.Condition, lang: str) -> Fields:
    """Return the fields of one condition; one that has no fields keeps its words."""
    subject, operator, value = _told(condition)
    if not subject:
        words = lines_of(Rule("R", condition=condition), "condition", lang)
        return {f"condition-{place}-subject": KEPT, f"condition-{place}-value": " ".join(words).partition(" ")[2]}
    return {
        f"condition-{place}-subject": subject,
        f"condition-{place}-operator": operator,
        f"condition-{place}-value": value,
    }


def plain(number: Decimal | None) -> str:
    """Return a number without idle zeros; "" for none."""
    return "" if number is None else format(number.normalize(), "f")


def _told(condition: n.Condition) -> tuple[str, str, str]:
    match condition:
        case n.MemberOf(institutions=places, negated=negated):
            return (NOT_MEMBER if negated else MEMBER), "=", SEPARATOR.join(places)
        case n.Comparison(subject=n.OutcomeAttribute(name=name, label=None), scale=None) if name in OUTCOME:
            return name, condition.operator, _value(condition.value)
        case n.Comparison(subject=n.LearnerAttribute(name=name), scale=None) if name in LEARNER:
            return f"learner {name}", condition.operator, _value(condition.value)
        case _:
            return "", "", ""


def _value(value: n.Value) -> str:
    match value:
        case n.Number(value=number):
            return plain(number)
        case n.Day(text=text):
            return text
        case n.Text(value=word):
            return word
        case n.SourceAttribute():
            return ""


def _target_fields(place: int, target: n.Target) -> Fields:
    if not isinstance(target, n.TargetReference):
        return {}
    return reference_fields(f"target-{place}", target.reference) | {f"target-{place}-credits": plain(target.credits)}


def _further_fields(rule: Rule) -> Fields:
    start, end = (rule.effective.start, rule.effective.end) if rule.effective else (None, None)
    return {
        "mode": rule.credits.name if rule.credits else "",
        "divisor": plain(rule.credits.divisor) if rule.credits else "",
        "effective-from": start.text if start else "",
        "effective-until": end.text if end else "",
        "valid-count": str(rule.validity.count) if rule.validity else "",
        "valid-unit": rule.validity.unit if rule.validity else "years",
        "once": "yes" if rule.once else "",
        "consume": "yes" if rule.consume else "",
        "judgements": "\n".join(each.name for each in rule.judgements),
        "basis": "\n".join(rule.basis),
        "note": rule.note or "",
    }
