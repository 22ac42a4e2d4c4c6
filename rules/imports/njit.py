"""Dated rules from one college to one institute: what a course counts for, from one term to the next."""

import re
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import chain

from grammar import nodes as n
from grammar.clauses import Effective, Refusal
from grammar.declarations import Rule
from rules.imports.codes import code_of
from rules.imports.periods import in_turn
from rules.imports.rows import Format, Read, RowRefused, filled, grouped, number_or_none, origin
from rules.tables import Columns, Row

COLUMNS = Columns(
    (
        "source_course",
        "source_effective",
        "source_title",
        "source_credits",
        "rule_effective",
        "target",
        "gen_ed",
        "target_credits",
    )
)
COLLEGE, INSTITUTE = "Middlesex College", "NJIT"
NOT_TRANSFERABLE = "Not Transferable"
FIRST_DAYS = {"SPRING": (1, 1), "SUMMER": (5, 1), "FALL": (9, 1), "WINTER": (12, 1)}
TERM = re.compile(r"(SPRING|SUMMER|FALL|WINTER) ([1-9]\d{3})", re.ASCII)
ELECTIVE = re.compile(r"[A-Z]*ELEC|(?:[A-Za-z-]+ )*Elective", re.ASCII)
COURSE = re.compile(r"[A-Z]{1,5}\d{3,6}[A-Z]?", re.ASCII)
LABELS = (
    ("source_effective", "Source effective"),
    ("source_credits", "Source credits"),
    ("gen_ed", "General education"),
)


def read(rows: Iterable[Row]) -> Iterator[Read]:
    """Yield each row as a rule that ends the day before the course's next row, or why it is none."""
    return chain.from_iterable(in_turn(group, _first_day, _rule) for group in grouped(rows, "source_course"))


def _first_day(row: Row) -> date:
    term = filled(row, "rule_effective")
    found = TERM.fullmatch(term)
    if found is None:
        raise RowRefused("term_unread", column="rule_effective", value=term)
    return date(int(found[2]), *FIRST_DAYS[found[1]])


def _rule(row: Row, start: date, following: date | None) -> Rule:
    course = filled(row, "source_course")
    targets, refusal = _granted(row)
    source = n.Reference("course", row.text("source_title") or None, course, COLLEGE)
    labels = [f"{label}: {row.text(name)}" for name, label in LABELS if row.text(name)]
    if isinstance(targets[0], n.Elective):
        labels.append(f"Granted by {INSTITUTE}")
    return Rule(
        code=code_of(INSTITUTE, course, row.text("rule_effective")),
        source=n.SourceReference(source),
        targets=targets,
        refusal=refusal,
        effective=Effective(_day(start), _day(following - timedelta(1)) if following else None),
        basis=origin(row),
        note="; ".join(labels) or None,
    )


def _granted(row: Row) -> tuple[tuple[n.Target, ...], Refusal | None]:
    target, credits_ = filled(row, "target"), number_or_none(row, "target_credits")
    if target == NOT_TRANSFERABLE:
        if credits_:
            raise RowRefused("refusal_with_credits", value=row.text("target_credits"))
        return (n.TargetPool(n.Reference("course", institution=INSTITUTE)),), Refusal("none", target)
    if ELECTIVE.fullmatch(target):
        return (n.Elective(target, credits_),), None
    if not COURSE.fullmatch(target):
        raise RowRefused("target_unclear", value=target)
    return (n.TargetReference(n.Reference("course", code=target, institution=INSTITUTE), credits_),), None


def _day(value: date) -> n.Day:
    return n.Day(value.isoformat(), value)


FORMAT = Format(COLUMNS, (), "en", read)
