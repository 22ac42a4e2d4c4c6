"""The values that conditions compare: read from the facts, ordered as the language says."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import assert_never

from grammar import nodes as n
from rules.book import Book
from rules.facts import Facts, Outcome
from rules.words import fold, level_place

Content = Decimal | date | str


@dataclass(frozen=True, slots=True)
class Value:
    """A value: `fact` names where it was read, "" when the rule itself says it; without content it is missing.

    `scale` is the one that a grade was given on.
    """

    content: Content | None
    fact: str = ""
    scale: str = ""

    @property
    def shown(self) -> str:
        """The value as text, exactly."""
        if self.content is None:
            return ""
        return format(self.content, "f") if isinstance(self.content, Decimal) else str(self.content)


def outcome_value(outcome: Outcome, attribute: n.OutcomeAttribute) -> Value:
    """Read an attribute of an outcome."""
    if attribute.name == "field":
        label = attribute.label or ""
        text = next((held for name, held in outcome.fields.items() if fold(name) == fold(label)), "")
        return Value(text or None, f"{outcome.outcome_id}.field:{label}")
    fact, held = f"{outcome.outcome_id}.{attribute.name}", getattr(outcome, attribute.name)
    if isinstance(held, int):
        return Value(Decimal(held), fact)
    return Value(None if held == "" else held, fact, outcome.scale if attribute.name == "grade" else "")


def learner_value(facts: Facts, attribute: n.LearnerAttribute) -> Value:
    """Read a fact about the learner; the age is that of the day of application."""
    learner = facts.learner
    if attribute.name == "age":
        born = learner.birth_date
        return Value(None if born is None else Decimal(age_on(born, facts.on)), "learner.birth_date")
    held = getattr(learner, attribute.name)
    return Value(None if held == "" else held, f"learner.{attribute.name}")


def age_on(birth_date: date, on: date) -> int:
    """Return the age in full years.

    >>> age_on(date(1960, 11, 16), date(2020, 11, 15))
    59
    """
    return on.year - birth_date.year - ((on.month, on.day) < (birth_date.month, birth_date.day))


def written_value(value: n.Value, outcome: Outcome | None) -> Value:
    """Return what stands in the rule; `source …` reads the source outcome."""
    match value:
        case n.Number(value=number):
            return Value(number)
        case n.Day(value=day, text=text):
            return Value(text if day is None else day)
        case n.Text(value=text):
            return Value(text)
        case n.SourceAttribute(attribute=attribute):
            return outcome_value(outcome, attribute) if outcome else Value(None, f"source.{attribute.name}")
        case _ as unknown:
            assert_never(unknown)


def order_of(name: str, left: Value, right: Value, *, scale: str | None, book: Book) -> int | None:
    """Return -1, 0 or 1 as `left` stands to `right`, both values of the attribute `name`; None when neither is known.

    Levels follow the ladder from primary school to doctor, grades the scale that the rule or the outcome names.
    """
    one, other = left.content, right.content
    if name == "level":
        return _sign(level_place(str(one)), level_place(str(other)))
    if name == "grade" or scale:
        return _order_of_grades(left, right, scale, book)
    if isinstance(one, str) and isinstance(other, str):
        return None
    return _sign(_as_kind_of(other, one), _as_kind_of(one, other))


def same(name: str, left: Value, right: Value, *, scale: str | None, book: Book) -> bool | None:
    """Tell whether two values are equal; None when they cannot be compared."""
    order = order_of(name, left, right, scale=scale, book=book)
    if order is not None:
        return order == 0
    if name == "grade":
        return None if scale or (left.scale and right.scale) else fold(left.shown) == fold(right.shown)
    one, other = left.content, right.content
    return fold(one) == fold(other) if isinstance(one, str) and isinstance(other, str) else None


def _order_of_grades(left: Value, right: Value, scale: str | None, book: Book) -> int | None:
    """Order two grades of one scale; an outcome that names no scale is read on the scale that the rule names."""
    named = {fold(each) for each in (scale, left.scale, right.scale) if each}
    if len(named) != 1:
        return None
    places = {grade: place for place, grade in enumerate(book.grades(named.pop()))}
    return _sign(places.get(fold(left.shown)), places.get(fold(right.shown)))


def _as_kind_of(model: Content | None, value: Content | None) -> Content | None:
    """Return a text from a form as the number or date that it is compared with; None when it is neither."""
    if not isinstance(value, str) or isinstance(model, str) or model is None:
        return value
    try:
        return Decimal(value.strip()) if isinstance(model, Decimal) else date.fromisoformat(value.strip())
    except (InvalidOperation, ValueError):
        return None


def _sign(left: object, right: object) -> int | None:
    match left, right:
        case Decimal(), Decimal():
            return None if left.is_nan() or right.is_nan() else (left > right) - (left < right)
        case date(), date():
            return (left > right) - (left < right)
        case int(), int():
            return (left > right) - (left < right)
        case _:
            return None
