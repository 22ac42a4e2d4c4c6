"""What the rules are told of a learner: the frozen facts of an application."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from sqlalchemy import Row, select
from sqlalchemy.orm import Session, joinedload

from backoffice.accounts.models import Learner
from backoffice.institutions.models import Institution, Membership
from backoffice.outcomes.models import LearnerOutcome, RecognitionState
from rules.facts import Facts, Outcome
from rules.facts import Learner as LearnerFacts

RECOGNISED = (RecognitionState.CATALOGUED, RecognitionState.RECOGNISED)


def outcome_facts(outcome: LearnerOutcome) -> Outcome:
    """Return what the rules may read of an outcome."""
    return told_of(outcome, outcome.kind.title)


def told_of(outcome: LearnerOutcome | Row, kind: str) -> Outcome:
    """Return what the rules may read of an outcome, or of its columns alone."""
    return Outcome(
        outcome_id=str(outcome.id),
        kind=kind,
        title=outcome.title,
        code=outcome.code,
        institution=outcome.institution_title,
        programme=outcome.programme_title,
        level=outcome.education_level,
        qf_level=outcome.qf_level,
        score=outcome.score,
        grade=outcome.grade,
        scale=outcome.grade_scale,
        credits=outcome.credits,
        hours=None if outcome.study_hours is None else Decimal(outcome.study_hours),
        awarded_on=outcome.awarded_on,
        fields=dict(outcome.fields),
    )


def learner_facts(session: Session, learner: Learner) -> LearnerFacts:
    """Return what the rules may read of a learner; memberships are closed: no row means no member."""
    titles = select(Institution.title).join(Membership).where(Membership.learner_id == learner.id)
    return LearnerFacts(
        learner_id=learner.account_number,
        memberships=frozenset(session.scalars(titles)),
        major=learner.major,
        level=learner.education_level,
        birth_date=learner.birth_date,
        enrolled_on=learner.enrolled_on,
    )


def recognised_outcomes(session: Session, learner_id: int) -> Sequence[LearnerOutcome]:
    """Return a learner's outcomes that may be converted, the oldest first."""
    query = (
        select(LearnerOutcome)
        .options(joinedload(LearnerOutcome.kind))
        .where(LearnerOutcome.learner_id == learner_id, LearnerOutcome.state.in_(RECOGNISED))
        .order_by(LearnerOutcome.id)
    )
    return session.scalars(query).all()


def facts_of(learner: LearnerFacts, outcomes: Iterable[LearnerOutcome], *, on: date) -> Facts:
    """Return the facts of a learner on a day; targets are added once the rule is known."""
    return Facts(learner, tuple(map(outcome_facts, outcomes)), on=on, holdings_closed=True)
