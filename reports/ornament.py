"""The frame of a paper, drawn once: guilloche bands, corner rosettes, gold lines and a pale rosette behind the text."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from math import cos, pi, sin

import pydyf

from reports.drawing import form
from reports.microprint import Microprint

Point = tuple[float, float]
Curve = Callable[[float], Point]
Colour = tuple[float, float, float]

MILLIMETRE = 72 / 25.4  # in points; every other length here is in points too
WIDTH, HEIGHT = 210 * MILLIMETRE, 297 * MILLIMETRE

WHITE: Colour = (1.0, 1.0, 1.0)

MARGIN = 5.0 * MILLIMETRE  # from the paper's edge to the band
BAND = 7.6 * MILLIMETRE
CORNER = 7.2 * MILLIMETRE
FINE = 0.34  # the width of a guilloche line

MICRO, MICRO_BLANK = 1.7, 700  # an em of microprint; the gap in thousandths of it
MICRO_LENGTH, MICRO_HEIGHT = 164 * MILLIMETRE, 21.8 * MILLIMETRE

TILE_LENGTH = 100.0
STRANDS = 12
TILE_SHARE = 36.0  # what one tile should take of a side, before it is stretched to fit
PIECES_OF_A_TILE = 24
UNIT_RADIUS = 100.0
PIECES_OF_A_PETAL = 10

EVERY_PAGE, COVER = slice(None), slice(1)


@dataclass(frozen=True, slots=True)
class Inks:
    """The colours of a frame: bands and fine lines, gold lines, and the two of the rosette behind the text."""

    band: Colour
    line: Colour
    pale_band: Colour
    pale_line: Colour


@dataclass(frozen=True, slots=True)
class Rosette:
    """A closed curve that swings between two radii; turned copies of it make a rosette."""

    petals: int
    middle: float
    swing: float
    copies: int


BEHIND = Rosette(petals=16, middle=0.80, swing=0.19, copies=6)
IN_CORNER = Rosette(petals=10, middle=0.70, swing=0.29, copies=8)


def smooth(curve: Curve, pieces: int) -> str:
    """Draw a curve over [0, 1] as Bézier pieces through evenly spaced points."""
    x, y = curve(0)
    words = [f"{x:.2f} {y:.2f} m"]
    for piece in range(pieces):
        start, end = piece / pieces, (piece + 1) / pieces
        (x0, y0), (x3, y3) = curve(start), curve(end)
        (ax, ay), (bx, by) = pull(curve, start, pieces), pull(curve, end, pieces)
        words.append(f"{x0 + ax:.2f} {y0 + ay:.2f} {x3 - bx:.2f} {y3 - by:.2f} {x3:.2f} {y3:.2f} c")
    return " ".join([*words, "S"])


def pull(curve: Curve, at: float, pieces: int) -> Point:
    """Return how far a Bézier handle lies from its point."""
    small = 1e-5
    (x0, y0), (x1, y1) = curve(at - small), curve(at + small)
    return (x1 - x0) / (6 * small * pieces), (y1 - y0) / (6 * small * pieces)


def tile() -> str:
    """Draw one period of the braid, `TILE_LENGTH` long and `BAND` high around the axis."""

    def strand(shift: float) -> Curve:
        def curve(part: float) -> Point:
            swell = 0.60 + 0.38 * cos(2 * pi * part)
            return TILE_LENGTH * part, BAND * 0.5 * swell * sin(4 * pi * part + shift)

        return curve

    return "\n".join(smooth(strand(2 * pi * number / STRANDS), PIECES_OF_A_TILE) for number in range(STRANDS))


def loop(rosette: Rosette) -> str:
    """Draw one closed curve of a rosette, within `UNIT_RADIUS` of the origin."""

    def curve(part: float) -> Point:
        turn = 2 * pi * part
        reach = UNIT_RADIUS * (rosette.middle + rosette.swing * cos(rosette.petals * turn))
        return reach * cos(turn), reach * sin(turn)

    return smooth(curve, PIECES_OF_A_PETAL * rosette.petals)


def frame(inks: Inks) -> str:
    """Draw the frame of an A4 page, as an artifact that reading programs skip."""
    left = bottom = MARGIN + BAND / 2
    right, top = WIDTH - left, HEIGHT - bottom
    corners = [(x, y) for x in (left, right) for y in (bottom, top)]
    drawn = [
        "/Artifact BMC q 1 j 1 J",
        *watermark(WIDTH / 2, HEIGHT * 0.52, inks),
        *inner_lines(inks),
        stroke(inks.band),
        *band(left, bottom, right - left, upright=False),
        *band(left, top, right - left, upright=False),
        *band(left, bottom, top - bottom, upright=True),
        *band(right, bottom, top - bottom, upright=True),
        *(line for x, y in corners for line in corner(x, y, inks)),
        "Q EMC",
    ]
    return "\n".join(drawn)


def band(x: float, y: float, length: float, *, upright: bool) -> Iterator[str]:
    """Lay tiles along a side, from its lower or left end."""
    count = round(length / TILE_SHARE)
    stretch = length / count / TILE_LENGTH
    turn = "0 1 -1 0" if upright else "1 0 0 1"
    yield f"q {turn} {x:.2f} {y:.2f} cm {FINE} w"
    yield f"{stretch:.5f} 0 0 1 0 0 cm"
    yield f"/Tile Do 1 0 0 1 {TILE_LENGTH} 0 cm\n" * count
    yield "Q"


def rosette_at(name: str, rosette: Rosette, at: Point, radius: float) -> Iterator[str]:
    """Place the turned copies of a loop around a point."""
    x, y = at
    scale = radius / UNIT_RADIUS
    for copy in range(rosette.copies):
        turn = 2 * pi * copy / rosette.copies / rosette.petals
        across, along = scale * cos(turn), scale * sin(turn)
        yield f"q {across:.5f} {along:.5f} {-along:.5f} {across:.5f} {x:.2f} {y:.2f} cm /{name} Do Q"


def corner(x: float, y: float, inks: Inks) -> Iterator[str]:
    """Draw a rosette with a gold heart over the meeting of two bands."""
    yield f"{fill(WHITE)} {circle(x, y, CORNER)} f"
    yield stroke(inks.band, FINE * UNIT_RADIUS / CORNER)
    yield from rosette_at("Petals", IN_CORNER, (x, y), CORNER)
    yield f"{fill(WHITE)} {circle(x, y, CORNER * 0.36)} f"
    yield f"{fill(inks.line)} {circle(x, y, CORNER * 0.21)} f"
    yield f"{stroke(inks.line, 0.6)} {circle(x, y, CORNER * 0.32)} S {stroke(inks.band)}"


def watermark(x: float, y: float, inks: Inks) -> Iterator[str]:
    """Draw the pale rosettes behind the text, one within the other."""
    for colour, across in ((inks.pale_line, 84), (inks.pale_band, 55), (inks.pale_line, 34)):
        radius = across * MILLIMETRE
        yield stroke(colour, 0.42 * UNIT_RADIUS / radius)
        yield from rosette_at("Behind", BEHIND, (x, y), radius)


def inner_lines(inks: Inks) -> Iterator[str]:
    """Draw the lines within the bands: a strong one, and a fine one in the bands' colour."""
    for colour, width, gap in ((inks.line, 1.6, 1.5), (inks.band, 0.45, 2.6)):
        inset = MARGIN + BAND + gap * MILLIMETRE
        yield f"{stroke(colour, width)} {inset:.2f} {inset:.2f} {WIDTH - 2 * inset:.2f} {HEIGHT - 2 * inset:.2f} re S"


