"""Mutated texts through everything that the product does with rules: none may raise, none may take two seconds.

An input is a number: `--seed S --offset N --count M` tries the inputs N to N + M, and the same ones every time.
"""

import re
import signal
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from multiprocessing import get_context
from pathlib import Path

from bench.fuzzed import tried
from bench.mutating import mutated, pieces_of
from bench.options import Options
from bench.report import Report

HOME = Path(__file__).parents[1]
FENCED = re.compile(r"^```[^\n]*\n(.*?)^```", re.MULTILINE | re.DOTALL)
PROCESSES = 2
AT_ONCE = 500  # inputs that a process tries before it tells
SLOW = 2.0  # seconds of processor time
GIVEN_UP = 20.0  # seconds of processor time
MOST_TOLD = 20  # failures that the report names


@dataclass(slots=True)
class Tried:
    """What came of a run of inputs; seconds are those of the processor, failures and slow inputs by number."""

    count: int = 0
    seconds: float = 0.0
    slowest: tuple[float, int] = (0.0, -1)
    ends: Counter[str] = field(default_factory=Counter)
    failures: dict[int, str] = field(default_factory=dict)
    slow: list[int] = field(default_factory=list)

    def add(self, other: "Tried") -> None:
        """Take in what came of another run."""
        self.count += other.count
        self.seconds += other.seconds
        self.slowest = max(self.slowest, other.slowest)
        self.ends += other.ends
        self.failures |= other.failures
        self.slow += other.slow


@cache
def rule_files() -> tuple[str, ...]:
    """Return the texts of the rule files, all of them sound."""
    files = [*HOME.glob("tests/**/*.rule"), *HOME.glob("backoffice/sample/files/*.rule")]
    return tuple(path.read_text(encoding="utf-8") for path in sorted(files))


@cache
def texts() -> tuple[str, ...]:
    """Return the texts that inputs are made from: rule files, and the good and bad examples of the documents."""
    fenced = [
        block for path in sorted(HOME.glob("docs/*.md")) for block in FENCED.findall(path.read_text(encoding="utf-8"))
    ]
    return (*rule_files(), *(block for block in fenced if pieces_of([block])))


@cache
def pieces() -> tuple[str, ...]:
    """Return the declarations of the texts."""
    return pieces_of(texts())


def run(options: Options) -> Report:
    """Try the inputs in two processes; ours is inputs per second, and it agrees when none failed and none was slow."""
    started = time.perf_counter()
    found = Tried()
    ends = range(options.offset, options.offset + options.count, AT_ONCE)
    last = options.offset + options.count
    with ProcessPoolExecutor(PROCESSES, mp_context=get_context("spawn")) as pool:
        runs = [pool.submit(try_inputs, options.seed, start, min(start + AT_ONCE, last)) for start in ends]
        for done in as_completed(runs):
            found.add(done.result())
    rate = found.count / (time.perf_counter() - started)
    return Report("fuzz", rate, "inputs", not found.failures and not found.slow, figures=_figures(found, options))


def _figures(found: Tried, options: Options) -> dict[str, object]:
    failures = dict(sorted(found.failures.items())[:MOST_TOLD])
    return {
        "inputs": found.count,
        "seed": options.seed,
        "next_offset": options.offset + options.count,
        "ends": dict(sorted(found.ends.items())),
        "failed": len(found.failures),
        "failures": {str(number): what for number, what in failures.items()},
        "over_2_s": sorted(found.slow),
        "slowest_seconds": round(found.slowest[0], 3),
        "slowest_input": found.slowest[1],
        "processor_seconds": round(found.seconds, 1),
    }


def try_inputs(seed: int, start: int, end: int) -> Tried:
    """Try the inputs of some numbers, one after the other."""
    found = Tried()
    for number in range(start, end):
        text = mutated(texts(), pieces(), seed, number)
        before = time.process_time()
        try:
            with _given_up():
                found.ends[tried(text)] += 1
        except Exception as raised:  # noqa: BLE001 - whatever it is, it is what the bench looks for
            found.failures[number] = f"{type(raised).__name__}: {raised}"[:300]
        seconds = time.process_time() - before
        found.count += 1
        found.seconds += seconds
        found.slowest = max(found.slowest, (seconds, number))
        if seconds > SLOW:
            found.slow.append(number)
    return found


@contextmanager
def _given_up() -> Iterator[None]:
    """Raise TimeoutError in an input that never ends."""

    def give_up(*_: object) -> None:
        raise TimeoutError(f"given up after {GIVEN_UP} s")

    before = signal.signal(signal.SIGPROF, give_up)
    signal.setitimer(signal.ITIMER_PROF, GIVEN_UP)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
