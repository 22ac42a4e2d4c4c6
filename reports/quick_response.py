"""The two-dimensional code (二维码) of an address."""

from functools import lru_cache
from itertools import groupby

from zxingcpp import Barcode, BarcodeFormat, create_barcode

from reports.drawing import Drawing

INK = "0.063 0.137 0.110 rg"
DARK = 0


def code_of(text: str) -> Barcode:
    """Encode a text; a seventh of the squares may be spoiled, and it can still be read."""
    return create_barcode(text, BarcodeFormat.QRCode, ec_level="M")


@lru_cache(maxsize=8)
def quick_response(address: str) -> Drawing:
    """Draw the two-dimensional code (二维码) of an address; dark modules side by side are one bar."""
    image = code_of(address).to_image(scale=1, add_quiet_zones=False)
    size, squares = int(image.shape[0]), memoryview(image).tobytes()  # type: ignore[arg-type]  # a buffer, untold
    bars = [
        f"{place} {row} {length} 1 re"
        for row in range(size)
        for place, length in dark_bars(squares[row * size : (row + 1) * size])
    ]
    return Drawing("quick-response", "二维码", "\n".join([INK, *bars, "f"]), (0, 0, size, size))


def dark_bars(modules: bytes) -> list[tuple[int, int]]:
    """Return where dark modules begin in a row, and how many follow each other."""
    bars, place = [], 0
    for colour, run in groupby(modules):
        length = len(list(run))
        if colour == DARK:
            bars.append((place, length))
        place += length
    return bars