def stroke(colour: Colour, width: float = FINE) -> str:
    """Choose a stroke colour and a line width."""
    return f"{numbers(colour)} RG {width:.3f} w"


def fill(colour: Colour) -> str:
    """Choose a fill colour."""
    return f"{numbers(colour)} rg"


def numbers(colour: Colour) -> str:
    """Write a colour's parts."""
    return " ".join(f"{part:.3f}" for part in colour)


def circle(x: float, y: float, radius: float) -> str:
    """Return the path of a circle."""
    pull_of_a_quarter = radius * 0.5523
    words = [f"{x + radius:.2f} {y:.2f} m"]
    for ax, ay in ((1, 0), (0, 1), (-1, 0), (0, -1)):
        bx, by = -ay, ax
        points = (
            (ax * radius + bx * pull_of_a_quarter, ay * radius + by * pull_of_a_quarter),
            (bx * radius + ax * pull_of_a_quarter, by * radius + ay * pull_of_a_quarter),
            (bx * radius, by * radius),
        )
        words.append(" ".join(f"{x + px:.2f} {y + py:.2f}" for px, py in points) + " c")
    return " ".join(words)


@lru_cache(maxsize=8)
def drawings(inks: Inks) -> dict[str, bytes]:
    """Return what is drawn once and placed often, and the frame that places it."""
    parts = {"Tile": tile(), "Petals": loop(IN_CORNER), "Behind": loop(BEHIND), "Frame": frame(inks)}
    return {name: words.encode() for name, words in parts.items()}


