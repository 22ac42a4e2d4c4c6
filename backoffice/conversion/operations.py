"""Applying for a conversion and withdrawing it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from backoffice.accounts.models import Learner
from backoffice.catalogue.models import CatalogueOutcome
from backoffice.conversion.facts import RECOGNISED, outcome_facts
from backoffice.conversion.models import (
    ConversionApplication,
    ConversionFile,
    ConversionSource,
    ConversionTarget,
    ReviewRecord,
)
from backoffice.conversion.options import Option, weigh
from backoffice.conversion.workflow import LEARNER, TRANSITIONS, ConversionState
from backoffice.institutions.models import Committee
from backoffice.kernel import audit
from backoffice.kernel.clock import day_of
from backoffice.kernel.problems import Problem, Refused, refuse
from backoffice.kernel.remarks import readable, transition_of
from backoffice.kernel.storage import Upload, store_upload
from backoffice.ledger.operations import consumed_outcomes, used_outcomes
from backoffice.outcomes.models import LearnerOutcome
from backoffice.recognition.workflow import MaterialCheck
from backoffice.rulebook.live import live_book
from reports.numbering import application_number
from rules.facts import to_record
from rules.truth import Truth


@dataclass(frozen=True, slots=True)
class NewApplication:
    """What a learner hands in: the outcome, the version of the rule, and further files."""

    outcome_id: int
    version_id: int | None
    uploads: Sequence[Upload] = ()
    lang: str = "zh"  # of the reasons, should a rule refuse


def apply(
    session: Session, new: NewApplication, *, learner: Learner, actor_id: int, now: datetime, folder: Path, prefix: str
) -> ConversionApplication:
    """Hand in an application; rule version, facts and files are frozen with it. Raises Refused, keeping nothing."""
    session.execute(select(Learner.id).where(Learner.id == learner.id).with_for_update())
    option, outcome = _chosen(session, new, learner=learner, now=now)
    targets = _targets(option)
    committee = committee_for(session, targets[0], place="rule")
    application = ConversionApplication(
        number=uuid4().hex,  # replaced as soon as the row has its key
        learner_id=learner.id,
        rule_version_id=option.live.version_id,
        programme_id=targets[0].programme_id,
        institution_id=targets[0].institution_id,
        committee_id=committee.id,
        state=ConversionState.APPLIED,
        facts=to_record(option.facts),
        applied_at=now,
    )
    session.add(application)
    session.flush()
    application.number = application_number(prefix, day_of(now).year, application.id)
    used = {*option.verdict.outcomes, str(outcome.id)}
    session.add_all(ConversionSource(application_id=application.id, outcome_id=int(each)) for each in sorted(used))
    session.add_all(
        ConversionTarget(
            application_id=application.id, catalogue_outcome_id=target.id, credits=grant.credits, ratio=grant.ratio
        )
        for target, grant in zip(targets, option.verdict.grants, strict=True)
    )
    keep_files(session, application, new.uploads, actor_id=actor_id, now=now, folder=folder)
    note_application(session, application, actor_id=actor_id, now=now)
    return application


def note_application(session: Session, application: ConversionApplication, *, actor_id: int, now: datetime) -> None:
    """Leave the first record of an application that was just handed in, and the audit's line."""
    session.add(
        ReviewRecord(
            application_id=application.id,
            step="apply",
            state=application.state,
            remarks="",
            actor_id=actor_id,
            happened_at=now,
        )
    )
    audit.record(
        session,
        actor_id=actor_id,
        action="apply",
        entity="conversion_application",
        entity_id=application.id,
        now=now,
    )
    session.flush()


def withdraw(session: Session, application_id: int, *, learner: Learner, actor_id: int, now: datetime) -> ReviewRecord:
    """Take an application back before it has been reviewed."""
    application = locked(session, application_id)
    if application.learner_id != learner.id:
        raise refuse("not_your_case")
    return step(session, application, "withdraw", role=LEARNER, remarks="", actor_id=actor_id, now=now)


def correct(
    session: Session,
    application_id: int,
    uploads: Sequence[Upload],
    *,
    learner: Learner,
    actor_id: int,
    now: datetime,
    folder: Path,
) -> ReviewRecord:
    """Hand an application in again that came back for correction (退回补正), with further files."""
    application = locked(session, application_id)
    if application.learner_id != learner.id:
        raise refuse("not_your_case")
    refuse_stopped(application)
    record = step(session, application, "correct", role=LEARNER, remarks="", actor_id=actor_id, now=now)
    keep_files(session, application, uploads, actor_id=actor_id, now=now, folder=folder)
    return record


