"""The targets of a rule, found on the catalogue."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, joinedload

from backoffice.catalogue.models import CatalogueOutcome
from grammar import nodes as n
from grammar.declarations import Rule
from rules.catalogue import Entry


def references_of(rules: Iterable[Rule]) -> tuple[n.Reference, ...]:
    """Return every reference that the rules aim at."""
    return tuple(reference for rule in rules for target in rule.targets for reference in _references(target))


def _references(target: n.Target) -> Iterable[n.Reference]:
    match target:
        case n.TargetReference(reference=reference):
            yield reference
        case n.Choice(options=options):
            for option in options:
                for member in option:
                    yield from _references(member)
        case _:
            return


def find_entries(session: Session, references: Sequence[n.Reference]) -> list[CatalogueOutcome]:
    """Return the catalogue's entries that any of the references could mean, in one query."""
    titles = {each.title for each in references if each.title} | {each.code for each in references if each.code}
    if not titles:
        return []
    query = (
        select(CatalogueOutcome)
        .options(
            joinedload(CatalogueOutcome.kind),
            joinedload(CatalogueOutcome.institution),
            joinedload(CatalogueOutcome.programme),
        )
        .where(CatalogueOutcome.current, or_(CatalogueOutcome.title.in_(titles), CatalogueOutcome.code.in_(titles)))
        .order_by(CatalogueOutcome.id)
    )
    return list(session.scalars(query))


def entry_of(outcome: CatalogueOutcome) -> Entry:
    """Return what the rules may read of a catalogue outcome."""
    return Entry(
        kind=outcome.kind.title,
        title=outcome.title,
        code=outcome.code,
        institution=outcome.institution.title,
        programme=outcome.programme.title if outcome.programme else "",
        level=outcome.education_level,
        qf_level=outcome.qf_level,
        credits=outcome.credits,
        hours=None if outcome.study_hours is None else Decimal(outcome.study_hours),
    )