def add_form(pdf: pydyf.PDF, drawing: bytes, box: tuple[float, ...], inner: dict[str, bytes]) -> bytes:
    """Add one drawing to a file and return its reference."""
    added = form(drawing, box, inner)
    pdf.add_object(added)
    return bytes(added.reference)


def microline(line: Microprint, colour: Colour) -> str:
    """Repeat microprint along the foot of the page until it fills the line."""
    scale = MICRO / 1000
    unit = (line.width + MICRO_BLANK) * scale
    times = max(1, int(MICRO_LENGTH / unit))
    left, step = (WIDTH - MICRO_LENGTH) / 2, MICRO_LENGTH / times
    copies = [
        f"q {scale:.6f} 0 0 {scale:.6f} {left + step * copy:.2f} {MICRO_HEIGHT:.2f} cm /Micro Do Q"
        for copy in range(times)
    ]
    return "\n".join([f"/Artifact BMC q {fill(colour)}", *copies, "Q EMC"])


def frame_behind(line: Microprint, inks: Inks, *, pages: slice = EVERY_PAGE) -> Callable[[object, pydyf.PDF], None]:
    """Return what sets the frame behind `pages`: one drawing for the whole file, WeasyPrint's `finisher`."""

    def finish(_document: object, pdf: pydyf.PDF) -> None:
        around = (-UNIT_RADIUS, -UNIT_RADIUS, UNIT_RADIUS, UNIT_RADIUS)
        drawn = drawings(inks)
        inner = {name: add_form(pdf, drawn[name], around, {}) for name in ("Petals", "Behind")}
        inner["Tile"] = add_form(pdf, drawn["Tile"], (-1, -BAND / 2, TILE_LENGTH + 1, BAND / 2), {})
        micro = {"Micro": add_form(pdf, line.operators.encode(), (0, -300, line.width, 1200), {})}
        page = (0, 0, round(WIDTH, 2), round(HEIGHT, 2))
        frame = add_form(pdf, drawn["Frame"], page, inner)  # the same in every paper of a look: joined papers share it
        below = add_form(pdf, microline(line, inks.band).encode(), page, micro)
        put_behind_pages(pdf, {"Frame": frame, "Line": below}, pages)

    return finish


def put_behind_pages(pdf: pydyf.PDF, forms: dict[str, bytes], pages: slice) -> None:
    """Call forms before the content of some pages."""
    call = pydyf.Stream([f"q /{name} Do Q" for name in forms])
    pdf.add_object(call)
    for number in pdf.pages["Kids"][::3][pages]:
        page = pdf.objects[number]
        resources = pdf.objects[int(page["Resources"].split()[0])]
        resources["XObject"].update(forms)
        page["Contents"] = pydyf.Array([call.reference, page["Contents"]])
