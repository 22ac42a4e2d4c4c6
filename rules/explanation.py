"""Verdicts in plain words, in Chinese and English."""

from collections.abc import Iterator
from dataclasses import dataclass

from rules.evaluator import Verdict
from rules.sentences import sentence_of
from rules.truth import Trace, Truth

WHOLE = {"not", "none", "deny"}  # clauses whose sentence says all that their members would
MARKS = {Truth.YES: "y", Truth.NO: "n", Truth.PENDING: "m"}


@dataclass(frozen=True, slots=True)
class Reason:
    """One sentence with its mark: y holds, n does not, m is missing."""

    mark: str
    sentence: str


def reasons(verdict: Verdict, lang: str = "zh") -> tuple[Reason, ...]:
    """Return what decides a verdict: what does not hold, else what is missing, else everything that holds."""
    leaves = _deciding(verdict.trace, verdict.truth)
    found = (Reason(MARKS[truth], sentence_of(leaf, truth, lang)) for leaf, truth in leaves)
    return tuple(dict.fromkeys(found))


def tree_in_words(verdict: Verdict, lang: str = "zh") -> str:
    """Return the whole trace, one clause per line, indented as it is nested."""
    return "\n".join(_lines(verdict.trace, lang, 0))


def _deciding(trace: Trace, truth: Truth) -> Iterator[tuple[Trace, Truth]]:
    """Yield the leaves that make a truth what it is, each with the truth that it has for the whole."""
    if not trace.members or trace.clause in WHOLE:
        yield trace, truth
    else:
        for member in trace.members:
            if member.truth is truth:
                yield from _deciding(member, truth)


def _lines(trace: Trace, lang: str, depth: int) -> Iterator[str]:
    mark = {"y": "✓", "n": "✗", "m": "?"}[MARKS[trace.truth]]
    yield f"{'  ' * depth}{mark} {sentence_of(trace, trace.truth, lang)}"
    for member in trace.members:
        yield from _lines(member, lang, depth + 1)
