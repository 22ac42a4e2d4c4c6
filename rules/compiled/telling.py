"""Explanations told whole: the verdict and the trace that the tree walker gives, from truths already known."""

from collections.abc import Iterator
from typing import Any

from grammar import clauses as c
from rules.case import Verdict
from rules.clause_traces import (
    bands_trace,
    counted_traces,
    effective_trace,
    judgement_trace,
    source_trace,
    validity_trace,
)
from rules.compiled.expanding import Teller
from rules.compiled.prepared import Prepared
from rules.compiled.ways import Judging, Way
from rules.evaluator import held_trace, unmatched
from rules.judging import verdict_of
from rules.sources import each_slot
from rules.trace import Trace, every
from rules.truth import Truth, all_of


def told(program: Judging, prepared: Prepared, way: Way) -> Verdict:
    """Return the verdict of a way."""
    rule, sources = program.rule, tuple(outcome.outcome for _, outcome in way.filled)
    bands = [bands_trace(rule.ratio, sources)[0]] if isinstance(rule.ratio, c.RatioByScore) else []
    below = (trace for grant in way.grants.grants for trace in grant.traces)
    trace = every("rule", [*_traces(program, prepared, way), *bands, *below], rule.span)
    return verdict_of(rule, trace, way.grants.grants, tuple(each.outcome_id for each in sources))


def told_unfilled(program: Judging, prepared: Prepared) -> Verdict:
    """Return the verdict where no way fills the sources."""
    slots = each_slot(program.slots) if program.slots is not None else ()
    found = [held_trace(slot, tuple(each.outcome for each in program.compiled(slot).named(prepared))) for slot in slots]
    return unmatched(program.rule, found)


def _traces(program: Judging, prepared: Prepared, way: Way) -> Iterator[Trace]:
    rule, facts, teller = program.rule, prepared.facts, Teller(prepared, program.forms)
    codes: Iterator[Any] = iter(way.codes)
    outcomes = tuple(outcome for _, outcome in way.filled)
    for slot, outcome in way.filled:
        wheres = tuple(teller.condition(where, codes, (outcome,)) for where in slot.wheres)
        yield source_trace(slot.reference, outcome.outcome, wheres, all_of(where.truth for where in wheres))
    if rule.condition is not None:
        yield teller.condition(rule.condition, codes, outcomes)
    if rule.validity is not None:
        yield from (validity_trace(rule.validity, each.outcome, facts.on) for each in outcomes)
    if rule.effective is not None:
        yield effective_trace(rule.effective, facts.on)
    yield from (judgement_trace(judgement, facts) for judgement in rule.judgements)
    yield from counted_traces(rule, tuple(each.outcome for each in outcomes))
    if rule.waiver is not None:
        yield Trace("waive", Truth.YES, rule.waiver.span, (), (("reason", rule.waiver.reason or ""),))
