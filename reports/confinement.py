"""Bounds on a process that prints: how much memory and time it gets, and that it touches nothing outside."""

import os
import resource
import signal
import sys
from collections.abc import Sequence
from pathlib import Path

CHANNELS = frozenset({"socket", "subprocess", "ctypes", "shutil", "ftplib", "http", "imaplib", "smtplib", "urllib"})
STARTS = frozenset({"os.exec", "os.fork", "os.forkpty", "os.posix_spawn", "os.spawn", "os.system", "pty.spawn"})
CHANGES = frozenset({"os.chmod", "os.chown", "os.link", "os.mkdir", "os.remove", "os.rename", "os.rmdir", "os.symlink"})
WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
FILES_AT_ONCE = 64


class Confined(PermissionError):  # noqa: N818 - what happened
    """A process that prints reached for something that is none of its business."""


def limit(*, memory: int) -> None:
    """Bound the address space and the open files, and leave no core behind."""
    for kind, most in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_NOFILE, FILES_AT_ONCE),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(kind, (most, most))


def write_nothing() -> None:
    """Let no file grow from now on; pipes are no files."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def confine(*folders: Path) -> None:
    """Refuse from now on, for good, to open a file outside `folders` or for writing, to connect, to start a program."""
    inside = tuple(f"{os.path.realpath(folder)}{os.sep}" for folder in folders)

    def watch(event: str, arguments: Sequence[object]) -> None:
        if event == "open":
            path, _, flags = arguments
            if not isinstance(path, int):
                refuse_outside(path, flags, inside)
        elif event.partition(".")[0] in CHANNELS or event in STARTS or event in CHANGES:
            raise Confined(f"a renderer does no {event}")

    sys.addaudithook(watch)


def refuse_outside(path: object, flags: object, inside: tuple[str, ...]) -> None:
    """Refuse to open a file for writing, or one outside."""
    name = os.path.realpath(os.fsdecode(path)) if isinstance(path, str | bytes | os.PathLike) else ""
    if not name.startswith(inside) or (isinstance(flags, int) and flags & WRITES):
        raise Confined(f"a renderer does not open {name[:200]}")


class Clock:
    """Ends this process when one paper takes too long; the kernel does it, whatever the process is busy with."""

    def __init__(self, *, seconds: float) -> None:
        self.seconds = seconds

    def __enter__(self) -> None:
        signal.setitimer(signal.ITIMER_PROF, self.seconds)  # of work: SIGPROF
        signal.setitimer(signal.ITIMER_REAL, 2 * self.seconds)  # should nobody be left who counts: SIGALRM

    def __exit__(self, *_: object) -> None:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.setitimer(signal.ITIMER_REAL, 0)
