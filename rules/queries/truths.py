"""Shapes as SQL conditions; NULL is pending, and the database's own logic of three values is Kleene's."""

import operator
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import reduce
from typing import Any, Protocol, assert_never

from sqlalchemy import (
    BigInteger,
    BindParameter,
    Boolean,
    ColumnElement,
    FromClause,
    and_,
    bindparam,
    case,
    cast,
    exists,
    false,
    func,
    not_,
    null,
    or_,
    select,
    true,
)

from rules.queries import shapes as s
from rules.queries.numbers import DIGITS, MONTH, MOST, YEAR
from rules.queries.tables import FactTables

Truth = ColumnElement[bool]
Number = ColumnElement[int]
ON = "applied_on"
BEFORE_ALL = 10_000  # years; divisions of negative numbers are rounded differently from place to place
COMPARISONS: Mapping[str, Callable[[Number, Number], Truth]] = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


class Columns(Protocol):
    """What has columns by name."""

    @property
    def c(self) -> Any: ...  # noqa: ANN401, D102 - a table's own collection, or a dictionary in its stead


@dataclass(frozen=True, slots=True)
class Scope:
    """Where a shape finds its cells: the row of constants, the outcome in each slot, and the learner."""

    tables: FactTables
    rule: FromClause
    outcomes: Mapping[int, Columns]
    learner: FromClause

    @property
    def on(self) -> BindParameter[int]:
        """The day of application."""
        return bindparam(ON, type_=BigInteger)

    def constant(self, place: int) -> Number:
        """Return a constant of the rule."""
        column: Number = self.rule.c[f"p{place}"]
        return column

    def cell(self, cell: s.Cells) -> Number:
        """Return the column that a cell speaks of."""
        if isinstance(cell, s.FieldCell):
            fields, outcome = self.tables.fields, self.outcomes[cell.slot]
            found = (fields.c.outcome == outcome.c["outcome"], fields.c.label == self.constant(cell.label))
            return select(fields.c[cell.part]).where(*found).scalar_subquery()
        if cell.slot != s.LEARNER:
            column: Number = self.outcomes[cell.slot].c[cell.name]
            return column
        if cell.name == "age":
            days = self.on - self.learner.c.birth_date + YEAR * BEFORE_ALL
            age: Number = (days // YEAR - BEFORE_ALL) * 10**DIGITS
            return age
        fact: Number = self.learner.c[cell.name]
        return fact

    def placed(self, named: s.Named, outcome: Columns) -> Truth:
        """Return whether an outcome has the places that a reference names."""
        institution = (
            () if named.institution is None else (outcome.c["institution"] == self.constant(named.institution),)
        )
        programme = () if named.programme is None else (outcome.c["programme"] == self.constant(named.programme),)
        return and_(true(), *institution, *programme)

    def named(self, named: s.Named, keys: FromClause, outcome: Columns) -> Truth:
        """Return whether an outcome, joined to its keys, is one that a reference names."""
        return and_(keys.c.key == self.constant(named.key), self.placed(named, outcome))


def unknown() -> Truth:
    """Return what is neither true nor false."""
    return cast(null(), Boolean)


def is_unknown(found: Truth) -> Truth:
    """Return whether a condition is pending; the cast keeps a NOT in front of it from swallowing the question."""
    return cast(found, Boolean).is_(None)


def truth(shape: s.Shape, scope: Scope) -> Truth:
    """Return the condition that a shape is."""
    match shape:
        case s.All() | s.Some() | s.Opposite() | s.Clause() | s.Unsure():
            return _joint(shape, scope)
        case s.Fixed(value=value):
            return unknown() if value is None else true() if value else false()
        case s.Equal() | s.Within() | s.Against() | s.SameLevel() | s.GradeOrder() | s.OwnScaleOrder():
            return _comparison(shape, scope)
        case s.Membership() | s.HeldOutcome() | s.HeldKind() | s.Judged():
            return _of_learner(shape, scope)
        case s.InForce() | s.Valid() | s.Banded() | s.Undenied() | s.Present() | s.Absent():
            return _check(shape, scope)
        case _ as unnamed:
            assert_never(unnamed)


def _joint(shape: s.All | s.Some | s.Opposite | s.Clause | s.Unsure, scope: Scope) -> Truth:
    match shape:
        case s.All(members=members):
            return and_(true(), *(truth(member, scope) for member in members))
        case s.Some(members=members):
            return or_(false(), *(truth(member, scope) for member in members))
        case s.Opposite(member=member):
            return not_(truth(member, scope))
        case s.Clause(truth=inner):
            return truth(inner, scope)
        case s.Unsure(member=member):
            return is_unknown(truth(member, scope))
        case _ as unnamed:
            assert_never(unnamed)


def _comparison(
    shape: s.Equal | s.Within | s.Against | s.SameLevel | s.GradeOrder | s.OwnScaleOrder, scope: Scope
) -> Truth:
    match shape:
        case s.Equal(cell=cell, constant=constant):
            return scope.cell(cell) == scope.constant(constant)
        case s.Within(cell=cell, low=low, high=high):
            held = scope.cell(cell)
            return and_(held >= scope.constant(low), held <= scope.constant(high))
        case s.Against(cell=cell, operator=sign, other=other):
            return COMPARISONS[sign](scope.cell(cell), scope.cell(other))
        case s.SameLevel(slot=slot, constant=constant):
            place, word = scope.cell(s.Cell(slot, "level_place")), scope.cell(s.Cell(slot, "level"))
            return case((place.is_not(None), place == scope.constant(constant)), (word.is_not(None), false()))
        case s.GradeOrder(cell=cell, operator=sign, scale=scale, place=place, graded=graded):
            wanted = scope.constant(scale)
            order = COMPARISONS[sign](_place(scope, wanted, scope.cell(cell)), scope.constant(place))
            own = scope.cell(s.Cell(cell.slot, "scale")) if graded else null()
            return case((or_(own.is_(None), own == wanted), order)) if graded else order
        case s.OwnScaleOrder(slot=slot, operator=sign, grade=grade):
            own, held = scope.cell(s.Cell(slot, "scale")), scope.cell(s.Cell(slot, "grade"))
            return COMPARISONS[sign](_place(scope, own, held), _place(scope, own, scope.constant(grade)))
        case _ as unnamed:
            assert_never(unnamed)


def _place(scope: Scope, scale: Number, grade: Number) -> Number:
    places = scope.tables.places
    return select(places.c.place).where(places.c.scale == scale, places.c.grade == grade).scalar_subquery()


def _of_learner(shape: s.Membership | s.HeldOutcome | s.HeldKind | s.Judged, scope: Scope) -> Truth:
    tables, learner = scope.tables, scope.learner
    match shape:
        case s.Membership(institutions=institutions):
            members = tables.memberships
            wanted = members.c.institution.in_([scope.constant(each) for each in institutions])
            return case((learner.c.memberships_known, exists().where(members.c.learner == learner.c.learner, wanted)))
        case s.HeldOutcome():
            return _held(shape, scope)
        case s.HeldKind(kind=kind):
            holds = tables.holds
            found = holds.c.learner == learner.c.learner, holds.c.kind == scope.constant(kind)
            return case(
                (learner.c.holdings_closed, false()),
                (not_(learner.c.holds_known), unknown()),
                (not_(exists().where(*found)), false()),
                else_=select(holds.c.answer).where(*found).scalar_subquery(),
            )
        case s.Judged(name=name, rules=rules):
            judged = tables.judgements
            of_learner = judged.c.learner == learner.c.learner, judged.c.name == scope.constant(name)
            given = (
                select(judged.c.given).where(*of_learner, judged.c.rule == scope.constant(rule)).scalar_subquery()
                for rule in rules
            )
            return func.coalesce(*given)
        case _ as unnamed:
            assert_never(unnamed)


def _held(shape: s.HeldOutcome, scope: Scope) -> Truth:
    keys, held = scope.tables.keys.alias(), scope.tables.outcomes.alias()
    within = replace(scope, outcomes={s.HELD: held})
    where = truth(shape.where, within)

    def some(found: Truth) -> Truth:
        joined = keys.c.learner == scope.learner.c.learner, keys.c.outcome == held.c.outcome
        return or_(*(exists().where(*joined, scope.named(named, keys, held), found) for named in shape.names))

    if shape.where == s.Fixed(value=True):
        return some(true())
    return case((some(where), true()), (some(is_unknown(where)), unknown()), else_=false())


def _check(shape: s.InForce | s.Valid | s.Banded | s.Undenied | s.Present | s.Absent, scope: Scope) -> Truth:
    match shape:
        case s.Absent(cell=cell):
            return scope.cell(cell).is_(None)
        case s.Present(cell=cell):
            return case((scope.cell(cell).is_(None), unknown()), else_=true())
        case s.InForce(start=start, end=end):
            return and_(scope.constant(start) <= scope.on, scope.on <= scope.constant(end))
        case s.Valid(slot=slot, months=months):
            awarded = scope.cell(s.Cell(slot, "awarded_on"))
            return and_(awarded <= scope.on, scope.on <= awarded + scope.constant(months) * MONTH)
        case s.Banded():
            return _banded(shape, scope)
        case s.Undenied(slots=slots):
            denials, denies = scope.tables.denials, scope.tables.denies
            matched = denials.c.outcome.in_([scope.outcomes[slot].c["outcome"] for slot in range(slots)])
            hits = denies.c.rule == scope.rule.c.rule, denials.c.denier == denies.c.denier, matched
            certain, some = exists().where(*hits, denials.c.certain), exists().where(*hits)
            return case((certain, false()), (some, unknown()), else_=true())
        case _ as unnamed:
            assert_never(unnamed)


def _banded(shape: s.Banded, scope: Scope) -> Truth:
    """Return whether the lowest score lies in a band; while one is missing the lowest is at most the lowest known."""
    scores = [scope.cell(s.Cell(slot, "score")) for slot in range(shape.slots)]
    lowest_known = lowest([case((score.is_(None), MOST), else_=score) for score in scores])
    missing = or_(*(score.is_(None) for score in scores))
    reachable = lowest_known >= scope.constant(shape.least)
    found = band(shape, scope).is_not(None)
    return case((and_(missing, reachable), unknown()), (missing, false()), else_=found)


def lowest(values: list[Number]) -> Number:
    """Return the least of some numbers; unknown when one of them is."""
    return reduce(lambda one, other: case((one < other, one), (other <= one, other)), values)


def band(shape: s.Banded, scope: Scope) -> Number:
    """Return the place of the band that the lowest score lies in; unknown when it lies in none."""
    score = lowest([scope.cell(s.Cell(slot, "score")) for slot in range(shape.slots)])
    ends = zip(shape.lows, shape.highs, strict=True)
    within = [and_(score >= scope.constant(low), score < scope.constant(high)) for low, high in ends]
    return case(*((found, place) for place, found in enumerate(within)))


def gaps(shape: s.Shape, scope: Scope, above: tuple[Truth, ...] = ()) -> Iterator[Truth]:
    """Yield, for each fact that the shape can miss, whether it still can change the truth, while that is pending.

    In a conjunction that is pending no member is false, so that each pending one counts.
    """
    match shape:
        case s.All(members=members) | s.Some(members=members):
            joint = isinstance(shape, s.Some) or above
            within = (*above, is_unknown(truth(shape, scope))) if joint else ()
            for member in members:
                yield from gaps(member, scope, within)
        case s.Opposite(member=member):
            yield from gaps(member, scope, (*above, is_unknown(truth(member, scope))))
        case s.Clause(truth=inner, gaps=own):
            for gap in own:
                yield and_(*above, is_unknown(truth(inner, scope)), truth(gap, scope))
        case _:
            return
