"""What an uploaded file really is, found by opening it."""

import io
import warnings
from collections.abc import Iterator

import pikepdf
from PIL import Image, UnidentifiedImageError

from backoffice.kernel.problems import refuse

MAX_BYTES = 10 * 1024 * 1024
MAX_PIXELS = 40_000_000
IMAGE_TYPES = {"JPEG": "image/jpeg", "PNG": "image/png", "GIF": "image/gif"}
PHONE_PICTURE = "MPO"  # a JPEG with a second one behind it, as many phones take them
ACTIVE_KEYS = frozenset({"/AA", "/JS", "/JavaScript", "/EmbeddedFiles"})
ACTIVE_ACTIONS = frozenset({"/JavaScript", "/Launch", "/ImportData", "/SubmitForm"})
GO_TO = "/GoTo"


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
                return IMAGE_TYPES["JPEG" if picture.format == PHONE_PICTURE else picture.format or ""]
    except Image.DecompressionBombError:
        raise refuse("image_too_many_pixels", name=name) from None
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, KeyError, EOFError):
        raise refuse("file_type", name=name) from None


def _check_pdf(name: str, content: bytes) -> None:
    try:
        with pikepdf.open(io.BytesIO(content)) as document:
            if not len(document.pages):
                raise refuse("file_type", name=name)
            active = _opens_with_action(document.Root) or any(map(_is_active, _dictionaries(document)))
    except (pikepdf.PdfError, TypeError, ValueError, AttributeError, RuntimeError):
        raise refuse("file_type", name=name) from None
    if active:
        raise refuse("pdf_active", name=name)


def _opens_with_action(root: pikepdf.Object) -> bool:
    """Tell whether opening does more than to show a certain page, which many programs write into their files."""
    action = root.get("/OpenAction")
    return isinstance(action, pikepdf.Dictionary) and str(action.get("/S")) != GO_TO


def _dictionaries(document: pikepdf.Pdf) -> Iterator[pikepdf.Object]:
    """Yield every dictionary of a document, those within others included."""
    waiting = list(document.objects)
    while waiting:
        found = waiting.pop()
        if isinstance(found, pikepdf.Dictionary | pikepdf.Stream):
            yield found
            inner = [each for _key, each in found.items()]
        elif isinstance(found, pikepdf.Array):
            inner = list(found)
        else:
            continue
        waiting += [each for each in inner if isinstance(each, pikepdf.Object) and not each.is_indirect]


def _is_active(found: pikepdf.Object) -> bool:
    return bool(ACTIVE_KEYS & set(found.keys())) or str(found.get("/S")) in ACTIVE_ACTIONS
