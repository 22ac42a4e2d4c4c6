"""A witness in words, and as plain JSON values."""

from collections.abc import Iterator
from decimal import Decimal

from rules.analysis.witnesses import Witness
from rules.facts import Learner, Outcome, to_record
from rules.phrases import ATTRIBUTES

Pair = tuple[str, str]

VALUES = ("level", "qf_level", "score", "grade", "credits", "hours", "awarded_on")
BORN: Pair = ("出生日期", "date of birth")
MEMBER: Pair = ("学习者属于{places}", "the learner is a member of {places}")
LEARNER: Pair = ("学习者", "learner's ")
JUDGED: Pair = ("已认定{names}", "judged to hold: {names}")
APPLIED: Pair = ("{day} 申请", "applied for on {day}")


def witness_words(witness: Witness, lang: str = "zh") -> str:
    """Return the facts of a witness as one sentence."""
    english = lang == "en"
    facts = witness.facts
    parts = [_outcome(outcome, english=english) for outcome in facts.outcomes]
    parts += _learner(facts.learner, english=english)
    names = [f"“{name}”" for name, given in facts.judgements.items() if given]
    if names:
        parts.append(JUDGED[english].format(names=_listed(names, english=english)))
    parts.append(APPLIED[english].format(day=facts.on.isoformat()))
    return ("; " if english else "；").join(parts)


def witness_record(witness: Witness) -> dict[str, object]:
    """Return the facts of a witness as plain values, with its words in both languages."""
    return {"facts": to_record(witness.facts), "words": {lang: witness_words(witness, lang) for lang in ("zh", "en")}}


def _outcome(outcome: Outcome, *, english: bool) -> str:
    named = f"{outcome.kind} “{outcome.title or outcome.code}”" if outcome.title or outcome.code else outcome.kind
    institution = f" @“{outcome.institution}”" if outcome.institution else ""
    return (", " if english else "，").join([named + institution, *_values(outcome, english=english)])


def _values(outcome: Outcome, *, english: bool) -> Iterator[str]:
    for name in VALUES:
        value = getattr(outcome, name)
        if value not in {None, ""}:
            yield f"{ATTRIBUTES[name][english]} {_shown(value)}"
    yield from (f"“{label}” {value}" for label, value in outcome.fields.items())


def _learner(learner: Learner, *, english: bool) -> Iterator[str]:
    if learner.memberships:
        places = _listed([f"“{place}”" for place in sorted(learner.memberships)], english=english)
        yield MEMBER[english].format(places=places)
    for name, pair in (*((name, ATTRIBUTES[name]) for name in ("major", "level", "enrolled_on")), ("birth_date", BORN)):
        value = getattr(learner, name)
        if value:
            yield f"{LEARNER[english]}{pair[english]} {_shown(value)}"


def _shown(value: object) -> str:
    return format(value, "f") if isinstance(value, Decimal) else str(value)


def _listed(words: list[str], *, english: bool) -> str:
    return (", " if english else "、").join(words)
