"""What is compared while a program runs, where no plain expression says it."""

from collections.abc import Callable

from grammar import nodes as n
from rules.book import Book
from rules.compiled.prepared import Prepared, PreparedOutcome
from rules.conditions import Test, compare, compared_trace, values_of
from rules.facts import Facts, Outcome
from rules.trace import Trace
from rules.truth import RANK, Truth, truth_of
from rules.values import Value, learner_value, outcome_value, written_value

Held = PreparedOutcome | None
TRUTHS = (Truth.YES, Truth.PENDING, Truth.NO)


def values_read(test: Test, facts: Facts, outcome: Outcome | None, source: Outcome | None) -> tuple[Value, ...]:
    """Return what a test reads: the value it is about, then those it compares with."""
    subject = test.subject
    if isinstance(subject, n.LearnerAttribute):
        held = learner_value(facts, subject)
    elif outcome is None:
        raise ValueError("an attribute of an outcome is read from an outcome")
    else:
        held = outcome_value(outcome, subject)
    return held, *(written_value(value, source) for value in values_of(test))


def general_test(test: Test, book: Book) -> Callable[[Prepared, Held, Held], int]:
    """Return a test that compares as the values say: 0 yes, 1 pending, 2 no."""

    def compared(prepared: Prepared, outcome: Held, source: Held) -> int:
        held, *wanted = values_read(test, prepared.facts, _plain(outcome), _plain(source))
        return RANK[truth_of(compare(test, held, tuple(wanted), book))]

    return compared


def general_gaps(test: Test) -> Callable[[Prepared, Held, Held], tuple[str, ...]]:
    """Return what names the facts that a pending test waits for."""

    def waited(prepared: Prepared, outcome: Held, source: Held) -> tuple[str, ...]:
        return tuple(told(test, prepared, outcome, source, code=1).gaps())

    return waited


def told(test: Test, prepared: Prepared, outcome: Held, source: Held, *, code: int) -> Trace:
    """Return the trace of a test whose truth is known."""
    held, *wanted = values_read(test, prepared.facts, _plain(outcome), _plain(source))
    return compared_trace(test, held, tuple(wanted), TRUTHS[code])


def _plain(held: Held) -> Outcome | None:
    return held.outcome if held is not None else None
