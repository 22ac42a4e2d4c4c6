"""Changing and deleting an outcome, for as long as nothing stands on it."""

import hashlib
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from pathlib import Path

from sqlalchemy import delete, select, union, update
from sqlalchemy.orm import Session

from backoffice.accounts.models import Learner
from backoffice.catalogue.models import CatalogueOutcome
from backoffice.kernel import audit
from backoffice.kernel.clock import day_of
from backoffice.kernel.entity import Entity
from backoffice.kernel.problems import Refused, refuse
from backoffice.outcomes.duplicates import file_problems, number_problems
from backoffice.outcomes.listing import evidence_of
from backoffice.outcomes.models import CatalogueProposal, EntryChannel, Evidence, LearnerOutcome, RecognitionState
from backoffice.outcomes.operations import (
    COLUMNS,
    NewOutcome,
    columns_of,
    evidence_problems,
    further_fields,
    keep_evidence,
)
from backoffice.outcomes.values import read_form

CHANGEABLE = (RecognitionState.NOT_APPLIED, RecognitionState.REFUSED, RecognitionState.RETURNED)
DELETABLE = (RecognitionState.NOT_APPLIED, RecognitionState.REFUSED)
# What belongs to an outcome or only remembers it; a row of any other table that points at it stands on it.
BESIDE = {"evidence", "catalogue_proposal", "recognition_application"}


@dataclass(frozen=True, slots=True)
class Change:
    """A form handed in for an outcome that is there, the evidence to be removed, and the stamp of what was shown."""

    form: NewOutcome
    removed: Collection[int] = ()
    stamp: str = ""


def typed_of(outcome: LearnerOutcome) -> dict[str, str]:
    """Return what an outcome holds, as its form shows it."""
    known = {key: getattr(outcome, column) for key, column in COLUMNS.items()} | {"course_title": outcome.title}
    held = {**known, **outcome.fields}
    return {key: _text(value) for key, value in held.items() if value not in (None, "")}


def _text(value: object) -> str:
    return format(value.normalize(), "f") if isinstance(value, Decimal) else str(value)


def stamp_of(outcome: LearnerOutcome, evidence: Iterable[Evidence]) -> str:
    """Return what tells whether an outcome still is as a form showed it."""
    seen = repr((outcome.state.value, sorted(typed_of(outcome).items()), sorted(each.id for each in evidence)))
    return hashlib.sha256(seen.encode()).hexdigest()


def may_change(session: Session, outcome: LearnerOutcome) -> bool:
    """Tell whether the learner may change an outcome: added by hand, not under way or decided, and nothing on it."""
    own = outcome.entry_channel is EntryChannel.LEARNER
    return own and outcome.state in CHANGEABLE and not is_used(session, outcome.id)


def may_delete(session: Session, outcome: LearnerOutcome) -> bool:
    """Tell whether the learner may delete an outcome."""
    return outcome.state in DELETABLE and may_change(session, outcome)


def is_used(session: Session, outcome_id: int) -> bool:
    """Tell whether a row of any table beside its own points at an outcome, such as an application to convert it."""
    return bool(used_among(session, [outcome_id]))


def used_among(session: Session, outcome_ids: Collection[int]) -> set[int]:
    """Return those of some outcomes that a row of any table beside their own points at, in one query."""
    pointing = [
        select(key.parent.label("outcome_id")).where(key.parent.in_(outcome_ids))
        for table in Entity.metadata.sorted_tables
        for key in table.foreign_keys
        if key.column is LearnerOutcome.__table__.c.id and table.name not in BESIDE
    ]
    return set(session.scalars(union(*pointing)))


