"""A program of its own: draws one page of a PDF, so that whatever the file does to it, the product lives on.

Called with the file, the page from 1 and the most pixels; the picture goes to the standard output. It imports nothing
of the product, and takes from itself all that drawing does not need before it opens the file.
"""

import io
import resource
import sys

import pypdfium2

POINTS_OF_AN_INCH = 72
SHARP = 200 / POINTS_OF_AN_INCH  # pixels of a point
SECONDS = 8
MEMORY = 1_500_000_000  # bytes of address space
HEAVY = 1_500_000  # bytes: a scan is better sent as JPEG


def main(path: str, number: int, most_pixels: int) -> int:
    """Write the picture; anything but 0 means that the page cannot be drawn."""
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with pypdfium2.PdfDocument(path) as document:
        document.init_forms()  # what somebody has filled in is drawn too
        page = document[number - 1]
        width, height = (max(1.0, side) for side in page.get_size())
        scale = min(SHARP, (most_pixels / (width * height)) ** 0.5)
        drawn = page.render(scale=scale).to_pil().convert("RGB")
    picture = io.BytesIO()
    drawn.save(picture, "PNG")
    if picture.tell() > HEAVY:
        picture = io.BytesIO()
        drawn.save(picture, "JPEG", quality=85)
    sys.stdout.buffer.write(picture.getvalue())
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3])))
