"""Verdicts in plain words, in Chinese and English."""

from collections.abc import Iterator
from dataclasses import dataclass

from rules.case import Verdict
from rules.phrases import GRANTED, SENTENCES, TARGET_CREDITS, VERDICTS
from rules.sentences import sentence_of, titles_in
from rules.trace import Trace
from rules.truth import Truth
from rules.voices import Voice

MARKS = {Truth.YES: "y", Truth.NO: "n", Truth.PENDING: "m"}
SIGNS = {Truth.YES: "✓", Truth.NO: "✗", Truth.PENDING: "?"}
REFUSALS = {"none", "deny"}

Leaf = tuple[Trace, bool]


@dataclass(frozen=True, slots=True)
class Reason:
    """One sentence with its mark: y holds, n does not, m is missing."""

    mark: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Line:
    """What one clause found, so deep in the rule."""

    depth: int
    truth: Truth
    sentence: str


def reasons(verdict: Verdict, lang: str = "zh", voice: Voice = Voice.TO_LEARNER) -> tuple[Reason, ...]:
    """Return what decides a verdict: what does not hold, else what is missing, else all that holds."""
    mark = MARKS[verdict.truth]
    titles, deciding = titles_in(verdict.trace), _deciding(verdict.trace)
    found = [
        Reason(mark, sentence_of(leaf, lang, negated=turned, titles=titles, voice=voice)) for leaf, turned in deciding
    ]
    if verdict.truth is Truth.YES and "target.credits" in verdict.missing:
        found.append(Reason("m", TARGET_CREDITS[lang == "en"]))
    return tuple(dict.fromkeys(found))


def tree_in_words(verdict: Verdict, lang: str = "zh") -> str:
    """Return the verdict and its whole trace, one clause per line, indented as it is nested."""
    english = lang == "en"
    head = f"{verdict.rule_code} v{verdict.version}{': ' if english else '：'}{VERDICTS[verdict.truth][english]}"
    told = [f"{'  ' * (each.depth + 1)}{SIGNS[each.truth]} {each.sentence}" for each in lines_of(verdict, lang)]
    return "\n".join([head, *told, *_granted(verdict, english=english)])


def lines_of(verdict: Verdict, lang: str = "zh", voice: Voice = Voice.TO_LEARNER) -> tuple[Line, ...]:
    """Return the whole trace as sentences, in the order in which its clauses were looked at."""
    titles = titles_in(verdict.trace)

    def below(trace: Trace, depth: int) -> Iterator[Line]:
        yield Line(depth, trace.truth, sentence_of(trace, lang, titles=titles, voice=voice))
        for member in trace.members:
            yield from below(member, depth + 1)

    return tuple(below(verdict.trace, 0))


def _granted(verdict: Verdict, *, english: bool) -> Iterator[str]:
    """Yield a line for each target of a yes, and what its credits wait for."""
    if verdict.truth is not Truth.YES:
        return
    for title, paid in zip(verdict.targets, verdict.target_credits, strict=True):
        if paid is not None:
            yield f"  → {title}{': ' if english else '：'}{GRANTED[english].format(credits=paid)}"
    if "target.credits" in verdict.missing:
        yield f"  {SIGNS[Truth.PENDING]} {TARGET_CREDITS[english]}"


def _deciding(trace: Trace, *, negated: bool = False) -> Iterator[Leaf]:
    """Yield the leaves that make a truth what it is, each with whether the rule asks for its opposite."""
    if trace.clause == "not":
        yield from _deciding(trace.members[0], negated=not negated)
    elif trace.clause in REFUSALS:
        yield from _refusing(trace)
    elif trace.clause == "counted" and trace.truth is Truth.YES:
        return
    elif trace.clause == "source":
        if trace.truth is Truth.YES:
            yield trace, negated
        yield from _below(trace, negated=negated)
    elif trace.clause in SENTENCES or not trace.members:
        yield trace, negated
    else:
        yield from _below(trace, negated=negated)


def _refusing(trace: Trace) -> Iterator[Leaf]:
    """Yield the refusal where its rule applies or may apply, and what keeps it from applying for sure."""
    applies = trace.word("applies")
    if applies != Truth.NO:
        yield trace, False
    if applies != Truth.YES:
        yield from _deciding(trace.members[0])


def _below(trace: Trace, *, negated: bool) -> Iterator[Leaf]:
    for member in trace.members:
        if member.truth is trace.truth:
            yield from _deciding(member, negated=negated)
