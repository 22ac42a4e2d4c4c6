"""What the clauses beside sources and conditions find: days, validity, judgements, score bands, counted credits."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from grammar import clauses as c
from grammar import nodes as n
from grammar.declarations import Rule
from rules.facts import Facts, Outcome
from rules.trace import Trace
from rules.truth import Truth, truth_of

MONTHS = {"years": 12, "months": 1}
COUNTED = {"source": "credits", "lesser": "credits", "hours": "hours"}


def effective_trace(effective: c.Effective, on: date) -> Trace:
    """Tell whether a rule is in force on a day, both ends included; a day that does not exist is never reached."""
    start, end = effective.start, effective.end
    begun = start is None or (start.value is not None and start.value <= on)
    lasting = end is None or (end.value is not None and on <= end.value)
    words = tuple((name, day.text) for name, day in (("start", start), ("end", end)) if day)
    return Trace("effective", truth_of(begun and lasting), effective.span, (("applied_on", on.isoformat()),), words)


def validity_trace(validity: c.Validity, outcome: Outcome, on: date) -> Trace:
    """Tell whether an outcome may still be converted, up to the anniversary of its award inclusive."""
    fact = f"{outcome.outcome_id}.awarded_on"
    awarded, words = outcome.awarded_on, (("count", str(validity.count)), ("unit", validity.unit))
    if awarded is None:
        return Trace("valid", Truth.PENDING, validity.span, ((fact, None),), words)
    last = anniversary(awarded, validity.count * MONTHS[validity.unit])
    used = ((fact, awarded.isoformat()), ("applied_on", on.isoformat()))
    return Trace("valid", truth_of(awarded <= on <= last), validity.span, used, (*words, ("last", last.isoformat())))


def anniversary(day: date, months: int) -> date:
    """Return the same day so many months later, or the last day of that month where it is shorter.

    >>> anniversary(date(2020, 2, 29), 12)
    datetime.date(2021, 2, 28)
    """
    years, month = divmod(day.month - 1 + months, 12)
    if day.year + years > date.max.year:
        return date.max
    for last in (day.day, 30, 29):
        try:
            return date(day.year + years, month + 1, min(day.day, last))
        except ValueError:
            continue
    return date(day.year + years, month + 1, 28)


def judgement_trace(judgement: c.Judgement, facts: Facts) -> Trace:
    """Tell what a person judged; not yet judged is a missing fact."""
    given = facts.judgements.get(judgement.name)
    shown = None if given is None else "yes" if given else "no"
    used = ((f"judgement:{judgement.name}", shown),)
    return Trace("judgement", truth_of(given), judgement.span, used, (("name", judgement.name),))


def bands_trace(ratio: c.RatioByScore, sources: tuple[Outcome, ...]) -> tuple[Trace, Decimal | None]:
    """Return what the score bands find, and the ratio in percent; of several sources the lowest score counts.

    While a score is missing the lowest is at most the lowest known one: no when no band reaches so low.
    """
    used = tuple((f"{each.outcome_id}.score", None if each.score is None else str(each.score)) for each in sources)
    known = [each.score for each in sources if each.score is not None]
    if len(known) < len(sources):
        reachable = not known or any(reaches(band, min(known)) for band in ratio.bands)
        return Trace("bands", Truth.PENDING if reachable else Truth.NO, ratio.span, used), None
    band = next((each for each in ratio.bands if lies_in(each, min(known))), None)
    words = (("lowest", str(min(known))),)
    if band is None:
        return Trace("bands", Truth.NO, ratio.span, used, words), None
    return Trace("bands", Truth.YES, ratio.span, used, (*words, ("ratio", str(band.percent)))), band.percent


def lies_in(band: c.Band, score: Decimal) -> bool:
    """Tell whether a score lies in a band."""
    above = band.low <= score if band.low_included else band.low < score
    return above and (score <= band.high if band.high_included else score < band.high)


def reaches(band: c.Band, score: Decimal) -> bool:
    """Tell whether a band begins at a score or below it."""
    return band.low <= score if band.low_included else band.low < score


def counted_traces(rule: Rule, sources: tuple[Outcome, ...]) -> Iterator[Trace]:
    """Yield what is missing where credits or hours of the sources are counted."""
    if rule.credits is None or rule.credits.name not in COUNTED or rule.waiver or rule.refusal:
        return
    attribute = COUNTED[rule.credits.name]
    held = ((f"{each.outcome_id}.{attribute}", getattr(each, attribute)) for each in sources)
    used = tuple((fact, None if value is None else str(value)) for fact, value in held)
    truth = Truth.PENDING if any(value is None for _, value in used) else Truth.YES
    yield Trace("counted", truth, rule.credits.span, used, (("attribute", attribute),))


def source_trace(reference: n.Reference, outcome: Outcome, wheres: tuple[Trace, ...], truth: Truth) -> Trace:
    """Return the trace of a reference that an outcome fills."""
    used = ((f"{outcome.outcome_id}.title", outcome.title or outcome.code),)
    return Trace("source", truth, reference.span, used, (("wanted", wanted(reference)),), wheres)


def wanted(reference: n.Reference) -> str:
    """Return the words by which a sentence calls a reference."""
    return reference.title or reference.code or reference.kind
