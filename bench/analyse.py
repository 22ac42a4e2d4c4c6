"""Analysing a book: every clash between its rules, each with a witness that the evaluator accepts.

There is no fair peer: no engine that a Python user could take compares rules with each other, and trying facts on all
pairs of rules finds only what the tried facts happen to show.
"""

import gc
from collections import Counter
from time import perf_counter, process_time

from bench.options import Options
from bench.report import Report
from bench.workload import ON, Workload
from rules.analysis.analyser import analyse
from rules.analysis.found import Found
from rules.analysis.witnesses import accepts
from rules.book import Book

RUNS = 5


def run(options: Options) -> Report:
    """Measure rules analysed per second on the clock, the best of some runs; the rules are parsed before."""
    book = Workload(options.rules, 0, seed=options.seed).book
    gc.collect()
    found: tuple[Found, ...] = ()
    seconds, processor = [], []
    for _ in range(RUNS):
        started, clock = process_time(), perf_counter()
        found = analyse(book, on=ON)
        processor.append(process_time() - started)
        seconds.append(perf_counter() - clock)
    figures = {
        "seconds": round(min(seconds), 3),
        "seconds of one processor": round(min(processor), 3),
        "findings": dict(Counter(each.code for each in found)),
        "witnesses": sum(each.witness is not None for each in found),
        "rules named": len({id(rule) for each in found for rule in (each.rule, *each.others)}),
    }
    agrees = all(_is_witnessed(each, book) for each in found)
    return Report("analyse", options.rules / min(seconds), "rules", agrees, figures=figures)


def _is_witnessed(found: Found, book: Book) -> bool:
    """Tell whether both rules of a clash accept its witness."""
    witness = found.witness
    return witness is None or all(accepts(rule, witness.facts, book) for rule in (found.rule, *found.others[:1]))
