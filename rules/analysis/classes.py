"""Rules that convert one outcome to different things at one institution, in the classes known from cleaning rules up.

The classes of ambiguous rules are those in which the City University of New York sorts the transfer rules that it
cleans up (Vickery, “Investigate Transfer Rule Patterns”): rules of equal priority that name the same sending courses
with overlapping grades, for one receiving college.

- Duplicated: sending and receiving courses are the same, too; one of the rules can go. Here `rule_duplicated`.
- Equivalent: both give blanket credit and differ only in which; the less fitting one can go. Here
  `rules_equivalent`, between rules that grant electives (选修) alone.
- Blanket versus real: one gives blanket credit, the other a real course; the blanket one should go. Here
  `blanket_versus_real`.
- Multiple real: they lead to different real courses; the receiving department must say which. Here `multiple_real`.

There the system picks one of the rules and does not say so. Here every rule that applies is offered to the learner, so
that the last three are warnings.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from rules.analysis.found import Found
from rules.analysis.meeting import boxes_meet, meeting_pairs
from rules.analysis.settling import finding_with_witness, surely_meet
from rules.analysis.shapes import Shape
from rules.analysis.witnesses import Finder


def class_findings(group: Sequence[Shape], finder: Finder) -> Iterator[Found]:
    """Yield the classes among granting rules that start from the same sources."""
    blanket: defaultdict[int, list[Shape]] = defaultdict(list)
    real: defaultdict[tuple[int, frozenset[str]], list[Shape]] = defaultdict(list)
    for shape in group:
        if shape.blanket:
            blanket[shape.priority].append(shape)
        else:
            real[shape.priority, shape.receiving].append(shape)
    for shapes in real.values():
        yield from _clusters("multiple_real", shapes, finder)
    for priority, shapes in blanket.items():
        yield from _clusters("rules_equivalent", shapes, finder)
        others = [shape for shape in group if not shape.blanket and shape.priority == priority]
        for shape in shapes:
            met = [other for other in others if boxes_meet(shape, other)]
            yield from finding_with_witness("blanket_versus_real", shape, met, finder)


def _clusters(code: str, shapes: Sequence[Shape], finder: Finder) -> Iterator[Found]:
    """Yield a finding for each group of rules of which every one meets another that has other targets."""
    if len(shapes) < 2:  # noqa: PLR2004 - nothing to meet
        return
    joined: dict[int, list[int]] = {}
    cluster_of = list(range(len(shapes)))
    unsure = defaultdict[int, list[Shape]](list)
    for earlier, later in meeting_pairs(shapes):
        if cluster_of[earlier] == cluster_of[later]:
            continue
        one, other = shapes[earlier], shapes[later]
        if one.targets == other.targets:
            continue
        if not surely_meet(one, other):
            unsure[later].append(one)
            continue
        kept, gone = sorted((cluster_of[earlier], cluster_of[later]))
        members = joined.pop(gone, [gone])
        joined.setdefault(kept, [kept]).extend(members)
        for member in members:
            cluster_of[member] = kept
    for members in joined.values():
        yield from _cluster(code, [shapes[place] for place in sorted(members)], finder)
    for later, others in unsure.items():
        yield from finding_with_witness(code, shapes[later], others, finder)


def _cluster(code: str, shapes: Sequence[Shape], finder: Finder) -> Iterator[Found]:
    """Yield the finding of a cluster: its first rule, with the rule that it meets first and all others behind it."""
    first = shapes[0]
    partner = next(each for each in shapes[1:] if each.targets != first.targets and boxes_meet(first, each))
    for found in finding_with_witness(code, first, [partner], finder):
        rest = tuple(each.rule for each in shapes[1:] if each is not partner)
        yield Found(
            found.code,
            found.span,
            found.values,
            found.severity,
            rule=first.rule,
            others=found.others + (rest if found.code == code else ()),
            witness=found.witness,
        )
