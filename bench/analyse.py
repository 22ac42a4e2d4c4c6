"""Analysing a book: every clash between its rules, with a witness that the evaluator accepts.

There is no fair peer: no engine that a Python user could take compares rules with each other. What the straightforward
way takes is measured instead: `hand-written-python` asks the evaluator about the same facts for all pairs of rules
that start from one certificate, and so finds only the clashes that the tried facts happen to show.
"""

import gc
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from time import perf_counter, process_time

from bench.options import Options
from bench.report import Report
from bench.workload import KIND, LEVELS, ON, SCHOOLS, Workload
from grammar.declarations import Rule
from rules.analysis.analyser import analyse
from rules.analysis.found import Found
from rules.analysis.witnesses import accepts
from rules.facts import Facts, Learner, Outcome

RUNS = 3
SAMPLED = 40  # rules that the straightforward way is measured with
SCORES = (Decimal(60), Decimal(75), Decimal(90))
YEARS = (2009, 2014, 2019)


def run(options: Options) -> Report:
    """Measure rules analysed per second of a processor, the best of some runs."""
    book = Workload(options.rules, 0, seed=options.seed).book
    gc.collect()
    found: tuple[Found, ...] = ()
    seconds, elapsed = [], []
    for _ in range(RUNS):
        started, clock = process_time(), perf_counter()
        found = analyse(book, on=ON)
        seconds.append(process_time() - started)
        elapsed.append(perf_counter() - clock)
    witnessed = [each for each in found if each.witness is not None]
    agrees = all(accepts(rule, each.witness.facts, book) for each in witnessed for rule in (each.rule, each.others[0]) if each.witness)
    sample = book.rules[:SAMPLED]
    started = process_time()
    clashes = _straightforward(sample, book)
    taken = process_time() - started
    ours = {frozenset((each.rule.code, other.code)) for each in analyse(replace(book, rules=sample), on=ON) for other in each.others}
    figures = {
        "seconds of a processor": round(min(seconds), 3),
        "seconds on the clock": round(min(elapsed), 3),
        "findings": dict(Counter(each.code for each in found)),
        "witnesses": len(witnessed),
    }
    return Report("analyse", options.rules / min(seconds), "rules", agrees, {"hand-written-python": SAMPLED / taken}, figures)
