"""What a change of a catalogue outcome touches: rules that name it, and cases under way."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session, joinedload

from backoffice.catalogue.models import CatalogueOutcome, OutcomeKind
from backoffice.catalogue.versions import OWN, versions_of
from backoffice.conversion.models import ConversionApplication, ConversionSource, ConversionTarget
from backoffice.conversion.workflow import ConversionState
from backoffice.institutions.models import Institution, Programme
from backoffice.outcomes.models import LearnerOutcome
from backoffice.rulebook.live import live_book
from backoffice.rulebook.search import rules_leading_to
from rules.facts import Outcome

MOST_SHOWN = 200
PENDING = (ConversionState.APPLIED, ConversionState.RETURNED, ConversionState.FIRST_PASSED)


@dataclass(frozen=True, slots=True)
class TouchedRule:
    """A rule in force that names the outcome as its source or its target, as it is, as it would be, or both."""

    code: str
    title: str
    is_target: bool
    before: bool
    after: bool


@dataclass(frozen=True, slots=True)
class Effect:
    """What a change touches; `cases` are those that the asking person may see, `pending` counts all."""

    rules: Sequence[TouchedRule]
    cases: Sequence[ConversionApplication]
    pending: int
    holdings: int


def effect_of(
    session: Session, entry: CatalogueOutcome, kept: Mapping[str, Any], *, on: date, visible: ColumnElement[bool]
) -> Effect:
    """Return what changing an entry to what is `kept` would touch; nothing is changed."""
    ids = [each.id for each in versions_of(session, entry)]
    pending = pending_with(ids)
    query = (
        select(ConversionApplication)
        .options(joinedload(ConversionApplication.learner))
        .where(pending, visible)
        .order_by(ConversionApplication.id)
        .limit(MOST_SHOWN)
    )
    holdings = select(func.count()).where(LearnerOutcome.catalogue_outcome_id.in_(ids))
    return Effect(
        rules=_rules(session, entry, changed(session, entry, kept), on=on),
        cases=session.scalars(query).all(),
        pending=session.scalar(select(func.count(ConversionApplication.id)).where(pending)) or 0,
        holdings=session.scalar(holdings) or 0,
    )


def changed(session: Session, entry: CatalogueOutcome, kept: Mapping[str, Any]) -> CatalogueOutcome:
    """Return an entry as it would be; it belongs to no session."""
    names = [each.key for each in CatalogueOutcome.__table__.columns if each.key not in OWN]
    made = CatalogueOutcome(**{name: getattr(entry, name) for name in names} | dict(kept))
    made.kind = session.get_one(OutcomeKind, entry.kind_id)
    made.institution = session.get_one(Institution, entry.institution_id)
    made.programme = session.get(Programme, made.programme_id) if made.programme_id else None
    return made


def _rules(session: Session, before: CatalogueOutcome, after: CatalogueOutcome, *, on: date) -> list[TouchedRule]:
    found: list[TouchedRule] = []
    with session.no_autoflush:
        for is_target, look in ((False, _from), (True, _to)):
            old, new = look(session, before, on), look(session, after, on)
            found += [
                TouchedRule(code, title, is_target, code in old, code in new) for code, title in (old | new).items()
            ]
    return found


def _from(session: Session, entry: CatalogueOutcome, on: date) -> dict[str, str]:
    """Return the rules that start from an outcome like this entry, by code."""
    return {live.rule.code: live.title for live in live_book(session, on).applicable(_as_outcome(entry))}


def _to(session: Session, entry: CatalogueOutcome, on: date) -> dict[str, str]:
    page = rules_leading_to(session, entry, on=on, page=1, size=MOST_SHOWN)
    return {each.rule_version.rule.code: each.rule_version.title for each in page.items}


def _as_outcome(entry: CatalogueOutcome) -> Outcome:
    """Return what the rules would read of an outcome that was added from this entry."""
    return Outcome(
        outcome_id="",
        kind=entry.kind.title,
        title=entry.title,
        code=entry.code,
        institution=entry.institution.title,
        programme=entry.programme.title if entry.programme else "",
        level=entry.education_level,
        qf_level=entry.qf_level,
        score=None,
        grade="",
        scale="",
        credits=entry.credits,
        hours=None if entry.study_hours is None else Decimal(entry.study_hours),
        awarded_on=None,
        fields=dict(entry.fields),
    )


def pending_with(ids: Sequence[int]) -> ColumnElement[bool]:
    """Return what cases under way meet that start from, or aim at, one of some entries."""
    aims = select(ConversionTarget.application_id).where(ConversionTarget.catalogue_outcome_id.in_(ids))
    starts = (
        select(ConversionSource.application_id)
        .join(ConversionSource.outcome)
        .where(LearnerOutcome.catalogue_outcome_id.in_(ids))
    )
    touched = or_(ConversionApplication.id.in_(aims), ConversionApplication.id.in_(starts))
    return ConversionApplication.state.in_(PENDING) & touched
