"""A folder that nobody else can write to, and files in it that are whole or not used."""

import hashlib
import os
import stat
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

DIGEST = hashlib.sha256().digest_size
OTHERS = stat.S_IWGRP | stat.S_IWOTH


def private_folder(folder: Path) -> Path:
    """Make a folder for its owner alone unless it is there.

    Raises PermissionError when it belongs to someone else or others can write to it: what it holds is run as code.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    _refuse_foreign(folder.lstat(), folder, stat.S_ISDIR)
    return folder


def read_whole(path: Path) -> bytes | None:
    """Return what `write_whole` wrote; None when there is no such file, or it is damaged.

    Raises PermissionError for a file of someone else, or one that others can write.
    """
    try:
        number = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
    except FileNotFoundError:
        return None
    except OSError as wrong:
        raise PermissionError(f"{path} is not a file of its own") from wrong
    with os.fdopen(number, "rb") as file:
        _refuse_foreign(os.fstat(number), path, stat.S_ISREG)
        content = file.read()
    kept = content[DIGEST:]
    return kept if hashlib.sha256(kept).digest() == content[:DIGEST] else None


def write_whole(path: Path, content: bytes) -> None:
    """Write a file, for its owner alone, in the place of the one before; a reader sees the old or the new."""
    number, partial = tempfile.mkstemp(dir=path.parent)
    try:
        with os.fdopen(number, "wb") as file:
            file.write(hashlib.sha256(content).digest() + content)
        Path(partial).replace(path)
    except BaseException:
        with suppress(FileNotFoundError):
            Path(partial).unlink()
        raise


def _refuse_foreign(found: os.stat_result, path: Path, is_kind: Callable[[int], bool]) -> None:
    if not is_kind(found.st_mode):
        raise PermissionError(f"{path} is not what programs are kept in")
    if found.st_uid != os.geteuid() or found.st_mode & OTHERS:
        raise PermissionError(f"{path} belongs to someone else, or others can write to it; programs are code")
