"""A logo (标志) and a seal (印章) as somebody uploads them: decoded whole, bounded, and written anew."""

import base64
import io
import warnings
from collections.abc import Mapping

from markupsafe import Markup
from PIL import Image, UnidentifiedImageError

from reports.look import PaperLook, Picture
from reports.look_drawing import clean_drawing
from reports.look_faults import refused

LOGO, SEAL = "logo", "seal"
MAX_BYTES = 300 * 1024
MAX_PIXELS = 2_000_000
LEAST_SIDE = {LOGO: 40, SEAL: 240}  # pixels; a seal is printed 39 mm wide
PNG_MARK = b"\x89PNG\r\n\x1a\n"
CLEAR = 8  # an alpha below it, of 255, lets the paper show
ADDRESS = "paper:"


def picture_of(content: bytes, place: str) -> Picture:
    """Return an uploaded picture as it may be printed; raises LookRefused. A seal must be a transparent PNG."""
    if not content:
        raise refused("picture_empty", place)
    if len(content) > MAX_BYTES:
        raise refused("picture_too_large", place, limit=str(MAX_BYTES // 1024))
    if content.startswith(PNG_MARK):
        return Picture("png", base64.b64encode(written_anew(content, place)).decode())
    if place == LOGO:
        return Picture("svg", clean_drawing(content, place))
    raise refused("picture_not_png", place)


def written_anew(content: bytes, place: str) -> bytes:
    """Return a PNG with its pixels alone: what else the file held is left out."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content), formats=("PNG",)) as opened:
                _check_size(opened, place)
                opened.verify()  # WeasyPrint has Pillow read cut files, so each part is checked first
            with Image.open(io.BytesIO(content), formats=("PNG",)) as opened:
                picture = opened.convert("RGBA")
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise refused("picture_too_many_pixels", place, limit=str(MAX_PIXELS // 10_000)) from None
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, KeyError, EOFError):
        raise refused("picture_unreadable", place) from None
    if place == SEAL and not sum(picture.getchannel("A").histogram()[:CLEAR]):
        raise refused("seal_opaque", place)
    output = io.BytesIO()
    picture.save(output, "PNG")
    if output.tell() > MAX_BYTES * 2:
        raise refused("picture_too_large", place, limit=str(MAX_BYTES // 1024))
    return output.getvalue()


def _check_size(picture: Image.Image, place: str) -> None:
    if picture.width * picture.height > MAX_PIXELS:
        raise refused("picture_too_many_pixels", place, limit=str(MAX_PIXELS // 10_000))
    if min(picture.size) < LEAST_SIDE[place]:
        raise refused("picture_too_small", place, limit=str(LEAST_SIDE[place]))


def given_pictures(look: PaperLook) -> dict[str, bytes]:
    """Return the PNGs of a look by the address under which the press finds them."""
    pictures: Mapping[str, Picture | None] = {LOGO: look.logo, SEAL: look.seal}
    return {
        ADDRESS + place: base64.b64decode(picture.content, validate=True)
        for place, picture in pictures.items()
        if picture is not None and picture.kind == "png"
    }


def markup_of(picture: Picture, place: str, label: str) -> Markup:
    """Return the element that shows a picture; a drawing is cleaned again, so that none is trusted for where it lay."""
    if picture.kind == "png":
        return Markup('<img class="{}" src="{}" alt="{}">').format(place, ADDRESS + place, label)
    drawing = Markup(clean_drawing(picture.content.encode(), place))  # noqa: S704 - it is made of numbers and colours
    return Markup('<div class="{}" role="img" aria-label="{}">{}</div>').format(place, label, drawing)
