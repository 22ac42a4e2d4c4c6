"""What chosen options have used up of every row, and what is left for one more."""

from collections import Counter as Multiset
from collections import defaultdict
from collections.abc import Iterable

from rules.planning.problem import Problem


class Tally:
    """Options chosen one after the other, each given what the truncating pots leave it."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.given: dict[int, int] = {}
        self._counters, self._pots, self._bests = _places(problem)
        self._counted = [each.room for each in problem.counters]
        self._left = [each.room for each in problem.pots]
        self._best: list[Multiset[str]] = [Multiset() for _ in problem.bests]

    @property
    def value(self) -> int:
        """What the chosen options count towards the programme, in hundredths."""
        return sum(value_of(self.problem, place, given) for place, given in self.given.items())

    def room(self, place: int) -> int:
        """Return how many hundredths an option would be given now; 0 when it does not fit."""
        if place in self.given or any(self._counted[row] < 1 for row in self._counters[place]):
            return 0
        given = self.problem.total(place)
        pots = self._pots[place]
        given = min([given, *(self._left[row] for row in pots if self.problem.pots[row].truncates)])
        if any(self._left[row] < given for row in pots):
            return 0
        return given if all(self._fits(row, place) for row in self._bests[place]) else 0

    def _fits(self, row: int, place: int) -> bool:
        best, counted = self.problem.bests[row], self._best[row]
        return len(best.needs[place] | set(counted)) <= best.room or not best.needs[place] - set(counted)

    def take(self, place: int, given: int) -> None:
        """Choose an option."""
        self.given[place] = given
        self._move(place, given, 1)

    def drop(self, place: int) -> None:
        """Take a choice back; where a pot truncates, what was given later stays as it was given."""
        self._move(place, self.given.pop(place), -1)

    def _move(self, place: int, given: int, sign: int) -> None:
        for row in self._counters[place]:
            self._counted[row] -= sign
        for row in self._pots[place]:
            self._left[row] -= sign * given
        for row in self._bests[place]:
            counted = self._best[row]
            counted.update(dict.fromkeys(self.problem.bests[row].needs[place], sign))
            self._best[row] = +counted


def value_of(problem: Problem, place: int, given: int) -> int:
    """Return what counts of the hundredths given to an option; its first targets are filled first."""
    value = 0
    for own, counts in zip(problem.credits[place], problem.counted[place], strict=True):
        part = min(own, given)
        given -= part
        value += part if counts else 0
    return value


def greedy(problem: Problem) -> Tally:
    """Return the choice of the most valuable option first, then the next that fits; of equals the first offered."""
    tally = Tally(problem)
    order = sorted(range(len(problem.credits)), key=lambda place: (-problem.value(place), place))
    for place in order:
        given = tally.room(place)
        if given > 0:
            tally.take(place, given)
    return tally


def polished(problem: Problem, chosen: Iterable[int]) -> tuple[int, ...]:
    """Return a choice of equal value in which no exchange of one or two options for an earlier one is left.

    Only for choices that nothing truncates.
    """
    tally = Tally(problem)
    for place in sorted(chosen):
        tally.take(place, problem.total(place))
    by_value: dict[int, list[int]] = defaultdict(list)
    for place in range(len(problem.credits)):
        by_value[problem.value(place)].append(place)
    while _merged(tally, by_value) or _moved(tally, by_value):
        pass
    return tuple(sorted(tally.given))


def _merged(tally: Tally, by_value: dict[int, list[int]]) -> bool:
    """Exchange two options for one that is worth as much as both."""
    problem, kept = tally.problem, sorted(tally.given, reverse=True)
    for index, one in enumerate(kept):
        for other in kept[index + 1 :]:
            worth = problem.value(one) + problem.value(other)
            if worth in by_value and _exchange(tally, (one, other), by_value[worth]):
                return True
    return False


def _moved(tally: Tally, by_value: dict[int, list[int]]) -> bool:
    """Exchange an option for one that is offered before it and is worth as much."""
    for one in sorted(tally.given, reverse=True):
        earlier = [place for place in by_value[tally.problem.value(one)] if place < one]
        if _exchange(tally, (one,), earlier):
            return True
    return False


def _exchange(tally: Tally, old: tuple[int, ...], candidates: list[int]) -> bool:
    before = {place: tally.given[place] for place in old}
    for place in old:
        tally.drop(place)
    for place in candidates:
        if place not in before and tally.room(place) == tally.problem.total(place):
            tally.take(place, tally.problem.total(place))
            return True
    for place, given in before.items():
        tally.take(place, given)
    return False


def _places(problem: Problem) -> tuple[list[list[int]], list[list[int]], list[list[int]]]:
    """Return the rows of each option: counters, pots and bests."""
    found: tuple[list[list[int]], ...] = tuple([[] for _ in problem.credits] for _ in range(3))
    kinds: tuple[Iterable[Iterable[int]], ...] = (
        [each.members for each in problem.counters],
        [each.members for each in problem.pots],
        [each.needs for each in problem.bests],
    )
    for rows, members_of in zip(found, kinds, strict=True):
        for row, members in enumerate(members_of):
            for place in members:
                rows[place].append(row)
    return found[0], found[1], found[2]
