"""Renderers print within their bounds, tell what went wrong, are replaced, and leave nothing behind."""

import os
import re
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest

from reports.orders import Order, proof_order
from reports.papers import print_here
from reports.proof import canonical_json
from reports.refusals import GlyphMissing, RendererDied, RenderFailed, RenderTimedOut, Unprintable
from reports.renderers import Bounds, Renderers

MEGABYTE = 1024 * 1024
PLAIN = "tests.reports.plain_papers"


CALLS = re.compile(r'^\d+ +(\w+)\((?:AT_FDCWD, )?"?([^"]*)')


@contextmanager
def some_renderers(count=1, module=PLAIN, **bounds):
    """Give renderers, and end them."""
    renderers = Renderers(count, Bounds(**bounds), papers=module)
    try:
        yield renderers
    finally:
        renderers.close()


@pytest.fixture(scope="module")
def plain():
    """Give a renderer of plain papers that the tests share."""
    with some_renderers() as renderers:
        yield renderers


@pytest.fixture(scope="module")
def warm():
    """Give a renderer of real papers that the tests share."""
    with some_renderers(module="reports.papers") as renderers:
        yield renderers


@pytest.fixture
def order(a_content, paper):
    """Return what orders a proof with some fields changed."""
    return lambda **changes: proof_order(canonical_json(a_content(**changes)), **paper)


def echo(text="甲"):
    """Order a plain paper that names its process."""
    return Order("echo", {"text": text})


def number_of(printed):
    """Return the process that printed a plain paper."""
    return int(printed.split()[-1])


def processes(renderers):
    """Return the process numbers of the renderers that run."""
    return sorted(each.process.pid for each in renderers._all)  # noqa: SLF001


def test_a_renderer_prints_the_same_bytes(warm, order):
    """A paper is the same whichever process prints it."""
    assert warm.print(order(lines=3)) == print_here(order(lines=3))


@contextmanager
def traced(process, record):
    """Let the kernel tell of every file, connection and program that a process asks for."""
    command = ["strace", "-f", "-p", str(process), "-e", "trace=%file,%network", "-o", str(record)]
    watcher = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    try:
        assert "attached" in watcher.stderr.readline()
        yield
    finally:
        watcher.terminate()
        watcher.communicate()


def test_a_paper_opens_the_colour_profile_and_nothing_else(warm, order, tmp_path):
    """By the kernel's own record, a warm renderer opens one file of the library, and connects and starts nothing."""
    warm.print(order())
    hostile = order(learner_name="file:///etc/passwd", line={"rule_title": "http://127.0.0.1:9/x"})
    with traced(*processes(warm), tmp_path / "record"):
        warm.print(hostile)
    calls = [CALLS.match(line).groups() for line in (tmp_path / "record").read_text().splitlines() if "(" in line]
    looked_at = {"stat", "lstat", "newfstatat", "readlink", "access", "faccessat2"}

    assert [(call, Path(name).name) for call, name in calls if call not in looked_at] == [("openat", "sRGB2014.icc")]


def test_refusals_keep_their_kind_and_words(warm, order):
    """What a caller can mend comes back as it was raised; what nobody foresaw says so, and the renderer goes on."""
    with pytest.raises(Unprintable) as refused:
        warm.print(order(line={"rule_title": "规" * 201}))
    with pytest.raises(GlyphMissing) as missing:
        warm.print(order(learner_name="甲𒀀😀"))
    before = processes(warm)
    with pytest.raises(RenderFailed, match="KeyError"):
        warm.print(Order("no such paper", {}))

    assert (refused.value.field, refused.value.reason) == ("lines[0].rule_title", "longer than 200 characters")
    assert missing.value.characters == "𒀀😀"
    assert processes(warm) == before


def test_the_longest_paper_takes_less_than_300_megabytes(warm, order):
    """What a renderer holds after the longest proof stays below the bound of the house."""
    warm.print(order(lines=40))

    assert 0 < warm.resident < 300 * MEGABYTE


def test_two_renderers_serve_four_threads():
    """Each thread gets its own paper, and no more processes run than were asked for."""
    with some_renderers(2) as renderers, ThreadPoolExecutor(4) as hands:
        printed = list(hands.map(renderers.print, [echo(str(each)) for each in range(20)]))

        assert [each.split()[0] for each in printed] == [str(each).encode() for each in range(20)]
        assert {number_of(each) for each in printed} <= set(processes(renderers))
        assert len(processes(renderers)) <= 2


def test_many_come_in_their_order_with_refusals_in_their_place():
    """One paper that cannot be printed does not stop the others; what is slow comes in its place."""
    with some_renderers(2) as renderers:
        orders = [Order("sleep", {"seconds": 0.3}), Order("leave", {"code": 3}), *(echo(each) for each in "甲乙丙丁")]
        first, second, *rest = renderers.print_many(orders)

    assert first == b"slept"
    assert (type(second), second.reason) == (RendererDied, "the renderer ended with 3")
    assert [each.decode()[0] for each in rest] == list("甲乙丙丁")


@pytest.mark.parametrize("kind", ["sleep", "work"])
def test_a_paper_that_takes_too_long_is_stopped_and_the_renderer_replaced(kind):
    """The caller is told in time, whether the process works or hangs; the next paper is another process's."""
    with some_renderers(seconds=0.5) as renderers:
        first = number_of(renderers.print(echo()))
        begun = time.monotonic()
        with pytest.raises(RenderTimedOut, match=r"0\.5 seconds"):
            renderers.print(Order(kind, {"seconds": 60}))

        assert time.monotonic() - begun < 30
        assert not Path(f"/proc/{first}").exists()
        assert number_of(renderers.print(echo())) != first


