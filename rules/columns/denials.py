"""What denials forbid, as tests of the outcomes that a way uses."""

from dataclasses import dataclass

import numpy as np

from rules.columns.arrays import Ints
from rules.columns.formulas import Gap, Pair, Rows, Situation
from rules.columns.identities import NameSet


@dataclass(frozen=True, slots=True)
class NotDenied:
    """No outcome of a way is one that a denying rule, with the formula `applies`, starts from."""

    names: NameSet
    applies: int
    places: int

    @property
    def of_learner(self) -> bool:
        """Whether only the learner is asked."""
        return False

    def judge(self, rows: Rows, block: Situation) -> Pair:
        """Judge every outcome of a way; all must be free."""
        held = block.named(self.names)
        surely, maybe = block.holds_for(self.names, self.applies)
        denied, doubtful = np.zeros(len(rows), np.bool_), np.zeros(len(rows), np.bool_)
        for place in range(self.places):
            found, at = _found(held, rows.places[place])
            denied[found] |= surely[at]
            doubtful[found] |= maybe[at]
        return ~doubtful, ~denied

    def gaps(self, rows: Rows, block: Situation) -> list[Gap]:
        """Return what the denying rule lacks."""
        held = block.named(self.names)
        found = [_found(held, rows.places[place]) for place in range(self.places)]
        return [_spread(gap, each, len(rows)) for gap in block.gaps(self.applies, held) for each in found]


def _found(held: Rows, wanted: Ints) -> tuple[Ints, Ints]:
    """Return the rows whose outcome is held, and where among those held."""
    known = held.places[0]
    if not len(known):
        return known, known
    at = np.minimum(np.searchsorted(known, wanted), len(known) - 1)
    found = np.flatnonzero(known[at] == wanted)
    return found, at[found]


def _spread(gap: Gap, found: tuple[Ints, Ints], count: int) -> Gap:
    rows, at = found
    lacking = np.zeros(count, np.bool_)
    lacking[rows] = gap.lacking[at]
    if gap.owner is None:
        return Gap(gap.name, lacking)
    owner = np.full(count, -1, np.int32)
    owner[rows] = gap.owner[at]
    return Gap(gap.name, lacking, owner)
