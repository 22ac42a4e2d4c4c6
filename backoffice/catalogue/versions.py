"""Versions of a catalogue outcome: a change makes a new one, and the one before stays for what stands on it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import inspect, select
from sqlalchemy.orm import Session

from backoffice.catalogue.models import CatalogueOutcome
from backoffice.kernel import audit
from backoffice.kernel.problems import refuse

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


def change_entry(
    session: Session, entry_id: int, changed: Mapping[str, Any], *, actor_id: int, now: datetime
) -> CatalogueOutcome:
    """Make a new version of an entry with what is changed; raises Refused when it is no longer the current one."""
    query = select(CatalogueOutcome).where(CatalogueOutcome.id == entry_id).with_for_update()
    entry: CatalogueOutcome = session.scalars(query.execution_options(populate_existing=True)).one()
    if not entry.current:
        raise refuse("entry_replaced")
    differing = {name: value for name, value in changed.items() if getattr(entry, name) != value}
    if not differing:
        raise refuse("entry_unchanged")
    (made,) = replace_entries(session, [(entry, differing)])
    audit.record(
        session,
        actor_id=actor_id,
        action="change_entry",
        entity="catalogue_outcome",
        entity_id=made.id,
        now=now,
        details={"version": str(made.version), "changed": ", ".join(sorted(differing))},
    )
    session.flush()
    return made


def versions_of(session: Session, entry: CatalogueOutcome) -> Sequence[CatalogueOutcome]:
    """Return every version of an entry, the newest first."""
    query = select(CatalogueOutcome).filter_by(
        institution_id=entry.institution_id, kind_id=entry.kind_id, code=entry.code
    )
    return session.scalars(query.order_by(CatalogueOutcome.version.desc())).all()
