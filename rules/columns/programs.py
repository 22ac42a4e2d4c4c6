"""Rules as programs over columns: the names they start from, a formula, and what they pay."""

from dataclasses import dataclass

from grammar.declarations import Rule
from rules.columns.identities import NameSet
from rules.columns.payment import Payment

ArmSets = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Program:
    """A rule over columns: `arms` are its alternatives, by the sets of names to fill; `applies` is all that it asks.

    `bands` are formulas, one for each band of the score. `fits` is what is asked of every source alone; it decides
    between alternatives that are otherwise equal. Without a payment the rule is left to the tree walker, whatever the
    population; `sets` are all that it can start from.
    """

    place: int
    rule: Rule
    sets: ArmSets
    arms: tuple[ArmSets, ...] = ()
    applies: int = 0
    fits: int = 0
    bands: tuple[int, ...] = ()
    payment: Payment | None = None

    @property
    def single(self) -> bool:
        """Whether one outcome fills the source, and in one way."""
        return len(self.arms) == 1 and len(self.arms[0]) == 1


@dataclass(frozen=True, slots=True)
class OneDenial:
    """A denial of single outcomes: those that bear these names, and for which the formula holds."""

    rule: Rule
    names: NameSet
    set: int
    applies: int
