"""The declarations of a file, as nodes."""

from dataclasses import dataclass, field

from grammar.clauses import (
    Cap,
    CreditsMode,
    Effective,
    Example,
    Judgement,
    Ratio,
    RatioByScore,
    Refusal,
    Validity,
    Waiver,
)
from grammar.nodes import Condition, Day, Node, Reference, Source, Span, Target


@dataclass(frozen=True, slots=True)
class Rule(Node):
    """A conversion rule."""

    code: str
    title: str | None = None
    version: int | None = None
    source: Source | None = None
    targets: tuple[Target, ...] = ()
    refusal: Refusal | None = None
    waiver: Waiver | None = None
    ratio: Ratio | RatioByScore | None = None
    credits: CreditsMode | None = None
    condition: Condition | None = None
    effective: Effective | None = None
    validity: Validity | None = None
    once: bool = False
    consume: bool = False
    caps: tuple[Cap, ...] = ()
    priority: int | None = None
    judgements: tuple[Judgement, ...] = ()
    record: str | None = None
    basis: tuple[str, ...] = ()
    note: str | None = None
    examples: tuple[Example, ...] = ()
    clauses: tuple[tuple[str, Span], ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class Among(Node):
    """What a policy speaks of: a set, kinds, or rules, by name."""

    what: str  # "set", "kind" or "rules"
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class During(Node):
    """The period in which a policy counts: "year", "term", or from one day to another."""

    period: str | None = None
    start: Day | None = None
    end: Day | None = None


@dataclass(frozen=True, slots=True)
class Policy(Node):
    """A limit over all conversions."""

    code: str
    title: str | None = None
    version: int | None = None
    scope: str | None = None
    among: Among | None = None
    cap: Cap | None = None
    most_uses: int | None = None
    best: int | None = None
    during: During | None = None
    excess: str | None = None
    effective: Effective | None = None
    condition: Condition | None = None
    priority: int | None = None
    basis: tuple[str, ...] = ()
    note: str | None = None
    clauses: tuple[tuple[str, Span], ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class Scale(Node):
    """Grades from the lowest to the highest."""

    code: str
    grades: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Alias(Node):
    """Two references that mean the same outcome."""

    left: Reference
    right: Reference


@dataclass(frozen=True, slots=True)
class NamedSet(Node):
    """Outcomes under one name."""

    code: str
    title: str | None
    members: tuple[Reference, ...]


Declaration = Rule | Policy | Scale | Alias | NamedSet


@dataclass(frozen=True, slots=True)
class File(Node):
    """The declarations of one file, in their order."""

    declarations: tuple[Declaration, ...]
