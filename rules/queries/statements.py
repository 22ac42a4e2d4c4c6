"""The statements: rules of some forms joined to outcomes by their keys, the best way of each learner and rule."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    FromClause,
    Label,
    Select,
    Subquery,
    Table,
    and_,
    case,
    false,
    func,
    literal,
    select,
    union_all,
)

from rules.queries.forms import Form
from rules.queries.paying import Amounts, Share
from rules.queries.tables import FactTables
from rules.queries.truths import Number, Scope, Truth, band, gaps, is_unknown, lowest, truth

HELD_OUTCOMES = "outcome_"


@dataclass(frozen=True, slots=True)
class Shelf:
    """Rules that have the same forms, each form with the table of its constants."""

    tables: FactTables
    forms: tuple[tuple[Form, Table], ...]
    plain: bool  # each rule stands in one row and asks for one outcome

    @property
    def width(self) -> int:
        """The most outcomes that a way of these rules takes."""
        return max(len(form.slots) for form, _ in self.forms)


def joined(form: Form, constants: Table, tables: FactTables) -> tuple[Scope, FromClause, list[FromClause]]:
    """Return the scope of a form, the rows it is joined from, and the keys of each slot."""
    learners = tables.learners.alias("learner")
    keys = [tables.keys.alias(f"key_{slot}") for slot in range(len(form.slots))]
    outcomes = {slot: tables.outcomes.alias(f"source_{slot}") for slot in range(len(form.slots))}
    scope = Scope(tables, constants, outcomes, learners)
    rows: FromClause = constants
    for slot, named in enumerate(form.slots):
        key, outcome = keys[slot], outcomes[slot]
        taken = [key.c.outcome != other.c.outcome for other in keys[:slot]]
        same_learner = [key.c.learner == keys[0].c.learner] if slot else []
        rows = rows.join(key, and_(key.c.key == scope.constant(named.key), *same_learner, *taken))
        rows = rows.join(outcome, and_(outcome.c.outcome == key.c.outcome, scope.named(named, key, outcome)))
    return scope, rows.join(learners, learners.c.learner == keys[0].c.learner), list(keys)


def ways(form: Form, constants: Table, tables: FactTables, *, width: int, named: bool = True) -> Select[tuple[object]]:
    """Select every way of every rule of a form: truth, what it would pay, outcomes and, where named, gaps."""
    scope, rows, keys = joined(form, constants, tables)
    cents, unknown, found_band = paid(form, scope)
    outcomes = [scope.outcomes[slot].c["outcome"] if slot < len(form.slots) else literal(0) for slot in range(width)]
    open_gaps = enumerate(gaps(form.truth, scope)) if named else ()
    bits = [case((gap, literal(1 << place, BigInteger)), else_=literal(0, BigInteger)) for place, gap in open_gaps]
    return select(
        keys[0].c.learner,
        constants.c.rule,
        constants.c.way,
        said(form, scope).label("truth"),
        case((is_unknown(truth(form.fits, scope)), 1), else_=0).label("fit"),
        cents.label("cents"),
        unknown.label("unknown"),
        found_band.label("band"),
        sum(bits[1:], bits[0]).label("gaps") if bits else literal(0, BigInteger).label("gaps"),
        *(outcome.label(f"{HELD_OUTCOMES}{slot}") for slot, outcome in enumerate(outcomes)),
    ).select_from(rows)


def said(form: Form, scope: Scope) -> Truth:
    """Return the truth of a form; what refuses says no."""
    return false() if form.refused else truth(form.truth, scope)


def paid(form: Form, scope: Scope) -> tuple[Number, Number, Number]:
    """Return the cents, how many targets have unknown credits, and the band."""
    bands, paying = form.payment.bands, form.payment.paid
    found = func.coalesce(band(bands, scope), len(bands.lows)) if bands else literal(0)

    def by_band(places: Sequence[int]) -> Number:
        if len(places) == 1 or bands is None:
            return scope.constant(places[0])
        chosen = ((found == place, scope.constant(each)) for place, each in enumerate(places[:-1]))
        return case(*chosen, else_=scope.constant(places[-1]))

    match paying:
        case Amounts(places=places):
            cents, unknown = zip(*places, strict=True)
            return by_band(cents), by_band(unknown), found
        case Share():
            shared = _shared(paying, form, scope, found)
            targets = scope.constant(paying.targets)
            missing = shared.is_(None)
            return case((missing, 0), else_=shared * targets), case((missing, targets), else_=0), found


def _shared(share: Share, form: Form, scope: Scope, found: Number) -> Number:
    """Return the part of what the sources count, half-up, without a product too large for its column."""
    held = [scope.outcomes[slot].c[share.attribute] for slot in range(len(form.slots))]
    basis: Number = sum(held[1:], held[0])
    if share.own is not None:
        basis = lowest([basis, scope.constant(share.own)])
    choices = []
    for place, (upper, lower) in enumerate(share.parts):
        above, below = scope.constant(upper), scope.constant(lower)
        cents = basis // below * above + (basis % below * above * 2 + below) // (below * 2)
        choices.append((found == place, cents))
    return case(*choices)


def best(shelf: Shelf, *, named: bool = True) -> Subquery:
    """Select the best way of each learner and rule: yes before pending before no, most credits, then outcomes."""
    width = shelf.width
    selects = [ways(form, table, shelf.tables, width=width, named=named) for form, table in shelf.forms]
    found = union_all(*selects).subquery("ways")
    refused = found.c.truth.is_(False)
    order = [
        case((found.c.truth.is_(True), 0), (found.c.truth.is_(None), 1), else_=2),
        case((refused, 0), else_=found.c.unknown),
        case((refused, 0), else_=-found.c.cents),
        *outcomes_of(found),
        found.c.fit,
        found.c.way,
    ]
    place = func.row_number().over(partition_by=[found.c.learner, found.c.rule], order_by=order)
    ranked = select(found, place.label("place")).subquery("ranked")
    return select(ranked).where(ranked.c.place == 1).subquery("best")


def outcomes_of(found: FromClause) -> list[ColumnElement[int]]:
    """Return the columns of the matched outcomes."""
    return [column for column in found.c if column.name.startswith(HELD_OUTCOMES)]


def told(shelf: Shelf) -> Select[tuple[object]]:
    """Select the best ways with the ids that people know learners and outcomes by."""
    found, learners = best(shelf), shelf.tables.learners.alias("who")
    rows = found.join(learners, learners.c.learner == found.c.learner)
    ids: list[Label[str]] = []
    for slot, column in enumerate(outcomes_of(found)):
        held = shelf.tables.outcomes.alias(f"held_{slot}")
        rows = rows.outerjoin(held, held.c.outcome == column)
        ids.append(held.c.outcome_id.label(f"outcome_id_{slot}"))
    names = ("rule", "way", "truth", "cents", "unknown", "band", "gaps")
    return select(learners.c.learner_id, *(found.c[name] for name in names), *ids).select_from(rows)


def denials(form: Form, constants: Table, tables: FactTables) -> Select[tuple[object]]:
    """Select what a denying form forbids: its rule, the learner, the outcome, and whether it is certain."""
    found = ways(form, constants, tables, width=1, named=False).subquery("denied")
    (outcome,) = outcomes_of(found)
    certain = found.c.truth.is_(True)
    return select(found.c.rule, found.c.learner, outcome, certain).where(found.c.truth.is_distinct_from(false()))
