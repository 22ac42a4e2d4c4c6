"""Verdicts with their reasons: in brief, told whole with the trace, and by the tree walker."""

from collections.abc import Callable
from statistics import median
from time import process_time

from bench.options import Options
from bench.report import Report
from bench.workload import Workload
from rules.compiled.prepared import Prepared
from rules.compiled.programs import Programs, told_whole
from rules.evaluator import evaluate
from rules.facts import Facts
from rules.replay import canonical_bytes, trace_record

LEARNERS = 200
TOLD = 20  # learners whose traces are made and compared
WALKED = 4
ROUNDS = 5


def run(options: Options) -> Report:
    """Measure explanations: ours is the brief form, which holds all that the trace is made of."""
    workload = Workload(options.rules, LEARNERS, seed=options.seed)
    programs, learners = Programs.of(workload.book), list(workload.facts(workload.population(), LEARNERS))
    agrees = all(_same(programs, facts, workload) for facts in learners[:TOLD])

    def brief(facts: Facts) -> int:
        return sum(len(found) for _, found in programs.explanations(Prepared(facts)))

    def whole(facts: Facts) -> int:
        prepared = Prepared(facts)
        told = [
            told_whole(program, prepared, each)
            for group, found in programs.explanations(prepared)
            for program, each in zip(group, found, strict=True)
        ]
        return len(told)

    def walked(facts: Facts) -> int:
        cases = programs.candidates(Prepared(facts))
        return len([evaluate(program.rule, facts, book=workload.book) for program in cases])

    figures: dict[str, object] = {
        "in brief (verdicts/s)": _rate(brief, learners),
        "told whole, with the trace (verdicts/s)": _rate(whole, learners[:TOLD]),
        "tree walker (verdicts/s)": _rate(walked, learners[:WALKED]),
        "measured": f"processor time, median of {ROUNDS} rounds; ours is the brief form",
    }
    return Report("explain", float(str(figures["in brief (verdicts/s)"])), "verdicts", agrees, {}, figures)


def _rate(work: Callable[[Facts], int], learners: list[Facts]) -> float:
    rates = []
    for _ in range(ROUNDS):
        start = process_time()
        count = sum(map(work, learners))
        rates.append(count / (process_time() - start))
    return median(rates)


def _same(programs: Programs, facts: Facts, workload: Workload) -> bool:
    prepared = Prepared(facts)
    return all(
        canonical_bytes(trace_record(told_whole(program, prepared, each)))
        == canonical_bytes(trace_record(evaluate(program.rule, facts, book=workload.book)))
        for group, found in programs.explanations(prepared)
        for program, each in zip(group, found, strict=True)
    )
