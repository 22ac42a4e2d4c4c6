"""What can be found in one rule alone: whether and when it can hold, its bands, its targets."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from grammar import clauses as c
from grammar import nodes as n
from grammar.declarations import Rule
from rules.analysis.boxes import Box, Boxing, TooManyBoxesError, all_of
from rules.analysis.comparing import Together, satisfiable
from rules.analysis.extents import Numbers, meet, numbers
from rules.analysis.found import Found
from rules.analysis.shapes import Shape, Shaping, band_piece
from rules.analysis.tests_as_extents import number_sides
from rules.analysis.witnesses import Candidate, Finder
from rules.findings import Finding
from rules.reference_checks import References
from rules.rule_checks import rule_findings

OF_BANDS = {"bands_gap", "bands_overlap", "band_empty"}


def single_findings(shape: Shape, finder: Finder, references: References | None, *, on: date) -> Iterator[Found]:
    """Yield what is found in one rule."""
    rule = shape.rule
    if rule.effective is not None:
        yield from _days(rule, rule.effective, on)
    if shape.rule.source is not None:
        yield from _holding(shape, finder)
    if isinstance(rule.ratio, c.RatioByScore):
        yield from (_of_checker(each, rule) for each in rule_findings(rule) if each.code in OF_BANDS)
    yield from _own_targets(rule, finder)
    if references is not None:
        named = references.findings(replace(rule, source=None, condition=None))
        for each in named:
            yield Found("target_unknown", each.span, each.values, "warning", rule=rule)


def _of_checker(finding: Finding, rule: Rule) -> Found:
    return Found(finding.code, finding.span, finding.values, finding.severity, rule=rule)


def _days(rule: Rule, effective: c.Effective, on: date) -> Iterator[Found]:
    start, end = effective.start, effective.end
    if end is not None and end.value is not None and end.value < on:
        yield Found("rule_expired", effective.span, {"end": end.text}, "info", rule=rule)
    elif start is not None and start.value is not None and on < start.value:
        yield Found("rule_not_yet_effective", effective.span, {"start": start.text}, "info", rule=rule)


def _holding(shape: Shape, finder: Finder) -> Iterator[Found]:
    """Yield that a rule can never hold, or else the bands that nothing can reach."""
    rule = shape.rule
    if not shape.decided:
        yield Found("rule_not_decided", rule.span, {}, "info", rule=rule)
    elif not may_hold(shape, finder):
        code, span = _why(shape, finder)
        yield Found(code, span, {}, "warning", rule=rule)
    else:
        if shape.loose and satisfiable(shape, finder).together is not Together.SOME:
            yield Found("rule_not_decided", rule.span, {}, "info", rule=rule)
        if isinstance(rule.ratio, c.RatioByScore):
            yield from _bands(shape, rule.ratio)


def may_hold(shape: Shape, finder: Finder) -> bool:
    """Tell whether any box of a rule has facts in it."""
    if shape.months is None:
        return any(way.boxes for way in shape.ways)
    months = shape.months
    return any(
        finder.facts(Candidate(way.references, box, (months,) * len(way.keys), ())) is not None
        for way in shape.ways
        for box in way.boxes
    )


def _why(shape: Shape, finder: Finder) -> tuple[str, n.Span]:
    """Return what keeps a rule from ever holding, and where it stands: with that clause left out it could hold."""
    rule = shape.rule
    source = rule.source.span if rule.source is not None else rule.span
    if not shape.ways:
        return "source_never_filled", source
    conditions = replace(rule, ratio=None, effective=None, validity=None)
    if not may_hold(Shaping(finder.book).shape(conditions, shape.place), finder):
        return "condition_contradictory", source if rule.condition is None else rule.condition.span
    scores = replace(rule, effective=None, validity=None)
    if rule.ratio is not None and not may_hold(Shaping(finder.book).shape(scores, shape.place), finder):
        return "bands_all_unreachable", rule.ratio.span
    days = rule.effective or rule.validity
    return "days_never_meet", rule.span if days is None else days.span


def _bands(shape: Shape, ratio: c.RatioByScore) -> Iterator[Found]:
    boxes = [(box, place) for way in shape.ways for box in way.boxes for place in range(len(way.keys))]
    for band in ratio.bands:
        scores = numbers([band_piece(band)])
        if scores.pieces and not any(_reached(box, place, scores) for box, place in boxes):
            low, high = "[" if band.low_included else "(", "]" if band.high_included else ")"
            shown = f"{low}{band.low}..{band.high}{high}"
            yield Found("band_unreachable", band.span, {"band": shown}, "warning", rule=shape.rule)


def _reached(box: Box, place: int, scores: Numbers) -> bool:
    held = box.get((place, "score"))
    return held is None or meet(held, scores) is not None


def _own_targets(rule: Rule, finder: Finder) -> Iterator[Found]:
    """Yield targets whose credits and catalogue entry contradict their own `where`."""
    for target in rule.targets:
        if isinstance(target, n.TargetReference | n.TargetPool) and target.where is not None:
            boxing = Boxing(finder.book, (), dict(finder.spelled), dict(finder.held))
            try:
                boxes = all_of([boxing.boxes(target.where, (0,)), _known(target, finder)])
            except TooManyBoxesError:
                continue
            if not boxes:
                yield Found("target_never_fits", target.where.span, {}, "warning", rule=rule)


def _known(target: n.TargetReference | n.TargetPool, finder: Finder) -> tuple[Box, ...]:
    """Return what is known of a target's numbers: its own credits, else those of the catalogue, and the rest there."""
    entry = None
    if isinstance(target, n.TargetReference):
        found = (each for same in finder.book.same_as(target.reference) for each in finder.book.catalogue.find(same))
        entry = next(found, None)
    values = {
        "credits": target.credits if target.credits is not None else entry.credits if entry else None,
        "hours": entry.hours if entry else None,
    }
    return ({(0, name): number_sides(name, "=", value)[0] for name, value in values.items() if value is not None},)
