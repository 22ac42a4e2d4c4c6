"""A whole book over a whole population: totals per rule, ours by columns against SQL, plain Python and engines."""

import gc
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from bench.many.by_engines import Yes, by_rule_engine, by_zen
from bench.many.by_hand import totals_by_hand
from bench.many.in_columns import columns_of_workload
from bench.many.in_duckdb import Sums, query_of
from bench.many.in_openfisca import by_openfisca
from bench.many.terms import PlainRule, plain_rules
from bench.options import Options
from bench.report import Report
from bench.workload import ON, Population, Workload
from rules.columns.programming import Programs, programs_of
from rules.columns.totals import Totals, totals

Result = TypeVar("Result")

RUNS = 5
BY_HAND = 1_000  # learners of the sample for plain Python
BY_ENGINES = 100  # and for the rule engines
BY_FORMULAS = 100  # rules of the sample for vectorial formulas, over all learners
MILLION = 1_000_000
PAGE = 4096


def run(options: Options) -> Report:
    """Measure pairs of learner and rule per second; peers that see a sample are compared by their rate over it."""
    workload = Workload(options.rules, options.learners, seed=options.seed)
    population = workload.population()
    book = workload.book
    made, making = _timed(lambda: programs_of(book, ON), 1)
    held = columns_of_workload(workload, population)
    found, seconds = _timed(lambda: totals(made, held), RUNS)
    figures: dict[str, object] = {
        "rules": options.rules,
        "learners": options.learners,
        "pairs": found.pairs,
        "seconds": round(seconds, 3),
        "learners/s": round(options.learners / seconds),
        "rules compiled, seconds": round(making, 3),
        "rules left to the tree walker": len(found.walked),
    }
    if options.learners >= 100_000:
        figures |= _million(workload, made)
    trials = _Trials(workload, population, found, lambda learners: totals(made, held.part(0, learners)))
    for trial in (trials.duckdb, trials.by_hand, trials.by_engines, trials.by_formulas):
        trial()
    return Report("evaluate-many", found.pairs / seconds, "pairs", all(trials.same), trials.peers, figures)


class _Trials:
    """Lets the peers work, and compares what they say with our totals; unknown facts are no to those of two values."""

    def __init__(
        self, workload: Workload, population: Population, found: Totals, of_sample: Callable[[int], Totals]
    ) -> None:
        self._population, self._sums, self._of_sample = population, _sums(found), of_sample
        self._rules = plain_rules(workload)
        self._single = tuple(rule for rule in self._rules if rule.second is None)
        self.peers: dict[str, float] = {}
        self.same: list[bool] = []

    def duckdb(self) -> None:
        """Ask one query for all."""
        said, seconds = _timed(query_of(self._rules, self._population), 2)
        self._note("duckdb", said == self._sums, self._sums, seconds)

    def by_hand(self) -> None:
        """Loop over a sample of the learners."""
        count = min(BY_HAND, self._population.learners)
        sums = _sums(self._of_sample(count))
        said, seconds = _timed(lambda: totals_by_hand(self._rules, self._population, count), 1)
        self._note("hand-written-python", said == sums, sums, seconds)

    def by_engines(self) -> None:
        """Run the rules of one source, for a smaller sample of the learners."""
        count = min(BY_ENGINES, self._population.learners)
        sums = _of_rules(_sums(self._of_sample(count)), self._single)
        for name, prepare in (("zen-engine", by_zen), ("rule-engine", by_rule_engine)):
            said, seconds = _timed(prepare(self._rules, self._population, count), 1)
            self._note(name, said == _yes(sums), sums, seconds)

    def by_formulas(self) -> None:
        """Calculate a sample of the rules of one source, for all learners."""
        rules = self._single[:: max(1, len(self._single) // BY_FORMULAS)]
        sums = _of_rules(self._sums, rules)
        said, seconds = _timed(by_openfisca(rules, self._population), 1)
        self._note("openfisca", said == _yes(sums), sums, seconds)

    def _note(self, name: str, same: bool, sums: Sums, seconds: float) -> None:  # noqa: FBT001 - it is the result
        self.same.append(same)
        self.peers[name] = sum(sum(row[:3]) for row in sums.values()) / seconds


def _of_rules(sums: Sums, rules: tuple[PlainRule, ...]) -> Sums:
    wanted = {rule.rule for rule in rules}
    return {rule: row for rule, row in sums.items() if rule in wanted}


def _yes(sums: Sums) -> Yes:
    return {rule: (yes, cents) for rule, (yes, _, _, cents) in sums.items() if yes}


def _timed(work: Callable[[], Result], runs: int) -> tuple[Result, float]:
    """Return what a work gives, and the seconds of the fastest of some runs."""
    taken = []
    for _ in range(runs):
        gc.collect()
        start = time.perf_counter()
        result = work()
        taken.append(time.perf_counter() - start)
    return result, min(taken)


def _sums(found: Totals) -> Sums:
    """Return yes, pending, no and cents of each rule that anyone is a candidate for."""
    columns = (found.yes, found.pending, found.no, found.cents)
    rows = zip(*(column.tolist() for column in columns), strict=True)
    return {rule: row for rule, row in enumerate(rows) if any(row[:3])}


def _million(workload: Workload, made: Programs) -> dict[str, object]:
    held = columns_of_workload(workload, workload.population(MILLION))
    gc.collect()
    before = _resident()
    watch = _Watch()
    _, seconds = _timed(lambda: totals(made, held, threads=2), 2)
    return {
        "a million learners, seconds": round(seconds, 2),
        "a million learners, MB over the arrays": round((watch.stop() - before) / 1e6),
    }


def _resident() -> int:
    """Return the bytes of this process that are in memory."""
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * PAGE


class _Watch:
    """Watches how much memory this process takes at most."""

    def __init__(self) -> None:
        self._most, self._done = _resident(), threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()

    def _look(self) -> None:
        while not self._done.wait(0.005):
            self._most = max(self._most, _resident())

    def stop(self) -> int:
        """Return the most bytes seen."""
        self._done.set()
        self._thread.join()
        return self._most
