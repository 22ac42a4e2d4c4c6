"""One rule before one learner, and the verdict on it."""

from dataclasses import dataclass
from decimal import Decimal

from grammar import nodes as n
from grammar.declarations import Rule
from rules.book import Book
from rules.facts import Facts
from rules.trace import Trace
from rules.truth import Truth


@dataclass(frozen=True, slots=True)
class Denial:
    """What a `deny` rule forbids: these outcomes together never convert to these targets (any, when none is named).

    It is pending while `gaps`, the facts of the denying rule, are missing.
    """

    rule_code: str
    reason: str
    outcomes: frozenset[str]
    targets: tuple[n.Target, ...]
    truth: Truth
    gaps: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Case:
    """A rule, the facts it is applied to, and the book it stands in."""

    rule: Rule
    facts: Facts
    book: Book
    denials: tuple[Denial, ...] = ()


@dataclass(frozen=True, slots=True)
class Grant:
    """One target as the rule would give it: its credits, the ratio in percent, and the reference that names it.

    Credits and ratio are None while unknown; an elective has no reference. `traces` say what stands in its way.
    """

    title: str
    credits: Decimal | None
    ratio: Decimal | None
    reference: n.Reference | None = None
    pool: bool = False
    traces: tuple[Trace, ...] = ()


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a rule says of a learner.

    `credits` is their sum when yes (None while a target's own are unknown), else 0. `target_credits` stands beside
    `targets`: what each receives, or would receive while the verdict is pending. `outcomes` are the ids of the
    matched sources in the order of the text; `missing` names the facts that can still change the verdict. `grants` says
    what the rule would give by these sources, whatever the verdict.
    """

    rule_code: str
    version: int
    truth: Truth
    credits: Decimal | None
    targets: tuple[str, ...]
    target_credits: tuple[Decimal | None, ...]
    outcomes: tuple[str, ...]
    missing: tuple[str, ...]
    trace: Trace
    grants: tuple[Grant, ...] = ()
