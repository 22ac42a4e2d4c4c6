"""Values that conditions and examples compare with, but cannot."""

from collections.abc import Iterator

from grammar import clauses as c
from grammar import nodes as n
from rules.book import Book
from rules.conditions import Test, values_of
from rules.findings import Finding
from rules.nearest import Nearest
from rules.phrases import ATTRIBUTES
from rules.walk import nodes_within
from rules.words import LEVEL_PLACES, fold, level_place

NUMBERS = {"score", "qf_level", "credits", "hours", "age"}
DAYS = {"awarded_on", "enrolled_on"}
ORDERED = {"<", "<=", ">", ">="}
WANTED = {n.Number: "数 a number", n.Day: "日期 a date (2020-01-31)", n.Text: "词语 a word"}


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
    ordering = isinstance(test, n.Between) or (isinstance(test, n.Comparison) and test.operator in ORDERED)
    for value in values:
        if test.subject.name == "level" and ordering and isinstance(value, n.Text) and level_place(value.value) is None:
            near = Nearest(LEVEL_PLACES).find(value.value)
            yield Finding("level_unknown", value.span, {"name": value.value} | _hint(near))


def _value_findings(subject: n.Subject, value: n.Value) -> Iterator[Finding]:
    name = subject.name
    if isinstance(value, n.SourceAttribute) or name in {"field", "grade"}:
        return
    wanted: type[n.Node] = n.Number if name in NUMBERS else n.Day if name in DAYS else n.Text
    if not isinstance(value, wanted):
        shown = value.text if isinstance(value, n.Day) else str(value.value)
        words = {"name": shown, "attribute": " ".join(ATTRIBUTES[name]), "wanted": WANTED[wanted]}
        yield Finding("value_unfit", value.span, words)


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
