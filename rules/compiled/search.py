"""The best way to fill a rule's sources, found over compiled judgements as the tree walker finds it."""

from collections.abc import Iterator

from rules.assignment import Fill, Filling, can_be_filled
from rules.case import Denial
from rules.compiled.prepared import Prepared, PreparedOutcome
from rules.compiled.rows import PLACES, rank_of
from rules.compiled.ways import Judging, Way
from rules.compiled.whole import NOTHING
from rules.evaluator import has_alternatives
from rules.judging import pays_alike
from rules.sources import Slot, each_slot

YES, PENDING, NO = range(3)


def best_way(program: Judging, prepared: Prepared, denials: tuple[Denial, ...] = ()) -> Way | None:
    """Return the best of all ways, of several alike the first found."""
    search = Search(program, prepared, denials)
    if program.slots is None or not can_be_filled(program.slots, search.named):
        return None
    best: Way | None = None
    for allowed in (YES, PENDING, NO):
        if allowed != YES and not search.has_candidates(allowed):
            continue  # the ways are those that were tried
        found = search.best_of_ways(allowed)
        best = min((each for each in (best, found) if each), key=_rank, default=None)
        if best and PLACES[best.row[0]] <= allowed:
            return best
    return best


class Search:
    """Looks through the ways in which a learner's outcomes fill the sources of one rule."""

    def __init__(self, program: Judging, prepared: Prepared, denials: tuple[Denial, ...]) -> None:
        self.program = program
        self.prepared = prepared
        self.denials = denials
        self._named: dict[int, tuple[PreparedOutcome, ...]] = {}
        self._fits: dict[int, dict[str, tuple[PreparedOutcome, int]]] = {}

    def named(self, slot: Slot) -> tuple[PreparedOutcome, ...]:
        """Return the outcomes that a slot names, the likely best first."""
        found = self._named.get(id(slot))
        if found is None:
            found = self._named[id(slot)] = tuple(self.program.compiled(slot).named(self.prepared))
        return found

    def ways(self, allowed: int, *, each: bool = False) -> Iterator[Fill[PreparedOutcome]]:
        """Yield the ways that the tree walker tries, in its order."""
        if self.program.slots is None:
            return iter(())
        filling = Filling(lambda slot: self._candidates(slot, allowed), None if each else self._fit)
        return filling.ways(self.program.slots)

    def has_candidates(self, exactly: int) -> bool:
        """Tell whether any slot has a candidate that fits it just so well."""
        slots = each_slot(self.program.slots) if self.program.slots else ()
        return any(fit == exactly for slot in slots for _, fit in self._known_fits(slot).values())

    def best_of_ways(self, allowed: int) -> Way | None:
        """Return the best of the ways."""
        best: Way | None = None
        floor = max(allowed, self._ceiling)
        for filled in self.ways(allowed):
            found = self.program.way(self.prepared, filled, self.denials)
            best = found if best is None else min(best, found, key=_rank)
            if self._in_order and PLACES[found.row[0]] <= floor:
                break  # where all pay alike the ways come in the order of the ids: no later one is better
        return best

    def _candidates(self, slot: Slot, allowed: int) -> tuple[PreparedOutcome, ...]:
        return tuple([each for each, fit in self._known_fits(slot).values() if fit <= allowed])

    def _fit(self, slot: Slot, outcome: PreparedOutcome) -> int:
        return self._known_fits(slot)[outcome.outcome_id][1]

    def _known_fits(self, slot: Slot) -> dict[str, tuple[PreparedOutcome, int]]:
        fits = self._fits.get(id(slot))
        if fits is None:
            compiled = self.program.compiled(slot)
            found = ((each, compiled.fit(self.prepared, each)) for each in self.named(slot))
            fits = self._fits[id(slot)] = {each.outcome_id: (each, fit) for each, fit in found}
        return fits

    @property
    def _ceiling(self) -> int:
        return self.program.ceiling(self.prepared, NOTHING)[0]

    @property
    def _in_order(self) -> bool:
        slots = self.program.slots
        return slots is not None and not has_alternatives(slots) and pays_alike(self.program.rule) and not self.denials


def _rank(way: Way) -> tuple[object, ...]:
    return rank_of(way.row, way.outcomes)
