"""What the review sheet of a case (评审表) says: what was applied for, the rule, who decided what, what came of it."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Fact:
    """A label with what was said under it."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class SheetSource:
    """An outcome that the case starts from, as it was declared."""

    title: str
    kind: str
    institution: str
    state: str
    declared: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class SheetFile:
    """A file of the case; `sha256` is the beginning of its digest."""

    name: str
    note: str
    size: str
    sha256: str


@dataclass(frozen=True, slots=True)
class SheetTarget:
    """An outcome that the case aims at; `credits` after the `ratio` in percent."""

    title: str
    kind: str
    institution: str
    credits: Decimal
    ratio: Decimal


@dataclass(frozen=True, slots=True)
class SheetRule:
    """The rule, frozen when the case was handed in."""

    title: str
    code: str
    version: int
    text_hash: str
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SheetLine:
    """One line of the evaluation: `mark` is y (fits), n (does not) or m (missing)."""

    depth: int
    mark: str
    sentence: str


@dataclass(frozen=True, slots=True)
class SheetRecord:
    """One step of the case."""

    step: str
    result: str
    check: str
    office: str
    actor: str
    at: str
    remarks: str


@dataclass(frozen=True, slots=True)
class SheetOpinion:
    """What a third-party assessor was asked and came to."""

    assessor: str
    conclusion: str
    at: str
    request: str
    opinion: str


@dataclass(frozen=True, slots=True)
class SheetDecision:
    """The decision, in credits, with the digest of its trace."""

    basis: str
    credits: Decimal
    actor: str
    at: str
    trace_hash: str


@dataclass(frozen=True, slots=True)
class SheetEntry:
    """An entry of the ledger, in credits."""

    at: str
    target: str
    word: str
    credits: Decimal
    reason: str


@dataclass(frozen=True, slots=True)
class SheetProof:
    """The proof that the case has."""

    number: str
    state: str
    issued_on: str


@dataclass(frozen=True, slots=True)
class ReviewSheetContent:
    """All that the sheet says; `rule` is absent where reviewers judge, the last parts where it has not come to them."""

    platform: str
    issuer: str
    number: str
    state: str
    learner_name: str
    document_masked: str
    account_number: str
    applied_at: str
    programme: str
    institution: str
    committee: str
    sources: tuple[SheetSource, ...]
    files: tuple[SheetFile, ...]
    targets: tuple[SheetTarget, ...]
    rule: SheetRule | None
    answer: str
    lines: tuple[SheetLine, ...]
    facts: tuple[Fact, ...]
    material_check: str
    records: tuple[SheetRecord, ...]
    opinions: tuple[SheetOpinion, ...]
    decision: SheetDecision | None
    entries: tuple[SheetEntry, ...]
    proof: SheetProof | None
    printed_by: str
    printed_at: datetime  # in the house's zone
