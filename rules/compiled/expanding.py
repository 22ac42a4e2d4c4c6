"""The traces of conditions, told from truths that are already known; nothing is compared again."""

from collections.abc import Iterator, Sequence
from typing import Any, assert_never

from grammar import nodes as n
from rules.compiled.general import TRUTHS, told
from rules.compiled.naming import Form
from rules.compiled.pairs import pairs_of
from rules.compiled.prepared import Prepared, PreparedOutcome
from rules.conditions import held_kind_trace, held_outcome_trace, holding_trace, membership_trace
from rules.trace import Trace, either, every

Outcomes = Sequence[PreparedOutcome]
Codes = tuple[Any, ...]  # of leaves, in the order of the tree: a truth as a number, or `Held` for a holding
Held = tuple[int, tuple[Codes, ...]]  # a truth, and the codes of the `where` of each outcome that is named
FormsOf = dict[n.Holds, tuple[Form, ...]]


class Teller:
    """Tells the traces of one rule's conditions from the codes of their leaves."""

    def __init__(self, prepared: Prepared, forms: FormsOf) -> None:
        self.prepared = prepared
        self.forms = forms

    def condition(self, node: n.Condition, codes: Iterator[Any], outcomes: Outcomes, sources: Outcomes = ()) -> Trace:
        """Return the trace of a condition, taking the codes of its leaves."""
        match node:
            case n.And(members=members, span=span):
                return every("and", [self.condition(each, codes, outcomes, sources) for each in members], span)
            case n.Or(members=members, span=span):
                return either("or", [self.condition(each, codes, outcomes, sources) for each in members], span)
            case n.Not(member=member, span=span):
                found = self.condition(member, codes, outcomes, sources)
                return Trace("not", TRUTHS[2 - TRUTHS.index(found.truth)], span, members=(found,))
            case n.MemberOf():
                return membership_trace(node, self.prepared.facts.learner.memberships, TRUTHS[next(codes)])
            case n.Holds():
                return self.holding(node, next(codes))
            case n.Comparison() | n.Inclusion() | n.Between():
                pairs = pairs_of(node, outcomes, sources)
                found_all = [told(node, self.prepared, one, other, code=next(codes)) for one, other in pairs]
                return found_all[0] if len(found_all) == 1 else every("every", found_all, node.span)
            case _ as unknown:
                assert_never(unknown)

    def holding(self, node: n.Holds, held: Held) -> Trace:
        """Return the trace of a holding."""
        members = [
            held_outcome_trace(node, outcome.outcome, self._where(node, codes, outcome))
            for outcome, codes in zip(named_among(self.forms[node], self.prepared), held[1], strict=True)
        ]
        return holding_trace(node, [*members, held_kind_trace(node.reference, self.prepared.facts)])

    def _where(self, node: n.Holds, codes: Codes, outcome: PreparedOutcome) -> Trace | None:
        return self.condition(node.where, iter(codes), (outcome,)) if node.where else None


def named_among(forms: tuple[Form, ...], prepared: Prepared) -> list[PreparedOutcome]:
    """Return the learner's outcomes that a reference names under any of its forms."""
    return [each for each in prepared.outcomes if any(form.names(each.identity) for form in forms)]
