"""The content that a paper carries is read out of a stranger's file, or not at all."""

import io
import zlib

import pikepdf
import pytest

from reports.carried import LARGEST_CONTENT, carried_content
from reports.proof import canonical_json
from reports.render import render_proof

NUMBER = "XYCJ-2020-0000007-8"


def carrying(content, *, name=f"{NUMBER}.json", packed=False):
    """Return a PDF with one attachment."""
    with pikepdf.new() as pdf:
        pdf.attachments[name] = pikepdf.AttachedFileSpec(pdf, b"{}", filename=name)
        held = pdf.attachments[name].get_file().obj
        held.write(zlib.compress(content) if packed else content, filter=pikepdf.Name.FlateDecode if packed else None)
        stream = io.BytesIO()
        pdf.save(stream, compress_streams=False)
    return stream.getvalue()


def test_a_paper_gives_its_content_back(a_content, paper):
    """What was attached at printing is what is read."""
    assert carried_content(render_proof(a_content(), **paper)) == canonical_json(a_content())


@pytest.mark.parametrize("packed", [False, True])
def test_the_content_is_found_by_its_name(packed):
    """Packed or not, an attachment called after a number is the content."""
    assert carried_content(carrying(b'{"a":1}', packed=packed)) == '{"a":1}'


@pytest.mark.parametrize(
    "file",
    [
        b"",
        b"%PDF-1.7 broken",
        carrying(b'{"a":1}', name="notes.json"),
        carrying(b"[1]"),
        carrying(b"no JSON"),
        carrying(b"\xff{}"),
        carrying(b" " * (LARGEST_CONTENT * 3), packed=True),
    ],
    ids=["empty", "broken", "another name", "a list", "no JSON", "no text", "swelling"],
)
def test_anything_else_carries_none(file):
    """A broken file, another attachment, another form, and one that unpacks to more than any paper holds."""
    assert carried_content(file) is None
