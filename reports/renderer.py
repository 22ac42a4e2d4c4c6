"""A process that prints what it is ordered, one paper after the other: `python -m reports.renderer`."""

import gc
import json
import resource
import sys
import sysconfig
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from reports.confinement import Clock, confine, limit, write_nothing
from reports.orders import Order
from reports.refusals import GlyphMissing, NotPrinted, Unprintable

LONGEST_REASON = 300
YOUNG_OBJECTS = 50_000  # a paper makes many objects, nearly all of which live until it is printed


def main(words: list[str]) -> None:
    """Print until the other end of the line is closed; a renderer that ran out of memory answers and ends."""
    line, seconds, memory = Connection(int(words[0])), float(words[1]), int(words[2])
    limit(memory=memory)
    from reports.papers import print_here  # noqa: PLC0415 - under the limit, and before the confinement

    write_nothing()
    paths = sysconfig.get_paths()
    confine(Path(__file__).parent, *(Path(paths[name]) for name in ("stdlib", "platstdlib", "purelib", "platlib")))
    gc.freeze()
    gc.set_threshold(YOUNG_OBJECTS)
    line.send_bytes(b"ready")
    while asked := received(line):
        with Clock(seconds=seconds):
            head, pages = answer(asked, print_here)
        line.send_bytes(json.dumps(head | {"resident": resident()}).encode())
        if pages:
            line.send_bytes(pages)
        if head.get("fault") == "MemoryError":
            return


def received(line: Connection) -> bytes:
    """Return the next order; nothing when the other end is closed."""
    try:
        return line.recv_bytes()
    except EOFError:
        return b""


def answer(asked: bytes, print_here: Any) -> tuple[dict[str, Any], bytes]:  # noqa: ANN401 - known once limits stand
    """Print one order; a fault becomes its name and words."""
    try:
        read = json.loads(asked)
        return {}, print_here(Order(read["kind"], read["told"]))
    except Unprintable as refused:
        return fault(refused, refused.field, refused.reason), b""
    except GlyphMissing as missing:
        return fault(missing, missing.characters), b""
    except (MemoryError, NotPrinted) as failed:
        return fault(failed, str(failed)), b""
    except Exception as failed:  # noqa: BLE001 - whatever it is, the caller is told and the next order is printed
        return {"fault": "RenderFailed", "words": [type(failed).__name__, str(failed)[:LONGEST_REASON]]}, b""


def fault(failed: BaseException, *words: str) -> dict[str, Any]:
    """Return a fault as JSON's values."""
    return {"fault": type(failed).__name__, "words": words}


def resident() -> int:
    """Return the most bytes of memory that this process has held."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


if __name__ == "__main__":
    main(sys.argv[1:])
