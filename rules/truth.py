"""Three truths, and a trace that says what each clause found."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from grammar.nodes import NOWHERE, Span


class Truth(StrEnum):
    """Yes, no, or pending: something is missing that decides."""

    YES = "yes"
    NO = "no"
    PENDING = "pending"


def truth_of(fact: bool) -> Truth:  # noqa: FBT001 - the one argument
    """Return yes or no."""
    return Truth.YES if fact else Truth.NO


def opposite(truth: Truth) -> Truth:
    """Return what `not` makes of a truth; pending stays pending."""
    return {Truth.YES: Truth.NO, Truth.NO: Truth.YES, Truth.PENDING: Truth.PENDING}[truth]


def all_of(truths: Iterable[Truth]) -> Truth:
    """Return the conjunction (Kleene): no beats pending beats yes."""
    found = set(truths)
    return Truth.NO if Truth.NO in found else Truth.PENDING if Truth.PENDING in found else Truth.YES


def any_of(truths: Iterable[Truth]) -> Truth:
    """Return the disjunction (Kleene): yes beats pending beats no."""
    return opposite(all_of(map(opposite, truths)))


@dataclass(frozen=True, slots=True)
class Trace:
    """What one clause found: `clause` names its form, `words` what the sentence about it needs.

    `missing` names the facts that a pending leaf lacks; a joint of several clauses has `members` instead.
    """

    clause: str
    truth: Truth
    span: Span = NOWHERE
    words: Mapping[str, str] = field(default_factory=dict)
    missing: tuple[str, ...] = ()
    members: tuple["Trace", ...] = ()

    def gaps(self) -> frozenset[str]:
        """Return the missing facts whose value can still change this truth."""
        if self.truth is not Truth.PENDING:
            return frozenset()
        return frozenset(self.missing).union(*(member.gaps() for member in self.members))


def joint(clause: str, members: Iterable[Trace], span: Span = NOWHERE, *, either: bool = False) -> Trace:
    """Return the trace of a conjunction, or of a disjunction."""
    kept = tuple(members)
    truths = (member.truth for member in kept)
    return Trace(clause, any_of(truths) if either else all_of(truths), span, members=kept)
