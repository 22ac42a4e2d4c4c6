"""The programs of one source together: each condition once, as rows of the conjuncts that it joins."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from rules.columns.arrays import Bools, Ints
from rules.columns.formulas import Formulas
from rules.columns.payment import Payment
from rules.columns.programs import Program


@dataclass(frozen=True, slots=True)
class Bound:
    """A program with what denials ask beside it, as one formula."""

    program: Program
    node: int


@dataclass(frozen=True, slots=True)
class Batch:
    """Programs of one source, at `places` of the book.

    `joined[c]` are the conjuncts of condition `c`, as places in `nodes` from 1 (0 is none). For the rules that grant
    anything: `rules` are their places in the book, `conditions` which condition each has, `cents` what every way pays
    (0 where that differs), `lost` whether the credits of their targets are unknown. `by_way` are programs whose ways
    pay differently, each with its condition and its place among those rules.
    """

    bounds: tuple[Bound, ...]
    places: Ints
    nodes: tuple[int, ...]
    joined: Ints
    rules: Ints
    conditions: Ints
    cents: Ints
    lost: Bools
    by_way: tuple[tuple[int, int, Program], ...]
    leaves: frozenset[int]


def batch_of(formulas: Formulas, bounds: Sequence[Bound]) -> Batch:
    """Return the programs of one source as a batch."""
    granting = [(bound, bound.program.payment) for bound in bounds if not bound.program.rule.refusal]
    places: dict[int, int] = {}
    conditions: dict[tuple[int, ...], int] = {}
    of_rule = []
    for bound, _ in granting:
        nodes = sorted(places.setdefault(node, len(places) + 1) for node in formulas.conjuncts(bound.node))
        of_rule.append(conditions.setdefault(tuple(nodes), len(conditions)))
    bands = {band for bound, _ in granting for band in bound.program.bands}
    return Batch(
        tuple(bounds),
        np.array([bound.program.place for bound in bounds], np.int64),
        tuple(places),
        _padded(list(conditions)),
        np.array([bound.program.place for bound, _ in granting], np.int64),
        np.array(of_rule, np.int64),
        np.array([_cents(payment) or 0 for _, payment in granting], np.int64),
        np.array([payment is not None and payment.never_known for _, payment in granting], np.bool_),
        tuple(
            (of_rule[place], place, bound.program)
            for place, (bound, payment) in enumerate(granting)
            if _cents(payment) is None
        ),
        formulas.leaves((*places, *bands)),
    )


def _cents(payment: Payment | None) -> int | None:
    """Return what every way pays; None where that differs."""
    if payment is None or payment.never_known:
        return 0
    return payment.granted[0].cents if payment.alike else None


def _padded(conditions: list[tuple[int, ...]]) -> Ints:
    """Return the conditions as a table, the most conjuncts deciding its width."""
    width = max(map(len, conditions), default=0)
    rows = [(*condition, *[0] * (width - len(condition))) for condition in conditions]
    return np.array(rows, np.int64).reshape(len(conditions), width)
