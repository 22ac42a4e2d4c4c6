"""What a rule may know of a learner on a day; what is empty is unknown."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from rules.catalogue import Entry
from rules.records import Record, facts_record, read_record


@dataclass(frozen=True, slots=True)
class Outcome:
    """An outcome (学习成果) of the learner; "" and None are unknown."""

    outcome_id: str
    kind: str
    title: str = ""
    code: str = ""
    institution: str = ""
    programme: str = ""
    level: str = ""
    qf_level: int | None = None
    score: Decimal | None = None
    grade: str = ""
    scale: str = ""
    credits: Decimal | None = None
    hours: Decimal | None = None
    awarded_on: date | None = None
    fields: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Learner:
    """The learner; "" and None are unknown, an empty `memberships` is known to be empty.

    `holds` answers by kind for what the outcomes do not show: a kind it does not list is not held, None is unknown.
    """

    learner_id: str
    memberships: frozenset[str] | None = None
    major: str = ""
    level: str = ""
    birth_date: date | None = None
    enrolled_on: date | None = None
    holds: Mapping[str, bool | None] | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything that a verdict rests on, beside the book.

    With `holdings_closed` the learner holds the outcomes given here and nothing else. `targets` are the catalogue's
    entries that the rule's targets mean, kept with a decision so that it can be replayed without the catalogue.
    """

    learner: Learner
    outcomes: tuple[Outcome, ...]
    judgements: Mapping[str, bool] = field(default_factory=dict)
    on: date = field(kw_only=True)
    holdings_closed: bool = field(default=False, kw_only=True)
    targets: tuple[Entry, ...] = field(default=(), kw_only=True)


def to_record(facts: Facts) -> Record:
    """Return the facts as plain JSON values, keys sorted, decimals and dates as text; what is unknown is left out."""
    return facts_record(facts)


def from_record(record: Mapping[str, object]) -> Facts:
    """Return the facts that `to_record` wrote down; raise ValueError for a record that it did not write."""
    return read_record(Facts, record)