@pytest.mark.parametrize(
    ("kind", "told", "reason"), [("die", {"number": "SIGSEGV"}, "-11"), ("leave", {"code": 0}, "0")]
)
def test_a_renderer_that_dies_amid_a_paper_is_told_and_replaced(kind, told, reason):
    """A crash is the caller's to know, and the next paper's concern no longer."""
    with some_renderers() as renderers:
        with pytest.raises(RendererDied, match=f"ended with {reason}$"):
            renderers.print(Order(kind, told))

        assert renderers.print(echo())


def test_a_renderer_that_died_between_two_papers_is_replaced_unseen():
    """Nobody was waiting for it, so nobody is told."""
    with some_renderers() as renderers:
        first = number_of(renderers.print(echo()))
        (only,) = renderers._all  # noqa: SLF001
        only.process.kill()
        only.process.wait()

        assert number_of(renderers.print(echo())) != first


def test_a_renderer_gets_no_more_memory_than_its_bound():
    """A paper that wants more is refused, and the process that held so much is replaced."""
    with some_renderers(memory=200 * MEGABYTE) as renderers:
        assert renderers.print(Order("eat", {"megabytes": 50}))
        first = processes(renderers)
        with pytest.raises(RendererDied, match="out of memory"):
            renderers.print(Order("eat", {"megabytes": 300}))

        assert renderers.print(echo())
        assert processes(renderers) != first


def test_a_renderer_is_replaced_after_its_papers():
    """A process prints so many papers and no more, so that nothing can grow for ever."""
    with some_renderers(papers=2) as renderers:
        first, second, third = (number_of(renderers.print(echo())) for _ in range(3))

    assert first == second != third


def test_nobody_waits_for_ever():
    """Where every renderer is busy for too long, the caller is told."""
    with some_renderers(waiting=0.05) as renderers, ThreadPoolExecutor(1) as hands:
        busy = hands.submit(renderers.print, Order("sleep", {"seconds": 1}))
        time.sleep(0.1)
        with pytest.raises(RenderTimedOut, match="no renderer was free"):
            renderers.print(echo())

        assert busy.result() == b"slept"


@pytest.mark.parametrize(
    ("kind", "told"),
    [
        ("read", {"path": "/etc/passwd"}),
        ("read", {"path": "reports/fonts/../../config.py"}),
        ("write", {"path": "reports/fonts/new.ttf"}),
        ("connect", {}),
        ("start", {}),
        ("fork", {}),
    ],
)
def test_a_renderer_reaches_for_nothing_outside(plain, kind, told):
    """Files of the machine, writing, connections, programs and copies of itself are refused."""
    with pytest.raises(RenderFailed, match="Confined"):
        plain.print(Order(kind, told))


def test_a_renderer_does_not_know_the_keys_of_the_house(monkeypatch):
    """Of the environment it gets what finds programs and languages."""
    monkeypatch.setenv("CREDIT_BANK_PROOF_KEY", "secret")
    with some_renderers() as renderers:
        names = renderers.print(Order("keys", {})).decode().split()

    assert set(names) <= {"PATH", "LANG", "LC_ALL", "LC_CTYPE", "TMPDIR"}


def test_closed_renderers_leave_nothing_behind():
    """No process and no folder outlives them, and they print no more."""
    with some_renderers() as renderers:
        number = number_of(renderers.print(echo()))
        (folder,) = renderers._folders  # noqa: SLF001

    assert not Path(f"/proc/{number}").exists()
    assert not Path(folder).exists()
    with pytest.raises(RuntimeError, match="closed"):
        renderers.print(echo())


@pytest.mark.parametrize("end", ["", "os.kill(os.getpid(), signal.SIGKILL)"], ids=["ended", "killed"])
def test_a_program_that_ends_leaves_no_renderer(end):
    """Ended in order or killed, a program takes its renderers along."""
    program = (
        "import os, signal; from reports.orders import Order; from reports.renderers import Renderers\n"
        f"renderers = Renderers(papers={PLAIN!r}); printed = renderers.print(Order('echo', {{'text': ''}}))\n"
        f"print(printed.decode(), flush=True); {end}"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)

    assert gone_soon(int(done.stdout))


def gone_soon(number):
    """Tell whether a process ends within seconds."""
    for _ in range(200):
        state = Path(f"/proc/{number}/stat")
        if not state.exists() or state.read_text().split()[2] == "Z":
            return True
        time.sleep(0.1)
    return False


def test_a_forked_process_starts_renderers_of_its_own():
    """As under a web server that forks: the child prints by another process, and the parent's is left alone."""
    with some_renderers() as renderers:
        before = number_of(renderers.print(echo()))
        read, write = os.pipe()
        child = os.fork()
        if child == 0:
            own = number_of(renderers.print(echo()))
            renderers.close()
            os.write(write, str(own).encode())
            os._exit(0)
        os.waitpid(child, 0)
        own = int(os.read(read, 20))

        assert own != before == number_of(renderers.print(echo()))
        assert gone_soon(own)
        os.close(read)
        os.close(write)
