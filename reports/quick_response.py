"""The two-dimensional code (二维码) of an address."""

from functools import lru_cache
from itertools import groupby

import segno

from reports.drawing import Drawing

INK = "0.063 0.137 0.110 rg"


@lru_cache(maxsize=8)
def quick_response(address: str) -> Drawing:
    """Draw the two-dimensional code (二维码) of an address; dark modules side by side are one bar."""
    code = segno.make(address, error="m", micro=False, boost_error=True)
    size = len(code.matrix)
    bars = [
        f"{place} {row} {length} 1 re"
        for row, modules in enumerate(code.matrix)
        for place, length in dark_bars(bytes(modules))
    ]
    return Drawing("quick-response", "二维码", "\n".join([INK, *bars, "f"]), (0, 0, size, size))


def dark_bars(modules: bytes) -> list[tuple[int, int]]:
    """Return where dark modules begin in a row, and how many follow each other."""
    bars, place = [], 0
    for dark, run in groupby(modules):
        length = len(list(run))
        if dark:
            bars.append((place, length))
        place += length
    return bars
