"""Pages of PDFs as pictures: how many there are, and one of them, drawn within limits by a process of its own."""

import subprocess
import sys
from pathlib import Path
from threading import BoundedSemaphore

import pikepdf

MOST_PAGES = 200  # that are shown; the file itself has them all
MOST_PIXELS = 4_000_000  # of a page: A4 at 200 dots an inch
SECONDS = 15  # for a page, from its start; the program's own limit of work is shorter
AT_ONCE = 2
PROGRAM = Path(__file__).with_name("page_drawing.py")
PNG = b"\x89PNG"
DRAWING = BoundedSemaphore(AT_ONCE)


def page_count(path: Path) -> int:
    """Return how many pages a PDF has; 0 for one that cannot be opened."""
    try:
        with pikepdf.open(path) as document:
            return len(document.pages)
    except (OSError, RuntimeError, ValueError, pikepdf.PdfError):
        return 0


def page_picture(path: Path, number: int) -> tuple[bytes, str] | None:
    """Return a page, counted from 1, as a picture with its media type; None when it cannot be drawn in time."""
    if not 1 <= number <= MOST_PAGES or not DRAWING.acquire(timeout=SECONDS):
        return None
    command = [sys.executable, "-I", str(PROGRAM), str(path), str(number), str(MOST_PIXELS)]
    try:
        done = subprocess.run(  # noqa: S603 - our own program; the path is made of a digest
            command, capture_output=True, check=True, timeout=SECONDS, env={}
        )
    except (subprocess.SubprocessError, OSError):
        return None
    finally:
        DRAWING.release()
    return done.stdout, "image/png" if done.stdout.startswith(PNG) else "image/jpeg"
