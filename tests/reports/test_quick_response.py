"""The two-dimensional code on a paper is read back as the address where it is verified."""

import pypdfium2
import pytest
from PIL import ImageFilter
from zxingcpp import read_barcodes

from reports.render import render_proof
from reports.render_transcript import render_transcript
from tests.reports.transcripts import a_transcript

POINTS = 72
DOTS = 150  # an inch, as a hasty scan


def scanned(printed, page):
    """Draw a page in grey, a little out of focus."""
    pdf = pypdfium2.PdfDocument(printed)
    drawn = pdf[page].render(scale=DOTS / POINTS).to_pil().convert("L")
    pdf.close()
    return drawn.filter(ImageFilter.GaussianBlur(1))


@pytest.mark.parametrize("letters", [0, 60], ids=["usual", "long"])
def test_the_code_of_a_proof_is_read_from_its_page(a_content, paper, letters):
    """A scan of 150 dots an inch is enough, for the longest address too."""
    address = paper["verify_url"] + "&" * bool(letters) + "x" * letters
    (found,) = read_barcodes(scanned(render_proof(a_content(), **paper | {"verify_url": address}), 0))

    assert found.text == address


def test_the_code_of_a_transcript_is_read_from_its_last_page(paper):
    """Where a transcript has several pages, the code stands on the last."""
    printed = render_transcript(a_transcript(entries=24, groups=2), **paper)
    pages = len(pypdfium2.PdfDocument(printed))
    (found,) = read_barcodes(scanned(printed, pages - 1))

    assert found.text == paper["verify_url"]
