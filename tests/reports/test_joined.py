"""Joined papers are the papers, page for page, with what they share in the file once."""

import io
import subprocess

import pikepdf
import pytest
from PIL import Image, ImageChops

from reports.joined import Titled, join
from reports.render import render_proof

MOST_BYTES_EACH = 12_000
SHORTEST_DRAWING = 500  # bytes; what is shorter only places others


@pytest.fixture(scope="module")
def three(a_content, paper):
    """Return three papers; the second has two pages."""
    names = ("学习者甲", "阿依古丽·买买提", "Zoë Müller-Łuczak 䶮")
    return [
        Titled(f"XY-{place} {name}", render_proof(a_content(learner_name=name, lines=lines), **paper))
        for place, (name, lines) in enumerate(zip(names, (1, 12, 2), strict=True))
    ]


def text_of(printed, *options):
    """Return the words of a PDF, in the order in which they are read."""
    done = subprocess.run(["pdftotext", *options, "-", "-"], input=printed, capture_output=True, check=True)
    return done.stdout.decode()


def picture_of(printed, page):
    """Return a page as a picture."""
    command = ["pdftoppm", "-r", "40", "-png", "-f", str(page), "-l", str(page), "-"]
    return Image.open(io.BytesIO(subprocess.run(command, input=printed, capture_output=True, check=True).stdout))


def test_joined_pages_are_those_of_the_papers(three):
    """Every page looks as it did, its words are read as before, and the footers count each paper's own pages."""
    joined = join(three, title="连打")

    assert text_of(joined) == "".join(text_of(each.pages) for each in three)
    assert text_of(joined).count("共 1 页") == 2
    for page, (paper, own) in enumerate([(0, 1), (1, 1), (1, 2), (2, 1)], start=1):
        assert ImageChops.difference(picture_of(joined, page), picture_of(three[paper].pages, own)).getbbox() is None


def test_each_paper_has_a_bookmark_and_no_attachment(three):
    """A bookmark leads to the first page of each; what is sealed stays with the single files."""
    with pikepdf.open(io.BytesIO(join(three, title="连打"))) as pdf, pdf.open_outline() as outline:
        places = [(str(item.title), pdf.pages.index(pikepdf.Page(item.destination[0]))) for item in outline.root]

        assert places == [(three[0].title, 0), (three[1].title, 1), (three[2].title, 3)]
        assert not pdf.attachments
        assert str(pdf.docinfo["/Title"]) == "连打"


def test_what_papers_share_is_there_once(a_content, paper):
    """Eight different papers hold four typefaces, one seal and one frame; a further one takes little room."""
    names = [f"学习者{chr(0x4E00 + 40 * place)}" for place in range(8)]
    papers = [
        Titled(name, render_proof(a_content(learner_name=name, number=f"XY-{name[-1]}"), **paper)) for name in names
    ]

    joined = join(papers, title="连打")

    with pikepdf.open(io.BytesIO(joined)) as pdf:
        dictionaries = [item for item in pdf.objects if isinstance(item, pikepdf.Dictionary)]
        faces = sorted(str(item.FontName).split("+")[1] for item in dictionaries if "/FontName" in item)
        streams = [item.read_raw_bytes() for item in pdf.objects if isinstance(item, pikepdf.Stream)]
        drawn = [each for each in streams if len(each) > SHORTEST_DRAWING]
    assert faces == ["Proof-Hei", "Proof-Kai", "Proof-Song", "Proof-Song-Bold"]
    assert len(drawn) == len(set(drawn))
    assert (len(joined) - len(join(papers[:4], title="连打"))) / 4 < MOST_BYTES_EACH
    letters = "".join(text_of(joined).split())
    assert all(name in letters for name in names)


def test_the_same_papers_give_the_same_bytes(three):
    """Joining is repeatable."""
    assert join(three, title="连打") == join(iter(three), title="连打")
