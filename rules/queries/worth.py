"""What a way is worth, as one number: the best way of a learner is the one that is worth most."""

from typing import cast as cast_type

from sqlalchemy import BigInteger, FromClause, Integer, Select, and_, case, cast, func, literal, select, union_all

from rules.queries.forms import Form
from rules.queries.statements import Shelf, joined, paid, said
from rules.queries.truths import Number, Scope, Truth

UNKNOWN = 10**15  # cents; so much less a way is worth for each target whose credits are unknown
PENDING = 2
WAITING = -(10**17)  # a way that is pending
WORTHLESS = -(10**18)  # one that is not applicable


def worth(form: Form, scope: Scope, truth: Truth | None = None) -> Number:
    """Return the cents that a way pays, less what is unknown; WAITING or WORTHLESS when it does not hold."""
    cents, unknown, _ = paid(form, scope)
    holds = said(form, scope) if truth is None else truth
    amount = cents - unknown * UNKNOWN
    known = func.coalesce(cast(holds, Integer), PENDING)  # so that the database works it out once
    return case({1: amount, PENDING: _whole(WAITING)}, value=known, else_=_whole(WORTHLESS))


def _whole(number: int) -> Number:
    return literal(number, BigInteger)


def totals(shelf: Shelf) -> Select[tuple[object]]:
    """Select, for each rule, how many learners it says yes to, how many wait, and the cents that it pays."""
    selects = []
    for form, constants in shelf.forms:
        scope, rows, keys = joined(form, constants, shelf.tables)
        selects.append(select(constants.c.rule, keys[0].c.learner, worth(form, scope).label("worth")).select_from(rows))
    ways = union_all(*selects).subquery("ways")
    return summed(best_of(ways.c.rule, ways.c.learner, ways.c.worth).subquery("best"))


def best_of(rule: Number, learner: Number, worth_: Number) -> Select[tuple[object]]:
    """Select what the best way of each rule and learner is worth."""
    best = select(rule.label("rule"), func.max(worth_).label("worth"), literal(1).label("learners"))
    return as_rows(best.group_by(rule, learner))


def as_rows(found: object) -> Select[tuple[object]]:
    """Return a select whose columns its reader knows by name."""
    return cast_type("Select[tuple[object]]", found)


def summed(found: FromClause) -> Select[tuple[object]]:
    """Select the sums by rule of rows that say what so many learners each are worth."""
    best, learners = found.c.worth, found.c.learners
    counted = {
        "yes": case((best > WAITING, learners), else_=0),
        "pending": case((best == WAITING, learners), else_=0),
        "cents": case((best >= 0, best * learners), else_=0),
        "unknown": case((and_(best > WAITING, best < 0), learners), else_=0),
    }
    sums = (func.sum(value).label(name) for name, value in counted.items())
    return select(found.c.rule, *sums).group_by(found.c.rule)
