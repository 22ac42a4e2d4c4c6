"""材料审查 of a conversion: its own record, made before the first review is, and made anew after a correction."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from backoffice.conversion.models import ConversionApplication, ReviewRecord
from backoffice.conversion.operations import step
from backoffice.conversion.workflow import APPEAL, CHECK_MATERIALS, INSTITUTION_ADMINISTRATOR
from backoffice.kernel.problems import refuse
from backoffice.recognition.workflow import MaterialCheck


def record_check(
    session: Session,
    application: ConversionApplication,
    check: MaterialCheck,
    *,
    remarks: str = "",
    actor_id: int,
    now: datetime,
) -> ReviewRecord:
    """Keep what the institution found when it held the evidence against the originals."""
    return step(
        session,
        application,
        CHECK_MATERIALS,
        role=INSTITUTION_ADMINISTRATOR,
        remarks=remarks,
        actor_id=actor_id,
        now=now,
        material_check=check,
    )


def check_alone(
    session: Session,
    application: ConversionApplication,
    check: MaterialCheck | None,
    *,
    remarks: str,
    actor_id: int,
    now: datetime,
) -> ReviewRecord:
    """Keep a check without deciding yet; anything but agreement needs remarks, which the learner reads."""
    if check is None:
        raise refuse("material_check_missing", "material_check")
    if check is not MaterialCheck.MATCHES and not remarks.strip():
        raise refuse("remarks_missing", "remarks")
    return record_check(session, application, check, remarks=remarks, actor_id=actor_id, now=now)


def newest_check(session: Session, application_id: int) -> MaterialCheck | None:
    """Return what was found last; a correction or an appeal makes the institution look again."""
    query = (
        select(ReviewRecord.material_check)
        .where(
            ReviewRecord.application_id == application_id,
            ReviewRecord.step.in_([CHECK_MATERIALS, "correct", APPEAL]),
        )
        .order_by(ReviewRecord.id.desc())
        .limit(1)
    )
    return session.scalar(query)
