"""Outcomes whose verdict changes between two texts of a rule, as their learners would see it before applying."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from backoffice.accounts.models import Learner
from backoffice.catalogue.models import OutcomeKind
from backoffice.conversion.facts import RECOGNISED, outcome_facts
from backoffice.conversion.models import ConversionApplication, ConversionSource
from backoffice.conversion.options import ENDED
from backoffice.conversion.reach import looks_beyond_one
from backoffice.conversion.targets import entry_of, find_entries, references_of
from backoffice.institutions.models import Institution, Membership
from backoffice.ledger.operations import consumed_outcomes, used_outcomes
from backoffice.outcomes.models import LearnerOutcome
from backoffice.rulebook.models import ConversionRule, RuleVersion
from grammar.declarations import Rule
from grammar.nodes import Reference
from rules.analysis.impact import Effect, effect_of
from rules.answers import Answer
from rules.book import Book
from rules.catalogue import Catalogue, Entry, names
from rules.compiled.prepared import Prepared
from rules.compiled.program import Program
from rules.facts import Facts
from rules.facts import Learner as LearnerFacts
from rules.sources import each_slot, slots_of
from rules.truth import Truth


@dataclass(frozen=True, slots=True)
class Side:
    """One text of a rule, ready to be asked."""

    rule: Rule
    book: Book
    program: Program


@dataclass(frozen=True, slots=True)
class Said:
    """A verdict in brief: "yes", "no" or "pending", and the credits of a yes."""

    word: str
    credits: Decimal | None

    @classmethod
    def of(cls, answer: Answer | None) -> "Said":
        """Return what an answer says; none at all is a no."""
        if answer is None:
            return cls("no", None)
        return cls(answer.truth.value, answer.credits if answer.truth is Truth.YES else None)


@dataclass(frozen=True, slots=True)
class Change:
    """An outcome whose verdict changes; with an application, a pending case that keeps its own version."""

    learner_id: int
    outcome_id: int
    effect: Effect
    before: Said
    after: Said
    application_id: int | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """What is known beside the outcomes of a batch."""

    memberships: Mapping[int, frozenset[str]]
    held: Mapping[int, Sequence[LearnerOutcome]]  # what else each learner may convert
    used: Mapping[int, frozenset[int]]  # outcomes of each learner that the rule has been used for
    spent: frozenset[int]
    touched: frozenset[int]
    targets: Mapping[int, tuple[Entry, ...]]  # what the targets of each side mean, by the identity of its rule


def affected(
    session: Session, outcome_ids: Sequence[int], before: Side | None, after: Side | None, *, on: date
) -> Iterator[Change]:
    """Yield the outcomes not yet applied with that gain, lose or change under the new text, or without the old one.

    Where a rule looks at all that a learner holds, the learner's first outcome that it names stands for all.
    """
    sides = [side for side in (before, after) if side is not None]
    wanted = [each for side in sides for each in named_by(side)]
    outcomes = _outcomes(session, _matching(session, outcome_ids, wanted))
    if not outcomes:
        return
    known = _known(session, outcomes, sides)
    for outcome in outcomes:
        if outcome.id in known.spent or outcome.id in known.used.get(outcome.learner_id, ()):
            continue
        if _stands_behind(outcome, known, wanted):
            continue
        was = None if before is None else _answer(before, outcome, known, on)
        is_ = None if after is None else _answer(after, outcome, known, on)
        effect = effect_of(was, is_)
        if effect is not None:
            yield Change(outcome.learner_id, outcome.id, effect, Said.of(was), Said.of(is_))


def named_by(side: Side) -> list[Reference]:
    """Return every name of what a side can start from."""
    if side.rule.source is None:
        return []
    slots = each_slot(slots_of(side.rule.source, side.book))
    return [same for slot in slots for same in side.book.same_as(slot.reference)]


def _matching(session: Session, ids: Sequence[int], wanted: Sequence[Reference]) -> list[int]:
    """Return those of the outcomes that one of the references names; only their names are read."""
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
    named = ((row[0], Entry(row.kind, row[2], row[3], row[4], row[5])) for row in session.execute(query))
    return [outcome_id for outcome_id, entry in named if any(names(each, entry) for each in wanted)]


def _outcomes(session: Session, ids: Sequence[int]) -> Sequence[LearnerOutcome]:
    if not ids:
        return []
    query = (
        select(LearnerOutcome)
        .options(joinedload(LearnerOutcome.kind), joinedload(LearnerOutcome.learner))
        .where(LearnerOutcome.id.in_(ids))
        .order_by(LearnerOutcome.id)
    )
    return session.scalars(query).all()


def _stands_behind(outcome: LearnerOutcome, known: Known, wanted: Sequence[Reference]) -> bool:
    """Tell whether an earlier outcome of the learner stands for this one too."""
    earlier = [each for each in known.held.get(outcome.learner_id, ()) if each.id < outcome.id]
    facts = [outcome_facts(each) for each in earlier if each.id not in known.spent]
    return any(names(each, held) for held in facts for each in wanted)


def _answer(side: Side, outcome: LearnerOutcome, known: Known, on: date) -> Answer | None:
    """Return what a side says of an outcome; None where it cannot be applied for by it."""
    rule, learner = side.rule, outcome.learner
    if (rule.once and known.used.get(learner.id)) or (rule.consume and outcome.id in known.touched):
        return None
    held = [outcome]
    if looks_beyond_one(rule):
        barred = known.touched if rule.consume else known.spent
        held += [each for each in known.held.get(learner.id, ()) if each.id not in barred and each.id != outcome.id]
    facts = Facts(
        _about(learner, known.memberships.get(learner.id, frozenset())),
        tuple(map(outcome_facts, held)),
        on=on,
        holdings_closed=True,
    )
    return side.program.answer(Prepared(facts).with_targets(known.targets[id(rule)]))


def targets_for(rule: Rule, catalogue: Catalogue) -> tuple[Entry, ...]:
    """Return the entries of the catalogue that a rule's targets mean."""
    return tuple(dict.fromkeys(entry for each in references_of((rule,)) for entry in catalogue.find(each)))


