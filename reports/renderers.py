"""Warm processes that print papers, bounded in time and memory, replaced when they fail or have printed enough."""

import json
import logging
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import weakref
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import Pipe
from pathlib import Path
from queue import Empty, LifoQueue
from threading import Timer
from typing import Any

from reports.orders import Order
from reports.refusals import GlyphMissing, NotPrinted, RendererDied, RenderFailed, RenderTimedOut, Unprintable

LOG = logging.getLogger(__name__)
ROOT = Path(__file__).resolve().parents[1]
PASSED_ON = ("PATH", "LANG", "LC_ALL")  # of the environment; the keys of the house are none of it
FAULTS: dict[str, type[NotPrinted]] = {
    kind.__name__: kind for kind in (GlyphMissing, RendererDied, RenderFailed, RenderTimedOut, Unprintable)
}
LATE = {-signal.SIGPROF, -signal.SIGALRM}
ENDING = 5.0  # seconds that a process may take to end by itself
LONGEST_PAPER = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """What a renderer may take: seconds for a paper, to start and to become free; bytes of memory; papers in its life.

    `memory` bounds the address space; a usual paper takes under a third of it, and under 200 MB of memory.
    """

    seconds: float = 30.0
    starting: float = 60.0
    waiting: float = 120.0
    memory: int = 640 * 1024 * 1024
    papers: int = 500


class Renderer:
    """One process that prints."""

    def __init__(self, bounds: Bounds, *, papers: str, folder: str) -> None:
        self.bounds = bounds
        self.left = bounds.papers
        self.late = False
        self.resident = 0
        self.line, theirs = Pipe()
        with theirs:
            words = [str(theirs.fileno()), str(bounds.seconds), str(bounds.memory), papers]
            self.process = subprocess.Popen(  # noqa: S603 - this Python, our module
                [sys.executable, "-m", "reports.renderer", *words],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                pass_fds=[theirs.fileno()],
                cwd=ROOT,
                env={name: os.environ[name] for name in PASSED_ON if name in os.environ} | {"TMPDIR": folder},
            )
        with self.bounded(bounds.starting):
            self.line.recv_bytes()

    @property
    def fit(self) -> bool:
        """Whether it can print another paper."""
        return self.left > 0 and not self.late and not self.line.closed and self.process.poll() is None

    def print(self, order: Order) -> bytes:
        """Print one order; raises what the printing raised, or how the process ended."""
        self.left -= 1
        with self.bounded(self.bounds.seconds):
            self.line.send_bytes(json.dumps({"kind": order.kind, "told": order.told}).encode())
            head = json.loads(self.line.recv_bytes(LONGEST_PAPER))
            self.resident = max(self.resident, head["resident"])
            if "fault" not in head:
                return self.line.recv_bytes(LONGEST_PAPER)
        if head["fault"] == "MemoryError":
            self.left = 0
        raise fault_of(head)

    @contextmanager
    def bounded(self, seconds: float) -> Iterator[None]:
        """Kill the process when something takes longer, and tell how it ended when it did."""
        watchdog = Timer(seconds, self.stop_late)
        watchdog.daemon = True
        watchdog.start()
        try:
            yield
        except (EOFError, OSError):
            self.close()
            if self.late or self.process.returncode in LATE:
                raise RenderTimedOut(f"not done within {seconds:g} seconds") from None
            raise RendererDied(f"the renderer ended with {self.process.returncode}") from None
        finally:
            watchdog.cancel()

    def stop_late(self) -> None:
        """Kill the process for being late."""
        self.late = True
        self.process.kill()

    def close(self) -> None:
        """Let the process end by itself, and see that it does; how it ended is known then."""
        self.line.close()
        try:
            self.process.wait(ENDING)
        except subprocess.TimeoutExpired:
            self.stop()

    def stop(self) -> None:
        """End the process at once; it keeps nothing that would be lost."""
        self.process.kill()
        self.process.wait()
        self.line.close()


def fault_of(head: dict[str, Any]) -> NotPrinted:
    """Return the fault that a renderer told, of a kind that is known."""
    kind, words = FAULTS.get(head["fault"]), [str(word) for word in head["words"]]
    if head["fault"] == "MemoryError":
        return RendererDied("the renderer ran out of memory")
    return kind(*words) if kind else RenderFailed(str(head["fault"]), " ".join(words))


class Renderers:
    """A few renderers for any number of threads, started when first needed; `close` ends them all.

    `papers` is the module that prints. A process that was forked off has none of them and starts its own.
    """

    def __init__(self, count: int = 1, bounds: Bounds | None = None, *, papers: str = "reports.papers") -> None:
        self.count = count
        self.papers = papers
        self.bounds = bounds or Bounds()
        self.resident = 0
        self._begin()

    def _begin(self) -> None:
        self._owner = os.getpid()
        self._free: LifoQueue[Renderer | None] = LifoQueue()
        self._all: set[Renderer] = set()
        for _ in range(self.count):
            self._free.put(None)
        self._folders: list[str] = []  # where the renderers keep what is temporary; those killed leave it behind
        self.close = weakref.finalize(self, close_all, self._all, self._folders, self._owner)

    def print(self, order: Order) -> bytes:
        """Print one order, as soon as a renderer is free. Raises one of `reports.refusals`."""
        try:
            with self._one() as renderer:
                return renderer.print(order)
        except (RenderTimedOut, RendererDied) as failed:
            LOG.warning("%s was not printed: %s", order.kind, failed)
            raise

    def print_many(self, orders: Iterable[Order]) -> Iterator[bytes | NotPrinted]:
        """Print many orders, as many at once as there are renderers; yield each paper, or why not, in their order."""
        waiting: deque[Future[bytes | NotPrinted]] = deque()
        with ThreadPoolExecutor(self.count) as hands:
            for order in orders:
                waiting.append(hands.submit(self._paper_or_refusal, order))
                if len(waiting) > 2 * self.count:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()

    def _paper_or_refusal(self, order: Order) -> bytes | NotPrinted:
        try:
            return self.print(order)
        except NotPrinted as refused:
            return refused

    @contextmanager
    def _one(self) -> Iterator[Renderer]:
        """Lend a renderer that is fit, a new one if need be."""
        if self._owner != os.getpid():
            self.close.detach()
            self._begin()
        if not self.close.alive:
            raise RuntimeError("these renderers are closed")
        try:
            renderer = self._free.get(timeout=self.bounds.waiting)
        except Empty:
            raise RenderTimedOut(f"no renderer was free within {self.bounds.waiting:g} seconds") from None
        try:
            if renderer is None or not renderer.fit:
                renderer = self._replaced(renderer)
            yield renderer
        finally:
            if renderer:
                self.resident = max(self.resident, renderer.resident)
                if not renderer.fit:
                    self._dismiss(renderer)
                    renderer = None
            self._free.put(renderer)

    def _replaced(self, renderer: Renderer | None) -> Renderer:
        if renderer:
            self._dismiss(renderer)
        if not self._folders:
            self._folders.append(tempfile.mkdtemp(prefix="credit-bank-renderers-"))
        fresh = Renderer(self.bounds, papers=self.papers, folder=self._folders[0])
        self._all.add(fresh)
        return fresh

    def _dismiss(self, renderer: Renderer) -> None:
        renderer.close()
        self._all.discard(renderer)


def close_all(renderers: set[Renderer], folders: list[str], owner: int) -> None:
    """End every renderer; what was inherited from another process is left to it."""
    if owner == os.getpid():
        for renderer in list(renderers):
            renderer.stop()
        renderers.clear()
        for folder in folders:
            shutil.rmtree(folder, ignore_errors=True)
