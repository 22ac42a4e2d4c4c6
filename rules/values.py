"""The values that conditions compare: read from the facts, ordered by the language."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, assert_never

from grammar import nodes as n
from rules.book import Book
from rules.facts import Facts, Outcome
from rules.words import fold, level_of

Comparable = Decimal | date | str


@dataclass(frozen=True, slots=True)
class Known:
    """A value that the facts hold under the name `fact`, and as it is shown; `scale` is what it was graded on."""

    value: Comparable
    shown: str
    fact: str = ""
    scale: str = ""


@dataclass(frozen=True, slots=True)
class Missing:
    """A value that the facts do not hold, by the fact's name."""

    fact: str


Found = Known | Missing


def outcome_value(outcome: Outcome, attribute: n.OutcomeAttribute) -> Found:
    """Read an attribute of an outcome."""
    if attribute.name == "field":
        label = attribute.label or ""
        text = next((held for name, held in outcome.fields.items() if fold(name) == fold(label)), "")
        fact = f"{outcome.outcome_id}.field:{label}"
        return Known(text, text, fact) if text else Missing(fact)
    value, fact = getattr(outcome, attribute.name), f"{outcome.outcome_id}.{attribute.name}"
    if value in {None, ""}:
        return Missing(fact)
    scale = outcome.scale if attribute.name == "grade" else ""
    return Known(Decimal(value) if isinstance(value, int) else value, _shown(value), fact, scale)


def learner_value(facts: Facts, attribute: n.LearnerAttribute) -> Found:
    """Read a fact about the learner; the age is that of the day of application."""
    learner = facts.learner
    if attribute.name == "age":
        if learner.birth_date is None:
            return Missing("learner.birth_date")
        years = age_on(learner.birth_date, facts.on)
        return Known(Decimal(years), str(years), "learner.birth_date")
    value, fact = getattr(learner, attribute.name), f"learner.{attribute.name}"
    return Known(value, _shown(value), fact) if value else Missing(fact)


def age_on(birth_date: date, on: date) -> int:
    """Return the age in full years."""
    return on.year - birth_date.year - ((on.month, on.day) < (birth_date.month, birth_date.day))


def written_value(value: n.Value, outcome: Outcome | None) -> Found:
    """Return what stands in the rule; `source …` reads the source outcome."""
    match value:
        case n.Number(value=number):
            return Known(number, format(number, "f"))
        case n.Day(value=day, text=text):
            return Known(day, text) if day is not None else Missing(f"day:{text}")
        case n.Text(value=text):
            return Known(text, text)
        case n.SourceAttribute(attribute=attribute):
            return outcome_value(outcome, attribute) if outcome else Missing(f"source.{attribute.name}")
        case _ as unknown:
            assert_never(unknown)


def order_of(subject: n.Subject, left: Known, right: Known, *, scale: str | None, book: Book) -> int | None:
    """Return -1, 0 or 1 as `left` stands to `right`; None when the two cannot be compared.

    Levels follow the ladder from primary school to doctor, grades the scale that the rule or the outcome names.
    """
    if subject.name == "level":
        pair = level_of(str(left.value)), level_of(str(right.value))
    elif subject.name == "grade" or scale:
        return _order_of_grades(left, right, scale, book)
    elif isinstance(left.value, str) and isinstance(right.value, str):
        return None
    else:
        return _sign(_as_kind_of(right.value, left.value), right.value)
    return None if None in pair else _sign(*pair)


def same(subject: n.Subject, left: Known, right: Known, *, scale: str | None, book: Book) -> bool | None:
    """Tell whether two values are equal; None when they cannot be compared."""
    order = order_of(subject, left, right, scale=scale, book=book)
    if order is not None:
        return order == 0
    if isinstance(left.value, str) and isinstance(right.value, str) and not (subject.name == "grade" and scale):
        return fold(left.value) == fold(right.value)
    return None


def _order_of_grades(left: Known, right: Known, scale: str | None, book: Book) -> int | None:
    named = {fold(each) for each in (scale or "", left.scale, right.scale) if each}
    if len(named) != 1:
        return None
    grades = book.scales.get(named.pop(), ())
    pair = fold(left.shown), fold(right.shown)
    return _sign(grades.index(pair[0]), grades.index(pair[1])) if set(pair) <= set(grades) else None


def _as_kind_of(model: Comparable, value: Comparable) -> Comparable | None:
    """Return a text from a form as the number or date that it is compared with; None when it is neither."""
    if not isinstance(value, str) or isinstance(model, str):
        return value if type(value) is type(model) else None
    try:
        return Decimal(value) if isinstance(model, Decimal) else date.fromisoformat(value)
    except (InvalidOperation, ValueError):
        return None


def _sign(left: Any, right: Any) -> int | None:  # noqa: ANN401 - two values of one ordered class, or not
    if left is None or type(left) is not type(right):
        return None
    return int(left > right) - int(left < right)


def _shown(value: object) -> str:
    return format(value.normalize(), "f") if isinstance(value, Decimal) else str(value)
