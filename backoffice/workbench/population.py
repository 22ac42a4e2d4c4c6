"""The outcomes of a batch and all that is known beside them, read as columns: no row becomes an object of a model."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from backoffice.accounts.models import Learner
from backoffice.catalogue.models import OutcomeKind
from backoffice.conversion.facts import RECOGNISED, told_of
from backoffice.conversion.models import ConversionApplication, ConversionSource
from backoffice.conversion.options import ENDED
from backoffice.institutions.models import Institution, Membership
from backoffice.ledger.operations import consumed_outcomes, used_outcomes
from backoffice.outcomes.models import LearnerOutcome
from backoffice.rulebook.models import ConversionRule, RuleVersion
from grammar.declarations import Rule
from grammar.nodes import Reference
from rules.catalogue import Entry, names
from rules.facts import Learner as LearnerFacts
from rules.facts import Outcome

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Held:
    """An outcome with what the rules may read of it."""

    id: int
    learner_id: int
    facts: Outcome


@dataclass(frozen=True, slots=True)
class Known:
    """What is known beside the outcomes of a batch."""

    learners: Mapping[int, LearnerFacts]
    held: Mapping[int, Sequence[Held]]  # what else each learner may convert, the oldest first
    used: Mapping[int, frozenset[int]]  # outcomes of each learner that the rule has been used for
    spent: frozenset[int]
    touched: frozenset[int]


def named_outcomes(session: Session, ids: Sequence[int], wanted: Sequence[Reference]) -> list[Held]:
    """Return those of some outcomes that one of the references names; of the others only the names are read."""
    query = (
        select(
            LearnerOutcome.id,
            OutcomeKind.title.label("kind"),
            LearnerOutcome.title,
            LearnerOutcome.code,
            LearnerOutcome.institution_title,
            LearnerOutcome.programme_title,
        )
        .join(LearnerOutcome.kind)
        .where(LearnerOutcome.id.in_(ids))
    )
    known: dict[tuple[str, ...], bool] = {}
    found = []
    for row in session.execute(query):
        outcome_id, words = row[0], (row[1], row[2], row[3], row[4], row[5])
        if words not in known:
            entry = Entry(*words)
            known[words] = any(names(each, entry) for each in wanted)
        if known[words]:
            found.append(outcome_id)
    return _held(session, LearnerOutcome.id.in_(found)) if found else []


def known_beside(session: Session, outcomes: Sequence[Held], rules: Sequence[Rule], *, wide: bool) -> Known:
    """Return what is known beside some outcomes; with `wide`, what else their learners may convert."""
    learners = sorted({each.learner_id for each in outcomes})
    held: defaultdict[int, list[Held]] = defaultdict(list)
    if wide:
        mine = (LearnerOutcome.learner_id.in_(learners), LearnerOutcome.state.in_(RECOGNISED))
        for each in _held(session, *mine):
            held[each.learner_id].append(each)
    ids = {each.id for each in outcomes} | {each.id for several in held.values() for each in several}
    return Known(
        _learners(session, learners),
        held,
        _used(session, learners, {rule.code for rule in rules}),
        frozenset(consumed_outcomes(session, ids)),
        frozenset(used_outcomes(session, ids)) if any(rule.consume for rule in rules) else frozenset(),
    )


def _held(session: Session, *wanted: ColumnElement[bool]) -> list[Held]:
    columns = LearnerOutcome.__table__.columns
    query = (
        select(*columns, OutcomeKind.title.label("kind_title"))
        .join(OutcomeKind, OutcomeKind.id == LearnerOutcome.kind_id)
        .where(*wanted)
        .order_by(LearnerOutcome.id)
    )
    return [Held(row.id, row.learner_id, told_of(row, row.kind_title)) for row in session.execute(query)]


def _learners(session: Session, learners: Sequence[int]) -> dict[int, LearnerFacts]:
    joined = _memberships(session, learners)
    query = select(Learner.id, Learner.major, Learner.education_level, Learner.birth_date, Learner.enrolled_on).where(
        Learner.id.in_(learners)
    )
    return {
        row.id: LearnerFacts(
            learner_id=str(row.id),
            memberships=joined.get(row.id, frozenset()),
            major=row.major,
            level=row.education_level,
            birth_date=row.birth_date,
            enrolled_on=row.enrolled_on,
        )
        for row in session.execute(query)
    }


def _memberships(session: Session, learners: Sequence[int]) -> dict[int, frozenset[str]]:
    query = (
        select(Membership.learner_id, Institution.title)
        .join(Membership.institution)
        .where(Membership.learner_id.in_(learners))
    )
    return _gathered((row.learner_id, row.title) for row in session.execute(query))


def _used(session: Session, learners: Sequence[int], codes: set[str]) -> dict[int, frozenset[int]]:
    query = (
        select(ConversionApplication.learner_id, ConversionSource.outcome_id)
        .join(ConversionSource, ConversionSource.application_id == ConversionApplication.id)
        .join(RuleVersion, RuleVersion.id == ConversionApplication.rule_version_id)
        .join(ConversionRule, ConversionRule.id == RuleVersion.rule_id)
        .where(
            ConversionApplication.learner_id.in_(learners),
            ConversionApplication.state.not_in(ENDED),
            ConversionRule.code.in_(codes),
        )
    )
    return _gathered((row.learner_id, row.outcome_id) for row in session.execute(query))


def _gathered(pairs: Iterable[tuple[int, Value]]) -> dict[int, frozenset[Value]]:
    found: defaultdict[int, set[Value]] = defaultdict(set)
    for learner_id, value in pairs:
        found[learner_id].add(value)
    return {learner_id: frozenset(values) for learner_id, values in found.items()}
