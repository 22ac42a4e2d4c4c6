"""Which outcomes a test is judged on."""

from collections.abc import Iterator, Sequence
from typing import TypeVar

from grammar import nodes as n
from rules.conditions import Test, values_of

Each = TypeVar("Each")


def pairs_of(
    test: Test, outcomes: Sequence[Each], sources: Sequence[Each]
) -> Iterator[tuple[Each | None, Each | None]]:
    """Yield the outcome whose attribute a test reads and the source that it compares with, for each time it is judged.

    Without `sources` an outcome is its own; a fact about the learner is judged for each outcome only where the rule
    compares it with one.
    """
    if not isinstance(test.subject, n.LearnerAttribute):
        yield from ((outcome, source) for outcome in outcomes for source in (sources or (outcome,)))
    elif any(isinstance(value, n.SourceAttribute) for value in values_of(test)):
        yield from ((None, outcome) for outcome in outcomes)
    else:
        yield None, None
