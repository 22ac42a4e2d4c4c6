"""Comparisons as the values that surely pass them and those that surely fail them."""

from datetime import date
from decimal import Decimal

from grammar import nodes as n
from rules.analysis.extents import ENDLESS, SCALED, Edge, Extent, Numbers, Words, join, meet, numbers
from rules.book import Book
from rules.conditions import IN_ORDER, Test
from rules.words import LEVELS, fold, level_place

Sides = tuple[Extent, Extent]  # the values that pass, the values that fail; the rest leave the test pending

NUMERIC = {"score", "qf_level", "credits", "hours", "age"}
DAYS = {"awarded_on", "enrolled_on", "on"}
WHOLE = {"qf_level", "age", *DAYS}
LOWEST: dict[str, int] = {"score": 0, "credits": 0, "hours": 0, "age": 0, "qf_level": 1}
NO_WORDS = Words(frozenset())
NO_NUMBERS = Numbers(())
LADDER = tuple(chinese for chinese, _ in LEVELS)
FLIPPED = {"=": "!=", "!=": "=", "<": ">=", ">=": "<", ">": "<=", "<=": ">"}


def kind_of_values(test: Test) -> str:
    """Return what a test compares: "number", "day" or "word"; a form's field is what its values are."""
    name = test.subject.name
    if name in NUMERIC:
        return "number"
    if name in DAYS:
        return "day"
    if name != "field" or test.scale:
        return "word"
    value = _first(test)
    return "number" if isinstance(value, n.Number) else "day" if isinstance(value, n.Day) else "word"


def _first(test: Test) -> n.Value:
    match test:
        case n.Comparison(value=value):
            return value
        case n.Inclusion(values=values):
            return values[0]
        case n.Between(low=low):
            return low


def sides_of(test: Test, book: Book) -> Sides:
    """Return the values that pass a test and those that fail it, without those that read another attribute."""
    match test:
        case n.Comparison(operator=operator, value=value):
            return _compared(test, operator, value, book)
        case n.Inclusion(values=values, negated=negated):
            each = [_compared(test, "=", value, book) for value in values]
            passing = join(passed for passed, _ in each) or _nothing(test)
            failing: Extent = each[0][1]
            for _, failed in each[1:]:
                failing = meet(failing, failed) or _nothing(test)
            return (failing, passing) if negated else (passing, failing)
        case n.Between(low=low, high=high):
            above, below = _compared(test, ">=", low, book), _compared(test, "<=", high, book)
            passing = meet(above[0], below[0]) or _nothing(test)
            return passing, join([above[1], below[1]]) or _nothing(test)


def _nothing(test: Test) -> Extent:
    return NO_WORDS if kind_of_values(test) == "word" else NO_NUMBERS


def _compared(test: Test, operator: str, value: n.Value, book: Book) -> Sides:
    name, kind = test.subject.name, kind_of_values(test)
    if kind == "number":
        return number_sides(name, operator, value.value) if isinstance(value, n.Number) else (NO_NUMBERS, NO_NUMBERS)
    if kind == "day":
        known = isinstance(value, n.Day) and value.value is not None
        return day_sides(operator, value.value) if known else (NO_NUMBERS, NO_NUMBERS)  # type: ignore[union-attr,arg-type]
    if not isinstance(value, n.Text | n.Number):
        return NO_WORDS, NO_WORDS
    word = fold(format(value.value, "f") if isinstance(value, n.Number) else value.value)
    if name == "level":
        return _level_sides(operator, word)
    if name == "grade":
        return _grade_sides(operator, word, test.scale, book)
    return _scaled_word_sides(operator, word, test.scale, book) if test.scale else _word_sides(operator, word)


def number_sides(name: str, operator: str, value: Decimal) -> Sides:
    """Return the numbers of an attribute on either side of a comparison."""
    low: Edge = (LOWEST[name], 0) if name in LOWEST else (-ENDLESS, 0)
    return _stretches(operator, value, low, (ENDLESS, 0), whole=name in WHOLE)


