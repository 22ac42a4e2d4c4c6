"""Lists of the workbench: versions and drafts by where they stand, the lines of a computation, records."""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session, joinedload

from backoffice.kernel.paging import Page, fetch_page
from backoffice.rulebook.live import in_force
from backoffice.rulebook.models import ConversionRule, RuleEntry, RuleVersion, VersionState
from backoffice.rulebook.search import versions_of
from backoffice.workbench.models import ImpactLine, ImpactRun, RuleDraft, RuleRecord
from backoffice.workbench.workflow import OPEN, PROPOSE, DraftState

MOST_RECORDS = 200
MOST_WORDS = 8
SORTS = ("rule", "policy")


class Shelf(StrEnum):
    """Which rules a list shows."""

    IN_FORCE = "force"
    DRAFTS = "drafts"
    IN_REVIEW = "review"
    SCHEDULED = "scheduled"
    ENDED = "ended"


OF_DRAFTS = {Shelf.DRAFTS: DraftState.DRAFT, Shelf.IN_REVIEW: DraftState.IN_REVIEW}


def counts(session: Session, *, on: date) -> dict[Shelf, int]:
    """Return how many there are on each shelf."""
    return {
        shelf: session.scalar(select(func.count()).select_from(_on_shelf(shelf, on).subquery())) or 0 for shelf in Shelf
    }


def versions_page(
    session: Session, shelf: Shelf, words: str, *, on: date, page: int, size: int, sort: str = ""
) -> Page[RuleVersion]:
    """Return one page of published versions by name; `sort` is "rule" or "policy", "" for both."""
    wanted = _wanted(words, RuleVersion.title, RuleVersion.text, ConversionRule.code)
    entry = select(RuleEntry.id).where(RuleEntry.rule_version_id == RuleVersion.id).exists()  # a policy has none
    if sort in SORTS:
        wanted.append(entry if sort == "rule" else ~entry)
    keys = _on_shelf(shelf, on).join(RuleVersion.rule).where(*wanted)
    found = fetch_page(session, keys.order_by(RuleVersion.title, RuleVersion.id), number=page, size=size)
    query = select(RuleVersion).options(joinedload(RuleVersion.rule)).where(RuleVersion.id.in_(found.items))
    rows = {each.id: each for each in session.scalars(query)}
    return Page([rows[key] for key in found.items], found.total, found.number, found.size)


def drafts_page(session: Session, shelf: Shelf, words: str, *, page: int, size: int) -> Page[RuleDraft]:
    """Return one page of drafts, the last changed first."""
    query = (
        select(RuleDraft)
        .options(joinedload(RuleDraft.changed_by), joinedload(RuleDraft.base))
        .where(RuleDraft.state == OF_DRAFTS[shelf], *_wanted(words, RuleDraft.title, RuleDraft.text, RuleDraft.code))
        .order_by(RuleDraft.changed_at.desc(), RuleDraft.id.desc())
    )
    return fetch_page(session, query, number=page, size=size)


def open_drafts(session: Session, codes: Sequence[str]) -> dict[str, RuleDraft]:
    """Return the newest open draft of each of some rules that have one."""
    own = (RuleDraft.code.in_(codes), RuleDraft.state.in_(OPEN), RuleDraft.last_day.is_(None))
    query = select(RuleDraft).where(*own).order_by(RuleDraft.id)
    return {each.code: each for each in session.scalars(query)}


def version_in_force(session: Session, code: str, *, on: date) -> RuleVersion | None:
    """Return the version of a rule that is in force on a day."""
    query = select(RuleVersion).join(RuleVersion.rule).where(ConversionRule.code == code, *in_force(on))
    return session.scalars(query.order_by(RuleVersion.number.desc()).limit(1)).one_or_none()


def history_of(session: Session, code: str) -> Sequence[RuleRecord]:
    """Return what was done with a rule's drafts and versions, the newest first."""
    drafts = select(RuleDraft.id).where(RuleDraft.code == code)
    versions = [each.id for each in versions_of(session, code)]
    query = (
        select(RuleRecord)
        .options(joinedload(RuleRecord.actor))
        .where(or_(RuleRecord.draft_id.in_(drafts), RuleRecord.rule_version_id.in_(versions)))
        .order_by(RuleRecord.id.desc())
        .limit(MOST_RECORDS)
    )
    return session.scalars(query).all()


def records_of(session: Session, draft: RuleDraft) -> Sequence[RuleRecord]:
    """Return what was done with a draft, the oldest first."""
    query = select(RuleRecord).options(joinedload(RuleRecord.actor)).where(RuleRecord.draft_id == draft.id)
    return session.scalars(query.order_by(RuleRecord.id).limit(MOST_RECORDS)).all()


def reason_of(session: Session, retirement: RuleDraft) -> str:
    """Return why a version shall be retired, as it was said last."""
    query = select(RuleRecord.remarks).where(RuleRecord.draft_id == retirement.id, RuleRecord.step == PROPOSE)
    return session.scalars(query.order_by(RuleRecord.id.desc()).limit(1)).one_or_none() or ""


def lines_page(session: Session, run: ImpactRun, *, pending: bool, page: int, size: int) -> Page[ImpactLine]:
    """Return one page of what a computation found: outcomes not applied with yet, or pending cases."""
    own = ImpactLine.application_id.is_not(None) if pending else ImpactLine.application_id.is_(None)
    query = (
        select(ImpactLine)
        .options(joinedload(ImpactLine.learner), joinedload(ImpactLine.outcome), joinedload(ImpactLine.application))
        .where(ImpactLine.run_id == run.id, own)
        .order_by(ImpactLine.id)
    )
    return fetch_page(session, query, number=page, size=size)


def _on_shelf(shelf: Shelf, on: date) -> Select:
    match shelf:
        case Shelf.DRAFTS | Shelf.IN_REVIEW:
            return select(RuleDraft.id).where(RuleDraft.state == OF_DRAFTS[shelf])
        case Shelf.IN_FORCE:
            return select(RuleVersion.id).where(*in_force(on))
        case Shelf.SCHEDULED:
            return select(RuleVersion.id).where(
                RuleVersion.state == VersionState.PUBLISHED, RuleVersion.effective_from > on
            )
        case Shelf.ENDED:
            return select(RuleVersion.id).where(
                or_(
                    RuleVersion.state == VersionState.RETIRED,
                    (RuleVersion.state == VersionState.PUBLISHED) & (RuleVersion.effective_until < on),
                )
            )


def _wanted(words: str, *columns: InstrumentedAttribute[str]) -> list[ColumnElement[bool]]:
    return [
        or_(*(column.icontains(word, autoescape=True) for column in columns)) for word in words.split()[:MOST_WORDS]
    ]
