"""What the rule book (规则汇编) says: every rule in force on a day, in volumes."""

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import date

MOST_RULES = 40  # of one volume: what a renderer prints well within its bounds


@dataclass(frozen=True, slots=True)
class BookRule:
    """A rule, or a policy, as it stands in the book; `sentences` are what the learner reads."""

    code: str
    title: str
    version: int
    effective_from: date | None
    effective_until: date | None
    sentences: tuple[str, ...]
    basis: tuple[str, ...]
    note: str
    text: str
    text_hash: str


@dataclass(frozen=True, slots=True)
class BookPart:
    """The rules that lead to one place; both names are empty for rules that name none."""

    institution: str
    programme: str
    rules: tuple[BookRule, ...]


@dataclass(frozen=True, slots=True)
class RuleBookContent:
    """A volume (分册) of the book; `total` counts what all volumes hold, `scope` is "" for every place."""

    platform: str
    issuer: str
    on: date
    made_on: date
    scope: str
    volume: int
    volumes: int
    total: int
    parts: tuple[BookPart, ...]
    policies: tuple[BookRule, ...]

    @property
    def rules(self) -> int:
        """How many rules stand in this volume."""
        return sum(len(part.rules) for part in self.parts)


def digest_of(content: RuleBookContent) -> str:
    """Return the SHA-256 of what a volume says, whichever day it was printed."""
    said = {**asdict(content), "made_on": None}
    return hashlib.sha256(json.dumps(said, default=str, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
