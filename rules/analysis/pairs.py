"""What is found between two rules: the same said twice, and one outcome claimed by both.

The classes of ambiguous rules are those in which the City University of New York sorts the transfer rules that it
cleans up (Vickery, “Investigate Transfer Rule Patterns”): two rules of equal priority that name the same sending
courses with overlapping grades, for one receiving college.

- duplicated: sending and receiving courses are the same; one of the rules can go. Here `rule_duplicated`.
- equivalent: both give blanket credit and differ only in which; the less fitting one can go. Here
  `rules_equivalent`, between rules that grant electives (选修) alone.
- blanket versus real: one gives blanket credit, the other a real course; the blanket one should go. Here
  `blanket_versus_real`.
- multiple real: they lead to different real courses; the receiving department must say which. Here `multiple_real`.

Here rules exclude nothing: every one that applies is offered, so that the last three are warnings.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from grammar import nodes as n
from grammar.declarations import Rule
from rules.analysis.comparing import Together, compare
from rules.analysis.found import Found
from rules.analysis.meeting import meetings
from rules.analysis.shapes import Shape
from rules.analysis.witnesses import Finder

CLASSED = {"rules_equivalent", "blanket_versus_real", "multiple_real"}


def pair_findings(shapes: Sequence[Shape], finder: Finder) -> Iterator[Found]:
    """Yield what is found between rules: one finding for each rule and kind of clash, with the first rule it meets."""
    by_source: defaultdict[object, list[Shape]] = defaultdict(list)
    by_targets: defaultdict[object, list[Shape]] = defaultdict(list)
    for shape in shapes:
        by_source[shape.source].append(shape)
        if shape.grants:
            by_targets[shape.targets].append(shape)
    for group in by_source.values():
        if len(group) > 1:
            yield from _clashes(_within(group, finder), finder)
    for group in by_targets.values():
        if len(group) > 1:
            yield from _clashes(_across(group), finder)


Clash = tuple[Shape, str, str, Shape]  # the later rule, the code, the severity, the earlier rule


def _within(group: Sequence[Shape], finder: Finder) -> Iterator[Clash]:
    """Yield the clashes of rules that start from the same sources."""
    for later, earlier in meetings(group, finder):
        code = _code(earlier, later)
        if code is not None:
            yield later, code, _severity(code, earlier, later), earlier


def _code(earlier: Shape, later: Shape) -> str | None:
    """Return what it is called that two rules with the same sources claim the same outcome; None when it is none."""
    same_targets = earlier.targets == later.targets
    if earlier.grants != later.grants:
        refusal = (later if earlier.grants else earlier).rule.refusal
        plain = refusal is not None and refusal.name == "none"
        return "refusal_beside_grant" if plain and same_targets else None
    if same_targets and same_meaning(earlier, later):
        return "rule_duplicated"
    if not earlier.grants:
        return None
    if same_targets:
        return "rules_overlap"
    if earlier.priority != later.priority or not _one_college(earlier.receiving, later.receiving):
        return None
    if earlier.blanket or later.blanket:
        return "rules_equivalent" if earlier.blanket and later.blanket else "blanket_versus_real"
    return "multiple_real"


def _one_college(one: frozenset[str], other: frozenset[str]) -> bool:
    return one == other or not one or not other


def _severity(code: str, earlier: Shape, later: Shape) -> str:
    """Return "error" only for equal priorities, the same sources and the same targets without a pool."""
    clash = code in {"rule_duplicated", "rules_overlap"} and earlier.grants
    exact = earlier.priority == later.priority and not earlier.pool and bool(earlier.targets)
    return "error" if clash and exact and not _from_pool(earlier) else "warning"


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


def _across(group: Sequence[Shape]) -> Iterator[Clash]:
    """Yield the clashes of rules with the same targets whose different sources may name the same outcome."""
    by_word: defaultdict[object, list[Shape]] = defaultdict(list)
    for shape in group:
        for word in _words(shape):
            by_word[word].append(shape)
    seen = set[tuple[int, int]]()
    for later in group:
        for word in _words(later):
            for earlier in by_word[word]:
                pair = (earlier.place, later.place)
                if earlier.place < later.place and earlier.source != later.source and pair not in seen:
                    seen.add(pair)
                    yield later, "rules_overlap", "warning", earlier


def _words(shape: Shape) -> Iterator[object]:
    """Yield what the sources of a rule are looked up by: their kind, with a title or code unless it is a pool."""
    for way in shape.ways:
        for reference, key in zip(way.references, way.keys, strict=True):
            yield from _lookups(reference, key)


def _lookups(reference: n.Reference, key: Sequence[object]) -> Iterable[object]:
    if reference.title is None and reference.code is None:
        return [(key[0], "pool")]
    titled = [("title", reference.title)] if reference.title is not None else []
    return [(key[0], key[1]), *((key[0], f"{name} {title}") for name, title in titled)]


def _clashes(clashes: Iterable[Clash], finder: Finder) -> Iterator[Found]:
    """Yield a finding for each rule and code; the first rule that some facts satisfy together with it is its witness."""
    gathered: defaultdict[tuple[int, str, str], list[tuple[Shape, Shape]]] = defaultdict(list)
    for later, code, severity, earlier in clashes:
        gathered[later.place, code, severity].append((later, earlier))
    for (_, code, severity), pairs in gathered.items():
        yield from _settled(code, severity, pairs, finder)


def _settled(code: str, severity: str, pairs: Sequence[tuple[Shape, Shape]], finder: Finder) -> Iterator[Found]:
    witness, others, undecided = None, list[Rule](), list[Rule]()
    later = pairs[0][0]
    for _, earlier in pairs:
        if witness is not None and exact(earlier) and exact(later) and earlier.source == later.source:
            others.append(earlier.rule)
            continue
        compared = compare(earlier, later, finder)
        if compared.together is Together.SOME:
            witness = witness or compared.witness
            others.append(earlier.rule)
        elif compared.together is Together.UNDECIDED:
            undecided.append(earlier.rule)
    rule = later.rule
    if others:
        yield Found(code, rule.span, {}, severity, rule=rule, others=tuple(others), witness=witness)
    if undecided:
        yield Found("pair_not_decided", rule.span, {}, "info", rule=rule, others=tuple(undecided))


def exact(shape: Shape) -> bool:
    """Tell whether boxes alone say which facts satisfy a rule."""
    return shape.decided and not shape.loose and shape.months is None
