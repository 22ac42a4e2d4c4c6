"""Every rule in force whose source an outcome matches: answered at once, ranked, and explained where it is shown."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from backoffice.accounts.models import Learner
from backoffice.catalogue.models import CatalogueOutcome
from backoffice.conversion.facts import RECOGNISED, learner_facts, outcome_facts, recognised_outcomes
from backoffice.conversion.options import Option, is_used, targets_of, used_rules
from backoffice.conversion.reach import looks_beyond_one
from backoffice.conversion.supposing import Supposed
from backoffice.conversion.targets import entry_of, find_entries, references_of
from backoffice.ledger.operations import consumed_outcomes, used_outcomes
from backoffice.outcomes.models import LearnerOutcome
from backoffice.rulebook.live import LiveRule, live_book
from rules.answers import Answer
from rules.catalogue import Catalogue, Entry
from rules.compiled.prepared import Prepared
from rules.facts import Facts, Outcome
from rules.truth import Truth

ORDER = {Truth.YES: 0, Truth.PENDING: 1, Truth.NO: 2}


@dataclass(frozen=True, slots=True)
class Situation:
    """A learner before the rules with one outcome: alone, and beside what else may be used, touched before or not.

    `closed` names why no rule can be applied for at all, "" where one can.
    """

    outcome: LearnerOutcome
    source: Outcome
    alone: Prepared
    wide: Mapping[bool, Prepared]
    used: frozenset[tuple[str, int]]
    touched: bool
    closed: str


@dataclass(frozen=True, slots=True)
class Ranked:
    """What one rule says, in brief; `closed` names why it cannot be chosen although it may fit."""

    live: LiveRule
    answer: Answer
    prepared: Prepared
    named: Mapping[Entry, CatalogueOutcome]
    closed: str

    def explained(self) -> Option:
        """Return the same answer with its reasons and targets."""
        verdict = self.live.program.verdict(self.prepared)
        return Option(self.live, verdict, self.prepared.facts, targets_of(verdict, self.named), bool(self.closed))


def situation_of(
    session: Session, *, learner: Learner, outcome: LearnerOutcome, on: date, supposed: Supposed | None = None
) -> Situation:
    """Read what the rules are told of an outcome on a day; what is supposed takes the place of what is known."""
    supposed = supposed or Supposed()
    held = [each for each in recognised_outcomes(session, learner.id) if each.id != outcome.id]
    ids = [outcome.id, *(each.id for each in held)]
    spent, touched = consumed_outcomes(session, ids), used_outcomes(session, ids)
    about = learner_facts(session, learner)
    source = supposed.applied(outcome_facts(outcome))

    def prepared(others: list[LearnerOutcome]) -> Prepared:
        outcomes = (source, *map(outcome_facts, others), *supposed.further())
        return Prepared(Facts(about, outcomes, on=on, holdings_closed=True))

    return Situation(
        outcome,
        source,
        Prepared(Facts(about, (source,), on=on, holdings_closed=True)),
        {
            False: prepared([each for each in held if each.id not in spent]),
            True: prepared([each for each in held if each.id not in touched]),
        },
        frozenset(used_rules(session, learner.id)),
        outcome.id in touched,
        _closed(outcome, spent),
    )


def _closed(outcome: LearnerOutcome, spent: set[int]) -> str:
    if outcome.state not in RECOGNISED:
        return "outcome_not_recognised"
    return "outcome_consumed" if outcome.id in spent else ""


def ranked(session: Session, situation: Situation, *, on: date) -> list[Ranked]:
    """Return every applicable rule: those that fit, then the fewer things are missing the sooner, then the others."""
    rules = live_book(session, on).applicable(situation.source)
    known: dict[Entry, CatalogueOutcome] = {}
    for each in find_entries(session, references_of(live.rule for live in rules)):
        known.setdefault(entry_of(each), each)
    catalogue = Catalogue(known)
    found = []
    for live in rules:
        references = references_of((live.rule,))
        named = {entry: known[entry] for reference in references for entry in catalogue.find(reference)}
        found.append(_ranked(live, situation, named))
    return sorted(found, key=_place)


def _ranked(live: LiveRule, situation: Situation, named: Mapping[Entry, CatalogueOutcome]) -> Ranked:
    told = situation.wide[live.rule.consume] if looks_beyond_one(live.rule) else situation.alone
    prepared = told.with_targets(tuple(named))
    closed = situation.closed
    if not closed and is_used(live, situation.outcome, situation.used):
        closed = "rule_already_used"
    elif not closed and live.rule.consume and situation.touched:
        closed = "outcome_used"
    return Ranked(live, live.program.answer(prepared), prepared, named, closed)


def _place(each: Ranked) -> tuple[int, bool, int, int]:
    missing = len(each.answer.missing) if each.answer.truth is Truth.PENDING else 0
    return ORDER[each.answer.truth], bool(each.closed), missing, -(each.live.rule.priority or 0)
