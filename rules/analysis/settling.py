"""Clashes that boxes do not rule out, settled by facts that both rules really accept."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from grammar.declarations import Rule
from rules.analysis.comparing import Together, compare
from rules.analysis.found import Found
from rules.analysis.shapes import Shape
from rules.analysis.witnesses import Finder


@dataclass(frozen=True, slots=True)
class Clash:
    """A rule that may claim what an earlier one claims, and what that would be called."""

    later: Shape
    code: str
    severity: str
    earlier: Shape


def settled(clashes: Iterable[Clash], finder: Finder) -> Iterator[Found]:
    """Yield a finding for each rule and kind of clash, with a witness for the first rule that it clashes with."""
    gathered: defaultdict[tuple[int, str, str], list[Clash]] = defaultdict(list)
    for clash in clashes:
        gathered[clash.later.place, clash.code, clash.severity].append(clash)
    for (_, code, severity), each in gathered.items():
        earlier = [clash.earlier for clash in each]
        yield from finding_with_witness(code, each[0].later, earlier, finder, severity=severity)


def finding_with_witness(
    code: str, shape: Shape, others: Sequence[Shape], finder: Finder, *, severity: str = "warning"
) -> Iterator[Found]:
    """Yield what holds of a rule and those others that it surely meets, and where that was not decided."""
    witness, met, undecided = None, list[Rule](), list[Rule]()
    for other in others:
        if witness is not None and surely_meet(shape, other):
            met.append(other.rule)
            continue
        compared = compare(other, shape, finder)
        if compared.together is Together.SOME:
            witness = witness or compared.witness
            met.append(other.rule)
        elif compared.together is Together.UNDECIDED:
            undecided.append(other.rule)
    if met:
        yield Found(code, shape.rule.span, {}, severity, rule=shape.rule, others=tuple(met), witness=witness)
    if undecided:
        yield Found("pair_not_decided", shape.rule.span, {}, "info", rule=shape.rule, others=tuple(undecided))


def surely_meet(one: Shape, other: Shape) -> bool:
    """Tell whether meeting boxes alone show that some facts satisfy two rules."""
    if one.source != other.source or not (one.exact and other.exact):
        return False
    return (one.months is None and other.months is None) or not (one.rule.effective or other.rule.effective)
