"""The one environment that ours and the peers run in."""

import hashlib
import subprocess
import sys
import venv
from pathlib import Path

HOME = Path(__file__).parents[1]
LOCKS = (HOME / "requirements.txt", HOME / "bench" / "requirements.txt")
FOLDER = HOME / "var" / "bench"
PYTHON = FOLDER / "bin" / "python"
STAMP = FOLDER / "locks.sha256"


def inside() -> bool:
    """Tell whether this process runs in the environment of the bench."""
    return Path(sys.prefix).resolve() == FOLDER.resolve()


def prepare() -> Path:
    """Make the environment from the two locks unless it is there; return its Python.

    Raises CalledProcessError when a package cannot be installed.
    """
    wanted = hashlib.sha256(b"".join(lock.read_bytes() for lock in LOCKS)).hexdigest()
    if STAMP.exists() and STAMP.read_text() == wanted:
        return PYTHON
    venv.create(FOLDER, with_pip=True, clear=True)
    install = [str(PYTHON), "-m", "pip", "install", "-q", "--disable-pip-version-check", "--require-hashes"]
    subprocess.run([*install, *(part for lock in LOCKS for part in ("-r", str(lock)))], check=True)
    STAMP.write_text(wanted)
    return PYTHON
