"""A whole book over a whole population: totals per rule, ours by columns against SQL, plain Python and rule engines."""

import gc
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from bench.many.by_engines import by_rule_engine, by_zen
from bench.many.by_hand import totals_by_hand
from bench.many.in_columns import columns_of_workload
from bench.many.in_duckdb import query_of
from bench.many.terms import plain_rules
from bench.options import Options
from bench.report import Report
from bench.workload import ON, Workload
from rules.columns.programming import Programs, programs_of
from rules.columns.totals import Totals, totals

Result = TypeVar("Result")
Sums = dict[int, tuple[int, int, int, int]]

RUNS = 5
BY_HAND = 1_000  # learners of the sample for plain Python
BY_ENGINES = 100  # and for the rule engines
MILLION = 1_000_000
BLOCK = 125_000  # learners at once, of the million
PAGE = 4096


def run(options: Options) -> Report:
    """Measure pairs of learner and rule per second; peers that see a sample are compared by their rate over it."""
    workload = Workload(options.rules, options.learners, seed=options.seed)
    population = workload.population()
    made, making = _timed(lambda: programs_of(workload.book, ON), 1)
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
    rules = plain_rules(workload)
    peers, same = {}, []
    summed, seconds_of_sql = _timed(query_of(rules, population), 2)
    peers["duckdb"] = found.pairs / seconds_of_sql
    same.append(summed == _sums(found))
    sample = totals(made, held.part(0, min(BY_HAND, options.learners)))
    by_hand, taken = _timed(lambda: totals_by_hand(rules, population, min(BY_HAND, options.learners)), 1)
    peers["hand-written-python"] = sample.pairs / taken
    same.append(by_hand == _sums(sample))
    few = min(BY_ENGINES, options.learners)
    sample = totals(made, held.part(0, few))
    single = {rule.rule for rule in rules if rule.second is None}
    pairs = sum(sum(sums[:3]) for rule, sums in _sums(sample).items() if rule in single)
    wanted = {rule: (sums[0], sums[3]) for rule, sums in _sums(sample).items() if rule in single and sums[0]}
    for name, prepare in (("zen-engine", by_zen), ("rule-engine", by_rule_engine)):
        said, taken = _timed(prepare(rules, population, few), 1)
        peers[name] = pairs / taken
        same.append(said == wanted)
    return Report("evaluate-many", found.pairs / seconds, "pairs", all(same), peers, figures)


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
    _, seconds = _timed(lambda: totals(made, held, block=BLOCK, threads=2), 2)
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
