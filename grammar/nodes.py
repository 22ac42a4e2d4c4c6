"""The tree of the rule language: one frozen class for every construct, each with its place in the text."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the text, in characters; line and column count from 1."""

    start: int
    end: int
    line: int
    column: int


NOWHERE = Span(0, 0, 1, 1)


@dataclass(frozen=True, slots=True)
class Node:
    """A construct; two are equal when they say the same, wherever they stand."""

    span: Span = field(default=NOWHERE, compare=False, kw_only=True)


@dataclass(frozen=True, slots=True)
class Reference(Node):
    """An outcome by kind and identity; kind words are data and stay as written."""

    kind: str
    title: str | None = None
    code: str | None = None
    institution: str | None = None
    programme: str | None = None


# Values and conditions


@dataclass(frozen=True, slots=True)
class Number(Node):
    """An exact decimal without a unit."""

    value: Decimal


@dataclass(frozen=True, slots=True)
class Day(Node):
    """A date as written; `value` is empty when the calendar has no such day."""

    text: str
    value: date | None


@dataclass(frozen=True, slots=True)
class Text(Node):
    """A word or a string."""

    value: str


@dataclass(frozen=True, slots=True)
class OutcomeAttribute(Node):
    """An attribute of a source outcome, or the form field `label` when `name` is "field"."""

    name: str
    label: str | None = None


@dataclass(frozen=True, slots=True)
class LearnerAttribute(Node):
    """A fact about the learner: major, level, age or enrolled_on."""

    name: str


@dataclass(frozen=True, slots=True)
class SourceAttribute(Node):
    """An attribute of the source outcome, used as a value."""

    attribute: OutcomeAttribute


Value = Number | Day | Text | SourceAttribute
Subject = OutcomeAttribute | LearnerAttribute


@dataclass(frozen=True, slots=True)
class Comparison(Node):
    """`subject operator value`; the operator is one of = != < <= > >=."""

    subject: Subject
    operator: str
    value: Value
    scale: str | None = None


@dataclass(frozen=True, slots=True)
class Inclusion(Node):
    """`subject in {values}`, or not in."""

    subject: Subject
    values: tuple[Value, ...]
    negated: bool = False
    scale: str | None = None


@dataclass(frozen=True, slots=True)
class Between(Node):
    """`subject between low and high`, both ends included."""

    subject: Subject
    low: Value
    high: Value
    scale: str | None = None


@dataclass(frozen=True, slots=True)
class MemberOf(Node):
    """The learner belongs to one of the institutions, or to none of them."""

    institutions: tuple[str, ...]
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Holds(Node):
    """The learner holds an outcome, or does not."""

    reference: Reference
    where: "Condition | None" = None
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Not(Node):
    """The opposite of a condition."""

    member: "Condition"


@dataclass(frozen=True, slots=True)
class And(Node):
    """All members hold."""

    members: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class Or(Node):
    """At least one member holds."""

    members: tuple["Condition", ...]


Condition = Comparison | Inclusion | Between | MemberOf | Holds | Not | And | Or


# Sources


@dataclass(frozen=True, slots=True)
class SourceReference(Node):
    """One named outcome."""

    reference: Reference
    where: Condition | None = None


@dataclass(frozen=True, slots=True)
class SourcePool(Node):
    """Any outcome of a kind; the reference has no title."""

    reference: Reference
    where: Condition | None = None


@dataclass(frozen=True, slots=True)
class SourceAll(Node):
    """All members are needed."""

    members: tuple["Source", ...]


@dataclass(frozen=True, slots=True)
class SourceEither(Node):
    """One of the members is enough."""

    members: tuple["Source", ...]


@dataclass(frozen=True, slots=True)
class SourceCount(Node):
    """`count` of the members, or of a named set; `shared` completes every member's reference, `where` binds each."""

    count: int
    members: tuple["Source", ...]
    named_set: str | None = None
    shared: Reference | None = None
    where: Condition | None = None


Source = SourceReference | SourcePool | SourceAll | SourceEither | SourceCount


# Targets


@dataclass(frozen=True, slots=True)
class TargetReference(Node):
    """A course to grant; without credits, those of the catalogue."""

    reference: Reference
    credits: Decimal | None = None
    where: Condition | None = None


@dataclass(frozen=True, slots=True)
class TargetPool(Node):
    """Any course of a kind."""

    reference: Reference
    credits: Decimal | None = None
    where: Condition | None = None


@dataclass(frozen=True, slots=True)
class Elective(Node):
    """Credits without a course."""

    title: str | None = None
    credits: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Choice(Node):
    """`count` of the options; an option may be several targets together."""

    count: int
    options: tuple[tuple["Target", ...], ...]


Target = TargetReference | TargetPool | Elective | Choice
