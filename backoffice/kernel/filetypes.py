"""What an uploaded file really is, found by opening it."""

import io
import warnings

import pikepdf
from PIL import Image, UnidentifiedImageError

from backoffice.kernel.problems import refuse

MAX_BYTES = 10 * 1024 * 1024
MAX_PIXELS = 40_000_000
IMAGE_TYPES = {"JPEG": "image/jpeg", "PNG": "image/png", "GIF": "image/gif"}
ACTIVE_KEYS = ("/OpenAction", "/AA")


def media_type_of(name: str, content: bytes) -> str:
    """Return the media type of a jpg, png, gif or pdf; refuse everything else.

    Magic bytes alone prove nothing, so a picture is decoded whole and a PDF is opened.
    """
    if not content:
        raise refuse("file_empty", name=name)
    if len(content) > MAX_BYTES:
        raise refuse("file_too_large", name=name, limit=str(MAX_BYTES // 1024 // 1024))
    if content.startswith(b"%PDF-"):
        _check_pdf(name, content)
        return "application/pdf"
    return _image_type(name, content)


def _image_type(name: str, content: bytes) -> str:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content), formats=tuple(IMAGE_TYPES)) as picture:
                if picture.width * picture.height > MAX_PIXELS:
                    raise refuse("image_too_many_pixels", name=name)
                picture.load()
                return IMAGE_TYPES[picture.format or ""]
    except Image.DecompressionBombError:
        raise refuse("image_too_many_pixels", name=name) from None
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, KeyError, EOFError):
        raise refuse("file_type", name=name) from None


def _check_pdf(name: str, content: bytes) -> None:
    try:
        with pikepdf.open(io.BytesIO(content)) as document:
            if not len(document.pages):
                raise refuse("file_type", name=name)
            active = any(key in document.Root for key in ACTIVE_KEYS)
            names = document.Root.get("/Names")
            active = active or (names is not None and ("/JavaScript" in names or "/EmbeddedFiles" in names))
    except pikepdf.PdfError:
        raise refuse("file_type", name=name) from None
    if active:
        raise refuse("pdf_active", name=name)
