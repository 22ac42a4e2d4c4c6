"""The choice of most credits by HiGHS, exactly: one thread, a fixed seed, bounds on the search."""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce
from math import gcd
from pathlib import Path
from types import ModuleType
from typing import Any

from rules.planning.problem import Problem
from rules.planning.tally import Tally

MOST_NODES = 20_000  # of the search tree: a bound that is the same on every machine
PREFERENCE = 0.25  # of the smallest unit of credits: all that fewer conversions and the order may weigh together
GAP = 0.5  # of that unit: nearer than this no better choice exists


@dataclass(frozen=True, slots=True)
class Solved:
    """The options chosen in an order in which each gets what it is given; `proved` when no choice brings more."""

    chosen: tuple[int, ...]
    proved: bool


@dataclass(slots=True)
class Rows:
    """Rows `low <= weights · columns <= high`, gathered for the solver; the first columns are the options."""

    lower: list[float] = field(default_factory=list)
    upper: list[float] = field(default_factory=list)
    starts: list[int] = field(default_factory=lambda: [0])
    index: list[int] = field(default_factory=list)
    value: list[float] = field(default_factory=list)
    bounds: list[float] = field(default_factory=list)
    whole: list[bool] = field(default_factory=list)

    def column(self, high: float = 1, *, whole: bool = True) -> int:
        """Add a column from 0 to `high`; return its place."""
        self.bounds.append(high)
        self.whole.append(whole)
        return len(self.bounds) - 1

    def add(self, weights: Mapping[int, float], high: float, low: float = -float("inf")) -> None:
        """Add a row."""
        self.index += weights
        self.value += weights.values()
        self.starts.append(len(self.index))
        self.lower.append(low)
        self.upper.append(high)


def solver() -> ModuleType | None:
    """Return HiGHS, or None where it is not installed."""
    try:
        import highspy  # noqa: PLC0415 - a plan alone needs it, and can do without
    except ImportError:
        return None
    return highspy


def solved(problem: Problem, start: Sequence[int], *, seconds: float) -> Solved | None:
    """Return the best choice found within the bounds; None without a solver, or when none is found."""
    highs = solver()
    if highs is None:
        return None
    unit = reduce(gcd, (each for credits_ in problem.credits for each in credits_), 0)
    unit = reduce(gcd, (pot.room for pot in problem.pots if pot.truncates), unit) or 1
    model = Model(problem, unit)
    model.build()
    return model.run(highs, start, seconds)


