"""Styles, scripts and drawings, under an address that changes with any of them, so that browsers may keep them."""

import hashlib
from pathlib import Path

FOLDER = Path(__file__).parent / "static"


def stamp_of(folder: Path) -> str:
    """Return a word that changes with the content of any file below a folder."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()[:12]


ADDRESS = f"/static/{stamp_of(FOLDER)}"
