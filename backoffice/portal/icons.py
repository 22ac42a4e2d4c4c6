"""Draws the icons of the installed site from the house's seal: `python -m backoffice.portal.icons`."""

from pathlib import Path

from PIL import Image, ImageDraw

from backoffice.assets import FOLDER

SIZES = (192, 512)
RED, WHITE = "#b2342b", "#ffffff"
GRID = 32  # units of theme/seal.svg
LINES = ((9, 10, 23, 10), (9, 16, 23, 16), (9, 22, 23, 22), (16, 7, 16, 25))
STROKE = 2.5
CORNER = 6
SAFE = 0.72  # of a maskable icon, whose edge a phone may cut off
FINER = 4  # drawn so much larger, then made smaller, for smooth edges


def drawn(size: int, *, maskable: bool) -> Image.Image:
    """Return the seal at a size in pixels; a maskable one fills its square."""
    whole = size * FINER
    picture = Image.new("RGBA", (whole, whole), RED if maskable else "#00000000")
    pen = ImageDraw.Draw(picture)
    share = SAFE if maskable else 1.0
    unit, edge = whole * share / GRID, whole * (1 - share) / 2
    if not maskable:
        pen.rounded_rectangle((0, 0, whole - 1, whole - 1), radius=CORNER * unit, fill=RED)
    for line in LINES:
        left, top, right, bottom = (edge + each * unit for each in line)
        half = STROKE * unit / 2
        pen.rounded_rectangle((left - half, top - half, right + half, bottom + half), radius=half, fill=WHITE)
    return picture.resize((size, size), Image.Resampling.LANCZOS)


def write(folder: Path = FOLDER / "icons") -> list[Path]:
    """Write every icon, and return where they are."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for purpose in ("any", "maskable"):
        for size in SIZES:
            path = folder / f"{purpose}-{size}.png"
            drawn(size, maskable=purpose == "maskable").save(path, optimize=True)
            written.append(path)
    return written


if __name__ == "__main__":
    write()
