"""A way to fill a rule's sources as a program found it, and what a program must offer to be searched and told."""

from collections.abc import Callable
from typing import NamedTuple, Protocol

from grammar.declarations import Rule
from rules.assignment import Fill
from rules.case import Denial
from rules.compiled.expanding import Codes, FormsOf
from rules.compiled.granting import Granted
from rules.compiled.prepared import Prepared, PreparedOutcome
from rules.compiled.rows import Ids, Row
from rules.compiled.slots import CompiledSlot
from rules.compiled.whole import Whole
from rules.sources import Slot, Slots

Filled = Fill[PreparedOutcome]


class Way(NamedTuple):
    """What a program found by one way to fill the sources, in brief: it can be told whole without judging again.

    `codes` are the truths of the leaves of conditions, in the order of the text (0 yes, 1 pending, 2 no).
    """

    row: Row
    filled: Filled
    codes: Codes
    grants: Granted

    @property
    def outcomes(self) -> Ids:
        """The ids of the outcomes, in the order of the text."""
        return tuple([outcome.outcome_id for _, outcome in self.filled])


class Judging(Protocol):
    """A program, as far as its ways are looked through and told."""

    @property
    def rule(self) -> Rule:
        """The rule."""

    @property
    def slots(self) -> Slots | None:
        """What the rule's source asks for."""

    @property
    def forms(self) -> FormsOf:
        """The names of what the rule's holdings ask for."""

    @property
    def ceiling(self) -> Callable[..., Whole]:
        """What finds the best truth that any way can reach."""

    def compiled(self, slot: Slot) -> CompiledSlot:
        """Return a slot with its functions."""

    def way(self, prepared: Prepared, filled: Filled, denials: tuple[Denial, ...] = ()) -> Way:
        """Judge one way to fill the sources."""
