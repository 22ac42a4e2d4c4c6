"""From declarations back to words, clause by clause, in English keywords."""

from collections.abc import Iterator
from typing import assert_never

from grammar import clauses as c
from grammar import declarations as d
from grammar import nodes as n
from grammar.writer import (
    condition_words,
    fits_bare,
    listed,
    number,
    on,
    reference_words,
    source_words,
    string,
    subject_words,
    target_words,
    value_words,
    word,
)


def words_of_declaration(declaration: d.Declaration) -> str:
    """Return a declaration."""
    match declaration:
        case d.Rule():
            return "\n".join([f"rule {_head(declaration)}", *_rule_clauses(declaration)])
        case d.Policy():
            return "\n".join([f"policy {_head(declaration)}", *_policy_clauses(declaration)])
        case d.Scale():
            return f"scale {declaration.code} {' < '.join(map(string, declaration.grades))}"
        case d.Alias():
            return f"alias {reference_words(declaration.left)} = {reference_words(declaration.right)}"
        case d.NamedSet():
            return f"set {_head(declaration)} {listed(tuple(map(reference_words, declaration.members)))}"
        case _ as unknown:
            assert_never(unknown)


def _head(declaration: d.Rule | d.Policy | d.NamedSet) -> str:
    return declaration.code if declaration.title is None else f"{declaration.code} {string(declaration.title)}"


def _rule_clauses(rule: d.Rule) -> Iterator[str]:
    yield from _given("version {}", rule.version)
    yield from _given("from {}", rule.source and source_words(rule.source))
    yield from _given("to {}", ", ".join(map(target_words, rule.targets)) or None)
    yield from _given("{}", rule.refusal and rule.refusal.name + _reason(rule.refusal.reason))
    yield from _given("waive{}", rule.waiver and _reason(rule.waiver.reason))
    yield from _given("ratio {}", rule.ratio and _ratio(rule.ratio))
    yield from _given("credits {}", rule.credits and _mode(rule.credits))
    yield from _shared_clauses(rule)
    yield from _given("valid {}", rule.validity and f"{rule.validity.count} {rule.validity.unit}")
    yield from ["once"] * rule.once + ["consume"] * rule.consume
    yield from map(_cap, rule.caps)
    yield from (f"requires {string(judgement.name)}" for judgement in rule.judgements)
    yield from _given("record {}", None if rule.record is None else string(rule.record))
    yield from _remarks(rule)
    yield from map(_example, rule.examples)


def _policy_clauses(policy: d.Policy) -> Iterator[str]:
    during = policy.during
    yield from _given("version {}", policy.version)
    yield from _given("scope {}", policy.scope)
    yield from _given("among {}", policy.among and _among(policy.among))
    yield from _given("{}", policy.cap and _cap(policy.cap))
    yield from _given("at most {} uses", policy.most_uses)
    yield from _given("best {}", policy.best)
    yield from _given("during {}", during and (during.period or _days(during.start, during.end)))
    yield from _given("excess {}", policy.excess)
    yield from _shared_clauses(policy)
    yield from _remarks(policy)


def _shared_clauses(declaration: d.Rule | d.Policy) -> Iterator[str]:
    days = declaration.effective
    yield from _given("when {}", declaration.condition and condition_words(declaration.condition))
    yield from _given("effective {}", days and _days(days.start, days.end))
    yield from _given("priority {}", declaration.priority)


def _remarks(declaration: d.Rule | d.Policy) -> Iterator[str]:
    yield from (f"basis {string(basis)}" for basis in declaration.basis)
    yield from _given("note {}", None if declaration.note is None else string(declaration.note))


def _given(form: str, words: object) -> Iterator[str]:
    """Yield a clause when the declaration has it."""
    if words is not None:
        yield form.format(words)


def _among(among: d.Among) -> str:
    names = map(word, among.names) if among.what == "kind" else among.names
    return f"{among.what} {', '.join(names)}"


def _mode(mode: c.CreditsMode) -> str:
    return mode.name if mode.divisor is None else f"{mode.name} / {number(mode.divisor)}"


def _reason(reason: str | None) -> str:
    """Return the text after a keyword that can stand alone."""
    return "" if reason is None else f" {string(reason)}"


def _days(start: n.Day | None, end: n.Day | None) -> str:
    return " ".join([*([start.text] if start else []), *(["until", end.text] if end else [])])


def _ratio(ratio: c.Ratio | c.RatioByScore) -> str:
    match ratio:
        case c.Ratio():
            return f"{number(ratio.percent)}%"
        case c.RatioByScore():
            return f"by score {', '.join(map(_band, ratio.bands))}"
        case _ as unknown:
            assert_never(unknown)


def _band(band: c.Band) -> str:
    low, high = "[" if band.low_included else "(", "]" if band.high_included else ")"
    return f"{low}{number(band.low)}..{number(band.high)}{high} {number(band.percent)}%"


def _cap(cap: c.Cap) -> str:
    unit = "% of programme" if cap.unit == "percent" else " credits"
    return f"cap {number(cap.amount)}{unit}" + ("" if cap.scope is None else f" per {cap.scope}")


def _example(example: c.Example) -> str:
    expected = example.expected
    wanted = expected.replace("_", " ") if isinstance(expected, str) else f"{number(expected)} credits"
    return f"example {', '.join(map(_fact, example.facts))} => {wanted}"


def _fact(fact: c.Fact) -> str:
    if fact.membership is not None:
        return condition_words(fact.membership)
    if fact.holding is not None:
        return condition_words(fact.holding)
    value = "" if fact.value is None else value_words(fact.value, bare=fact.subject is None or fits_bare(fact.subject))
    if fact.applied_on:
        return f"applied_on = {value}"
    if fact.judgement is not None:
        return f"requires {string(fact.judgement)} = {value}"
    source = "" if fact.reference is None else f"from {reference_words(fact.reference)} "
    subject = "" if fact.subject is None else subject_words(fact.subject)
    return f"{source}{subject} = {value}{on(fact.scale)}"