def locked(session: Session, application_id: int) -> ConversionApplication:
    """Return an application with its row locked and read anew; raises Refused when there is none."""
    query = select(ConversionApplication).where(ConversionApplication.id == application_id)
    application: ConversionApplication | None = session.scalar(
        query.with_for_update().execution_options(populate_existing=True)
    )
    if application is None:
        raise refuse("not_your_case")
    return application


def refuse_stopped(application: ConversionApplication) -> None:
    """Refuse to go on with a case whose rule was stopped at once."""
    if application.rule_version is not None and application.rule_version.stopped_at is not None:
        raise refuse("rule_stopped", why=application.rule_version.stop_reason or "")


def step(
    session: Session,
    application: ConversionApplication,
    name: str,
    *,
    role: str,
    remarks: str,
    actor_id: int,
    now: datetime,
    material_check: MaterialCheck | None = None,
) -> ReviewRecord:
    """Take one step of the workflow and record it; the only place that sets an application's state."""
    remarks = readable(remarks)
    transition = transition_of(TRANSITIONS, name, application.state, role=role, remarks=remarks)
    application.state = ConversionState(transition.target)
    record = ReviewRecord(
        application_id=application.id,
        step=name,
        state=application.state,
        material_check=material_check,
        remarks=remarks,
        actor_id=actor_id,
        happened_at=now,
    )
    session.add(record)
    session.flush()
    return record


def keep_files(
    session: Session,
    application: ConversionApplication,
    uploads: Sequence[Upload],
    *,
    actor_id: int,
    now: datetime,
    folder: Path,
    record_id: int | None = None,
) -> None:
    """Keep the files handed in with an application or a review."""
    for upload in uploads:
        kept = store_upload(
            session, name=upload.name, content=upload.content, actor_id=actor_id, now=now, folder=folder
        )
        session.add(ConversionFile(application_id=application.id, file_id=kept.id, record_id=record_id))
    session.flush()


def _chosen(session: Session, new: NewApplication, *, learner: Learner, now: datetime) -> tuple[Option, LearnerOutcome]:
    outcome = session.get(LearnerOutcome, new.outcome_id)
    if outcome is None or outcome.learner_id != learner.id:
        raise refuse("outcome_unknown")
    if outcome.state not in RECOGNISED:
        raise refuse("outcome_not_recognised")
    if new.version_id is None:
        raise refuse("rule_not_chosen", "rule")
    if consumed_outcomes(session, [outcome.id]):
        raise refuse("outcome_consumed")
    applicable = live_book(session, day_of(now)).applicable(outcome_facts(outcome))
    live = next((each for each in applicable if each.version_id == new.version_id), None)
    if live is None:
        raise refuse("rule_unknown", "rule")
    if live.rule.consume and used_outcomes(session, [outcome.id]):
        raise refuse("outcome_used", "rule")
    (option,) = weigh(session, (live,), learner=learner, outcome=outcome, on=day_of(now))
    if option.used:
        raise refuse("rule_already_used", "rule")
    if option.verdict.truth is not Truth.YES:
        code = "rule_pending" if option.verdict.truth is Truth.PENDING else "rule_not_applicable"
        reason = ("; " if new.lang == "en" else "；").join(each.sentence for each in option.reasons(new.lang))
        raise Refused([Problem(code, "rule", {"reason": reason})])
    return option, outcome


def _targets(option: Option) -> list[CatalogueOutcome]:
    found = []
    for grant, target in zip(option.verdict.grants, option.targets, strict=True):
        if target is None:
            raise refuse("target_unknown", "rule", title=grant.title)
        if grant.credits is None:
            raise refuse("target_credits_unknown", "rule", title=grant.title)
        found.append(target)
    return found


def committee_for(session: Session, target: CatalogueOutcome, *, place: str) -> Committee:
    """Return the committee of a target's subject; a refusal stands at the field `place`."""
    committee: Committee | None = session.scalar(select(Committee).where(Committee.subject == target.subject))
    if committee is None:
        raise refuse("committee_missing", place, subject=target.subject or target.title)
    return committee
