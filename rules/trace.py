"""What each clause of a rule found, as a tree."""

from collections.abc import Iterable
from dataclasses import dataclass

from grammar.nodes import NOWHERE, Span
from rules.truth import Truth, all_of, any_of

Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Trace:
    """What one clause found: `clause` names its form, `words` holds what the rule says there.

    `facts` are the facts it used, by name; the value of a missing one is None. A joint of clauses has `members`.
    """

    clause: str
    truth: Truth
    span: Span = NOWHERE
    facts: tuple[tuple[str, str | None], ...] = ()
    words: Pairs = ()
    members: tuple["Trace", ...] = ()

    def word(self, name: str) -> str:
        """Return one of the words, or nothing."""
        return dict(self.words).get(name, "")

    def gaps(self) -> frozenset[str]:
        """Return the facts whose value can still change this truth.

        A pending clause lacks the facts without a value; where all have one, it could not compare them.
        """
        if self.truth is not Truth.PENDING:
            return frozenset()
        below = frozenset[str]().union(*(member.gaps() for member in self.members))
        own = frozenset(name for name, value in self.facts if value is None)
        return below | own or frozenset(name for name, _ in self.facts)


def every(clause: str, members: Iterable[Trace], span: Span = NOWHERE) -> Trace:
    """Return the trace of a conjunction."""
    kept = tuple(members)
    return Trace(clause, all_of(member.truth for member in kept), span, members=kept)


def either(clause: str, members: Iterable[Trace], span: Span = NOWHERE) -> Trace:
    """Return the trace of a disjunction."""
    kept = tuple(members)
    return Trace(clause, any_of(member.truth for member in kept), span, members=kept)
