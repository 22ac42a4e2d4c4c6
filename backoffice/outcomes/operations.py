"""Adding outcomes to an account."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from backoffice.accounts.models import Learner
from backoffice.catalogue.models import CatalogueOutcome, OutcomeKind
from backoffice.kernel import audit
from backoffice.kernel.clock import day_of
from backoffice.kernel.filetypes import media_type_of
from backoffice.kernel.problems import Problem, Refused
from backoffice.kernel.storage import Upload, safe_name, store_upload
from backoffice.outcomes.duplicates import file_problems, number_problems
from backoffice.outcomes.models import EntryChannel, Evidence, LearnerOutcome, RecognitionState
from backoffice.outcomes.proposals import propose
from backoffice.outcomes.values import Value, read_form

COLUMNS = {
    "title": "title",
    "institution": "institution_title",
    "code": "code",
    "programme": "programme_title",
    "level": "education_level",
    "credits": "credits",
    "hours": "study_hours",
    "score": "score",
    "grade": "grade",
    "certificate_number": "certificate_number",
    "awarded_on": "awarded_on",
    "description": "description",
}

FORMATS = {"image/jpeg": "jpg", "image/png": "png", "image/gif": "gif", "application/pdf": "pdf"}


@dataclass(frozen=True, slots=True)
class NewOutcome:
    """What a learner hands in: the kind, the catalogue entry if one was chosen, the form as typed, the files."""

    kind: OutcomeKind
    entry: CatalogueOutcome | None
    filled: Mapping[str, str]
    uploads: Sequence[Upload]
    lang: str = "zh"  # of the labels that problems name
    submission_key: str = ""  # of the form: what is sent twice is added once
    same_files: bool = False  # the learner knows that a file proves another outcome too


def add_outcome(
    session: Session,
    new: NewOutcome,
    *,
    learner: Learner,
    actor_id: int,
    now: datetime,
    folder: Path,
    channel: EntryChannel = EntryChannel.LEARNER,
) -> LearnerOutcome:
    """Add an outcome with its evidence; raises Refused with every problem of the form and the files at once.

    An entry of the catalogue is recognised at once where its kind allows that; free entry is not, and becomes a
    proposal for the catalogue. A form that was sent before leads to what it made then.
    """
    session.execute(select(Learner.id).where(Learner.id == learner.id).with_for_update())  # no twin at the same moment
    made = made_before(session, new.submission_key, learner_id=learner.id)
    if made is not None:
        return made
    form = read_form(new.kind, new.entry, new.filled, today=day_of(now), birth_date=learner.birth_date, lang=new.lang)
    problems = [*_entry_problems(new), *form.problems, *evidence_problems(new)]
    doubled = number_problems(session, new.kind, form.values, learner_id=learner.id)
    problems += doubled
    if not doubled and not new.same_files:
        problems += file_problems(session, new.uploads, learner_id=learner.id)
    if problems:
        raise Refused(problems)
    outcome = _outcome_of(new, form.values, learner=learner, now=now, channel=channel)
    session.add(outcome)
    session.flush()
    keep_evidence(session, outcome, new.uploads, actor_id=actor_id, now=now, folder=folder)
    if new.entry is None and new.kind.recognised_automatically:
        propose(session, outcome, form.values, now=now)
    audit.record(
        session, actor_id=actor_id, action="add_outcome", entity="learner_outcome", entity_id=outcome.id, now=now
    )
    session.flush()
    return outcome


def made_before(session: Session, submission_key: str, *, learner_id: int) -> LearnerOutcome | None:
    """Return what a form has made when it was sent for the first time."""
    if not submission_key:
        return None
    query = select(LearnerOutcome).filter_by(learner_id=learner_id, submission_key=submission_key)
    found: LearnerOutcome | None = session.scalars(query).one_or_none()
    return found


def keep_evidence(
    session: Session, outcome: LearnerOutcome, uploads: Sequence[Upload], *, actor_id: int, now: datetime, folder: Path
) -> None:
    """Keep the files that prove an outcome; they have been checked."""
    for upload in uploads:
        kept = store_upload(
            session, name=upload.name, content=upload.content, actor_id=actor_id, now=now, folder=folder
        )
        session.add(Evidence(outcome_id=outcome.id, evidence_key=upload.evidence_key, file_id=kept.id))
    session.flush()


def _entry_problems(new: NewOutcome) -> list[Problem]:
    if new.entry is not None and new.entry.kind_id != new.kind.id:
        return [Problem("entry_other_kind", "title")]
    return []


def evidence_problems(new: NewOutcome, kept: Iterable[str] = ()) -> list[Problem]:
    """Return what is wrong with the files; `kept` names the entries of the list that are proved already."""
    wanted = {schema["key"]: schema for schema in new.kind.evidence_schema}
    held = [*kept, *(upload.evidence_key for upload in new.uploads)]
    given = set(held)
    problems = [
        Problem("evidence_missing", key, {"label": _label(schema, new.lang)})
        for key, schema in wanted.items()
        if schema["required"] and key not in given
    ]
    problems += [
        Problem("evidence_too_many", key, {"label": _label(schema, new.lang), "most": str(schema["most"])})
        for key, schema in wanted.items()
        if schema.get("most") and held.count(key) > schema["most"]
    ]
    for upload in new.uploads:
        problems += _file_problems(upload, wanted.get(upload.evidence_key), new.lang)
    return problems


def _file_problems(upload: Upload, schema: Mapping[str, Any] | None, lang: str) -> list[Problem]:
    """Return what is wrong with one file: of no entry of the list, not what it must be, or of another format."""
    if schema is None:
        return [Problem("evidence_unknown", upload.evidence_key)]
    try:
        found = FORMATS[media_type_of(safe_name(upload.name), upload.content)]
    except Refused as refused:
        return [Problem(each.code, upload.evidence_key, each.values) for each in refused.problems]
    if found in schema["formats"]:
        return []
    values = {"label": _label(schema, lang), "name": safe_name(upload.name), "formats": "、".join(schema["formats"])}
    return [Problem("evidence_format", upload.evidence_key, values)]


def _label(schema: Mapping[str, Any], lang: str) -> str:
    return str(schema["label_en" if lang == "en" else "label"])


def _outcome_of(
    new: NewOutcome, values: Mapping[str, Value], *, learner: Learner, now: datetime, channel: EntryChannel
) -> LearnerOutcome:
    columns = columns_of(values)
    if new.entry is not None and not columns.get("institution_title"):
        columns["institution_title"] = new.entry.institution.title  # a form without that field (技师教育)
    automatic = new.entry is not None and new.kind.recognised_automatically
    return LearnerOutcome(
        learner_id=learner.id,
        kind_id=new.kind.id,
        catalogue_outcome_id=new.entry.id if new.entry else None,
        qf_level=new.entry.qf_level if new.entry else None,
        grade_scale=_grade_scale(new),
        fields=further_fields(values),
        submission_key=new.submission_key or None,
        entry_channel=channel,
        state=RecognitionState.CATALOGUED if automatic else RecognitionState.NOT_APPLIED,
        added_at=now,
        **columns,
    )


def columns_of(values: Mapping[str, Value]) -> dict[str, Any]:
    """Return what a form's values are in the columns of their own."""
    columns: dict[str, Any] = {COLUMNS[key]: value for key, value in values.items() if key in COLUMNS}
    if "study_hours" in columns:
        columns["study_hours"] = int(columns["study_hours"])
    return columns


def further_fields(values: Mapping[str, Value]) -> dict[str, str]:
    """Return what a form's values are beside those columns."""
    return {key: str(value) for key, value in values.items() if key not in COLUMNS}


def _grade_scale(new: NewOutcome) -> str:
    """Return the scale (等级序列) that a grade is given on: the catalogue entry's, else the kind's own."""
    named = new.entry.fields.get("scale") if new.entry else None
    return named or next((each["scale"] for each in new.kind.field_schema if each.get("scale")), "")
