"""An SVG made safe: shapes, numbers and colours are written anew, and everything else is refused or left out."""

import re
from collections.abc import Iterator, Mapping
from math import isfinite
from xml.etree import ElementTree as ET
from xml.sax.saxutils import quoteattr

from fontTools.pens.recordingPen import RecordingPen
from fontTools.svgLib.path import parse_path

from reports.look_faults import refused

SPACE = "{http://www.w3.org/2000/svg}"
SHAPES = frozenset({"svg", "g", "path", "rect", "circle", "ellipse", "line", "polygon", "polyline"})
LEFT_OUT = frozenset({"title", "desc", "metadata", "defs"})  # what drawing programs add, and what nothing may refer to
MOST_ELEMENTS = 400
DEEPEST = 12
LONGEST_VALUE = 60_000
FARTHEST = 1_000_000.0

NUMBER = r"[-+]?(?:\d{1,9}\.?\d{0,9}|\.\d{1,9})(?:[eE][-+]?\d{1,2})?"
BETWEEN = re.compile(r"[\s,]+")
PLAIN = re.compile(NUMBER)
LENGTH = re.compile(rf"{NUMBER}(?:px|%)?")
OUTLINE = re.compile(r"[MmZzLlHhVvCcSsQqTtAa0-9eE+\-.,\s]*")
COLOUR = re.compile(r"none|#[0-9a-fA-F]{3}|#[0-9a-fA-F]{6}|[a-zA-Z]{3,24}|rgb\([0-9\s,.%]{5,40}\)")
TRANSFORM = re.compile(r"(?:(?:matrix|translate|scale|rotate|skewX|skewY)\([0-9eE+\-.,\s]{1,120}\)[\s,]*)+")
WORD = re.compile(r"[a-z]{3,12}")
ATTRIBUTES: dict[str, re.Pattern[str]] = {
    **dict.fromkeys(("x", "y", "width", "height", "rx", "ry", "cx", "cy", "r", "x1", "x2", "y1", "y2"), LENGTH),
    **dict.fromkeys(("stroke-width", "opacity", "fill-opacity", "stroke-opacity", "stroke-miterlimit"), LENGTH),
    **dict.fromkeys(("fill-rule", "stroke-linecap", "stroke-linejoin"), WORD),
    **dict.fromkeys(("fill", "stroke"), COLOUR),
    **dict.fromkeys(("points", "d"), OUTLINE),
    "transform": TRANSFORM,
}
STYLED = frozenset(name for name in ATTRIBUTES if "-" in name) | {"fill", "stroke", "opacity"}


def clean_drawing(content: bytes, place: str) -> str:
    """Return an SVG of shapes alone; cleaning it again changes nothing. Raises LookRefused."""
    root = read_drawing(content, place)
    if root.tag not in {"svg", SPACE + "svg"}:
        raise refused("picture_unreadable", place)
    box = root.get("viewBox") or " ".join(("0 0", _pixels(root, "width"), _pixels(root, "height")))
    numbers = BETWEEN.split(box.strip())
    if len(numbers) != len("xywh") or not all(map(PLAIN.fullmatch, numbers)) or min(map(float, numbers[2:])) <= 0:
        raise refused("drawing_without_box", place)
    within = "".join(_written(child, place, 1) for child in _kept(root, place))
    if not within:
        raise refused("drawing_empty", place)
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{" ".join(numbers)}">{within}</svg>'


def read_drawing(content: bytes, place: str) -> ET.Element:
    """Read XML that declares nothing, so that nothing in it stands for anything else."""
    text = content.decode("utf-8-sig", errors="replace")
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise refused("drawing_not_allowed", place, thing="<!DOCTYPE>")
    try:
        root = ET.fromstring(text)  # noqa: S314 - without a document type there are no entities
    except (ET.ParseError, ValueError):
        raise refused("picture_unreadable", place) from None
    if sum(1 for _ in root.iter()) > MOST_ELEMENTS:
        raise refused("drawing_too_many", place, limit=str(MOST_ELEMENTS))
    return root


def _kept(parent: ET.Element, place: str) -> Iterator[ET.Element]:
    """Yield the shapes within an element; one that is neither a shape nor idle is refused by its name."""
    for child in parent:
        name = str(child.tag).removeprefix(SPACE)
        if name in SHAPES - {"svg"}:
            yield child
        elif name not in LEFT_OUT and str(child.tag).startswith((SPACE, *"abcdefghijklmnopqrstuvwxyz")):
            raise refused("drawing_not_allowed", place, thing=f"<{name[:30]}>")


def _written(element: ET.Element, place: str, depth: int) -> str:
    if depth > DEEPEST:
        raise refused("drawing_too_many", place, limit=str(MOST_ELEMENTS))
    name = element.tag.removeprefix(SPACE)
    said = "".join(f" {each}={quoteattr(value)}" for each, value in sorted(_attributes(element, place).items()))
    within = "".join(_written(child, place, depth + 1) for child in _kept(element, place))
    return f"<{name}{said}>{within}</{name}>" if within else ("" if name == "g" else f"<{name}{said}/>")


def _attributes(element: ET.Element, place: str) -> Mapping[str, str]:
    """Return what an element says of its shape; a style is read as such attributes."""
    for name in element.attrib:
        if name.lower().startswith("on") or name.rpartition("}")[2] == "href":
            raise refused("drawing_not_allowed", place, thing=name.rpartition("}")[2][:30])
    styled = (each.split(":", 1) for each in element.get("style", "").split(";") if ":" in each)
    said = element.attrib | {name.strip(): value.strip() for name, value in styled if name.strip() in STYLED}
    found = {name: " ".join(value.split()) for name, value in said.items() if name in ATTRIBUTES}
    for name, value in found.items():
        if len(value) > LONGEST_VALUE or not ATTRIBUTES[name].fullmatch(value) or not _drawable(name, value):
            raise refused("drawing_not_allowed", place, thing=f"{name}={value[:40]}")
    return found


def _drawable(name: str, value: str) -> bool:
    """Tell whether an outline, or a list of points, is one that every program draws alike."""
    if name == "points":
        numbers = BETWEEN.split(value.strip())
        return len(numbers) % 2 == 0 and all(map(PLAIN.fullmatch, numbers))
    if name != "d":
        return True
    pen = RecordingPen()
    try:
        parse_path(value, pen)
    except (ValueError, LookupError, TypeError, AttributeError, AssertionError, ArithmeticError):
        return False
    points = (number for _step, pairs in pen.value for point in pairs for number in point)
    return all(isfinite(number) and abs(number) < FARTHEST for number in points)


def _pixels(root: ET.Element, name: str) -> str:
    return root.get(name, "").removesuffix("px")
