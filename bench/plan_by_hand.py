"""The choice of a plan as one would write it by hand: branch and bound, course by course."""

from rules.planning.problem import Problem
from rules.planning.tally import Tally

MOST_STEPS = 100_000


class Search:
    """Tries every option of one course, then of the next, and turns back where the rest cannot bring more."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.tally = Tally(problem)
        self.best = 0
        self.chosen: tuple[int, ...] = ()
        self.steps = 0
        ordered = sorted(range(len(problem.credits)), key=lambda place: (-problem.value(place), place))
        self.groups = self._by_course(ordered)
        self.after = [0] * (len(self.groups) + 1)
        for place in range(len(self.groups) - 1, -1, -1):
            self.after[place] = self.after[place + 1] + max(map(problem.value, self.groups[place]), default=0)
        whole = [pot.room for pot in problem.pots if len(pot.members) == len(problem.credits)]
        self.ceiling = min([self.after[0], *whole])

    def _by_course(self, ordered: list[int]) -> list[list[int]]:
        """Return the options in groups of which one can be chosen; those of no course stand alone."""
        groups: list[list[int]] = []
        seen: set[int] = set()
        exclusive = [set(each.members) for each in self.problem.counters if each.room == 1]
        for place in ordered:
            if place not in seen:
                around = max((each for each in exclusive if place in each), key=len, default={place})
                groups.append([each for each in ordered if each in around and each not in seen])
                seen |= around
        return groups

    def run(self) -> int | None:
        """Return the most hundredths of credits; None when the steps run out."""
        self._from(0, 0)
        return None if self.steps > MOST_STEPS else self.best

    def _from(self, group: int, value: int) -> None:
        if value > self.best:
            self.best, self.chosen = value, tuple(self.tally.given)
        self.steps += 1
        reachable = min(value + self.after[group], self.ceiling)
        if self.steps > MOST_STEPS or group == len(self.groups) or reachable <= self.best:
            return
        for place in self.groups[group]:
            given = self.tally.room(place)
            if given:
                self.tally.take(place, given)
                self._from(group + 1, value + self.problem.value(place))
                self.tally.drop(place)
        self._from(group + 1, value)
