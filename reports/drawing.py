"""Drawings that a page names by an address of their own: packed once, placed by reference, never fetched."""

import zlib
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import pydyf
from markupsafe import Markup

STRONGEST = 9


@dataclass(frozen=True, slots=True)
class Drawing:
    """PDF operators within a box of left, top, right and bottom, y downwards; an image as WeasyPrint sees it.

    A page shows it by `image`; `id` is its name, `said` is what a reading program says of it.
    """

    id: str
    said: str
    operators: str
    box: tuple[float, float, float, float]

    @property
    def address(self) -> str:
        """The address that a page names it by."""
        return f"drawing:{self.id}"

    @property
    def image(self) -> Markup:
        """The markup that shows the drawing."""
        return Markup('<img class="{}" src="{}" alt="{}">').format(self.id, self.address, self.said)

    def get_intrinsic_size(self, _resolution: float, _font_size: float) -> tuple[float, float, float]:
        """Return width, height and their ratio."""
        left, top, right, bottom = self.box
        return right - left, bottom - top, (right - left) / (bottom - top)

    def draw(self, stream: Any, width: float, height: float, _style: object) -> None:  # noqa: ANN401
        """Place the drawing on a page, `width` and `height` large."""
        left, top, right, bottom = self.box
        across, down = width / (right - left), height / (bottom - top)
        stream.transform(across, 0, 0, down, -left * across, -top * down)
        stream.draw_x_object(stream.add_image(self, interpolate=False, ratio=1))

    def get_x_object(self, _interpolate: object, _ratio: object) -> pydyf.Stream:
        """Return the drawing as a form of a PDF."""
        return form(self.operators.encode(), self.box)


def form(operators: bytes, box: tuple[float, ...], inner: dict[str, bytes] | None = None) -> pydyf.Stream:
    """Return operators as a form of a PDF, which may place other forms by the names in `inner`."""
    extra = pydyf.Dictionary({"Type": "/XObject", "Subtype": "/Form", "BBox": pydyf.Array(box)})
    extra["Filter"] = "/FlateDecode"
    if inner:
        extra["Resources"] = pydyf.Dictionary({"XObject": pydyf.Dictionary(inner)})
    return pydyf.Stream([packed(operators)], extra)


@lru_cache(maxsize=64)
def packed(operators: bytes) -> bytes:
    """Pack operators; those of the frame and the seal are the same on many papers."""
    return zlib.compress(operators, STRONGEST)
