"""Retiring a version after a day: proposed with a reason, weighed by its effect, confirmed by a second person."""

from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from backoffice.kernel import audit
from backoffice.kernel.clock import day_of
from backoffice.kernel.problems import Problem, Refused, refuse
from backoffice.rulebook.live import live_rule
from backoffice.rulebook.models import RuleVersion, VersionState
from backoffice.workbench.ending import reason_in, standing_version
from backoffice.workbench.impact import begin_run
from backoffice.workbench.models import RuleDraft
from backoffice.workbench.operations import locked, take_step, writers_of
from backoffice.workbench.publishing import Standing, standing_of
from backoffice.workbench.workflow import CONFIRM, OPEN, PROPOSE, RETIRE, DraftState


def propose_retirement(
    session: Session, version_id: int, *, last_day: date | None, remarks: str, actor_id: int, now: datetime
) -> RuleDraft:
    """Propose that a version ends after a day, and have the effect computed; one that was sent back goes in again."""
    version = standing_version(session, version_id)
    remarks = reason_in(remarks)
    if last_day is None:
        raise refuse("last_day_missing", "last_day")
    if problems := _unfit(version, last_day, today=day_of(now)):
        raise Refused(problems)
    draft = open_retirement(session, version.id)
    if draft is None:
        draft = _begun(version, last_day, actor_id=actor_id, now=now)
        session.add(draft)
    elif draft.state is not DraftState.DRAFT:
        raise refuse("retirement_open")
    else:
        draft = locked(session, draft.id)
        draft.last_day, draft.revision = last_day, draft.revision + 1
        draft.changed_by_id, draft.changed_at = actor_id, now
    session.flush()
    take_step(session, draft, PROPOSE, remarks=remarks, actor_id=actor_id, now=now)
    if live_rule(session, version.id) is not None:  # a policy changes no verdict
        begin_run(session, draft.id, actor_id=actor_id, now=now)
    return draft


def confirm_retirement(
    session: Session, draft_id: int, *, revision: int, remarks: str, actor_id: int, now: datetime
) -> RuleVersion:
    """Let a version end as another person proposed; applications made until its last day keep it. Raises Refused."""
    version_id = session.scalar(select(RuleDraft.base_id).where(RuleDraft.id == draft_id))
    version = standing_version(session, version_id or 0)
    draft = locked(session, draft_id)
    if draft.last_day is None:
        raise refuse("draft_unknown")
    if draft.revision != revision:
        raise refuse("retirement_changed")
    if draft.state is not DraftState.IN_REVIEW:
        raise refuse("draft_closed", state=draft.word)
    if actor_id in writers_of(session, draft):
        raise refuse("proposer_confirms")
    if problems := obstacles_to(standing_of(session, draft, on=day_of(now)), on=day_of(now)):
        raise Refused(problems)
    _end(version, draft.last_day)
    take_step(session, draft, CONFIRM, remarks=remarks, actor_id=actor_id, now=now)
    details = {"text_hash": version.text_hash, "last_day": draft.last_day.isoformat()}
    audit.record(
        session,
        actor_id=actor_id,
        action=f"{RETIRE}_rule",
        entity="rule_version",
        entity_id=version.id,
        now=now,
        details=details,
    )
    return version


def obstacles_to(standing: Standing, *, on: date) -> list[Problem]:
    """Return what keeps anybody from confirming a retirement."""
    version, last_day = standing.draft.base, standing.draft.last_day
    if version is None or last_day is None:
        return [Problem("draft_unknown")]
    if version.state is not VersionState.PUBLISHED or version.stopped_at is not None:
        return [Problem("version_ended")]
    return _unfit(version, last_day, today=on) + standing.about_the_run()


def open_retirement(session: Session, version_id: int) -> RuleDraft | None:
    """Return the proposal to retire a version that is neither confirmed nor given up."""
    query = select(RuleDraft).where(
        RuleDraft.base_id == version_id, RuleDraft.last_day.is_not(None), RuleDraft.state.in_(OPEN)
    )
    return session.scalars(query.order_by(RuleDraft.id.desc()).limit(1)).one_or_none()


def _unfit(version: RuleVersion, last_day: date, *, today: date) -> list[Problem]:
    """Return why a version cannot end after a day."""
    if last_day < today:
        return [Problem("last_day_past", "last_day")]
    if version.effective_until is not None and version.effective_until <= last_day:
        return [Problem("ends_earlier", "last_day", {"day": version.effective_until.isoformat()})]
    return []


def _begun(version: RuleVersion, last_day: date, *, actor_id: int, now: datetime) -> RuleDraft:
    return RuleDraft(
        code=version.rule.code,
        title=version.title,
        text=version.text,
        text_hash=version.text_hash,
        state=DraftState.DRAFT,
        base=version,
        last_day=last_day,
        author_id=actor_id,
        changed_by_id=actor_id,
        changed_at=now,
    )


def _end(version: RuleVersion, last_day: date) -> None:
    if version.effective_from is not None and last_day < version.effective_from:
        last_day = version.effective_from - timedelta(days=1)
        version.state = VersionState.RETIRED  # it never began
    version.effective_until = last_day
