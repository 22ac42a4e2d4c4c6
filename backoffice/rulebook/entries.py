"""What the search for rules reads of a published version, written once when it is published."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from backoffice.rulebook.models import RuleEntry, RuleTarget
from grammar import nodes as n
from grammar.declarations import Rule
from rules.plain_words import ratios_of, source_in_words, target_in_words
from rules.words import fold, kind_of

LONGEST_WORDS = 90
LONGEST_NAME = 200


def add_entry(session: Session, version_id: int, rule: Rule) -> None:
    """Make a version known to the search; the caller flushes."""
    session.add(RuleEntry(rule_version_id=version_id, **entry_columns(rule)))
    session.add_all(RuleTarget(rule_version_id=version_id, **columns) for columns in target_columns(rule))


def entry_columns(rule: Rule) -> dict[str, Any]:
    """Return the columns of a rule's entry, without the key of its version."""
    references = [*source_references(rule.source), *(each for each, _credits in targets_of(rule))]
    target = "、".join(target_in_words(each) for each in rule.targets)
    source = source_in_words(rule.source)
    refused = rule.refusal is not None or rule.waiver is not None
    return {
        "source": source,
        "target": target,
        "granted": "" if refused else _listed(credits_ for _target, credits_ in targets_of(rule)),
        "ratio_words": "" if refused else _listed(ratios_of(rule)),
        "name_sought": fold(" ".join([rule.title or "", rule.code, rule.note or ""])),
        "source_sought": fold(source),
        "target_sought": fold(target),
        "institution_sought": fold(" ".join(each.institution for each in references if each.institution)),
    }


def target_columns(rule: Rule) -> list[dict[str, str]]:
    """Return the columns of what a rule leads to, each once; a rule that refuses leads nowhere."""
    if rule.refusal is not None:
        return []
    found = [
        {
            "kind": kind_of(reference.kind)[:64],
            "title": fold(reference.title or "")[:LONGEST_NAME],
            "code": fold(reference.code or "")[:LONGEST_NAME],
            "institution": fold(reference.institution or "")[:LONGEST_NAME],
            "programme": fold(reference.programme or "")[:LONGEST_NAME],
        }
        for reference, _credits in targets_of(rule)
    ]
    return [dict(each) for each in dict.fromkeys(tuple(columns.items()) for columns in found)]


def targets_of(rule: Rule) -> list[tuple[n.Reference, Decimal | None]]:
    """Return every course, or kind of course, that a rule may grant, with the credits that it names."""
    return [found for target in rule.targets for found in _below(target)]


def source_references(source: n.Source | None) -> list[n.Reference]:
    """Return every outcome that a rule names as its source; those of a named set stand elsewhere."""
    match source:
        case n.SourceReference() | n.SourcePool():
            return [source.reference]
        case n.SourceAll() | n.SourceEither() | n.SourceCount():
            shared = source.shared if isinstance(source, n.SourceCount) else None
            return [*([shared] if shared else []), *(each for one in source.members for each in source_references(one))]
        case None:
            return []


def _below(target: n.Target) -> Iterator[tuple[n.Reference, Decimal | None]]:
    match target:
        case n.TargetReference() | n.TargetPool():
            yield target.reference, target.credits
        case n.Choice(options=options):
            for option in options:
                for member in option:
                    yield from _below(member)
        case n.Elective():
            return


def _listed(numbers: Iterable[Decimal | None]) -> str:
    """Return numbers without idle zeros, each once, as one short text."""
    known = dict.fromkeys(format(each.normalize(), "f") for each in numbers if each is not None)
    text = ""
    for word in known:
        longer = f"{text} / {word}" if text else word
        if len(longer) > LONGEST_WORDS:
            return f"{text} …"
        text = longer
    return text
