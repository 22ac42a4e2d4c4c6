"""Pages of PDFs as pictures, within limits."""

import io

import pikepdf
import pytest
from PIL import Image

from backoffice.kernel import pdf_pages
from backoffice.kernel.pdf_pages import MOST_PAGES, MOST_PIXELS, page_count, page_picture

A4 = (595, 842)


@pytest.fixture
def paper(tmp_path):
    """Return a function that writes a PDF of blank pages of a size."""

    def write(*, pages=1, size=A4):
        document = pikepdf.new()
        for _page in range(pages):
            document.add_blank_page(page_size=size)
        document.save(tmp_path / "paper.pdf")
        return tmp_path / "paper.pdf"

    return write


def drawn(path, number=1):
    """Return size and format of a page's picture."""
    content, media = page_picture(path, number)
    with Image.open(io.BytesIO(content)) as picture:
        return picture.size, media


def test_a_page_is_drawn_sharply(paper):
    """A page of A4 has two hundred dots an inch."""
    path = paper(pages=3)

    assert page_count(path) == 3
    assert drawn(path, 3) == ((1653, 2339), "image/png")


@pytest.mark.parametrize("size", [(14_400, 14_400), (3, 14_400), (14_400, 3)])
def test_no_page_is_larger_than_the_house_allows(paper, size):
    """The largest page that a PDF may have is drawn smaller, whatever its shape."""
    (width, height), _media = drawn(paper(size=size))

    assert width * height <= MOST_PIXELS * 1.01


def test_a_page_that_is_not_there_is_no_picture(paper):
    """Neither before the first, behind the last, nor behind those that are shown at all."""
    path = paper(pages=2)

    assert [page_picture(path, number) for number in (0, 3, MOST_PAGES + 1)] == [None, None, None]


def test_a_broken_file_is_no_picture(tmp_path):
    """What is no PDF, or is not there, has no pages, and drawing it harms nothing."""
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"%PDF-1.7\nnothing of the kind")

    assert [page_count(each) for each in (broken, tmp_path / "none.pdf")] == [0, 0]
    assert [page_picture(each, 1) for each in (broken, tmp_path / "none.pdf")] == [None, None]


def test_a_page_that_takes_too_long_is_given_up(paper, monkeypatch):
    """When its time is over the drawing ends, and the next one may begin."""
    path = paper()
    monkeypatch.setattr(pdf_pages, "SECONDS", 0.001)
    assert [page_picture(path, 1) for _time in range(pdf_pages.AT_ONCE + 1)] == [None] * (pdf_pages.AT_ONCE + 1)
    monkeypatch.undo()

    assert page_picture(path, 1) is not None
