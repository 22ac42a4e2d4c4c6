"""Appeals (申诉): a refusal is looked at again, once, by people who had no part in it."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from flask_appbuilder.security.sqla.models import User
from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute, Session, joinedload

from backoffice.accounts.models import Learner
from backoffice.conversion.models import ConversionApplication, ConversionSource, ReviewRecord
from backoffice.conversion.operations import keep_files, locked, step
from backoffice.conversion.options import used_rules
from backoffice.conversion.seats import recused
from backoffice.conversion.workflow import APPEAL, FINAL_STEPS, FIRST_STEPS, LEARNER, ConversionState
from backoffice.institutions.models import CommitteeMember, InstitutionAdministrator
from backoffice.kernel import audit
from backoffice.kernel.paging import Page, fetch_page
from backoffice.kernel.problems import refuse
from backoffice.kernel.storage import Upload

WAITING = (ConversionState.APPLIED, ConversionState.FIRST_PASSED)


def appeal(
    session: Session,
    application_id: int,
    reason: str,
    uploads: Sequence[Upload],
    *,
    learner: Learner,
    actor_id: int,
    now: datetime,
    folder: Path,
) -> ReviewRecord:
    """Bring a refused application before other reviewers, with a reason and files. Raises Refused."""
    application = locked(session, application_id)
    if application.learner_id != learner.id:
        raise refuse("not_your_case")
    session.execute(select(Learner.id).where(Learner.id == learner.id).with_for_update())
    if appeal_of(session, application.id) is not None:
        raise refuse("appealed_already")
    if not reason.strip():
        raise refuse("appeal_reason_missing", "remarks")
    if _applied_anew(session, application):
        raise refuse("rule_already_used")
    record = step(session, application, APPEAL, role=LEARNER, remarks=reason, actor_id=actor_id, now=now)
    keep_files(session, application, uploads, actor_id=actor_id, now=now, folder=folder, record_id=record.id)
    audit.record(
        session, actor_id=actor_id, action=APPEAL, entity="conversion_application", entity_id=application.id, now=now
    )
    return record


def _applied_anew(session: Session, application: ConversionApplication) -> bool:
    """Tell whether the same rule serves the same outcomes in a later application."""
    version = application.rule_version
    if version is None:
        return False
    query = select(ConversionSource.outcome_id).where(ConversionSource.application_id == application.id)
    used = used_rules(session, application.learner_id)
    return any((version.rule.code, outcome_id) in used for outcome_id in session.scalars(query))


def appeal_of(session: Session, application_id: int) -> ReviewRecord | None:
    """Return the appeal of an application, if there was one."""
    query = select(ReviewRecord).where(ReviewRecord.application_id == application_id, ReviewRecord.step == APPEAL)
    return session.scalars(query).one_or_none()


def barred(session: Session, application_id: int, *, final: bool) -> set[int]:
    """Return the users who decided before the appeal in the review that is made again: they have no say in it now."""
    made = appeal_of(session, application_id)
    if made is None:
        return set()
    query = select(ReviewRecord.actor_id).where(
        ReviewRecord.application_id == application_id,
        ReviewRecord.id < made.id,
        ReviewRecord.step.in_(FINAL_STEPS if final else FIRST_STEPS),
    )
    return set(session.scalars(query))


def reviewers_left(session: Session, applications: Sequence[ConversionApplication]) -> dict[int, int]:
    """Return how many people may decide each application where it stands: named for it, and with no part in it yet."""
    records = session.scalars(
        select(ReviewRecord)
        .where(ReviewRecord.application_id.in_([each.id for each in applications]))
        .order_by(ReviewRecord.id)
    ).all()
    administrators = _seats(session, InstitutionAdministrator.institution_id, InstitutionAdministrator.user_id)
    members = _seats(session, CommitteeMember.committee_id, CommitteeMember.user_id)
    stepped_back = recused(session, [each.id for each in applications])
    found = {}
    for each in applications:
        final = each.state is ConversionState.FIRST_PASSED
        own = [record for record in records if record.application_id == each.id]
        seated = members[each.committee_id] if final else administrators[each.institution_id]
        kept_out = _parted(own, final=final) | stepped_back[each.id]
        found[each.id] = len(seated - kept_out - {each.learner.user_id})
    return found


def _seats(
    session: Session, place: InstrumentedAttribute[int], user: InstrumentedAttribute[int]
) -> defaultdict[int, set[int]]:
    """Return who is named for each place and can log in."""
    found: defaultdict[int, set[int]] = defaultdict(set)
    for place_id, user_id in session.execute(select(place, user).join(User, User.id == user).where(User.active)):
        found[place_id].add(user_id)
    return found


def _parted(records: Sequence[ReviewRecord], *, final: bool) -> set[int]:
    """Return who may not decide any more: whoever decided before the appeal; and nobody makes both reviews."""
    made = next((each.id for each in records if each.step == APPEAL), None)
    steps = FINAL_STEPS if final else FIRST_STEPS
    out = {each.actor_id for each in records if made is not None and each.id < made and each.step in steps}
    passed = [each.actor_id for each in records if each.step == "pass_first_review"]
    return out | set(passed[-1:]) if final else out


def waiting_appeals(session: Session, *, page: int, size: int) -> Page[ReviewRecord]:
    """Return one page of the appeals whose review has not been made again, the oldest first."""
    application = joinedload(ReviewRecord.application)
    query = (
        select(ReviewRecord)
        .join(ReviewRecord.application)
        .options(
            application.joinedload(ConversionApplication.learner),
            application.joinedload(ConversionApplication.institution),
            application.joinedload(ConversionApplication.committee),
        )
        .where(ReviewRecord.step == APPEAL, ConversionApplication.state.in_(WAITING))
        .order_by(ReviewRecord.id)
    )
    return fetch_page(session, query, number=page, size=size)
