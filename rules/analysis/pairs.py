"""What is found between two rules: the same said twice, and one outcome claimed by both."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from grammar import nodes as n
from grammar.declarations import Rule
from rules.analysis.classes import class_findings
from rules.analysis.found import Found
from rules.analysis.meeting import meeting_pairs
from rules.analysis.settling import Clash, settled
from rules.analysis.shapes import Shape, judgements_of
from rules.analysis.witnesses import Finder
from rules.words import fold


def pair_findings(shapes: Sequence[Shape], finder: Finder) -> Iterator[Found]:
    """Yield what is found between rules.

    What blocks publishing is told for each rule, with all earlier ones that it clashes with; the last three classes
    for each group of rules of which every one meets another.
    """
    by_source: defaultdict[object, list[Shape]] = defaultdict(list)
    by_targets: defaultdict[object, list[Shape]] = defaultdict(list)
    for shape in shapes:
        by_source[shape.source].append(shape)
        if shape.grants:
            by_targets[shape.targets].append(shape)
    for group in by_source.values():
        if len(group) > 1:
            yield from within_source(group, finder)
    for group in by_targets.values():
        if len(group) > 1:
            yield from settled(across_sources(group), finder)


def within_source(group: Sequence[Shape], finder: Finder) -> Iterator[Found]:
    """Yield what is found between rules that start from the same sources."""
    by_targets: defaultdict[object, list[Shape]] = defaultdict(list)
    for shape in group:
        by_targets[shape.targets].append(shape)
    for same in by_targets.values():
        if len(same) > 1:
            yield from settled(_of_same_targets(same), finder)
    if len(by_targets) > 1:
        yield from class_findings([shape for shape in group if shape.grants], finder)


def _of_same_targets(group: Sequence[Shape]) -> Iterator[Clash]:
    for first, second in meeting_pairs(group):
        earlier, later = group[first], group[second]
        code = _code(earlier, later)
        if code is not None:
            yield Clash(later, code, _severity(code, earlier, later), earlier)


def _code(earlier: Shape, later: Shape) -> str | None:
    """Return what it is called that rules with the same sources and targets meet; None when nothing is wrong."""
    if earlier.grants != later.grants:
        refusal = (later if earlier.grants else earlier).rule.refusal
        return "refusal_beside_grant" if refusal is not None and refusal.name == "none" else None
    if same_meaning(earlier, later):
        return "rule_duplicated"
    return "rules_overlap" if earlier.grants else None


def _severity(code: str, earlier: Shape, later: Shape) -> str:
    """Return "error" only for equal priorities, the same sources and the same targets without a pool.

    Where each rule waits for a judgement that the other does not ask for, the person who judges keeps them apart.
    """
    clash = code != "refusal_beside_grant" and earlier.grants
    exact = earlier.priority == later.priority and not earlier.pool and not _from_pool(earlier)
    one, other = set(judgements_of(earlier.rule)), set(judgements_of(later.rule))
    judged_apart = bool(one - other) and bool(other - one)
    return "error" if clash and exact and not judged_apart else "warning"


def _from_pool(shape: Shape) -> bool:
    return any(reference.title is None and reference.code is None for way in shape.ways for reference in way.references)


def same_meaning(one: Shape, other: Shape) -> bool:
    """Tell whether two rules with the same sources and targets say the same of every learner."""
    if _plain(one.rule) != _plain(other.rule):
        return False
    if one.rule.source == other.rule.source and one.rule.condition == other.rule.condition:
        return one.rule.effective == other.rule.effective
    if one.loose or other.loose or not one.decided or not other.decided:
        return False
    return _filled(one) == _filled(other)


def _plain(rule: Rule) -> Rule:
    """Return a rule without its names and remarks, and without what its boxes say."""
    return replace(
        rule,
        code="",
        title=None,
        version=None,
        basis=(),
        note=None,
        examples=(),
        source=None,
        condition=None,
        effective=None,
        targets=tuple(map(_bare_target, rule.targets)),
        priority=rule.priority or 0,
    )


def _bare_target(target: n.Target) -> n.Target:
    if isinstance(target, n.TargetReference):
        return replace(target, reference=n.Reference(target.reference.kind))
    return target


def _filled(shape: Shape) -> dict[object, set[frozenset[object]]]:
    return {way.keys: {frozenset(box.items()) for box in way.boxes} for way in shape.ways}


def across_sources(group: Sequence[Shape]) -> Iterator[Clash]:
    """Yield the clashes of rules with the same targets whose different sources may name the same outcome."""
    by_word: defaultdict[object, list[Shape]] = defaultdict(list)
    for shape in group:
        for word in dict.fromkeys(_words(shape)):
            by_word[word].append(shape)
    for later in group:
        found = {
            shape.place: shape
            for word in dict.fromkeys(_sought(later))
            for shape in by_word.get(word, ())
            if shape.place < later.place and shape.source != later.source
        }
        yield from (Clash(later, "rules_overlap", "warning", found[place]) for place in sorted(found))


def _words(shape: Shape) -> Iterator[object]:
    """Yield what the sources of a rule are looked up by: kind with title or code, and kind alone."""
    for way in shape.ways:
        for reference, key in zip(way.references, way.keys, strict=True):
            yield key[0], key[1]
            yield key[0]
            if reference.title is not None and reference.code is not None:
                yield key[0], "title " + fold(reference.title)


def _sought(shape: Shape) -> Iterator[object]:
    """Yield where rules are found that may name an outcome of a rule: a pool meets all of its kind."""
    for way in shape.ways:
        if any(reference.title is None and reference.code is None for reference in way.references):
            yield from (key[0] for key in way.keys)
        yield from ((key[0], "") for key in way.keys)
    yield from _words_with_names(shape)


def _words_with_names(shape: Shape) -> Iterator[object]:
    return (word for word in _words(shape) if isinstance(word, tuple))
