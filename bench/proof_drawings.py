"""The frame, the seal and the code of a proof as SVG, for peers that know no PDF operators."""

from functools import cache

from reports.drawing import Drawing
from reports.dressing import inks_of
from reports.look import STANDARD
from reports.ornament import HEIGHT, WIDTH, drawings

Matrix = tuple[float, ...]
SAME: Matrix = (1, 0, 0, 1, 0, 0)
PATHS = {"m": "M", "l": "L", "c": "C", "h": "Z"}
IGNORED = ("/Artifact BMC", "EMC", "1 j 1 J")


def within(outer: Matrix, inner: Matrix) -> Matrix:
    """Return the matrix that does the inner one, then the outer."""
    a, b, c, d, e, f = inner
    p, q, r, s, t, u = outer
    return a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u


class Pen:
    """Turns the few PDF operators that our drawings are made of into SVG elements."""

    def __init__(self) -> None:
        self.state: tuple[Matrix, str, str, str] = (SAME, "#000", "#000", "1")  # matrix, stroke, fill, width
        self.kept: list[tuple[Matrix, str, str, str]] = []
        self.path: list[str] = []
        self.elements: list[str] = []

    def follow(self, operators: str) -> str:
        """Follow all operators and return the elements."""
        numbers: list[str] = []
        for word in operators.split():
            if word[0].isdigit() or word[0] in "-./":
                numbers.append(word)
                continue
            if word in PATHS:
                self.path.append(PATHS[word] + " ".join(numbers))
            elif word in {"S", "f", "Do"}:
                self.draw(word, numbers)
            else:
                self.change(word, numbers)
            numbers = []
        return "".join(self.elements)

    def change(self, word: str, numbers: list[str]) -> None:
        """Follow an operator that draws nothing by itself."""
        matrix, stroke, fill, width = self.state
        match word:
            case "q":
                self.kept.append(self.state)
            case "Q":
                self.state = self.kept.pop()
            case "cm":
                self.state = within(matrix, tuple(map(float, numbers))), stroke, fill, width
            case "w":
                self.state = matrix, stroke, fill, numbers[0]
            case "RG":
                self.state = matrix, colour(numbers), fill, width
            case "rg":
                self.state = matrix, stroke, colour(numbers), width
            case "re":
                x, y, across, up = numbers
                self.path.append(f"M{x} {y}h{across}v{up}h-{across}z")

    def draw(self, word: str, numbers: list[str]) -> None:
        """Follow an operator that draws."""
        matrix, stroke, fill, width = self.state
        lined = f'transform="matrix{matrix}" fill="none" stroke="{stroke}" stroke-width="{width}"'
        if word == "Do":
            self.elements.append(f'<use href="#{numbers[0][1:]}" {lined}/>')
            return
        inks = lined if word == "S" else f'transform="matrix{matrix}" fill="{fill}"'
        self.elements.append(f'<path {inks} d="{"".join(self.path)}"/>')
        self.path = []


def colour(parts: list[str]) -> str:
    """Write a colour."""
    return "#" + "".join(f"{round(float(part) * 255):02x}" for part in parts)


@cache
def frame_svg() -> str:
    """Return the frame of the page, its parts drawn once."""
    parts = "".join(
        f'<path id="{name}" d="{outline(drawings(inks_of(STANDARD))[name].decode())}"/>'
        for name in ("Tile", "Petals", "Behind")
    )
    operators = drawings(inks_of(STANDARD))["Frame"].decode()
    for word in IGNORED:
        operators = operators.replace(word, "")
    return svg(f"<defs>{parts}</defs>{Pen().follow(operators)}", (0, 0, WIDTH, HEIGHT))


def outline(operators: str) -> str:
    """Return bare curves as the data of an SVG path."""
    pen = Pen()
    pen.follow(operators.replace("S", ""))
    return "".join(pen.path)


def drawing_svg(drawing: Drawing) -> str:
    """Return a seal or a code."""
    return svg(Pen().follow(drawing.operators), drawing.box)


def svg(inside: str, box: tuple[float, ...]) -> str:
    """Return an SVG picture of a box of left, top, right and bottom."""
    left, top, right, bottom = box
    view = f"{left} {top} {right - left} {bottom - top}"
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{view}">{inside}</svg>'
