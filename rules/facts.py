"""What a rule may know of a learner on a day; what is empty is unknown."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from rules.catalogue import Entry
from rules.records import from_record, to_record


@dataclass(frozen=True, slots=True)
class Outcome:
    """An outcome of the learner; an empty text or None is unknown."""

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
    """The learner; `holds` answers by kind where the outcomes themselves are not given, None being unknown."""

    learner_id: str
    memberships: tuple[str, ...] | None = None
    major: str = ""
    level: str = ""
    birth_date: date | None = None
    enrolled_on: date | None = None
    holds: Mapping[str, bool | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything that a verdict rests on; `targets` are the catalogue's entries that the rule's targets mean."""

    learner: Learner
    outcomes: tuple[Outcome, ...]
    on: date
    judgements: Mapping[str, bool] = field(default_factory=dict)
    targets: tuple[Entry, ...] = ()


def record_of(facts: Facts) -> dict[str, Any]:
    """Return the facts as plain JSON values, decimals and dates as text; unknown values are left out."""
    record: dict[str, Any] = to_record(facts)
    return record


def facts_from(record: Mapping[str, Any]) -> Facts:
    """Return the facts that `record_of` wrote down."""
    return from_record(Facts, record)
