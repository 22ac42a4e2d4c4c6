"""A look tried on a paper that is nobody's: its first page as a picture, few at a time."""

import io
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import lru_cache

import pypdfium2

from reports.orders import Print, proof_order
from reports.proof import ConversionProofContent, ProofLine, canonical_json

MOST_AT_ONCE = 2  # in one process; whoever comes then is asked to try again
SCALE = 1.5  # 108 dots an inch
PLACES = threading.BoundedSemaphore(MOST_AT_ONCE)
PDFIUM = threading.Lock()  # the library is not made for threads

LINE = ProofLine(
    source_title="老年教育课程",
    source_kind="培训",
    source_institution="示例老年大学",
    rule_title="老年教育课程转换为现代企业管理导论",
    rule_code="R-0231",
    rule_version=4,
    target_title="现代企业管理导论",
    target_kind="课程（专科）",
    target_institution="示例开放大学",
    credits=Decimal("3.00"),
    ratio=Decimal(100),
    first_reviewed_on=date(2020, 11, 18),
    final_reviewed_on=date(2020, 11, 21),
    committee="管理类专业认定委员会",
)
JUDGED = replace(LINE, rule_title="", rule_code="", rule_version=0)
SAMPLES = {"one": (LINE,), "several": (LINE,) * 3, "judged": (JUDGED,)}
CONTENT = ConversionProofContent(
    number="XY-2020-0000123-0",
    platform="",
    issuer="",
    learner_name="学习者甲",
    document_masked="4401**********1234",
    account_number="2020000012345",
    issued_on=date(2020, 11, 23),
    lines=(LINE,),
    decisions=(),
)


class TooBusy(Exception):  # noqa: N818 - an answer, not a fault
    """As many previews are drawn as may be at once."""


@dataclass(frozen=True, slots=True)
class Tried:
    """What a preview shows: the names of the house, and which of the samples."""

    platform: str
    issuer: str
    sample: str = "one"


def first_page(look_text: str, tried: Tried, printing: Print) -> bytes:
    """Return the first page of a sound look as a PNG; slow. Raises TooBusy, and as `printing` does."""
    with a_place():
        return _first_page(look_text, tried, printing)


@lru_cache(maxsize=24)
def _first_page(look_text: str, tried: Tried, printing: Print) -> bytes:
    lines = SAMPLES[tried.sample]
    content = replace(CONTENT, platform=tried.platform, issuer=tried.issuer, lines=lines)
    told = {"check_code": "0123-4567-89AB-CDEF", "verify_url": "https://example.invalid/verify", "look": look_text}
    return picture_of_page(printing(proof_order(canonical_json(content), **told)))


def picture_of_page(printed: bytes) -> bytes:
    """Return the first page of a PDF as a PNG."""
    with PDFIUM:
        document = pypdfium2.PdfDocument(printed)
        try:
            drawn = document[0].render(scale=SCALE).to_pil()
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
