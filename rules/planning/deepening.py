"""A short search, course by course, that often finds the best choice, and proves it, before the solver is needed."""

from rules.planning.problem import Problem
from rules.planning.tally import Tally

MOST_STEPS = 6_000  # some thirty milliseconds


class Search:
    """Tries the options of one course after the other and turns back where the rest cannot bring more.

    Only for choices that nothing truncates: there the order of the conversions does not matter.
    """

    def __init__(self, problem: Problem, ceiling: int) -> None:
        self.problem, self.ceiling = problem, ceiling
        self.tally = Tally(problem)
        self.values = [problem.value(place) for place in range(len(problem.credits))]
        self.totals = [problem.total(place) for place in range(len(problem.credits))]
        self.groups = sorted(self._groups(), key=lambda group: (-self.values[group[0]], group[0]))
        self.after = [0]
        for group in reversed(self.groups):
            self.after.append(self.after[-1] + self.values[group[0]])
        self.after.reverse()
        self.best, self.steps = -1, 0
        self.chosen: tuple[int, ...] = ()

    def _groups(self) -> list[list[int]]:
        """Return options of which one can be chosen at most, in groups, the most valuable first in each."""
        order = sorted(range(len(self.values)), key=lambda place: (-self.values[place], place))
        exclusive = sorted((each.members for each in self.problem.counters if each.room == 1), key=len, reverse=True)
        seen: set[int] = set()
        groups = []
        for members in [*exclusive, *((place,) for place in order)]:
            group = set(members) - seen
            if group:
                groups.append([place for place in order if place in group])
                seen |= group
        return groups

    def run(self) -> bool:
        """Search; tell whether the choice found is proved to be the best."""
        self._from(0, 0)
        return self.best == self.ceiling or self.steps <= MOST_STEPS

    def _from(self, group: int, value: int) -> None:
        if value > self.best:
            self.best, self.chosen = value, tuple(self.tally.given)
        self.steps += 1
        if self.steps > MOST_STEPS or min(value + self.after[group], self.ceiling) <= self.best:
            return
        for place in self.groups[group]:
            if self.tally.room(place) == self.totals[place]:
                self.tally.take(place, self.totals[place])
                self._from(group + 1, value + self.values[place])
                self.tally.drop(place)
        self._from(group + 1, value)
