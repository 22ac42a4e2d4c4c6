"""The clauses of a declaration, as nodes."""

from dataclasses import dataclass
from decimal import Decimal

from grammar.nodes import Day, Holds, MemberOf, Node, Reference, Subject, Value


@dataclass(frozen=True, slots=True)
class Ratio(Node):
    """A fixed ratio, in percent."""

    percent: Decimal


@dataclass(frozen=True, slots=True)
class Band(Node):
    """A ratio in percent for scores from `low` to `high`; each end belongs to the band or not."""

    low: Decimal
    high: Decimal
    percent: Decimal
    low_included: bool
    high_included: bool


@dataclass(frozen=True, slots=True)
class RatioByScore(Node):
    """Ratios by bands of the score."""

    bands: tuple[Band, ...]


@dataclass(frozen=True, slots=True)
class CreditsMode(Node):
    """Where the credits come from: target, source, lesser or hours (divided by `divisor`)."""

    name: str
    divisor: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Refusal(Node):
    """`none` (no articulation) or `deny` (overrides every other rule), with its reason."""

    name: str
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Waiver(Node):
    """Exempt from the target, without credits."""

    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Effective(Node):
    """The days on which a declaration holds, both ends included; either may be open."""

    start: Day | None = None
    end: Day | None = None


@dataclass(frozen=True, slots=True)
class Validity(Node):
    """How long an outcome can be converted after it was awarded; unit is years or months."""

    count: int
    unit: str


@dataclass(frozen=True, slots=True)
class Cap(Node):
    """At most so many credits, or percent of the programme's total, per scope."""

    amount: Decimal
    unit: str  # "percent" or "credits"
    scope: str | None = None


@dataclass(frozen=True, slots=True)
class Judgement(Node):
    """Something that a person must judge."""

    name: str


@dataclass(frozen=True, slots=True)
class Fact(Node):
    """A fact of an example: what it is about, and its value.

    `subject` is an attribute, `reference` names the source it belongs to; `judgement`, `membership`, `holding`
    and `applied_on` stand alone.
    """

    value: Value | None = None
    subject: Subject | None = None
    reference: Reference | None = None
    judgement: str | None = None
    membership: MemberOf | None = None
    holding: Holds | None = None
    applied_on: bool = False
    scale: str | None = None


@dataclass(frozen=True, slots=True)
class Example(Node):
    """Facts and what the rule must say of them: credits, "not_applicable" or "pending"."""

    facts: tuple[Fact, ...]
    expected: Decimal | str
