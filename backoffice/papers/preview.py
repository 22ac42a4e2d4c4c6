"""A look tried on a paper that is nobody's: one page of it as a picture, few at a time."""

import io
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache

import pypdfium2

from backoffice.papers.kinds import PaperKind
from backoffice.papers.samples import Sample, sample_order
from reports.orders import Print

MOST_AT_ONCE = 2  # in one process; whoever comes then is asked to try again
SCALE = 1.5  # 108 dots an inch
PLACES = threading.BoundedSemaphore(MOST_AT_ONCE)
PDFIUM = threading.Lock()  # the library is not made for threads


class TooBusy(Exception):  # noqa: N818 - an answer, not a fault
    """As many previews are drawn as may be at once."""


@dataclass(frozen=True, slots=True)
class Tried:
    """What a preview shows: a sample of a kind of paper, and the names of the house on it."""

    paper: PaperKind
    sample: Sample
    platform: str
    issuer: str


def page_in(look_text: str, tried: Tried, printing: Print) -> bytes:
    """Return a page of the sample in a sound look as a PNG; slow. Raises TooBusy, and as `printing` does."""
    with a_place():
        return _page_in(look_text, tried, printing)


@lru_cache(maxsize=24)
def _page_in(look_text: str, tried: Tried, printing: Print) -> bytes:
    house = {"platform": tried.platform, "issuer": tried.issuer}
    printed = printing(sample_order(tried.paper, tried.sample.name, look=look_text, **house))
    return picture_of_page(printed, tried.sample.page)


def picture_of_page(printed: bytes, page: int) -> bytes:
    """Return a page of a PDF as a PNG; -1 is the last."""
    with PDFIUM:
        document = pypdfium2.PdfDocument(printed)
        try:
            drawn = document[range(len(document))[page]].render(scale=SCALE).to_pil()
        finally:
            document.close()
    output = io.BytesIO()
    drawn.convert("RGB").quantize(192).save(output, "PNG")
    return output.getvalue()


@contextmanager
def a_place() -> Iterator[None]:
    """Take one of the few places."""
    if not PLACES.acquire(blocking=False):
        raise TooBusy
    try:
        yield
    finally:
        PLACES.release()
