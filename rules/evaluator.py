"""One rule applied to one learner: the verdict, and how it came about."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from grammar import clauses as c
from grammar import nodes as n
from grammar.declarations import Rule
from rules.book import Book
from rules.conditions import Setting, judge
from rules.facts import Facts, Outcome
from rules.grants import Grant, grants_of
from rules.sources import Assignment, assignments, references_of
from rules.truth import Trace, Truth, all_of, joint, opposite, truth_of
from rules.words import fold, kind_of

FULL = Decimal(100)
RANK = {Truth.YES: 0, Truth.PENDING: 1, Truth.NO: 2}


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a rule says of a learner.

    `credits` is the sum of the grants when yes (None while a target's credits are unknown), else 0. `grants` says
    what the rule would give even while the verdict is pending. `missing` names the facts that can still decide.
    """

    rule_code: str
    version: int | None
    truth: Truth
    credits: Decimal | None
    grants: tuple[Grant, ...]
    outcomes: tuple[str, ...]
    missing: tuple[str, ...]
    trace: Trace

    @property
    def targets(self) -> tuple[str, ...]:
        """The titles of what is granted."""
        return tuple(grant.title for grant in self.grants)


def evaluate(rule: Rule, facts: Facts, *, book: Book) -> Verdict:
    """Apply a rule; of several ways to fill its sources the best counts: yes before pending, then most credits."""
    found = [_judge(rule, assigned, facts, book) for assigned in _assignments(rule, facts, book)]
    if not found:
        return _unmatched(rule, book)
    return min(found, key=_rank)


def evaluate_all(book: Book, facts: Facts) -> tuple[Verdict, ...]:
    """Apply every rule of a book; a denial overrides what other rules grant from its source to its target."""
    verdicts = [(rule, evaluate(rule, facts, book=book)) for rule in book.rules]
    denials = [(rule, said) for rule, said in verdicts if rule.refusal and rule.refusal.name == "deny"]
    return tuple(_overridden(rule, said, denials) for rule, said in verdicts)


def _assignments(rule: Rule, facts: Facts, book: Book) -> Iterator[Assignment]:
    if rule.source is None:
        return iter(((),))
    return assignments(rule.source, book, facts.outcomes)


def _rank(verdict: Verdict) -> tuple[int, bool, Decimal, list[tuple[int, str]]]:
    unknown = verdict.credits is None
    return (
        RANK[verdict.truth],
        unknown,
        -(verdict.credits or Decimal(0)),
        [(len(each), each) for each in verdict.outcomes],
    )


def _judge(rule: Rule, assigned: Assignment, facts: Facts, book: Book) -> Verdict:
    sources = tuple(outcome for _, outcome in assigned)
    ratio, ratio_trace = _ratio(rule, sources)
    grants = grants_of(rule, ratio, sources, facts=facts, book=book)
    trace = joint(
        "rule", [*_traces(rule, assigned, facts, book), *ratio_trace, *_credit_traces(rule, sources)], rule.span
    )
    outcomes = tuple(outcome.outcome_id for outcome in sources)
    if rule.refusal is not None:
        return _refused(rule, rule.refusal, trace, outcomes)
    total = _total(grants) if trace.truth is Truth.YES else Decimal(0)
    missing = set(trace.gaps()) | ({"target.credits"} if total is None else set())
    return Verdict(rule.code, rule.version, trace.truth, total, grants, outcomes, tuple(sorted(missing)), trace)


def _traces(rule: Rule, assigned: Assignment, facts: Facts, book: Book) -> Iterator[Trace]:
    sources = tuple(outcome for _, outcome in assigned)
    for slot, outcome in assigned:
        words = {"title": outcome.title or outcome.code, "outcome": outcome.outcome_id}
        yield Trace("source", Truth.YES, slot.reference.span, words)
        for where in slot.wheres:
            yield judge(where, Setting(facts, book, (outcome,)))
    if rule.condition is not None:
        yield judge(rule.condition, Setting(facts, book, sources))
    if rule.effective is not None:
        yield _effective(rule.effective, facts.on)
    if rule.validity is not None:
        for outcome in sources:
            yield _validity(rule.validity, outcome, facts.on)
    for judgement in rule.judgements:
        yield _judgement(judgement, facts)


def _effective(effective: c.Effective, on: date) -> Trace:
    start = effective.start.value if effective.start else None
    end = effective.end.value if effective.end else None
    holds = (start is None or start <= on) and (end is None or on <= end)
    words = {"start": str(start or ""), "end": str(end or ""), "on": on.isoformat()}
    return Trace("effective", truth_of(holds), effective.span, words)


def _validity(validity: c.Validity, outcome: Outcome, on: date) -> Trace:
    words = {"count": str(validity.count), "unit": validity.unit, "on": on.isoformat()}
    if outcome.awarded_on is None:
        return Trace("valid", Truth.PENDING, validity.span, words, (f"{outcome.outcome_id}.awarded_on",))
    months = validity.count * (12 if validity.unit.startswith("year") else 1)
    last = anniversary(outcome.awarded_on, months)
    words |= {"held": outcome.awarded_on.isoformat(), "last": last.isoformat()}
    return Trace("valid", truth_of(outcome.awarded_on <= on <= last), validity.span, words)