def catalogue_of(session: Session, rules: Sequence[Rule]) -> Catalogue:
    """Return the entries of the catalogue that some rules aim at."""
    return Catalogue(dict.fromkeys(map(entry_of, find_entries(session, references_of(rules)))))


def _about(learner: Learner, memberships: frozenset[str]) -> LearnerFacts:
    return LearnerFacts(
        learner_id=learner.account_number,
        memberships=memberships,
        major=learner.major,
        level=learner.education_level,
        birth_date=learner.birth_date,
        enrolled_on=learner.enrolled_on,
    )


def _known(session: Session, outcomes: Sequence[LearnerOutcome], sides: Sequence[Side]) -> Known:
    learners = sorted({each.learner_id for each in outcomes})
    wide = any(looks_beyond_one(side.rule) for side in sides)
    held = _held(session, learners) if wide else {}
    rules = [side.rule for side in sides]
    entries = catalogue_of(session, rules)
    ids = {each.id for each in outcomes} | {each.id for several in held.values() for each in several}
    return Known(
        _memberships(session, learners),
        held,
        _used(session, learners, {side.rule.code for side in sides}),
        frozenset(consumed_outcomes(session, ids)),
        frozenset(used_outcomes(session, ids)) if any(side.rule.consume for side in sides) else frozenset(),
        {id(rule): targets_for(rule, entries) for rule in rules},
    )


def _memberships(session: Session, learners: Sequence[int]) -> dict[int, frozenset[str]]:
    query = (
        select(Membership.learner_id, Institution.title)
        .join(Membership.institution)
        .where(Membership.learner_id.in_(learners))
    )
    found: dict[int, set[str]] = defaultdict(set)
    for row in session.execute(query):
        found[row.learner_id].add(row.title)
    return {learner_id: frozenset(titles) for learner_id, titles in found.items()}


def _held(session: Session, learners: Sequence[int]) -> dict[int, list[LearnerOutcome]]:
    query = (
        select(LearnerOutcome)
        .options(joinedload(LearnerOutcome.kind))
        .where(LearnerOutcome.learner_id.in_(learners), LearnerOutcome.state.in_(RECOGNISED))
        .order_by(LearnerOutcome.id)
    )
    found: dict[int, list[LearnerOutcome]] = defaultdict(list)
    for each in session.scalars(query):
        found[each.learner_id].append(each)
    return found


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
    found: dict[int, set[int]] = defaultdict(set)
    for row in session.execute(query):
        found[row.learner_id].add(row.outcome_id)
    return {learner_id: frozenset(ids) for learner_id, ids in found.items()}
