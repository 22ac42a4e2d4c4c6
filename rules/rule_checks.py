"""What is wrong with the clauses of one rule."""

from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from grammar import clauses as c
from grammar import nodes as n
from grammar.declarations import Rule
from rules.findings import Finding
from rules.walk import found_in

FULL = Decimal(100)
MOST_SOURCES = 50  # that one rule takes together; every outcome is tried in the place of every other
ONE_TARGET = {"source", "lesser", "hours"}


def rule_findings(rule: Rule) -> Iterator[Finding]:
    """Yield what can be seen in the rule alone."""
    if rule.source is None:
        yield Finding("source_missing", rule.span, {"rule": rule.code})
    elif taken_together(rule.source) > MOST_SOURCES:
        yield Finding("sources_too_many", rule.source.span, {"most": str(MOST_SOURCES)})
    if not rule.targets and rule.refusal is None:
        yield Finding("target_missing", rule.span, {"rule": rule.code})
    if rule.waiver is not None and rule.refusal is not None:
        yield Finding("waiver_refused", rule.waiver.span)
    if isinstance(rule.ratio, c.Ratio):
        yield from _percent_findings(rule.ratio.percent, rule.ratio.span)
    if isinstance(rule.ratio, c.RatioByScore):
        yield from _band_findings(rule.ratio.bands)
    yield from _mode_findings(rule)
    for choice in found_in(rule.targets, n.Choice):
        if choice.count > len(choice.options):
            yield count_finding(choice.count, len(choice.options), choice.span)


def count_finding(count: int, size: int, span: n.Span) -> Finding:
    """Return that more is asked for than there is."""
    return Finding("count_too_large", span, {"count": str(count), "size": str(size)}, "warning")


def taken_together(source: n.Source) -> int:
    """Return how many outcomes a source takes together at most."""
    match source:
        case n.SourceAll(members=members):
            return sum(map(taken_together, members))
        case n.SourceEither(members=members):
            return max(map(taken_together, members), default=0)
        case n.SourceCount(count=count, named_set=None, members=members):
            return sum(sorted(map(taken_together, members), reverse=True)[:count])
        case n.SourceCount(count=count):
            return count
        case _:
            return 1


def _percent_findings(percent: Decimal, span: n.Span) -> Iterator[Finding]:
    if not 0 < percent <= FULL:
        yield Finding("ratio_out_of_range", span, {"percent": str(percent)})


def _band_findings(bands: tuple[c.Band, ...]) -> Iterator[Finding]:
    for band in bands:
        yield from _percent_findings(band.percent, band.span)
        if _is_empty(band):
            yield Finding("band_empty", band.span, {"band": _shown(band)})
    sound = sorted((band for band in bands if not _is_empty(band)), key=lambda band: (band.low, not band.low_included))
    widest = sound[:1]
    for lower, upper in pairwise(sound):
        reached = max(*widest, lower, key=lambda band: (band.high, band.high_included))
        widest = [reached]
        later, earlier = sorted((upper, reached), key=lambda band: band.span.start, reverse=True)
        if upper.low < reached.high or (upper.low == reached.high and upper.low_included and reached.high_included):
            yield Finding("bands_overlap", later.span, {"band": _shown(later), "other": _shown(earlier)})
        elif upper.low > reached.high or not (upper.low_included or reached.high_included):
            words = {"band": _shown(upper), "other": _shown(reached)}
            yield Finding("bands_gap", later.span, words, "warning")


def _is_empty(band: c.Band) -> bool:
    return band.low > band.high or (band.low == band.high and not (band.low_included and band.high_included))


def _shown(band: c.Band) -> str:
    return f"{'[' if band.low_included else '('}{band.low}..{band.high}{']' if band.high_included else ')'}"


def _mode_findings(rule: Rule) -> Iterator[Finding]:
    mode = rule.credits.name if rule.credits else "target"
    count = _granted(rule.targets)
    if rule.credits and mode in ONE_TARGET and count > 1:
        yield Finding("mode_unfit", rule.credits.span, {"mode": mode, "count": str(count)})
    if rule.credits and mode == "hours" and not rule.credits.divisor:
        yield Finding("divisor_zero", rule.credits.span)


def _granted(targets: tuple[n.Target, ...]) -> int:
    """Return how many targets are granted together at most."""
    return sum(_granted_by(target) for target in targets)


def _granted_by(target: n.Target) -> int:
    if not isinstance(target, n.Choice):
        return 1
    sizes = sorted((_granted(option) for option in target.options), reverse=True)
    return sum(sizes[: target.count])
