"""Chinese mappings in words: expressed where the words are exact, else a named human judgement quoting them."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from grammar import nodes as n
from grammar.clauses import Judgement
from grammar.declarations import Rule, Scale
from grammar.writer import WORD
from rules.imports.mapping_sources import Start, judged, scales_of, start_of
from rules.imports.mapping_targets import SEMICOLON, granted_by
from rules.imports.rows import Format, Read, Reported, RowRefused, attempted, exact, filled, number_or_none, origin
from rules.tables import Columns, Row, day_of
from rules.words import fold

COLUMNS = Columns(
    (
        "id",
        "source_outcome",
        "source_kind",
        "issuer",
        "target_course",
        "target_code",
        "credits",
        "condition",
        "source_url",
    ),
    ("constructs",),
)
AWARDED_BEFORE = re.compile(r"(\d{4}-\d{2}-\d{2})前获得", re.ASCII)
SCORE = re.compile(r"成绩>=(\d{1,6}(?:\.\d{1,4})?)", re.ASCII)
OF_THE_TABLE = "原文"  # what the one who wrote the table down says of it
WIDENS = re.compile(r"亦可|也可|均可")
REDUCES = re.compile(r"减|降|只计|仅计")


@dataclass(frozen=True, slots=True)
class Said:
    """A part of a row's condition, sorted by what it does."""

    test: n.Condition | None = None
    judgement: str | None = None
    note: str | None = None
    wider: str | None = None


def read(rows: Iterable[Row]) -> Iterator[Read]:
    """Yield each row as a rule, or why it is none."""
    used: dict[str, int] = {}
    for row in rows:
        line = used.setdefault(fold(row.text("id")), row.line)
        if row.text("id") and line != row.line:
            yield Reported(row.line, "id_twice", {"value": row.text("id"), "line": str(line)})
        else:
            yield attempted(row, _rule)


def _rule(row: Row) -> Rule:
    code, outcome, course = filled(row, "id"), filled(row, "source_outcome"), filled(row, "target_course")
    if not WORD.fullmatch(code):
        raise RowRefused("id_unfit", value=code)
    constructs = tuple(each.strip() for each in row.text("constructs").split(","))
    said = [_said(part.strip()) for part in SEMICOLON.split(row.text("condition")) if part.strip()]
    start = _widened(start_of(outcome, filled(row, "source_kind"), row.text("constructs")), row, said)
    granted = granted_by(course, row.text("target_code"), constructs, number_or_none(row, "credits"))
    judgements = (*start.judgements, *granted.judgements, *(each.judgement for each in said if each.judgement))
    notes = [granted.note, *(each.note for each in said)]
    return Rule(
        code=code,
        title=f"{outcome} 转 {course}",
        source=start.source([each.test for each in said if each.test]),
        targets=granted.targets,
        judgements=tuple(map(Judgement, dict.fromkeys(judgements))),
        basis=origin(row, row.text("issuer"), row.text("source_url")),
        note="；".join(filter(None, notes)) or None,
    )


def _said(words: str) -> Said:
    before, score = AWARDED_BEFORE.fullmatch(words), SCORE.fullmatch(words)
    day = day_of(before[1]) if before else None
    if before and day:
        return Said(n.Comparison(n.OutcomeAttribute("awarded_on"), "<", n.Day(before[1], day)))
    if score:
        return Said(n.Comparison(n.OutcomeAttribute("score"), ">=", n.Number(exact(score[1], "condition"))))
    if words.startswith(OF_THE_TABLE):
        return Said(note=words)
    if WIDENS.search(words):
        return Said(wider=words)
    return Said(judgement=f"不涉及：{words}" if REDUCES.search(words) else words)


def _widened(start: Start, row: Row, said: list[Said]) -> Start:
    """Return a start that lets in what a condition says will do as well: a person judges both."""
    wider = [each.wider for each in said if each.wider]
    if not wider:
        return start
    return judged("；".join([row.text("source_outcome"), *wider]), row.text("source_kind"))


def _scales(rules: Iterable[Rule]) -> tuple[Scale, ...]:
    return scales_of([rule.source for rule in rules])


FORMAT = Format(COLUMNS, ("id",), "zh", read, _scales)
