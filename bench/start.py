"""The book made ready: from nothing, from what is kept of it, and after one rule was edited."""

import subprocess
import sys
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

from bench.options import Options
from bench.report import Report
from bench.workload import Workload
from grammar.parser import parse
from rules.answers import Answer
from rules.book import Book
from rules.compiled.prepared import Prepared
from rules.compiled.program import program_of
from rules.compiled.programs import Programs
from rules.compiled.stored import opened
from rules.facts import Facts

STARTS = 5
EDITS = 200
MILLISECONDS = 1000
LEARNERS = 20


def run(options: Options) -> Report:
    """Measure starts, each in a process of its own; ours is rules made ready per second of a warm start."""
    workload = Workload(options.rules, LEARNERS, seed=options.seed)
    with TemporaryDirectory() as folder:
        cold = started(options, folder)
        warm = [started(options, folder) for _ in range(STARTS)]
        programs = opened(workload.texts, Path(folder) / "programs")
    learners = list(workload.facts(workload.population(), LEARNERS))
    fresh = Programs.of(workload.book)
    agrees = all(answers(programs, each) == answers(fresh, each) for each in learners)
    edits = [edited(programs, workload, number, learners[number % LEARNERS]) for number in range(EDITS)]
    return Report(
        "start",
        options.rules / median(warm),
        "rules",
        agrees,
        {},
        {
            "rules": options.rules,
            "cold start, ms": round(cold * MILLISECONDS, 1),
            "warm start, ms": round(median(warm) * MILLISECONDS, 1),
            "one edited rule live, median ms": round(median(edits) * MILLISECONDS, 3),
            "one edited rule live, slowest ms": round(max(edits) * MILLISECONDS, 3),
        },
    )


def started(options: Options, folder: str) -> float:
    """Return the seconds of a start in a process of its own: the texts opened, and one learner answered."""
    words = [sys.executable, "-m", "bench.start", str(options.rules), str(options.seed), folder]
    return float(subprocess.run(words, check=True, capture_output=True, text=True).stdout)


def edited(programs: Programs, workload: Workload, number: int, facts: Facts) -> float:
    """Return the seconds from the edited text of a rule that concerns a learner to all that the rules then say."""
    concerned = programs.candidates(Prepared(facts))
    code = concerned[number * 7 % len(concerned)].head.code
    text = workload.texts[int(code[1:])] + f"\n  说明 “第 {number} 次修订”"
    start = perf_counter()
    book = Book.gather([parse(text).file])
    programs.put(program_of(book.rules[0], book))
    list(programs.groups(Prepared(facts)))
    return perf_counter() - start


def answers(programs: Programs, facts: Facts) -> tuple[Answer, ...]:
    """Return what the rules say of a learner."""
    return tuple(answer for _, answer in programs.answers(Prepared(facts)))


def main(rules: int, seed: int, folder: str) -> None:
    """Start once, and print the seconds."""
    workload = Workload(rules, LEARNERS, seed=seed)
    texts, facts = workload.texts, next(workload.facts(workload.population(), 1))
    start = perf_counter()
    answers(opened(texts, Path(folder) / "programs"), facts)
    print(perf_counter() - start)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3])
