"""Tables of rules into drafts: every row taken or reported by line, nothing guessed, nothing published."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import select
from sqlalchemy.orm import Session

from backoffice.kernel.problems import refuse
from backoffice.rulebook.models import ConversionRule, RuleVersion, VersionState
from backoffice.workbench.operations import start_draft
from grammar.declarations import Rule
from grammar.parser import parse
from rules.analysis.differences import differences
from rules.book import Book
from rules.checker import check
from rules.faults import FaultyFilesError
from rules.imports.tables_to_rules import FORMATS, Imported, import_table

MOST_RULES = 500  # of one table
LONGEST_TABLE = 4 * 1024 * 1024  # bytes


@dataclass(frozen=True, slots=True)
class TakenRow:
    """A row that became a draft, or whose rule the house has already, word for word."""

    line: int
    code: str
    draft_id: int | None


@dataclass(frozen=True, slots=True)
class Report:
    """What became of a table; the lines of what was reported are sentences."""

    taken: tuple[TakenRow, ...]
    reported: tuple[str, ...]

    @property
    def drafts(self) -> int:
        """How many drafts were made."""
        return sum(row.draft_id is not None for row in self.taken)


def import_drafts(
    session: Session, *, name: str, table_name: str, content: bytes, lang: str, actor_id: int, now: datetime
) -> Report:
    """Make a draft of every rule that a table holds and the house does not; raises Refused for what is no table."""
    if name not in FORMATS:
        raise refuse("table_format", "format")
    if not content or len(content) > LONGEST_TABLE:
        raise refuse("table_missing", "table")
    imported, reported = _read(name, table_name, content, lang)
    if len(imported.taken) > MOST_RULES:
        raise refuse("table_too_long", "table", limit=str(MOST_RULES), count=str(len(imported.taken)))
    known = _in_house(session, [each.rule.code for each in imported.taken])
    rows = []
    for line, rule, text in _texts(imported):
        base = known.get(rule.code)
        draft = None
        if base is None or _differs(base.text, text):
            draft = start_draft(
                session, text=text, actor_id=actor_id, now=now, base_id=None if base is None else base.id
            )
        rows.append(TakenRow(line, rule.code, draft.id if draft else None))
    return Report(tuple(rows), tuple(reported))


def _read(name: str, table_name: str, content: bytes, lang: str) -> tuple[Imported, list[str]]:
    """Read a table that lies in a folder of its own for as long as that takes."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / (table_name or "table.csv")
        path.write_bytes(content)
        try:
            imported = import_table(name, path)
        except FaultyFilesError as wrong:
            why = "; ".join(fault.text(lang) for fault in wrong.faults[:5]).replace(str(path), path.name)
            raise refuse("table_unreadable", "table", why=why) from None
        shown = Path(path.name)
        return imported, [each.text(shown, lang) for each in imported.reported]


def _texts(imported: Imported) -> Iterator[tuple[int, Rule, str]]:
    """Yield each rule with a text that stands alone: with the declarations of its table where it needs them."""
    shared = imported.texts[: len(imported.texts) - len(imported.taken)]
    own = imported.texts[len(shared) :]
    for taken, text in zip(imported.taken, own, strict=True):
        alone = not shared or not any(each.severity == "error" for each in check([parse(text).file]))
        yield taken.line, taken.rule, f"{text}\n" if alone else "\n\n".join((*shared, text)) + "\n"


def _in_house(session: Session, codes: list[str]) -> dict[str, RuleVersion]:
    """Return the published versions of rules by their names; the newest of each."""
    query = (
        select(ConversionRule.code, RuleVersion)
        .join(RuleVersion, RuleVersion.rule_id == ConversionRule.id)
        .where(ConversionRule.code.in_(codes), RuleVersion.state == VersionState.PUBLISHED)
        .order_by(RuleVersion.number)
    )
    return {row[0]: row[1] for row in session.execute(query)}


def _differs(before: str, after: str) -> bool:
    """Tell whether a rule says something else; where it comes from does not count."""
    changed = differences(*(Book.gather([parse(text).file]) for text in (before, after)))
    return any(each.acts for each in changed.rules)
