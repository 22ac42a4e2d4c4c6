"""A PostgreSQL of the bench alone, on a socket in a folder that goes when it stops."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SETTINGS = "-c listen_addresses='' -c fsync=off -c jit=off -c shared_buffers=1GB -c work_mem=512MB"


def _program(*words: str) -> None:
    programs = max(Path("/usr/lib/postgresql").glob("*/bin"))
    user = "postgres" if os.geteuid() == 0 else None  # the server refuses root
    command = [str(programs / words[0]), *words[1:]]
    subprocess.run(command, check=True, capture_output=True, cwd="/", user=user)


@contextmanager
def postgres() -> Iterator[str]:
    """Give the address of an empty database; it ends with the context. Needs Debian's PostgreSQL on the machine."""
    folder = Path(tempfile.mkdtemp(prefix="pg"))
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres")
    kept = str(folder / "kept")
    _program("initdb", "-D", kept, "-U", "postgres", "-E", "UTF8", "--locale=C.UTF-8", "-N")
    _program("pg_ctl", "-D", kept, "-l", str(folder / "log"), "-w", "-o", f"{SETTINGS} -k {folder}", "start")
    try:
        yield f"postgresql+psycopg://postgres@/postgres?host={folder}"
    finally:
        _program("pg_ctl", "-D", kept, "-m", "immediate", "-w", "stop")
        shutil.rmtree(folder)
