"""What is booked already, from a table of the ledger: one row for each target of a conversion."""

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

from grammar import nodes as n
from rules.book import Book
from rules.clause_traces import effective_trace
from rules.facts import Outcome
from rules.planning.policies import Conversion
from rules.planning.problem import Past
from rules.planning.programme import COURSE, Programme
from rules.tables import Columns, Row, read_table
from rules.truth import Truth
from rules.words import fold

COLUMNS = Columns(
    ("learner_id", "conversion", "rule_id", "decided_on", "outcomes", "credits"),
    ("programme", "course_code", "course_title"),
)


def read_booked(path: Path, learner_id: str, held: Mapping[str, Outcome], *, programme: Programme, book: Book) -> Past:
    """Return the conversions of a learner; `held` are the learner's outcomes by id, which each of them used."""
    table = read_table(path, COLUMNS)
    by_number: dict[str, list[Row]] = {}
    for row in table.rows:
        if row.needed("learner_id") == learner_id:
            by_number.setdefault(row.needed("conversion"), []).append(row)
    conversions = [made for rows in by_number.values() if (made := _conversion(rows, held)) is not None]
    table.finish()
    eating = [each for each in conversions if _consumed(each, book)]
    courses = (_course(row, programme, book) for rows in by_number.values() for row in rows)
    return Past(
        tuple(conversions),
        frozenset(each for each in courses if each),
        frozenset(outcome.outcome_id for each in eating for outcome in each.outcomes),
    )


def _consumed(made: Conversion, book: Book) -> bool:
    """Tell whether a conversion consumed its outcomes; of several versions those in force on its day speak."""
    versions = [rule for rule in book.rules if fold(rule.code) == fold(made.rule)]
    in_force = [
        rule
        for rule in versions
        if rule.effective is None or effective_trace(rule.effective, made.on).truth is Truth.YES
    ]
    return any(rule.consume for rule in in_force or versions)


def _conversion(rows: list[Row], held: Mapping[str, Outcome]) -> Conversion | None:
    first = rows[0]
    decided_on = first.day("decided_on")
    if decided_on is None:
        first.needed("decided_on")
        return None
    outcomes = []
    for each in filter(None, (part.strip() for part in first.text("outcomes").replace("；", ";").split(";"))):
        if each in held:
            outcomes.append(held[each])
        else:
            first.fault("outcome_unknown", "outcomes", value=each)
    credits_ = tuple(_credits(row) for row in rows)
    return Conversion(first.text("rule_id"), decided_on, tuple(outcomes), credits_, first.text("programme"))


def _credits(row: Row) -> Decimal:
    row.needed("credits")
    return row.number("credits") or Decimal(0)


def _course(row: Row, programme: Programme, book: Book) -> str:
    """Return what the target is counted once by; nothing for credits without a course."""
    code, title = row.text("course_code"), row.text("course_title")
    if not code and not title:
        return ""
    course = programme.course_of(n.Reference(COURSE, title or None, code or None), book)
    return course.key if course else "beside " + fold(code or title)
