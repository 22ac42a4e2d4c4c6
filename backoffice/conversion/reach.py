"""How far a rule looks: at the chosen outcome alone, or at everything that the learner holds."""

from typing import assert_never

from grammar import nodes as n
from grammar.declarations import Rule


def looks_beyond_one(rule: Rule) -> bool:
    """Tell whether a rule needs several outcomes or asks what else the learner holds."""
    return (rule.source is not None and _outcomes_needed(rule.source) > 1) or any(
        _asks_holdings(condition) for condition in (rule.condition, _where_of(rule.source)) if condition is not None
    )


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


def _where_of(source: n.Source | None) -> n.Condition | None:
    match source:
        case n.SourceReference(where=where) | n.SourcePool(where=where) | n.SourceCount(where=where):
            return where
        case n.SourceAll(members=members) | n.SourceEither(members=members):
            found = tuple(where for where in map(_where_of, members) if where is not None)
            return n.And(found) if found else None
        case _:
            return None


def _asks_holdings(condition: n.Condition) -> bool:
    match condition:
        case n.Holds():
            return True
        case n.And(members=members) | n.Or(members=members):
            return any(map(_asks_holdings, members))
        case n.Not(member=member):
            return _asks_holdings(member)
        case _:
            return False