def anniversary(day: date, months: int) -> date:
    """Return the same day so many months later; the last of the month where that month is shorter.

    >>> anniversary(date(2020, 2, 29), 12)
    datetime.date(2021, 2, 28)
    """
    years, month = divmod(day.month - 1 + months, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return day.replace(year=day.year + years, month=month + 1, day=min(day.day, last))
        except ValueError:
            continue
    raise ValueError(day)


def _judgement(judgement: c.Judgement, facts: Facts) -> Trace:
    words = {"name": judgement.name}
    given = facts.judgements.get(judgement.name)
    if given is None:
        return Trace("judgement", Truth.PENDING, judgement.span, words, (f"judgement:{judgement.name}",))
    return Trace("judgement", truth_of(given), judgement.span, words)


def _ratio(rule: Rule, sources: tuple[Outcome, ...]) -> tuple[Decimal, list[Trace]]:
    """Return the ratio in percent and, for bands, what they found; the lowest score of several sources counts."""
    if not isinstance(rule.ratio, c.RatioByScore):
        return (rule.ratio.percent if rule.ratio else FULL), []
    unknown = tuple(f"{each.outcome_id}.score" for each in sources if each.score is None)
    if unknown:
        return FULL, [Trace("bands", Truth.PENDING, rule.ratio.span, {}, unknown)]
    lowest = min(each.score for each in sources if each.score is not None)
    band = next((each for each in rule.ratio.bands if _covers(each, lowest)), None)
    words = {"held": format(lowest.normalize(), "f"), "ratio": format(band.percent.normalize(), "f") if band else ""}
    return (band.percent if band else FULL), [Trace("bands", truth_of(band is not None), rule.ratio.span, words)]


def _covers(band: c.Band, score: Decimal) -> bool:
    above = band.low <= score if band.low_included else band.low < score
    return above and (score <= band.high if band.high_included else score < band.high)


def _credit_traces(rule: Rule, sources: tuple[Outcome, ...]) -> Iterator[Trace]:
    """Yield what is missing when credits or hours of the sources are counted."""
    mode = rule.credits.name if rule.credits else "target"
    attribute = {"source": "credits", "lesser": "credits", "hours": "hours"}.get(mode)
    if attribute is None or rule.credits is None:
        return
    unknown = tuple(f"{each.outcome_id}.{attribute}" for each in sources if getattr(each, attribute) is None)
    truth = Truth.PENDING if unknown else Truth.YES
    yield Trace("credits", truth, rule.credits.span, {"attribute": attribute}, unknown)


def _total(grants: tuple[Grant, ...]) -> Decimal | None:
    known = [grant.credits for grant in grants if grant.credits is not None]
    return sum(known, Decimal(0)) if len(known) == len(grants) else None


def _refused(rule: Rule, refusal: c.Refusal, trace: Trace, outcomes: tuple[str, ...]) -> Verdict:
    words = {"reason": refusal.reason or "", "applies": trace.truth}
    said = Trace(refusal.name, Truth.NO, refusal.span, words, members=(trace,))
    return Verdict(rule.code, rule.version, Truth.NO, Decimal(0), (), outcomes, (), said)


def _unmatched(rule: Rule, book: Book) -> Verdict:
    named = () if rule.source is None else references_of(rule.source, book)
    titles = [each.title or each.code or each.kind for each in named]
    words = {"wanted": "、".join(dict.fromkeys(titles))}
    trace = joint(
        "rule", [Trace("no source", Truth.NO, rule.source.span if rule.source else rule.span, words)], rule.span
    )
    return Verdict(rule.code, rule.version, Truth.NO, Decimal(0), (), (), (), trace)


def _overridden(rule: Rule, said: Verdict, denials: list[tuple[Rule, Verdict]]) -> Verdict:
    if said.truth is Truth.NO:
        return said
    for denying, denial in denials:
        applies = Truth(denial.trace.words.get("applies", Truth.NO))
        if applies is Truth.NO or not set(denial.outcomes) & set(said.outcomes) or not _same_target(rule, denying):
            continue
        truth = all_of((said.truth, opposite(applies)))
        words = {"rule": denying.code, "reason": denial.trace.words["reason"]}
        gaps = tuple(sorted(denial.trace.members[0].gaps()))
        trace = joint("rule", [*said.trace.members, Trace("denied", opposite(applies), denying.span, words, gaps)])
        said = replace(said, truth=truth, credits=Decimal(0), missing=tuple(sorted(trace.gaps())), trace=trace)
    return said


def _same_target(rule: Rule, denying: Rule) -> bool:
    named = {_identity(target) for target in denying.targets}
    return not named or any(_identity(target) in named for target in rule.targets)


def _identity(target: n.Target) -> tuple[str, ...] | None:
    if not isinstance(target, n.TargetReference):
        return None
    reference = target.reference
    return kind_of(reference.kind), fold(reference.code or reference.title or ""), fold(reference.institution or "")