def change_outcome(
    session: Session, outcome_id: int, change: Change, *, learner: Learner, actor_id: int, now: datetime, folder: Path
) -> LearnerOutcome:
    """Change an outcome and its evidence; raises Refused with every problem at once. Its kind and entry stay."""
    outcome = locked_outcome(session, outcome_id, learner_id=learner.id)
    if not may_change(session, outcome):
        raise refuse("outcome_fixed", state=outcome.state.value)
    kept = evidence_of(session, outcome.id)
    if change.stamp != stamp_of(outcome, kept):
        raise refuse("changed_meanwhile")
    form, left = change.form, [each for each in kept if each.id not in change.removed]
    entry = session.get(CatalogueOutcome, outcome.catalogue_outcome_id) if outcome.catalogue_outcome_id else None
    read = read_form(form.kind, entry, form.filled, today=day_of(now), birth_date=learner.birth_date, lang=form.lang)
    problems = [*read.problems, *evidence_problems(form, [each.evidence_key for each in left])]
    problems += number_problems(session, form.kind, read.values, learner_id=learner.id, beside=outcome.id)
    if not form.same_files:
        problems += file_problems(session, form.uploads, learner_id=learner.id, beside=outcome.id)
    if problems:
        raise Refused(problems)
    before = typed_of(outcome)
    _write(outcome, columns_of(read.values), further_fields(read.values))
    for each in kept:
        if each not in left:
            session.delete(each)
    keep_evidence(session, outcome, form.uploads, actor_id=actor_id, now=now, folder=folder)
    after = typed_of(outcome)
    names = sorted(key for key in before.keys() | after.keys() if before.get(key) != after.get(key))
    _note(session, outcome, "change_outcome", actor_id=actor_id, now=now, details={"fields": " ".join(names)})
    return outcome


def _write(outcome: LearnerOutcome, columns: dict[str, object], further: dict[str, str]) -> None:
    for key, column in COLUMNS.items():
        if column == "institution_title" and column not in columns and outcome.catalogue_outcome_id:
            continue  # the catalogue's own, where the form has no field for it
        empty = None if key in {"credits", "hours", "score", "awarded_on"} else ""
        setattr(outcome, column, columns.get(column, empty))
    formed = {each["key"] for each in outcome.kind.field_schema}
    outcome.fields = {key: value for key, value in outcome.fields.items() if key not in formed} | further


def delete_outcome(session: Session, outcome_id: int, *, learner: Learner, actor_id: int, now: datetime) -> str:
    """Delete an outcome with its evidence and return its title; the trail keeps that it was there. Raises Refused."""
    outcome = locked_outcome(session, outcome_id, learner_id=learner.id)
    if not may_delete(session, outcome):
        raise refuse("outcome_fixed", state=outcome.state.value)
    title = outcome.title
    session.execute(delete(Evidence).where(Evidence.outcome_id == outcome.id))
    session.execute(update(CatalogueProposal).where(CatalogueProposal.outcome_id == outcome.id).values(outcome_id=None))
    _forget(session, outcome.id)
    details = {"title": title, "kind": outcome.kind.code, "certificate_number": outcome.certificate_number}
    _note(session, outcome, "delete_outcome", actor_id=actor_id, now=now, details=details)
    session.delete(outcome)
    session.flush()
    return title


def _forget(session: Session, outcome_id: int) -> None:
    """Let applications that have ended remember the title alone."""
    table = Entity.metadata.tables["recognition_application"]  # of an area above this one
    session.execute(update(table).where(table.c.outcome_id == outcome_id).values(outcome_id=None))


def locked_outcome(session: Session, outcome_id: int, *, learner_id: int) -> LearnerOutcome:
    """Return a learner's outcome with its row locked and read anew; raises Refused when it is not there."""
    query = select(LearnerOutcome).filter_by(id=outcome_id, learner_id=learner_id)
    found: LearnerOutcome | None = session.scalar(query.with_for_update().execution_options(populate_existing=True))
    if found is None:
        raise refuse("outcome_unknown")
    return found


def _note(
    session: Session, outcome: LearnerOutcome, action: str, *, actor_id: int, now: datetime, details: dict[str, str]
) -> None:
    audit.record(
        session,
        actor_id=actor_id,
        action=action,
        entity="learner_outcome",
        entity_id=outcome.id,
        now=now,
        details=details,
    )
    session.flush()
