"""How far a rule looks: at the chosen outcome alone or at all that the learner holds, and at which personal facts."""

from dataclasses import replace
from typing import Any, assert_never

from grammar import nodes as n
from grammar.declarations import Rule
from rules.facts import Facts, Learner
from rules.walk import found_in


def looks_beyond_one(rule: Rule) -> bool:
    """Tell whether a rule needs several outcomes or asks what else the learner holds."""
    beyond = any(found_in((rule.source, rule.condition), n.Holds))
    return beyond or (rule.source is not None and _outcomes_needed(rule.source) > 1)


def only_asked(rule: Rule, facts: Facts) -> Facts:
    """Return the facts without what the rule never asks of the learner: a proof carries no more than it needs."""
    spoken = (rule.source, rule.targets, rule.condition)
    asked = {each.name for each in found_in(spoken, n.LearnerAttribute)}
    learner = facts.learner
    known: dict[str, Any] = {
        name: getattr(learner, name) for name in ("major", "level", "enrolled_on") if name in asked
    }
    if "age" in asked:
        known["birth_date"] = learner.birth_date
    if any(found_in(spoken, n.MemberOf)):
        known["memberships"] = learner.memberships
    return replace(facts, learner=Learner(learner.learner_id, **known))


def _outcomes_needed(source: n.Source) -> int:
    match source:
        case n.SourceReference() | n.SourcePool():
            return 1
        case n.SourceAll(members=members):
            return sum(map(_outcomes_needed, members))
        case n.SourceEither(members=members):
            return max(map(_outcomes_needed, members))
        case n.SourceCount(count=count, members=members):
            return sum(sorted(map(_outcomes_needed, members), reverse=True)[:count]) if members else count
        case _ as unknown:
            assert_never(unknown)
