"""What an example tells and its rule does not ask, or cannot read."""

from collections.abc import Iterator
from decimal import Decimal

from grammar import clauses as c
from grammar import nodes as n
from grammar.declarations import Rule
from rules.book import Book
from rules.examples import fits
from rules.findings import Finding
from rules.nearest import Nearest
from rules.sources import each_slot, slots_of
from rules.tables import ANSWERS
from rules.words import fold

WHOLE = {"qf_level", "age"}


def example_findings(rule: Rule, book: Book) -> Iterator[Finding]:
    """Yield the facts of examples that would change nothing, so that no example proves less than it says."""
    slots = [slot.reference for slot in each_slot(slots_of(rule.source, book))] if rule.source else []
    for example in rule.examples:
        for fact in example.facts:
            yield from _judgement_findings(fact, rule)
            if fact.reference is not None and not any(fits(fact.reference, reference) for reference in slots):
                words = [word for each in slots for word in (each.title, each.code) if word]
                name = fact.reference.title or fact.reference.code or fact.reference.kind
                yield Finding("example_source_unknown", fact.span, {"name": name} | _near(words, name))
            if fact.subject is not None and fact.subject.name in WHOLE and isinstance(fact.value, n.Number):
                yield from _whole_findings(fact.value, fact.subject)


def _judgement_findings(fact: c.Fact, rule: Rule) -> Iterator[Finding]:
    if fact.judgement is None:
        return
    asked = [judgement.name for judgement in rule.judgements]
    if fact.judgement not in asked:
        yield Finding("judgement_unknown", fact.span, {"name": fact.judgement} | _near(asked, fact.judgement))
    if not isinstance(fact.value, n.Text) or fold(fact.value.value) not in ANSWERS:
        span = fact.value.span if fact.value else fact.span
        yield Finding("answer_unfit", span, {"name": _shown(fact.value)})


def _whole_findings(value: n.Number, subject: n.Subject) -> Iterator[Finding]:
    if value.value != int(value.value):
        words = {"name": f"{value.value:f}", "attribute": subject.name, "wanted": "whole"}
        yield Finding("value_unfit", value.span, words)


def _shown(value: n.Value | None) -> str:
    match value:
        case n.Text(value=text) | n.Day(text=text):
            return text
        case n.Number(value=number):
            return str(Decimal(number))
        case _:
            return ""


def _near(words: list[str], name: str) -> dict[str, str]:
    near = Nearest(words).find(name)
    return {"near": near} if near else {}
