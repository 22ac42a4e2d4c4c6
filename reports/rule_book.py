"""The rule book (规则汇编): every rule in force on a day, in volumes with a cover and contents."""

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, time

from reports.dressing import inks_of
from reports.look import STANDARD
from reports.microprint import microprint
from reports.ornament import COVER, frame_behind
from reports.press import print_paper, templates
from reports.refusals import Unprintable
from reports.sheets import Lengths, fit_to_print

MOST_RULES = 60  # of one volume: what is printed in some seconds
LENGTHS = Lengths(plain=200, by_field={"text": 20_000, "note": 2000, "sentences": 4000, "basis": 400}, items=MOST_RULES)


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


def render_rule_book(content: RuleBookContent) -> bytes:
    """Print a volume on A4; raises `Unprintable` and `GlyphMissing` as proofs do."""
    shown = fit_to_print(content, LENGTHS)
    if shown.rules + len(shown.policies) > MOST_RULES:
        raise Unprintable("parts", f"more than {MOST_RULES} rules")
    page = (
        templates()
        .get_template("rule_book.html")
        .render(content=shown, digest=digest_of(content), moment=f"{content.made_on.isoformat()}T00:00:00Z")
    )
    return print_paper(
        page,
        "report.css",
        "rule_book.css",
        moment=datetime.combine(content.made_on, time(), UTC),
        finisher=frame_behind(microprint(f"RULES {content.on.isoformat()}"), inks_of(STANDARD), pages=COVER),
    )


def digest_of(content: RuleBookContent) -> str:
    """Return the SHA-256 of what a volume says, whichever day it was printed."""
    said = {**asdict(content), "made_on": None}
    return hashlib.sha256(json.dumps(said, default=str, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