class Model:
    """The rows of a problem for HiGHS, in units of credits."""

    def __init__(self, problem: Problem, unit: int) -> None:
        self.problem, self.unit = problem, unit
        self.rows = Rows()
        self.options = [self.rows.column() for _ in problem.credits]
        self.given: dict[int, list[int]] = {}
        self.cuts: dict[tuple[int, int], int] = {}

    def build(self) -> None:
        """Write every row down."""
        for counter in self.problem.counters:
            self.rows.add(dict.fromkeys(counter.members, 1), counter.room)
        self._cutting()
        for pot in self.problem.pots:
            self.rows.add(self._weights(pot.members), pot.room // self.unit)
        for best in self.problem.bests:
            named = sorted(frozenset().union(*best.needs.values()))
            counting = {each: self.rows.column() for each in named}
            self.rows.add(dict.fromkeys(counting.values(), 1), best.room)
            for place, needed in best.needs.items():
                for each in sorted(needed):
                    self.rows.add({place: 1, counting[each]: -1}, 0)

    def _weights(self, members: Sequence[int]) -> dict[int, float]:
        """Return what options are given, as columns and weights."""
        weights: dict[int, float] = {}
        for place in members:
            if place in self.given:
                weights |= dict.fromkeys(self.given[place], 1)
            else:
                weights[place] = self.problem.total(place) // self.unit
        return weights

    def _cutting(self) -> None:
        """Write down what may be truncated: by one pot, to what is left in it, and that pot is empty then."""
        cutting = {row: pot for row, pot in enumerate(self.problem.pots) if pot.truncates}
        for place in sorted({place for pot in cutting.values() for place in pot.members}):
            self._give(place)
        for row, pot in cutting.items():
            for place in pot.members:
                self.cuts[place, row] = self.rows.column()
            self.rows.add({self.cuts[place, row]: 1 for place in pot.members}, 1)
            for place in pot.members:
                full = pot.room // self.unit
                self.rows.add(self._weights(pot.members) | {self.cuts[place, row]: -full}, float("inf"), 0)
        for place, parts in self.given.items():
            own = [self.cuts[each] for each in self.cuts if each[0] == place]
            total = self.problem.total(place) // self.unit
            self.rows.add(dict.fromkeys(own, 1) | {place: -1}, 0)
            self.rows.add(dict.fromkeys(parts, 1) | {place: -total} | dict.fromkeys(own, total), float("inf"), 0)
        self._no_circles()

    def _give(self, place: int) -> None:
        """Add what each target of an option is given; the first targets are filled first."""
        parts = [each // self.unit for each in self.problem.credits[place]]
        self.given[place] = [self.rows.column(each, whole=False) for each in parts]
        self.rows.add(dict.fromkeys(self.given[place], 1) | {place: -1}, float("inf"), 0)
        for own, part in zip(self.given[place], parts, strict=True):
            self.rows.add({own: 1, place: -part}, 0)
        for index in range(len(parts) - 1):
            full = self.rows.column()
            self.rows.add({self.given[place][index]: 1, full: -parts[index]}, float("inf"), 0)
            self.rows.add({self.given[place][index + 1]: 1, full: -parts[index + 1]}, 0)

    def _cuts_of(self, place: int) -> list[tuple[int, int]]:
        """Return the pots that may truncate an option, each with its column."""
        return [(row, cut) for (each, row), cut in self.cuts.items() if each == place]

    def _no_circles(self) -> None:
        """Of two options that two pots would truncate, each after the other, only one can come last."""
        for (place, row), cut in self.cuts.items():
            for (other, beside), twin in self.cuts.items():
                if place < other and row != beside and (place, beside) in self.cuts and (other, row) in self.cuts:
                    self.rows.add({cut: 1, twin: 1}, 1)

    def _objective(self) -> list[float]:
        """Return the value of each column: what counts, and a little less for later options and for every one."""
        size = len(self.options)
        worth = [0.0] * len(self.rows.bounds)
        for place in self.options:
            worth[place] = -PREFERENCE * (1 + place / (size + 1)) / (2 * size + 1)
            if place not in self.given:
                worth[place] += self.problem.value(place) // self.unit
        for place, parts in self.given.items():
            for part, counts in zip(parts, self.problem.counted[place], strict=True):
                worth[part] = 1.0 if counts else 0.0
        return worth

    def run(self, highs: ModuleType, start: Sequence[int], seconds: float) -> Solved | None:
        """Solve; the answer is checked in whole numbers before it is believed."""
        machine = _quiet_machine(highs)
        for name, value in _settings(seconds).items():
            machine.setOptionValue(name, value)
        machine.passModel(self._as_program(highs))
        if start and not self.given:
            hint = highs.HighsSolution()
            hint.col_value = [float(place in start) for place in range(len(self.rows.bounds))]
            machine.setSolution(hint)
        machine.run()
        values = machine.getSolution().col_value
        if len(values) < len(self.options):
            return None
        chosen = [place for place in self.options if values[place] > GAP]
        cut = [place for place in chosen if any(values[cut] > GAP for _, cut in self._cuts_of(place))]
        order = self._order(chosen, cut, values)
        checked = _replayed(self.problem, order)
        proved = machine.getModelStatus() == highs.HighsModelStatus.kOptimal
        wanted = round(sum(self._value(place, values) for place in chosen)) * self.unit
        return Solved(order, proved) if checked == wanted else None

    def _value(self, place: int, values: Sequence[float]) -> float:
        if place not in self.given:
            return self.problem.value(place) // self.unit
        parts = zip(self.given[place], self.problem.counted[place], strict=True)
        return sum(values[part] for part, counts in parts if counts)

    def _order(self, chosen: list[int], cut: list[int], values: Sequence[float]) -> tuple[int, ...]:
        """Return the options in an order in which each is given what the solver gave it: the truncated ones last."""
        pots = self.problem.pots
        order = [place for place in chosen if place not in cut]
        waiting = list(cut)
        while waiting:
            rows = {each: [row for row, cut in self._cuts_of(each) if values[cut] > GAP] for each in waiting}
            free = [
                each
                for each in waiting
                if not any(other in pots[row].members for row in rows[each] for other in waiting if other != each)
            ]
            order.append((free or waiting)[0])
            waiting.remove(order[-1])
        return tuple(order)

    def _as_program(self, highs: ModuleType) -> object:
        program, rows = highs.HighsLp(), self.rows
        program.num_col_, program.num_row_ = len(rows.bounds), len(rows.upper)
        program.sense_ = highs.ObjSense.kMaximize
        program.col_cost_ = self._objective()
        program.col_lower_, program.col_upper_ = [0.0] * len(rows.bounds), rows.bounds
        program.row_lower_, program.row_upper_ = rows.lower, rows.upper
        program.a_matrix_.format_ = highs.MatrixFormat.kRowwise
        program.a_matrix_.start_ = rows.starts
        program.a_matrix_.index_ = rows.index
        program.a_matrix_.value_ = rows.value
        kinds = highs.HighsVarType
        program.integrality_ = [kinds.kInteger if whole else kinds.kContinuous for whole in rows.whole]
        return program


def _quiet_machine(highs: ModuleType) -> Any:  # noqa: ANN401 - HiGHS describes no types
    """Return a solver; the first one of a process greets on the standard output, where only results belong."""
    kept = os.dup(1)
    with Path(os.devnull).open("wb") as nowhere:
        os.dup2(nowhere.fileno(), 1)
        try:
            return highs.Highs()
        finally:
            os.dup2(kept, 1)
            os.close(kept)


def _settings(seconds: float) -> dict[str, object]:
    return {
        "output_flag": False,
        "threads": 1,
        "random_seed": 0,
        "time_limit": seconds,
        "mip_max_nodes": MOST_NODES,
        "mip_rel_gap": 0.0,
        "mip_abs_gap": GAP,
    }


def _replayed(problem: Problem, order: Sequence[int]) -> int | None:
    """Return what the options bring when they are taken in order; None when one of them does not fit."""
    tally = Tally(problem)
    for place in order:
        given = tally.room(place)
        if given <= 0:
            return None
        tally.take(place, given)
    return tally.value
