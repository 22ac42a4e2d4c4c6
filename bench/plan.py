"""Plans per second, for learners with 20 outcomes before 300 rules."""

from dataclasses import dataclass
from statistics import median
from time import perf_counter, process_time
from types import ModuleType
from unittest.mock import patch

from bench.options import Options
from bench.plan_by_hand import Search
from bench.plan_cases import Case, case_of
from bench.report import Report
from rules.planning import plan as planning
from rules.planning.plan import Plan
from rules.planning.problem import Problem
from rules.planning.solving import Solved

CASES = 60
MILLISECONDS = 1000


@dataclass(frozen=True, slots=True)
class Measured:
    """One case, ours and by hand: seconds of the clock or processor, hundredths of credits or None if cut short."""

    ours: int
    proved: bool
    seconds: float
    processor: float
    by_hand: float
    credits: int | None


def run(options: Options) -> Report:
    """Plan each case, and plan it with the search by hand in the solver's place, in turn."""
    found = [measured(case_of(options.seed + number)) for number in range(1, CASES + 1)]
    ended = [each for each in found if each.credits is not None]
    seconds = sorted(each.seconds for each in found)
    processor = sorted(each.processor for each in found)
    agrees = all(each.credits == each.ours for each in ended if each.proved)
    peers = {"hand-written-python": len(ended) / sum(each.by_hand for each in ended)} if ended else {}
    shared = sum(each.seconds for each in ended) or sum(seconds)
    return Report(
        "plan",
        (len(ended) or len(found)) / shared,
        "plans",
        agrees,
        peers,
        {
            "plans": CASES,
            "median_ms": round(median(seconds) * MILLISECONDS, 1),
            "p95_ms": round(seconds[int(len(seconds) * 0.95)] * MILLISECONDS, 1),
            "median_processor_ms": round(median(processor) * MILLISECONDS, 1),
            "p95_processor_ms": round(processor[int(len(processor) * 0.95)] * MILLISECONDS, 1),
            "proved_optimal": sum(each.proved for each in found),
            "ended_by_hand": len(ended),
            "plans_per_second_of_all": round(len(found) / sum(seconds), 1),
        },
    )


def planned(case: Case) -> Plan:
    """Return the plan of a case."""
    return case.planner.plan(lambda _code: case.facts)


def measured(case: Case) -> Measured:
    """Measure one case, ours first; what a planner keeps of its book for all learners is made before."""
    planned(case)
    started, busy = perf_counter(), process_time()
    plan = planned(case)
    ours, busy = perf_counter() - started, process_time() - busy
    credits_: list[int | None] = []

    def by_hand(problem: Problem, *, seconds: float) -> Solved:
        del seconds
        search = Search(problem)
        credits_.append(search.run())
        return Solved(search.chosen, proved=credits_[-1] is not None)

    with patch.object(module(), "best_of", by_hand):
        started = perf_counter()
        planned(case)
        theirs = perf_counter() - started
    return Measured(int(plan.credits * 100), plan.proved, ours, busy, theirs, credits_[-1])


def module() -> ModuleType:
    """Return the module whose search is exchanged."""
    return planning
