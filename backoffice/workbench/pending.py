"""Pending cases of a rule: they keep the version of their submission; what a new text would say instead is told."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session

from backoffice.conversion.models import ConversionApplication, ConversionSource
from backoffice.conversion.workflow import ConversionState
from backoffice.rulebook.live import live_rule
from backoffice.rulebook.models import ConversionRule, RuleVersion
from backoffice.workbench.affected import Change, Said, catalogue_of, targets_for
from backoffice.workbench.asking import Side
from backoffice.workbench.models import RuleDraft
from rules.analysis.impact import Effect, effect_of
from rules.compiled.prepared import Prepared
from rules.facts import from_record

PENDING = (ConversionState.APPLIED, ConversionState.FIRST_PASSED, ConversionState.RETURNED)


def pending_changes(session: Session, after: Side, *, on: date) -> Iterator[Change]:
    """Yield the pending cases of the rule, under whatever version, whose verdict the new text would change."""
    query = _pending(ConversionRule.code == after.rule.code)
    catalogue = catalogue_of(session, [after.rule])
    for application, outcome_id in session.execute(query):
        live = live_rule(session, application.rule_version_id)
        if live is None:
            continue
        facts = from_record(application.facts)
        was = live.program.answer(Prepared(facts))
        told = replace(facts, on=max(on, facts.on), targets=targets_for(after.rule, catalogue))
        is_ = after.program.answer(Prepared(told))
        effect = effect_of(was, is_)
        if effect is not None:
            yield Change(
                application.learner_id, outcome_id, effect, Said.of(was), Said.of(is_), application_id=application.id
            )


def kept_cases(session: Session, retirement: RuleDraft) -> Iterator[Change]:
    """Yield every pending case of the version that is to be retired: it goes on as if nothing were."""
    live = live_rule(session, retirement.base_id or 0)
    for application, outcome_id in session.execute(_pending(RuleVersion.id == retirement.base_id)):
        answer = live.program.answer(Prepared(from_record(application.facts))) if live else None
        effect, said = effect_of(answer, None) or Effect.ENDS, Said.of(answer)
        yield Change(application.learner_id, outcome_id, effect, said, said, application_id=application.id)


def _pending(of: ColumnElement[bool]) -> Select:
    """Return the pending cases of some versions, each with the first of its outcomes."""
    first = (
        select(ConversionSource.application_id, func.min(ConversionSource.outcome_id).label("outcome_id"))
        .group_by(ConversionSource.application_id)
        .subquery()
    )
    return (
        select(ConversionApplication, first.c.outcome_id)
        .join(RuleVersion, RuleVersion.id == ConversionApplication.rule_version_id)
        .join(ConversionRule, ConversionRule.id == RuleVersion.rule_id)
        .join(first, first.c.application_id == ConversionApplication.id)
        .where(of, ConversionApplication.state.in_(PENDING))
        .order_by(ConversionApplication.id)
    )
