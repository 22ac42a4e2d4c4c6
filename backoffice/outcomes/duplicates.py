"""The alarm for what may be handed in twice: the same certificate number, or the very same file."""

import hashlib
from collections.abc import Iterable, Mapping
from enum import StrEnum

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, aliased

from backoffice.catalogue.models import OutcomeKind
from backoffice.kernel.models import StoredFile
from backoffice.kernel.problems import Problem
from backoffice.kernel.storage import Upload, safe_name
from backoffice.outcomes.models import Evidence, LearnerOutcome
from backoffice.outcomes.values import Value


class Alarm(StrEnum):
    """What a reviewer is told of an outcome; never in whose account the other one is."""

    NUMBER = "number"
    FILE = "file"


def number_problems(
    session: Session, kind: OutcomeKind, values: Mapping[str, Value], *, learner_id: int, beside: int | None = None
) -> list[Problem]:
    """Refuse a certificate number that the learner's own account holds in this kind already, `beside` left out."""
    number = values.get("certificate_number")
    if not number:
        return []
    same = select(LearnerOutcome.id).filter_by(learner_id=learner_id, kind_id=kind.id, certificate_number=number)
    if beside is not None:
        same = same.where(LearnerOutcome.id != beside)
    if session.scalar(same.limit(1)) is None:
        return []
    return [Problem("duplicate_outcome", "certificate_number", {"number": str(number)})]


def file_problems(
    session: Session, uploads: Iterable[Upload], *, learner_id: int, beside: int | None = None
) -> list[Problem]:
    """Name every file that proves another outcome of the learner's own; it may be meant, so it can be agreed to."""
    hashes = {hashlib.sha256(each.content).hexdigest(): each for each in uploads}
    query = (
        select(StoredFile.sha256, LearnerOutcome.title)
        .join(Evidence, Evidence.file_id == StoredFile.id)
        .join(LearnerOutcome, LearnerOutcome.id == Evidence.outcome_id)
        .where(StoredFile.sha256.in_(hashes), LearnerOutcome.learner_id == learner_id)
        .order_by(LearnerOutcome.id)
    )
    if beside is not None:
        query = query.where(LearnerOutcome.id != beside)
    known = {row.sha256: row.title for row in session.execute(query)}
    return [
        Problem("file_known", hashes[each].evidence_key, {"name": safe_name(hashes[each].name), "title": title})
        for each, title in known.items()
    ]


def alarms(session: Session, outcome: LearnerOutcome) -> list[Alarm]:
    """Return what another account shares with an outcome: its certificate number within the kind, or a file."""
    found = []
    if outcome.certificate_number and session.scalar(_same_number(outcome).limit(1)) is not None:
        found.append(Alarm.NUMBER)
    if session.scalar(_same_file(outcome).limit(1)) is not None:
        found.append(Alarm.FILE)
    return found


def _same_number(outcome: LearnerOutcome) -> Select[int]:
    return select(LearnerOutcome.id).where(
        LearnerOutcome.learner_id != outcome.learner_id,
        LearnerOutcome.kind_id == outcome.kind_id,
        LearnerOutcome.certificate_number == outcome.certificate_number,
    )


def _same_file(outcome: LearnerOutcome) -> Select[int]:
    own, theirs, proof = aliased(StoredFile), aliased(StoredFile), aliased(Evidence)
    return (
        select(proof.id)
        .join(theirs, theirs.id == proof.file_id)
        .join(own, own.sha256 == theirs.sha256)
        .join(Evidence, Evidence.file_id == own.id)
        .join(LearnerOutcome, LearnerOutcome.id == proof.outcome_id)
        .where(Evidence.outcome_id == outcome.id, LearnerOutcome.learner_id != outcome.learner_id)
    )