def day_sides(operator: str, value: date) -> Sides:
    """Return the days on either side of a comparison, as ordinals."""
    return _stretches(operator, value.toordinal(), (date.min.toordinal(), 0), (date.max.toordinal(), 0), whole=True)


def _stretches(operator: str, value: Decimal | int, low: Edge, high: Edge, *, whole: bool) -> Sides:
    below, up_to, from_, above = (low, (value, -1)), (low, (value, 0)), ((value, 0), high), ((value, 1), high)
    point = (max(low, (value, 0)), (value, 0))
    passing = {
        "<": [below],
        "<=": [up_to],
        ">": [(max(low, above[0]), high)],
        ">=": [(max(low, from_[0]), high)],
        "=": [point],
        "!=": [below, (max(low, above[0]), high)],
    }
    return numbers(passing[operator], whole=whole), numbers(passing[FLIPPED[operator]], whole=whole)


def whole_extent(name: str) -> Numbers:
    """Return every number or day that an attribute can have."""
    if name in DAYS:
        return Numbers((((date.min.toordinal(), 0), (date.max.toordinal(), 0)),))
    return Numbers((((LOWEST.get(name, -ENDLESS), 0), (ENDLESS, 0)),))


def any_value(name: str) -> Extent:
    """Return every value that an attribute of numbers, days or words can have."""
    if name in NUMERIC or name in DAYS:
        return whole_extent(name)
    return Words(frozenset(LADDER) if name == "level" else frozenset(), frozenset())


def _word_sides(operator: str, word: str) -> Sides:
    same, other = Words(frozenset({word})), Words(frozenset(), frozenset({word}))
    return {"=": (same, other), "!=": (other, same)}.get(operator, (NO_WORDS, NO_WORDS))


def _level_sides(operator: str, word: str) -> Sides:
    """Return the levels on either side; a word beside the ladder equals itself and has no order."""
    place = level_place(word)
    if operator in {"=", "!="}:
        return _word_sides(operator, word if place is None else LADDER[place])
    if place is None:
        return NO_WORDS, NO_WORDS
    passing = _grades_in_order(operator, LADDER[place], LADDER)
    return Words(passing), Words(frozenset(LADDER) - passing)


def _grade_sides(operator: str, word: str, scale: str | None, book: Book) -> Sides:
    """Return the grades on either side, each with its scale.

    A grade on no scale is read on the scale that the rule names; where it names none either, it only equals itself.
    """
    passing, failing = set[str](), set[str]()
    equality = operator in {"=", "!="}
    for name in [fold(scale)] if scale else list(book.scales):
        grades = book.grades(name)
        if word in grades:
            passed = _grades_in_order(operator, word, grades)
        elif equality and not scale:
            passed = frozenset(grades) if operator == "!=" else frozenset()
        else:
            continue
        for grade in grades:
            side = passing if grade in passed else failing
            side.update([name + SCALED + grade, *([grade] if scale else [])])
    if scale or not equality:
        return Words(frozenset(passing)), Words(frozenset(failing))
    if operator == "=":
        return Words(frozenset(passing | {word})), Words(frozenset(failing), frozenset({word}))
    return Words(frozenset(passing), frozenset({word})), Words(frozenset(failing | {word}))


def _scaled_word_sides(operator: str, word: str, scale: str, book: Book) -> Sides:
    """Return the words of a form or a major on either side, ordered by a scale."""
    grades = book.grades(scale)
    if operator in {"=", "!="} or word not in grades:
        return _word_sides(operator, word)
    passed = _grades_in_order(operator, word, grades)
    return Words(passed), Words(frozenset(grades) - passed)


def _grades_in_order(operator: str, word: str, grades: tuple[str, ...]) -> frozenset[str]:
    place = grades.index(word)
    return frozenset(grade for held, grade in enumerate(grades) if _in_order(operator, (held > place) - (held < place)))


def _in_order(operator: str, order: int) -> bool:
    if operator in {"=", "!="}:
        return (order == 0) == (operator == "=")
    return IN_ORDER[operator](order)
