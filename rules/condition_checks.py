"""Values that conditions and examples compare with, but cannot."""

from collections.abc import Iterator

from grammar import clauses as c
from grammar import nodes as n
from rules.book import Book
from rules.conditions import Test, values_of
from rules.findings import Finding
from rules.nearest import Nearest
from rules.walk import nodes_within
from rules.words import LEVEL_PLACES, fold, level_place

NUMBERS = {"score", "qf_level", "credits", "hours", "age"}
DAYS = {"awarded_on", "enrolled_on"}
ORDERED = {"<", "<=", ">", ">="}
WANTED: dict[type[n.Node], str] = {n.Number: "number", n.Day: "day", n.Text: "word"}
ON_SCALE = {"grade", "field"}


def value_findings(node: object, book: Book) -> Iterator[Finding]:
    """Yield the scales, grades, levels, dates and values within a node that cannot mean what stands there."""
    for each in nodes_within(node):
        match each:
            case n.Day(value=None, text=text):
                yield Finding("date_impossible", each.span, {"date": text})
            case n.Comparison() | n.Inclusion() | n.Between():
                yield from _test_findings(each, book)
            case c.Fact(subject=subject, value=value) if subject is not None and value is not None:
                yield from _value_findings(subject, value)
                yield from _scale_findings(each.scale, (value,), each.span, book)


def _test_findings(test: Test, book: Book) -> Iterator[Finding]:
    values = values_of(test)
    for value in values:
        yield from _value_findings(test.subject, value)
    yield from _scale_findings(test.scale, values, test.span, book)
    if test.scale is not None and test.subject.name not in ON_SCALE:
        yield Finding("scale_unfit", test.span, {"attribute": test.subject.name})
    ordering = isinstance(test, n.Between) or (isinstance(test, n.Comparison) and test.operator in ORDERED)
    for value in values:
        if test.subject.name == "level" and ordering and isinstance(value, n.Text) and level_place(value.value) is None:
            near = Nearest(LEVEL_PLACES).find(value.value)
            yield Finding("level_unknown", value.span, {"name": value.value} | _hint(near))
    if ordering and not test.scale and _is_text(test.subject, values):
        yield Finding("order_unfit", test.span, {"attribute": test.subject.name})
    if isinstance(test, n.Between) and _is_reversed(test, book):
        yield Finding("range_reversed", test.span, {}, "warning")


def _value_findings(subject: n.Subject, value: n.Value) -> Iterator[Finding]:
    name = subject.name
    if isinstance(value, n.SourceAttribute):
        yield from _source_findings(subject, value)
        return
    if name in ON_SCALE:
        return
    wanted: type[n.Node] = n.Number if name in NUMBERS else n.Day if name in DAYS else n.Text
    if not isinstance(value, wanted):
        shown = value.text if isinstance(value, n.Day) else str(value.value)
        words = {"name": shown, "attribute": name, "wanted": WANTED[wanted]}
        yield Finding("value_unfit", value.span, words)


def _source_findings(subject: n.Subject, value: n.SourceAttribute) -> Iterator[Finding]:
    one, other = _sort_of(subject.name), _sort_of(value.attribute.name)
    if one != other and "field" not in {one, other}:
        words = {"source": value.attribute.name, "attribute": subject.name}
        yield Finding("source_unfit", value.span, words)


def _sort_of(name: str) -> str:
    """Return what sort of value an attribute has; values of different sorts do not compare."""
    return "number" if name in NUMBERS else "day" if name in DAYS else name


def _is_text(subject: n.Subject, values: tuple[n.Value, ...]) -> bool:
    """Tell whether a comparison of order has only words to go by, which have none."""
    return subject.name == "major" or (subject.name == "field" and any(isinstance(each, n.Text) for each in values))


def _is_reversed(test: n.Between, book: Book) -> bool:
    match test.low, test.high:
        case n.Number(value=low), n.Number(value=high):
            return low > high
        case n.Day(value=first), n.Day(value=last):
            return first is not None and last is not None and first > last
        case n.Text(value=one), n.Text(value=other):
            grades = book.grades(test.scale) if test.scale else ()
            places = [level_place(each) if not grades else _place(fold(each), grades) for each in (one, other)]
            return places[0] is not None and places[1] is not None and places[0] > places[1]
        case _:
            return False


def _place(grade: str, grades: tuple[str, ...]) -> int | None:
    return grades.index(grade) if grade in grades else None


def _scale_findings(scale: str | None, values: tuple[n.Value, ...], span: n.Span, book: Book) -> Iterator[Finding]:
    if scale is None:
        return
    declared = book.scales.get(fold(scale))
    if declared is None:
        near = Nearest(each.code for each in book.scales.values()).find(scale)
        yield Finding("scale_unknown", span, {"name": scale} | _hint(near))
        return
    for value in values:
        if isinstance(value, n.Text | n.Number) and fold(str(value.value)) not in book.grades(scale):
            near = Nearest(declared.grades).find(str(value.value))
            yield Finding("grade_unknown", value.span, {"scale": scale, "name": str(value.value)} | _hint(near))


def _hint(near: str | None) -> dict[str, str]:
    return {"near": near} if near else {}
