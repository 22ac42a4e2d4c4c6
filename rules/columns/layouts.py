"""The ways of a block of learners: single outcomes, and outcomes that fill a source together."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from rules.columns.arrays import Ints
from rules.columns.formulas import Rows
from rules.columns.identities import Listing
from rules.columns.population import OutcomeColumns
from rules.columns.programs import ArmSets
from rules.columns.sheets import Sheet, laid_out

MOST_WAYS = 1_000  # of one learner for one source; more are left to the tree walker, which gives up some day too


@dataclass(frozen=True, slots=True)
class Held:
    """Where the outcomes that each set of names means stand: `outcomes[starts[s]:starts[s + 1]]`, ascending."""

    starts: Ints
    outcomes: Ints

    def of(self, number: int) -> Ints:
        """Return the outcomes of one set."""
        return self.outcomes[self.starts[number] : self.starts[number + 1]]


def held_by_set(outcomes: OutcomeColumns, listed: Listing, count: int) -> Held:
    """Return the outcomes by the sets of names that mean them."""
    begin = listed.starts[outcomes.identity]
    several = listed.starts[outcomes.identity + 1] - begin
    if several.max(initial=0) <= 1:
        where = np.flatnonzero(several)
        sets = listed.sets[begin[where]]
    else:
        where = np.repeat(np.arange(len(several)), several)
        offset = np.arange(len(where)) - np.repeat(np.cumsum(several) - several, several)
        sets = listed.sets[begin[where] + offset]
    small = sets.astype(np.uint16) if count <= 2**16 else sets
    order = np.argsort(small, kind="stable")
    counts = np.bincount(sets, minlength=count)
    return Held(np.concatenate(([0], np.cumsum(counts))), where[order].astype(np.int32))


def single_sheet(held: Held, outcomes: OutcomeColumns, wanted: Iterable[int]) -> Sheet:
    """Return the sheet of single outcomes, a table for each wanted set of names."""
    counts = np.diff(held.starts)
    kept = np.zeros(len(counts), np.bool_)
    kept[list(wanted)] = True
    table = np.repeat(np.arange(len(counts), dtype=np.int32), counts)
    rows = held.outcomes
    if not kept.all():
        used = kept[table]
        table, rows = table[used], rows[used]
    return laid_out(table, Rows((rows,), outcomes.learner[rows], np.zeros(len(rows), np.int8)))


def joined_sheet(
    held: Held, outcomes: OutcomeColumns, sources: Sequence[tuple[ArmSets, ...]]
) -> tuple[Sheet, frozenset[int]]:
    """Return the sheet of sources with alternatives or several outcomes, and the sources that have too many ways."""
    parts: list[Rows] = []
    tables: list[Ints] = []
    crowded: set[int] = set()
    most = max((len(arm) for source in sources for arm in source), default=1)
    for table, source in enumerate(sources):
        arms = [_ways([held.of(number) for number in arm], outcomes.learner) for arm in source]
        known = [arm for arm in arms if arm is not None]
        if len(known) < len(arms):
            crowded.add(table)
            continue
        for place, columns in enumerate(known):
            count = len(columns[0])
            absent = np.full(count, -1, np.int32)
            parts.append(
                Rows(
                    (*columns, *[absent] * (most - len(columns))),
                    outcomes.learner[columns[0]],
                    np.full(count, place, np.int8),
                )
            )
            tables.append(np.full(count, table, np.int32))
    return _in_order(parts, tables, most), frozenset(crowded)


def _in_order(parts: list[Rows], tables: list[Ints], most: int) -> Sheet:
    none = np.zeros(0, np.int32)
    table = np.concatenate([none, *tables])
    rows = Rows(
        tuple(np.concatenate([none, *(part.places[place] for part in parts)]) for place in range(most)),
        np.concatenate([none, *(part.learner for part in parts)]),
        np.concatenate([none, *(part.arm for part in parts)]),
    )
    order = np.lexsort((rows.arm, *rows.places[::-1], rows.learner, table))
    return laid_out(table[order], rows.part(order))


def _ways(slots: list[Ints], learner: Ints) -> list[Ints] | None:
    """Return every way to fill slots with different outcomes of one learner; None where there are too many."""
    columns = [slots[0]]
    for slot in slots[1:]:
        owners, candidates = learner[columns[0]], learner[slot]
        low, high = np.searchsorted(candidates, owners, "left"), np.searchsorted(candidates, owners, "right")
        several = high - low
        if len(several) and _most_of_one(owners, several) > MOST_WAYS:
            return None
        before = np.repeat(np.arange(len(owners)), several)
        at = np.arange(len(before)) - np.repeat(np.cumsum(several) - several, several) + low[before]
        added = slot[at]
        fresh = np.ones(len(added), np.bool_)
        for column in columns:
            fresh &= column[before] != added
        columns = [column[before][fresh] for column in columns] + [added[fresh]]
    return columns


def _most_of_one(owners: Ints, several: Ints) -> int:
    starts = np.flatnonzero(np.append(True, owners[1:] != owners[:-1]))
    return int(np.add.reduceat(several, starts).max())
