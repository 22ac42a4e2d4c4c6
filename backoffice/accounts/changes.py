"""Identity data changed by review: a learner asks with proof, the centre decides, the change is made or not at all."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

from flask_appbuilder.security.sqla.models import User
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from backoffice.accounts.documents import Document
from backoffice.accounts.identity import IdentityChange, IdentityFile, IdentityRecord
from backoffice.accounts.models import Learner
from backoffice.accounts.operations import document_place, is_taken
from backoffice.accounts.persons import Reader
from backoffice.accounts.words import body_of, named
from backoffice.accounts.workflow import LEARNER, MANAGEMENT_CENTER, TRANSITIONS, IdentityState
from backoffice.kernel import audit
from backoffice.kernel.clock import day_of
from backoffice.kernel.differences import differences
from backoffice.kernel.outbox import enqueue
from backoffice.kernel.problems import Problem, Refused, refuse
from backoffice.kernel.remarks import readable, transition_of
from backoffice.kernel.sealing import Sealer, mask
from backoffice.kernel.storage import Upload, store_upload

MOST_FILES = 6
PASS, REFUSE, WITHDRAW = "pass", "refuse", "withdraw"


def ask_for_change(
    session: Session,
    learner: Learner,
    form: Mapping[str, str],
    uploads: Sequence[Upload],
    *,
    sealer: Sealer,
    now: datetime,
    folder: Path,
) -> IdentityChange:
    """Hand in a change with its proof; one at a time. Raises Refused with every problem at once."""
    session.execute(select(Learner.id).where(Learner.id == learner.id).with_for_update())
    if open_change(session, learner.id) is not None:
        raise refuse("identity_open")
    change = _read(session, learner, form, uploads, sealer=sealer, now=now)
    session.add(change)
    session.flush()
    for upload in uploads:
        kept = store_upload(
            session, name=upload.name, content=upload.content, actor_id=learner.user_id, now=now, folder=folder
        )
        session.add(IdentityFile(change_id=change.id, file_id=kept.id))
    _record(session, change, "apply", actor_id=learner.user_id, remarks=change.reason, now=now)
    return change


def _read(
    session: Session,
    learner: Learner,
    form: Mapping[str, str],
    uploads: Sequence[Upload],
    *,
    sealer: Sealer,
    now: datetime,
) -> IdentityChange:
    reader = Reader(form, day_of(now))
    full_name, country = reader.full_name(), reader.country(session)
    sex, birth_date = reader.sex(), reader.birth_date()
    document = reader.document(country, birth_date=birth_date, sex=sex)
    reason = reader.text("reason", lines=True)
    if not uploads:
        reader.problems.append(named("evidence_missing", "proof"))
    elif len(uploads) > MOST_FILES:
        reader.problems.append(Problem("files_too_many", "proof", {"limit": str(MOST_FILES)}))
    if reader.problems or document is None or sex is None or birth_date is None:
        raise Refused(reader.problems)
    said = (learner.full_name, learner.sex, learner.birth_date, learner.country_code, learner.document_kind)
    wanted = (full_name, sex, birth_date, country, document.kind)
    if said == wanted and sealer.index(document.identity) == learner.document_index:
        raise refuse("identity_same")
    return IdentityChange(
        learner_id=learner.id,
        state=IdentityState.APPLIED,
        full_name=full_name,
        sex=sex,
        birth_date=birth_date,
        country_code=country,
        document_kind=document.kind,
        document_sealed=sealer.seal(document.number, document_place(learner.account_number)),
        document_index=sealer.index(document.identity),
        document_masked=mask(document.number),
        reason=reason,
        applied_at=now,
    )


def withdraw_change(session: Session, change_id: int, *, actor_id: int, now: datetime) -> None:
    """Take back a change that nobody has decided yet; raises Refused."""
    change = locked_change(session, change_id)
    _step(session, change, WITHDRAW, role=LEARNER, remarks="", actor_id=actor_id, now=now)


def decide_change(
    session: Session,
    change_id: int,
    *,
    step: str,
    remarks: str,
    actor_id: int,
    sealer: Sealer,
    now: datetime,
    words: Mapping[str, str],
) -> IdentityRecord:
    """Make a change, or refuse it; state, account, record, audit and message are one transaction. Raises Refused.

    `words` gives what messages say of this house: signature and platform.
    """
    change = locked_change(session, change_id)
    if change.learner.user_id == actor_id:
        raise refuse("own_case")
    if step not in {PASS, REFUSE}:
        raise refuse("unknown_step", state=change.state)
    record = _step(session, change, step, role=MANAGEMENT_CENTER, remarks=remarks, actor_id=actor_id, now=now)
    if step == PASS:
        _apply(session, change, sealer, actor_id=actor_id, now=now)
    template = "identity_changed" if step == PASS else "identity_refused"
    enqueue(
        session,
        template=template,
        body=body_of(template, remarks=remarks.strip(), **words),
        recipient_id=change.learner.user_id,
        idempotency_key=f"identity:{record.id}",
        now=now,
    )
    session.flush()
    return record


def locked_change(session: Session, change_id: int) -> IdentityChange:
    """Return a change that nobody else decides meanwhile."""
    change = session.get(IdentityChange, change_id, with_for_update=True, populate_existing=True)
    if change is None:
        raise refuse("not_your_case")
    return change


def open_change(session: Session, learner_id: int) -> IdentityChange | None:
    """Return the change of a learner that waits for the centre."""
    query = select(IdentityChange).where(
        IdentityChange.learner_id == learner_id, IdentityChange.state == IdentityState.APPLIED
    )
    return session.scalars(query.limit(1)).one_or_none()


def _apply(session: Session, change: IdentityChange, sealer: Sealer, *, actor_id: int, now: datetime) -> None:
    """Write the change into the account; the number is sealed anew, since it moves to another row."""
    learner = session.get_one(Learner, change.learner_id, with_for_update=True, populate_existing=True)
    number = sealer.open(change.document_sealed, document_place(learner.account_number))
    document = Document(change.document_kind, number, change.country_code)
    if is_taken(session, document, sealer, but=learner.id):
        raise refuse("identity_document_taken")
    learner.full_name, learner.sex, learner.birth_date = change.full_name, change.sex, change.birth_date
    learner.country_code, learner.document_kind = change.country_code, change.document_kind
    learner.document_sealed = sealer.seal(number, document_place(learner.account_number))
    learner.document_index, learner.document_masked = change.document_index, change.document_masked
    with session.no_autoflush:
        changes = differences(learner, "edit")
        session.get_one(User, learner.user_id).first_name = change.full_name
    audit.record(
        session,
        actor_id=actor_id,
        action="change_identity",
        entity="learner",
        entity_id=learner.id,
        now=now,
        details={"changes": changes},
    )
    try:
        with session.begin_nested():
            session.flush()
    except IntegrityError:
        raise refuse("identity_document_taken") from None


def _step(
    session: Session,
    change: IdentityChange,
    step: str,
    *,
    role: str,
    remarks: str,
    actor_id: int,
    now: datetime,
) -> IdentityRecord:
    remarks = readable(remarks)
    taken = transition_of(TRANSITIONS, step, change.state, role=role, remarks=remarks)
    change.state = IdentityState(taken.target)
    return _record(session, change, step, actor_id=actor_id, remarks=remarks, now=now)


def _record(
    session: Session, change: IdentityChange, step: str, *, actor_id: int, remarks: str, now: datetime
) -> IdentityRecord:
    record = IdentityRecord(
        change_id=change.id, step=step, state=change.state, remarks=remarks, actor_id=actor_id, happened_at=now
    )
    session.add(record)
    audit.record(
        session,
        actor_id=actor_id,
        action=f"identity_{step}",
        entity="identity_change",
        entity_id=change.id,
        now=now,
        details={"document": change.document_masked},
    )
    session.flush()
    return record
