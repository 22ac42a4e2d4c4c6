"""The emergency stop of a published version with its pending cases, and what every end of a version begins with."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from backoffice.conversion.approval import House
from backoffice.conversion.stopping import return_waiting
from backoffice.kernel.database import hold
from backoffice.kernel.problems import refuse
from backoffice.kernel.remarks import readable
from backoffice.rulebook.models import RuleVersion, VersionState
from backoffice.workbench.operations import record
from backoffice.workbench.publishing import PUBLISHING
from backoffice.workbench.workflow import STOP


def stop_version(session: Session, version_id: int, *, remarks: str, actor_id: int, now: datetime, house: House) -> int:
    """Stop a version at once (紧急停用); its pending cases go back with the reason. Return how many did.

    A version that was replaced can be stopped too: applications may still be pending under it.
    """
    version = standing_version(session, version_id, retired=True)
    remarks = reason_in(remarks)
    version.state, version.stopped_at, version.stop_reason = VersionState.RETIRED, now, remarks
    record(session, STOP, version=version, remarks=remarks, actor_id=actor_id, now=now)
    return return_waiting(session, version.id, remarks=remarks, actor_id=actor_id, now=now, house=house)


def standing_version(session: Session, version_id: int, *, retired: bool = False) -> RuleVersion:
    """Return a published version with its row locked, no other being published or ended meanwhile; raises Refused."""
    hold(session, PUBLISHING)
    query = select(RuleVersion).where(RuleVersion.id == version_id).with_for_update(of=RuleVersion, key_share=True)
    version: RuleVersion | None = session.scalar(query.execution_options(populate_existing=True))
    states = (VersionState.PUBLISHED, VersionState.RETIRED) if retired else (VersionState.PUBLISHED,)
    if version is None or version.state not in states or version.stopped_at is not None:
        raise refuse("version_ended")
    return version


def reason_in(remarks: str) -> str:
    """Return a reason as it is kept; raises Refused for none."""
    remarks = readable(remarks)
    if not remarks:
        raise refuse("reason_missing", "remarks")
    return remarks
