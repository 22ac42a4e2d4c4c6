"""What the rules in force say of a learner's outcome: fits, does not fit because, or what is missing."""

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from backoffice.accounts.models import Learner
from backoffice.catalogue.models import CatalogueOutcome
from backoffice.conversion.facts import facts_of, learner_facts, outcome_facts, recognised_outcomes
from backoffice.conversion.models import ConversionApplication, ConversionSource
from backoffice.conversion.reach import looks_beyond_one, only_asked
from backoffice.conversion.targets import entry_of, find_entries, references_of
from backoffice.conversion.workflow import ConversionState
from backoffice.ledger.operations import consumed_outcomes, used_outcomes
from backoffice.outcomes.models import LearnerOutcome
from backoffice.rulebook.live import LiveBook, LiveRule
from backoffice.rulebook.models import ConversionRule, RuleVersion
from grammar.nodes import Reference
from rules.catalogue import Catalogue, Entry, names
from rules.evaluator import Verdict, evaluate
from rules.explanation import Reason, reasons
from rules.facts import Facts
from rules.truth import Truth

ENDED = (
    ConversionState.WITHDRAWN,
    ConversionState.FIRST_REFUSED,
    ConversionState.FINAL_REFUSED,
    ConversionState.REVOKED,
)


@dataclass(frozen=True, slots=True)
class Option:
    """One rule for one outcome: what it says, why, and what it would grant."""

    live: LiveRule
    verdict: Verdict
    facts: Facts
    targets: tuple[CatalogueOutcome | None, ...]
    used: bool

    @property
    def open(self) -> bool:
        """Whether the learner can apply by this rule now."""
        return self.verdict.truth is Truth.YES and not self.used

    def reasons(self, lang: str = "zh") -> tuple[Reason, ...]:
        """Return why, in plain words."""
        return reasons(self.verdict, lang)


def weigh(
    session: Session, rules: Sequence[LiveRule], *, learner: Learner, outcome: LearnerOutcome, on: date
) -> list[Option]:
    """Apply some rules to an outcome; the learner's other outcomes count where a rule asks for them."""
    held = [each for each in recognised_outcomes(session, learner.id) if each.id != outcome.id]
    ids = [each.id for each in held]
    spent = consumed_outcomes(session, ids)
    touched = used_outcomes(session, ids) if any(live.rule.consume for live in rules) else spent
    everything = [outcome, *(each for each in held if each.id not in spent)]
    untouched = [outcome, *(each for each in held if each.id not in touched)]
    about = learner_facts(session, learner)
    alone = facts_of(about, [outcome], on=on)
    wide = {False: facts_of(about, everything, on=on), True: facts_of(about, untouched, on=on)}
    known: dict[Entry, CatalogueOutcome] = {}
    for each in find_entries(session, references_of(live.rule for live in rules)):
        known.setdefault(entry_of(each), each)
    catalogue = Catalogue(known)
    used = used_rules(session, learner.id)
    found = []
    for live in rules:
        facts = wide[live.rule.consume] if looks_beyond_one(live.rule) else alone
        named = {entry: known[entry] for each in references_of((live.rule,)) for entry in catalogue.find(each)}
        found.append(_option(live, facts, named, used=is_used(live, outcome, used)))
    return found


def _option(live: LiveRule, facts: Facts, named: Mapping[Entry, CatalogueOutcome], *, used: bool) -> Option:
    told = only_asked(live.rule, replace(facts, targets=tuple(named)))
    verdict = evaluate(live.rule, told, book=live.book)
    return Option(live, verdict, told, targets_of(verdict, named), used)


def targets_of(verdict: Verdict, named: Mapping[Entry, CatalogueOutcome]) -> tuple[CatalogueOutcome | None, ...]:
    """Return the catalogue's outcome behind each grant of a verdict; None for one that the catalogue lacks."""
    return tuple(_target_of(grant.reference, named) for grant in verdict.grants)


def _target_of(reference: Reference | None, named: Mapping[Entry, CatalogueOutcome]) -> CatalogueOutcome | None:
    if reference is None:
        return None
    return next((outcome for entry, outcome in named.items() if names(reference, entry)), None)


def used_rules(session: Session, learner_id: int) -> set[tuple[str, int]]:
    """Return rule code and outcome id of every conversion of a learner that is made or under way."""
    query = (
        select(ConversionRule.code, ConversionSource.outcome_id)
        .join(RuleVersion, RuleVersion.rule_id == ConversionRule.id)
        .join(ConversionApplication, ConversionApplication.rule_version_id == RuleVersion.id)
        .join(ConversionSource, ConversionSource.application_id == ConversionApplication.id)
        .where(ConversionApplication.learner_id == learner_id, ConversionApplication.state.not_in(ENDED))
    )
    return {(code, outcome_id) for code, outcome_id in session.execute(query)}


def is_used(live: LiveRule, outcome: LearnerOutcome, used: AbstractSet[tuple[str, int]]) -> bool:
    """Tell whether a rule has been used for an outcome; one that holds once per learner, for any outcome."""
    code = live.rule.code
    return (code, outcome.id) in used or (live.rule.once and any(each == code for each, _ in used))


def count_applicable(book: LiveBook, outcomes: Iterable[LearnerOutcome]) -> dict[int, int]:
    """Return 可转换规则数 of each outcome: the rules in force whose source it matches, whatever their verdict."""
    return {each.id: len(book.applicable(outcome_facts(each))) for each in outcomes}


def count_used(session: Session, outcome_ids: Sequence[int]) -> Mapping[int, int]:
    """Return 已用转换规则数 of each outcome: conversions made or under way."""
    query = (
        select(ConversionSource.outcome_id, func.count())
        .join(ConversionSource.application)
        .where(ConversionSource.outcome_id.in_(outcome_ids), ConversionApplication.state.not_in(ENDED))
        .group_by(ConversionSource.outcome_id)
    )
    return {row[0]: row[1] for row in session.execute(query)}
