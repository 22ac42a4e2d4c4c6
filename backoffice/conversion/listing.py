"""Lists and single applications, each read with what its page shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, contains_eager, joinedload

from backoffice.accounts.models import Learner
from backoffice.catalogue.models import CatalogueOutcome, ConversionPath, OutcomeKind
from backoffice.conversion.facts import RECOGNISED
from backoffice.conversion.models import (
    ConversionApplication,
    ConversionFile,
    ConversionSource,
    ConversionTarget,
    ReviewRecord,
)
from backoffice.conversion.options import count_applicable, count_used
from backoffice.conversion.workflow import ConversionState
from backoffice.institutions.models import CommitteeMember, InstitutionAdministrator
from backoffice.kernel.paging import Page, fetch_page
from backoffice.outcomes.models import LearnerOutcome
from backoffice.rulebook.live import live_book
from backoffice.rulebook.models import RuleVersion


@dataclass(frozen=True, slots=True)
class ConvertibleOutcome:
    """A row of 转换成果申请: the outcome, its newest application, and how many rules there are and were used."""

    outcome: LearnerOutcome
    application: ConversionApplication | None
    applicable_rules: int
    used_rules: int

    @property
    def state(self) -> str:
        """Where the newest application stands; 未申请 without one."""
        return self.application.state.value if self.application else "未申请"

    @property
    def convertible(self) -> bool:
        """Whether the outcome is recognised, so that an application can be made."""
        return self.outcome.state in RECOGNISED


@dataclass(frozen=True, slots=True)
class Words:
    """What a list is narrowed by; each word must be part of its column."""

    title: str = ""
    kind: str = ""
    institution: str = ""


def convertible_outcomes(
    session: Session, *, learner_id: int, words: Words, on: date, page: int, size: int
) -> Page[ConvertibleOutcome]:
    """Return one page of a learner's outcomes that convert by rule, the newest first."""
    query = (
        select(LearnerOutcome)
        .join(LearnerOutcome.kind)
        .options(contains_eager(LearnerOutcome.kind))
        .where(LearnerOutcome.learner_id == learner_id, OutcomeKind.conversion_path == ConversionPath.RULE)
        .order_by(LearnerOutcome.added_at.desc(), LearnerOutcome.id.desc())
    )
    if words.title:
        query = query.where(LearnerOutcome.title.icontains(words.title, autoescape=True))
    if words.kind:
        query = query.where(OutcomeKind.title == words.kind)
    if words.institution:
        query = query.where(LearnerOutcome.institution_title.icontains(words.institution, autoescape=True))
    found = fetch_page(session, query, number=page, size=size)
    ids = [outcome.id for outcome in found.items]
    newest, used = newest_applications(session, ids), count_used(session, ids)
    applicable = count_applicable(live_book(session, on), found.items)
    rows = [
        ConvertibleOutcome(each, newest.get(each.id), applicable[each.id], used.get(each.id, 0)) for each in found.items
    ]
    return Page(rows, found.total, found.number, found.size)


def newest_applications(
    session: Session, outcome_ids: Sequence[int], *, converted: bool = False
) -> dict[int, ConversionApplication]:
    """Return the newest application of each outcome; with `converted` the newest that was approved and still holds."""
    query = (
        select(ConversionSource.outcome_id, ConversionApplication)
        .join(ConversionSource.application)
        .where(ConversionSource.outcome_id.in_(outcome_ids))
        .order_by(ConversionApplication.id)
    )
    if converted:
        query = query.where(ConversionApplication.state == ConversionState.CONVERTED)
    return {row[0]: row[1] for row in session.execute(query)}


def own_outcomes(session: Session, outcome_ids: Sequence[int], *, learner_id: int) -> Sequence[LearnerOutcome]:
    """Return those of the outcomes that are the learner's own, the newest first as on the list."""
    query = (
        select(LearnerOutcome)
        .options(joinedload(LearnerOutcome.kind))
        .where(LearnerOutcome.id.in_(outcome_ids), LearnerOutcome.learner_id == learner_id)
        .order_by(LearnerOutcome.added_at.desc(), LearnerOutcome.id.desc())
    )
    return session.scalars(query).all()


