"""Drafts: started from nothing or from a version, saved over no one's work, handed in, sent back, given up."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from backoffice.kernel import audit
from backoffice.kernel.clock import day_of, time_of
from backoffice.kernel.problems import Problem, Refused, refuse
from backoffice.kernel.remarks import readable
from backoffice.kernel.step import StepRefused, next_state
from backoffice.rulebook.models import RuleVersion
from backoffice.workbench.models import RuleDraft, RuleRecord
from backoffice.workbench.reading import declared_in, read_text, tidied
from backoffice.workbench.workflow import (
    DISCARD,
    MANAGEMENT_CENTER,
    SAVE,
    SEND_BACK,
    START,
    SUBMIT,
    TAKE_BACK,
    TRANSITIONS,
    WRITING,
    DraftState,
)
from grammar.parser import parse
from rules.replay import text_hash

LONGEST_CODE, LONGEST_TITLE = 64, 200


def start_draft(session: Session, *, text: str, actor_id: int, now: datetime, base_id: int | None = None) -> RuleDraft:
    """Begin a draft with a text, or with that of the version it shall replace; raises Refused."""
    if base_id is not None:
        base = session.get(RuleVersion, base_id)
        if base is None:
            raise refuse("draft_unknown")
        text = text or base.text
    draft = RuleDraft(
        text="", text_hash="", state=DraftState.DRAFT, base_id=base_id, author_id=actor_id, changed_by_id=actor_id
    )
    write(draft, tidied(text), actor_id=actor_id, now=now)
    session.add(draft)
    session.flush()
    record(session, START, draft=draft, actor_id=actor_id, now=now)
    return draft


def save_draft(session: Session, draft_id: int, *, text: str, revision: int, actor_id: int, now: datetime) -> RuleDraft:
    """Save a text over the revision that it was made from; raises Refused when somebody has saved in between."""
    draft = locked(session, draft_id)
    _check_unchanged(draft, revision)
    if draft.state is not DraftState.DRAFT or draft.last_day:
        raise refuse("draft_closed", "text", state=draft.word)
    text = tidied(text)
    if text == draft.text:
        return draft
    write(draft, text, actor_id=actor_id, now=now)
    draft.revision += 1
    record(session, SAVE, draft=draft, actor_id=actor_id, now=now)
    return draft


def submit_draft(
    session: Session, draft_id: int, *, revision: int, remarks: str, actor_id: int, now: datetime
) -> RuleDraft:
    """Hand a draft in for publication; raises Refused while the text or its examples have problems."""
    draft = locked(session, draft_id)
    _check_unchanged(draft, revision)
    if draft.last_day:
        raise refuse("draft_closed", state=draft.word)
    reading = read_text(session, draft.text, on=day_of(now))
    if not reading.sound:
        raise refuse("draft_unsound", "text", errors=str(reading.errors), examples=str(reading.failed))
    return take_step(session, draft, SUBMIT, remarks=remarks, actor_id=actor_id, now=now)


def take_back(session: Session, draft_id: int, *, actor_id: int, now: datetime) -> RuleDraft:
    """Take a draft back that was handed in; those who wrote it may, others send it back."""
    draft = locked(session, draft_id)
    if actor_id not in writers_of(session, draft):
        raise refuse("not_the_writer")
    return take_step(session, draft, TAKE_BACK, remarks="", actor_id=actor_id, now=now)


def send_back(session: Session, draft_id: int, *, remarks: str, actor_id: int, now: datetime) -> RuleDraft:
    """Send a draft back to its author with remarks."""
    return take_step(session, locked(session, draft_id), SEND_BACK, remarks=remarks, actor_id=actor_id, now=now)


def discard_draft(session: Session, draft_id: int, *, remarks: str, actor_id: int, now: datetime) -> RuleDraft:
    """Give a draft up; it stays readable."""
    return take_step(session, locked(session, draft_id), DISCARD, remarks=remarks, actor_id=actor_id, now=now)


def locked(session: Session, draft_id: int) -> RuleDraft:
    """Return a draft with its row locked and read anew; raises Refused when there is none."""
    query = select(RuleDraft).where(RuleDraft.id == draft_id).with_for_update(of=RuleDraft)
    draft: RuleDraft | None = session.scalar(query.execution_options(populate_existing=True))
    if draft is None:
        raise refuse("draft_unknown")
    return draft


def take_step(
    session: Session, draft: RuleDraft, step: str, *, remarks: str, actor_id: int, now: datetime
) -> RuleDraft:
    """Take one step of the workflow and record it; the only place that sets a draft's state."""
    remarks = readable(remarks)
    try:
        transition = next_state(TRANSITIONS, step, draft.state, roles={MANAGEMENT_CENTER}, remarks=remarks)
    except StepRefused as refused:
        if refused.code == "remarks_missing":
            raise refuse("reason_missing", "remarks") from None
        raise refuse("draft_closed", state=refused.state) from None
    draft.state = DraftState(transition.target)
    record(session, step, draft=draft, remarks=remarks, actor_id=actor_id, now=now)
    return draft


def record(
    session: Session,
    step: str,
    *,
    actor_id: int,
    now: datetime,
    draft: RuleDraft | None = None,
    version: RuleVersion | None = None,
    remarks: str = "",
) -> None:
    """Leave the record of a step, and the audit's line."""
    subject = draft or version
    if subject is None:
        raise ValueError("a record of nothing")
    session.add(
        RuleRecord(
            draft_id=draft.id if draft else None,
            rule_version_id=version.id if version else None,
            step=step,
            remarks=remarks,
            actor_id=actor_id,
            happened_at=now,
        )
    )
    details = {"text_hash": subject.text_hash} | ({"remarks": remarks} if remarks else {})
    if draft is not None and draft.last_day:
        details["last_day"] = draft.last_day.isoformat()
    audit.record(
        session,
        actor_id=actor_id,
        action=f"{step}_rule",
        entity="rule_draft" if draft else "rule_version",
        entity_id=subject.id,
        now=now,
        details=details,
    )
    session.flush()


def writers_of(session: Session, draft: RuleDraft) -> set[int]:
    """Return everybody who has written at a draft; none of them may publish it."""
    query = select(RuleRecord.actor_id).where(RuleRecord.draft_id == draft.id, RuleRecord.step.in_(WRITING))
    return {draft.author_id, draft.changed_by_id, *session.scalars(query)}


def write(draft: RuleDraft, text: str, *, actor_id: int, now: datetime) -> None:
    """Set a draft's text and what is read off it."""
    declared = declared_in(parse(text).file)
    draft.text, draft.text_hash = text, text_hash(text)
    if declared is not None:
        draft.code, draft.title = declared.code[:LONGEST_CODE], (declared.title or declared.code)[:LONGEST_TITLE]
    draft.changed_by_id, draft.changed_at = actor_id, now


def _check_unchanged(draft: RuleDraft, revision: int) -> None:
    if draft.revision != revision:
        raise Refused(
            [Problem("draft_changed", "text", {"who": str(draft.changed_by), "at": time_of(draft.changed_at)})]
        )
