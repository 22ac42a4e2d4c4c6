"""Ending a published version: on a day to come, or at once with its pending cases."""

from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from backoffice.conversion.approval import House
from backoffice.conversion.stopping import return_waiting
from backoffice.kernel.clock import day_of
from backoffice.kernel.database import hold
from backoffice.kernel.problems import refuse
from backoffice.kernel.remarks import readable
from backoffice.rulebook.models import RuleVersion, VersionState
from backoffice.workbench.operations import record
from backoffice.workbench.publishing import PUBLISHING
from backoffice.workbench.workflow import RETIRE, STOP


def retire_version(
    session: Session, version_id: int, *, last_day: date | None, remarks: str, actor_id: int, now: datetime
) -> RuleVersion:
    """Let a version end after a day, today at the earliest; applications made until then keep it."""
    version, remarks = _standing(session, version_id, remarks)
    if last_day is None:
        raise refuse("last_day_missing", "last_day")
    if last_day < day_of(now):
        raise refuse("last_day_past", "last_day")
    if version.effective_until is not None and version.effective_until < last_day:
        raise refuse("ends_earlier", "last_day", day=version.effective_until.isoformat())
    if version.effective_from is not None and last_day < version.effective_from:
        last_day = version.effective_from - timedelta(days=1)
        version.state = VersionState.RETIRED  # it never began
    version.effective_until = last_day
    record(session, RETIRE, version=version, remarks=remarks, actor_id=actor_id, now=now)
    return version


def stop_version(session: Session, version_id: int, *, remarks: str, actor_id: int, now: datetime, house: House) -> int:
    """Stop a version at once (紧急停用); its pending cases go back with the reason. Return how many did.

    A version that was replaced can be stopped too: applications may still be pending under it.
    """
    version, remarks = _standing(session, version_id, remarks, retired=True)
    version.state, version.stopped_at, version.stop_reason = VersionState.RETIRED, now, remarks
    record(session, STOP, version=version, remarks=remarks, actor_id=actor_id, now=now)
    return return_waiting(session, version.id, remarks=remarks, actor_id=actor_id, now=now, house=house)


def _standing(session: Session, version_id: int, remarks: str, *, retired: bool = False) -> tuple[RuleVersion, str]:
    """Return a published version with its row locked, and the reason; raises Refused."""
    hold(session, PUBLISHING)
    query = select(RuleVersion).where(RuleVersion.id == version_id).with_for_update(of=RuleVersion, key_share=True)
    version = session.scalar(query.execution_options(populate_existing=True))
    states = (VersionState.PUBLISHED, VersionState.RETIRED) if retired else (VersionState.PUBLISHED,)
    if version is None or version.state not in states or version.stopped_at is not None:
        raise refuse("version_ended")
    remarks = readable(remarks)
    if not remarks:
        raise refuse("reason_missing", "remarks")
    return version, remarks