def own_application(session: Session, application_id: int, *, learner_id: int) -> ConversionApplication | None:
    """Return an application that the learner made."""
    query = whole_applications().where(
        ConversionApplication.id == application_id, ConversionApplication.learner_id == learner_id
    )
    return session.scalar(query)


def any_application(session: Session, application_id: int) -> ConversionApplication | None:
    """Return an application of whatever learner, for those who see every one."""
    return session.scalar(whole_applications().where(ConversionApplication.id == application_id))


def assigned_application(
    session: Session, application_id: int, *, actor_id: int, final: bool
) -> ConversionApplication | None:
    """Return an application that the actor may review, or has reviewed, in the first or the final review."""
    return session.scalar(
        _assigned(whole_applications(), actor_id, final=final).where(ConversionApplication.id == application_id)
    )


def whole_applications() -> Select[ConversionApplication]:
    """Return the query for applications with what every page shows of them."""
    return select(ConversionApplication).options(
        joinedload(ConversionApplication.learner).joinedload(Learner.user),
        joinedload(ConversionApplication.rule_version).joinedload(RuleVersion.rule),
        joinedload(ConversionApplication.institution),
        joinedload(ConversionApplication.committee),
        joinedload(ConversionApplication.proof),
    )


def _assigned(query: Select[ConversionApplication], actor_id: int, *, final: bool) -> Select[ConversionApplication]:
    """Confine a query to cases of the actor's seats, and never the actor's own."""
    query = query.where(~ConversionApplication.learner.has(Learner.user_id == actor_id))
    if final:
        seats = select(CommitteeMember.committee_id).where(CommitteeMember.user_id == actor_id)
        return query.where(ConversionApplication.committee_id.in_(seats))
    own = select(InstitutionAdministrator.institution_id).where(InstitutionAdministrator.user_id == actor_id)
    return query.where(ConversionApplication.institution_id.in_(own))


def sources_of(session: Session, application_ids: Sequence[int]) -> dict[int, list[LearnerOutcome]]:
    """Return the source outcomes of some applications."""
    query = (
        select(ConversionSource)
        .options(joinedload(ConversionSource.outcome).joinedload(LearnerOutcome.kind))
        .where(ConversionSource.application_id.in_(application_ids))
        .order_by(ConversionSource.id)
    )
    found: dict[int, list[LearnerOutcome]] = {each: [] for each in application_ids}
    for source in session.scalars(query):
        found[source.application_id].append(source.outcome)
    return found


def targets_of(session: Session, application_ids: Sequence[int]) -> dict[int, list[ConversionTarget]]:
    """Return the targets of some applications with their entries."""
    entry = joinedload(ConversionTarget.catalogue_outcome)
    query = (
        select(ConversionTarget)
        .options(entry.joinedload(CatalogueOutcome.kind), entry.joinedload(CatalogueOutcome.institution))
        .where(ConversionTarget.application_id.in_(application_ids))
        .order_by(ConversionTarget.id)
    )
    found: dict[int, list[ConversionTarget]] = {each: [] for each in application_ids}
    for target in session.scalars(query):
        found[target.application_id].append(target)
    return found


def records_of(session: Session, application_id: int) -> Sequence[ReviewRecord]:
    """Return every step of an application, the first one first."""
    query = (
        select(ReviewRecord)
        .options(joinedload(ReviewRecord.actor))
        .where(ReviewRecord.application_id == application_id)
        .order_by(ReviewRecord.id)
    )
    return session.scalars(query).all()


def files_of(session: Session, application_id: int) -> Sequence[ConversionFile]:
    """Return the files of an application and of its reviews."""
    query = (
        select(ConversionFile)
        .options(joinedload(ConversionFile.file))
        .where(ConversionFile.application_id == application_id)
        .order_by(ConversionFile.id)
    )
    return session.scalars(query).all()


def applications_by_decision(session: Session, decision_ids: Sequence[int]) -> dict[int, ConversionApplication]:
    """Return the application that each decision was made on."""
    query = select(ConversionApplication).where(ConversionApplication.decision_id.in_(decision_ids))
    return {each.decision_id: each for each in session.scalars(query) if each.decision_id is not None}
