"""Exams with a least score: what an institution grants from there up to the score of its next row."""

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import chain

from grammar import nodes as n
from grammar.clauses import Refusal
from grammar.declarations import Rule
from rules.imports.codes import code_of
from rules.imports.periods import in_turn
from rules.imports.rows import Format, Read, RowRefused, exact, filled, grouped, number_or_none, origin
from rules.tables import Columns, Row

COLUMNS = Columns(("target_institution", "exam", "min_score", "credits", "target_courses", "source_ref"))
NO_CREDIT = "No Credit"
ELECTIVE = re.compile(r"Undistributed Credit \([^()]+\)|(?:[A-Z][A-Za-z-]* )*Elective(?: \([^()]+\))?", re.ASCII)
NUMBER = r"\d[0-9A-Z]*"
WORD = r"(?!(?:and|or|either|with|for|any|if)\b)[A-Za-z&.-]+"
COURSE = re.compile(rf"(?P<subject>(?=[A-Z]){WORD}(?: {WORD})*) {NUMBER}", re.ASCII)
ALONE = re.compile(NUMBER, re.ASCII)
SEPARATOR = re.compile(r"(, (?:and |& )?| (?:and|&|\+) )", re.ASCII)
CREDIT_FOR = "Credit for "


def read(rows: Iterable[Row]) -> Iterator[Read]:
    """Yield each row as a rule for the scores below the exam's next row, or why it is none."""
    groups = grouped(rows, "target_institution", "exam")
    return chain.from_iterable(in_turn(group, _least, _rule) for group in groups)


def _least(row: Row) -> Decimal:
    return exact(filled(row, "min_score"), "min_score")


def _rule(row: Row, least: Decimal, following: Decimal | None) -> Rule:
    institution, exam = filled(row, "target_institution"), filled(row, "exam")
    score = n.OutcomeAttribute("score")
    where: n.Condition = n.Comparison(score, ">=", n.Number(least))
    if following is not None:
        where = n.And((where, n.Comparison(score, "<", n.Number(following))))
    targets, refusal, note = _granted(row, institution)
    return Rule(
        code=code_of("AP", institution, exam.removeprefix("AP "), f"{least:f}"),
        source=n.SourceReference(n.Reference("certificate", exam), where),
        targets=targets,
        refusal=refusal,
        basis=origin(row, row.text("source_ref")),
        note=note,
    )


def _granted(row: Row, institution: str) -> tuple[tuple[n.Target, ...], Refusal | None, str | None]:
    """Return the targets, whether they are refused, and what has to be noted of their credits."""
    words, credits_ = filled(row, "target_courses"), number_or_none(row, "credits")
    if ";" in words:
        raise RowRefused("all_or_any", value=words)
    if words == NO_CREDIT:
        if credits_:
            raise RowRefused("refusal_with_credits", value=row.text("credits"))
        return (n.TargetPool(n.Reference("course", institution=institution)),), Refusal("none", words), None
    if ELECTIVE.fullmatch(words):
        return (n.Elective(words, credits_),), None, f"Granted by {institution}"
    titles = _courses(words)
    together = len(titles) > 1
    own = None if together else credits_
    targets = tuple(n.TargetReference(n.Reference("course", each, institution=institution), own) for each in titles)
    note = f"{credits_:f} credits in all; the table does not say how many for each" if together and credits_ else None
    return targets, None, note


def _courses(words: str) -> tuple[str, ...]:
    """Return the courses that are granted together; a number alone is of the subject named before it."""
    subject, found = "", []
    parts = SEPARATOR.split(words.removeprefix(CREDIT_FOR))
    if parts[-2:-1] == [", "]:  # a list that ends without “and”
        raise RowRefused("all_or_any", value=words)
    for each in parts[::2]:
        course = COURSE.fullmatch(each)
        subject = course["subject"] if course else subject
        if course is None and not (subject and ALONE.fullmatch(each)):
            raise RowRefused("target_unclear", value=words)
        found.append(each if course else f"{subject} {each}")
    return tuple(found)


FORMAT = Format(COLUMNS, ("source_ref",), "en", read)
