"""The papers look as they did: pages as pictures at 60 dots an inch, beside the ones that were kept.

After a change that is meant, `CREDIT_BANK_KEEP_PICTURES=1` keeps the new ones; look at them before committing.
"""

import os
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image, ImageChops, ImageStat

from reports.render import render_proof
from reports.render_transcript import render_transcript
from tests.reports.transcripts import a_transcript

KEPT = Path(__file__).parent / "pictures"
POINTS = 72
DOTS = 60  # an inch
LARGEST_MEAN = 1.0  # of 255, over all points: another version of the drawing program shades edges a little otherwise
LARGEST_SHARE = 0.004  # of points that differ plainly
PLAINLY = 64  # of 255


def picture(printed, page):
    """Draw one page in grey."""
    pdf = pypdfium2.PdfDocument(printed)
    drawn = pdf[page].render(scale=DOTS / POINTS).to_pil().convert("L")
    pdf.close()
    return drawn


def difference(one, other):
    """Return the mean difference of two pictures, and the share of points that differ plainly."""
    apart = ImageChops.difference(one, other)
    plain = apart.point(lambda value: 255 if value > PLAINLY else 0)
    return ImageStat.Stat(apart).mean[0], ImageStat.Stat(plain).mean[0] / 255


@pytest.fixture
def papers(a_content, paper):
    """Return what prints each paper whose picture is kept."""
    return {
        "proof-1": lambda: render_proof(a_content(), **paper),
        "transcript-1": lambda: render_transcript(a_transcript(), **paper),
        "transcript-2": lambda: render_transcript(a_transcript(entries=24, groups=2), **paper),
    }


@pytest.mark.parametrize("name", ["proof-1", "transcript-1", "transcript-2"])
def test_a_page_looks_as_it_did(papers, name):
    """The page differs from the kept picture by no more than the shading of edges."""
    drawn, path = picture(papers[name](), int(name[-1]) - 1), KEPT / f"{name}.png"
    if os.environ.get("CREDIT_BANK_KEEP_PICTURES"):
        drawn.save(path, optimize=True)
    with Image.open(path) as kept:
        assert kept.size == drawn.size
        mean, share = difference(kept.convert("L"), drawn)

    assert mean < LARGEST_MEAN
    assert share < LARGEST_SHARE


def test_a_changed_line_is_seen(paper):
    """The measure finds another amount on the page, however small the print."""
    one = picture(render_transcript(a_transcript(), **paper), 0)
    other = picture(render_transcript(a_transcript(entries=4), **paper), 0)

    assert difference(one, other)[1] > LARGEST_SHARE
