"""Rules that never take effect because a denial covers all that they grant."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import permutations

from grammar import clauses as c
from grammar import nodes as n
from grammar.declarations import Rule
from rules.analysis.boxes import LEARNER, Box, Boxing, TooManyBoxesError, any_of, merged, named_as
from rules.analysis.extents import Numbers
from rules.analysis.found import Found
from rules.analysis.shapes import Shape, Way, effective_days, same_code
from rules.analysis.tests_as_extents import day_sides
from rules.analysis.witnesses import Finder
from rules.catalogue import names
from rules.denying import same_target
from rules.sources import Slot, each_slot, slots_of
from rules.words import kind_of

Placed = tuple[tuple[Slot, int], ...]

MOST_PLACES = 3


def shadow_findings(shapes: Sequence[Shape], finder: Finder) -> Iterator[Found]:
    """Yield the rules that a denial overrides on whatever facts they could hold."""
    denying = [each for each in shapes if each.rule.refusal is not None and each.rule.refusal.name == "deny"]
    if not denying:
        return
    by_kind: defaultdict[str, list[Shape]] = defaultdict(list)
    for shape in shapes:
        if shape.grants and shape.decided and any(way.boxes for way in shape.ways):
            for kind in {kind_of(reference.kind) for way in shape.ways for reference in way.references}:
                by_kind[kind].append(shape)
    shadowing: dict[int, tuple[Shape, list[Rule]]] = {}
    for denial in denying:
        for shape in _concerned(denial, by_kind):
            if not same_code(denial.rule, shape.rule) and _shadows(denial, shape, finder):
                shadowing.setdefault(shape.place, (shape, []))[1].append(denial.rule)
    for place in sorted(shadowing):
        shape, others = shadowing[place]
        yield Found("rule_shadowed", shape.rule.span, {}, "warning", rule=shape.rule, others=tuple(others))


def _concerned(denial: Shape, by_kind: defaultdict[str, list[Shape]]) -> Iterator[Shape]:
    kinds = {kind_of(reference.kind) for way in denial.ways for reference in way.references}
    found = {shape.place: shape for kind in kinds for shape in by_kind.get(kind, ())}
    yield from found.values()


def _shadows(denial: Shape, shape: Shape, finder: Finder) -> bool:
    """Tell whether a denial surely applies wherever a rule holds; false also where that is not decided."""
    rule = denial.rule
    certain = denial.decided and not (rule.judgements or rule.validity or isinstance(rule.ratio, c.RatioByScore))
    if not certain or not _covers_targets(rule, shape.rule, finder):
        return False
    try:
        return all(_covers_way(denial, way, finder) for way in shape.ways)
    except TooManyBoxesError:
        return False


def _covers_targets(denying: Rule, granting: Rule, finder: Finder) -> bool:
    if not denying.targets:
        return True
    together = [target for target in granting.targets if not isinstance(target, n.Choice)]
    return any(same_target(one, target, finder.book) for one in denying.targets for target in together)


def _covers_way(denial: Shape, way: Way, finder: Finder) -> bool:
    """Tell whether the sources of a denial are among those of a way, and its opposite meets none of the way's boxes."""
    rule = denial.rule
    if rule.source is None:
        return False
    slots = tuple(each_slot(slots_of(rule.source, finder.book)))
    if len(denial.ways) != 1 or not len(slots) <= min(len(way.keys), MOST_PLACES):
        return False
    for places in permutations(range(len(way.keys)), len(slots)):
        placed = tuple(zip(slots, places, strict=True))
        fits = all(_names(slot.reference, way.references[place], finder) for slot, place in placed)
        if fits and not _meets(_opposite(rule, placed, way, finder), way.boxes):
            return True
    return False


def _names(wanted: n.Reference, held: n.Reference, finder: Finder) -> bool:
    entry = named_as(held)
    return any(names(one, entry) for one in finder.book.same_as(wanted))


def _opposite(rule: Rule, placed: Placed, way: Way, finder: Finder) -> tuple[Box, ...]:
    """Return the boxes of what keeps a denial from applying."""
    places = [place for _, place in placed]
    references = [way.references[place] for place in places]
    boxing = Boxing(finder.book, references, dict(finder.spelled), dict(finder.held))
    parts = [boxing.boxes(where, (place,), holds=False) for slot, place in placed for where in slot.wheres]
    if rule.condition is not None:
        parts.append(boxing.boxes(rule.condition, places, holds=False))
    if rule.effective is not None:
        parts.append(_outside(rule.effective))
    return any_of(parts)


def _outside(effective: c.Effective) -> tuple[Box, ...]:
    """Return the days on which a rule is not in force."""
    if not effective_days(effective).pieces:
        return ({},)
    pieces = []
    for end, operator in ((effective.start, "<"), (effective.end, ">")):
        if end is not None and end.value is not None:
            days = day_sides(operator, end.value)[0]
            pieces += list(days.pieces) if isinstance(days, Numbers) else []
    return ({(LEARNER, "on"): Numbers(tuple(pieces))},) if pieces else ()


def _meets(ones: Sequence[Box], others: Sequence[Box]) -> bool:
    return any(merged(one, other) is not None for one in ones for other in others)
