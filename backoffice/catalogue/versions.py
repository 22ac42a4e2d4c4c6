"""Versions of a catalogue outcome: a change makes a new one, and the one before stays for what stands on it."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import inspect, select
from sqlalchemy.orm import Session

from backoffice.catalogue.models import CatalogueOutcome

OWN = {"id", "version", "current"}


def replace_entries(
    session: Session, changes: Sequence[tuple[CatalogueOutcome, Mapping[str, Any]]]
) -> list[CatalogueOutcome]:
    """Make a new current version of every entry with what is changed; the caller holds them locked, and commits."""
    made = []
    for entry, _changed in changes:
        entry.current = False
    session.flush()  # one current version at most, at every moment
    for entry, changed in changes:
        columns = {each.key: getattr(entry, each.key) for each in inspect(CatalogueOutcome).columns}
        kept = {name: value for name, value in columns.items() if name not in OWN}
        made.append(CatalogueOutcome(**kept | dict(changed), version=entry.version + 1, current=True))
    session.add_all(made)
    session.flush()
    return made


def versions_of(session: Session, entry: CatalogueOutcome) -> Sequence[CatalogueOutcome]:
    """Return every version of an entry, the newest first."""
    query = select(CatalogueOutcome).filter_by(
        institution_id=entry.institution_id, kind_id=entry.kind_id, code=entry.code
    )
    return session.scalars(query.order_by(CatalogueOutcome.version.desc())).all()
