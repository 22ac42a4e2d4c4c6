"""What a form tells outcomes apart by: the columns that it reads, and constants between which all values are one."""

import dataclasses
from collections.abc import Iterator, Mapping, Sequence

from sqlalchemy import Table, case

from rules.queries import shapes as s
from rules.queries.forms import Form
from rules.queries.numbers import MONTH
from rules.queries.paying import Share
from rules.queries.statements import Shelf
from rules.queries.truths import Number

ALIKE = "alike"
MOST_CUTS = 100  # constants of one column; beyond, its values stay as they are
READ: Mapping[type, tuple[str, ...]] = {
    s.SameLevel: ("level", "level_place"),
    s.OwnScaleOrder: ("grade", "scale"),
    s.GradeOrder: ("scale",),
    s.Valid: ("awarded_on",),
    s.Banded: ("score",),
    s.Membership: (ALIKE,),
}
PERSONAL = (s.FieldCell, s.HeldOutcome, s.HeldKind, s.Judged, s.Undenied)


def within(shape: object) -> Iterator[object]:
    """Yield a shape and all that stands in it."""
    yield shape
    if isinstance(shape, tuple):
        for member in shape:
            yield from within(member)
    elif dataclasses.is_dataclass(shape) and not isinstance(shape, type):
        for each in dataclasses.fields(shape):
            yield from within(getattr(shape, each.name))


def columns_read(form: Form) -> tuple[str, ...] | None:
    """Return the columns that a form tells outcomes apart by; None when it asks for more than can be sorted by."""
    read: set[str] = set()
    for each in within((form.truth, form.payment, form.slots)):
        if isinstance(each, PERSONAL) or (isinstance(each, s.Cell) and each.slot != 0):
            return None
        read.update(READ.get(type(each), ()))
        if isinstance(each, s.Cell):
            read.add(each.name)
        if isinstance(each, Share):
            read.add(each.attribute)
        if isinstance(each, s.Named):
            read.update(name for name in ("institution", "programme") if getattr(each, name) is not None)
    return tuple(sorted(read))


def cuts_of(shelves: Sequence[Shelf], day: int) -> dict[str, list[int]]:
    """Return the constants that each column is compared with, where it is compared with constants alone."""
    found: dict[str, set[int]] = {}
    whole: set[str] = {"level", "grade", "scale", "institution", "programme", ALIKE}
    for form, table in forms_of(shelves):
        for each in within((form.truth, form.payment)):
            if isinstance(each, s.Against):
                whole |= {cell.name for cell in (each.cell, each.other) if isinstance(cell, s.Cell)}
            if isinstance(each, Share):
                whole.add(each.attribute)
            for name, places in _compared(each):
                found.setdefault(name, set()).update(_constants(table, places))
            if isinstance(each, s.Valid):
                found.setdefault("awarded_on", set()).add(day)
                months = _constants(table, [each.months])
                found["awarded_on"].update(day - count * MONTH for count in months)
    return {name: sorted(cuts) for name, cuts in found.items() if name not in whole and len(cuts) <= MOST_CUTS}


def _constants(table: Table, places: Sequence[int]) -> set[int]:
    """Return what stands in some columns of a parameter table, as was noted when it was filled."""
    return {value for place in places for value in table.info[f"p{place}"]}


def forms_of(shelves: Sequence[Shelf]) -> Iterator[tuple[Form, Table]]:
    """Yield the forms of some shelves, each with the table of its constants."""
    return (pair for shelf in shelves for pair in shelf.forms)


def _compared(shape: object) -> Iterator[tuple[str, list[int]]]:
    if isinstance(shape, s.Within) and isinstance(shape.cell, s.Cell):
        yield shape.cell.name, [shape.low, shape.high]
    if isinstance(shape, s.SameLevel):
        yield "level_place", [shape.constant]
    if isinstance(shape, s.Banded):
        yield "score", [*shape.lows, *shape.highs, shape.least]


def cut(column: Number, cuts: list[int]) -> Number:
    """Return a column with one value for all between two neighbours of some numbers; the numbers themselves stay.

    >>> str(cut(Column("score", BigInteger), [60, 70]).compile(compile_kwargs={"literal_binds": True}))[:56]
    'CASE WHEN (score < 60) THEN 59 WHEN (score = 60) THEN 60'
    """
    choices = [(column < cuts[0], cuts[0] - 1)]
    for low, high in zip(cuts, [*cuts[1:], None], strict=True):
        choices.append((column == low, low))
        choices.append((column > low if high is None else column < high, low + 1))
    return case(*choices)
