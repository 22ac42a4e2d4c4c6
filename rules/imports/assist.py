"""Agreements between institutions: targets granted together, from one, all, or one of several courses."""

from collections.abc import Iterable, Iterator

from grammar import nodes as n
from grammar.clauses import Refusal
from grammar.declarations import Rule
from rules.imports.codes import code_of, part
from rules.imports.courses import Course, alternatives_in, denied_in, readable, shown, targets_in
from rules.imports.rows import Format, Read, RowRefused, attempted, filled, origin
from rules.tables import Columns, Row

COLUMNS = Columns(
    (
        "target_institution",
        "source_institution",
        "target_text",
        "targets_json",
        "sources_json_or_of_ands",
        "shape",
        "raw_if_malformed",
        "source_ref",
    )
)
NO_AGREEMENT = {"none": "No articulation", "none_other_wording": "No articulation (in other words)"}
NOT_ARTICULATED = "No Course Articulated"
LONGEST_NOTE = 200
TOO_MANY = "Source credits: too many to note, see the table"
Alternatives = tuple[tuple[Course, ...], ...]


def read(rows: Iterable[Row]) -> Iterator[Read]:
    """Yield each row as a rule, or why it is none."""
    return (attempted(row, _rule) for row in rows)


def _rule(row: Row) -> Rule:
    institution, source = filled(row, "target_institution"), filled(row, "source_institution")
    if row.text("shape") == "malformed":
        raise RowRefused("row_malformed", value=" ".join(row.text("raw_if_malformed").split()))
    targets = targets_in(row.text("targets_json"))
    if " & ".join(map(shown, targets)) != row.text("target_text"):
        raise RowRefused("target_differs")
    courses = [readable(item) for item in targets]
    if any(each.credits is None for each in courses):
        raise RowRefused("item_unread", value=row.text("target_text"))
    agreed, refusal, credits_ = _agreed(row, source)
    return Rule(
        code=code_of("ASSIST", institution, *(part(each.code).replace("-", "") for each in courses), source),
        source=agreed,
        targets=tuple(
            n.TargetReference(n.Reference("course", each.title, each.code, institution), each.credits)
            for each in courses
        ),
        refusal=refusal,
        basis=origin(row, row.text("source_ref")),
        note=credits_,
    )


def _agreed(row: Row, institution: str) -> tuple[n.Source, Refusal | None, str | None]:
    """Return the source, whether it is refused, and the credits that the table gives its courses."""
    items = alternatives_in(row.text("sources_json_or_of_ands"))
    raw = tuple(item if isinstance(item, str) else "" for each in items for item in each)
    shape = row.text("shape")
    any_course = n.SourcePool(n.Reference("course", institution=institution))
    if not items and shape in NO_AGREEMENT:
        return any_course, Refusal("none", NO_AGREEMENT[shape]), None
    if shape != _shape(items):
        raise RowRefused("shape_differs", value=shape, found=_shape(items))
    if raw == (NOT_ARTICULATED,):
        return any_course, Refusal("none", NOT_ARTICULATED), None
    if len(raw) == 1 and (denied := denied_in(raw[0])):
        reference = n.Reference("course", code=denied, institution=institution)
        return n.SourceReference(reference), Refusal("deny", raw[0]), None
    courses = tuple(dict.fromkeys(tuple(map(readable, each)) for each in items))
    return _source(courses, institution), None, _credits(courses)


def _shape(items: tuple[tuple[object, ...], ...]) -> str:
    together = any(len(each) > 1 for each in items)
    if len(items) > 1:
        return "OR_of_ANDs" if together else "OR"
    return "none" if not items else "AND" if together else "1"


def _source(alternatives: Alternatives, institution: str) -> n.Source:
    if len(alternatives) == 1:
        return _together(alternatives[0], institution)
    if any(len(each) > 1 for each in alternatives):
        return n.SourceEither(tuple(_together(each, institution) for each in alternatives))
    members = tuple(n.SourceReference(n.Reference("course", each.title, each.code)) for (each,) in alternatives)
    return n.SourceCount(1, members, shared=n.Reference("", institution=institution))


def _together(courses: tuple[Course, ...], institution: str) -> n.Source:
    codes = [each.code for each in courses]
    twice = next((code for code in codes if codes.count(code) > 1), None)
    if twice is not None:
        raise RowRefused("course_twice", value=twice)
    members = tuple(n.SourceReference(n.Reference("course", each.title, each.code, institution)) for each in courses)
    return members[0] if len(members) == 1 else n.SourceAll(members)


def _credits(alternatives: Alternatives) -> str | None:
    given = dict.fromkeys(f"{each.code} {each.given}" for courses in alternatives for each in courses if each.given)
    note = f"Source credits: {', '.join(given)}"
    return (note if len(note) <= LONGEST_NOTE else TOO_MANY) if given else None


FORMAT = Format(COLUMNS, ("source_ref",), "en", read)
