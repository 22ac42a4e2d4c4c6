"""Uploaded files are known by opening them, not by their names."""

import io
import struct
import zlib

import pikepdf
import pytest
from PIL import Image

from backoffice.kernel.filetypes import MAX_BYTES, media_type_of
from backoffice.kernel.problems import Refused
from backoffice.kernel.wording import message


def a_picture(form: str, *, width: int = 20, height: int = 20, mode: str = "L") -> bytes:
    """Return the bytes of a blank picture."""
    stream = io.BytesIO()
    Image.new(mode, (width, height)).save(stream, form)
    return stream.getvalue()


def a_pdf(*, opens_with: str = "") -> bytes:
    """Return a PDF of one blank page, with a script to run on opening if one is given."""
    document = pikepdf.new()
    document.add_blank_page()
    if opens_with:
        document.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=opens_with)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def a_pdf_with(change):
    """Return a PDF of one blank page that a function has changed."""
    document = pikepdf.new()
    document.add_blank_page()
    change(document)
    stream = io.BytesIO()
    document.save(stream, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return stream.getvalue()


def a_script():
    """Return the action that runs a script."""
    return pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")


def with_a_link(document):
    """Put a script under a link on the page."""
    link = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[0, 0, 9, 9], A=a_script())
    document.pages[0].obj.Annots = pikepdf.Array([link])


def with_a_turn(document):
    """Put a script behind the opening of the page."""
    document.pages[0].obj.AA = pikepdf.Dictionary(O=document.make_indirect(a_script()))


def with_an_attachment(document):
    """Put a file into the document."""
    document.attachments["a.txt"] = b"text"


def with_a_program(document):
    """Start a program on opening."""
    document.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.Launch, F="calc.exe")


def with_no_pages(document):
    """Put a number where the pages are."""
    document.Root.Pages = 7


def with_a_page_to_open_at(document):
    """Open at the first page, as many programs write it."""
    document.Root.OpenAction = pikepdf.Array([document.pages[0].obj, pikepdf.Name.Fit])


def a_phone_picture():
    """Return a JPEG with a second one behind it."""
    stream = io.BytesIO()
    first, second = (Image.new("RGB", (20, 20), colour) for colour in ("white", "black"))
    first.save(stream, "MPO", save_all=True, append_images=[second])
    return stream.getvalue()


def a_huge_picture(side):
    """Return a PNG of a few bytes whose header promises a square of `side` pixels."""
    stream = b""
    for kind, content in (
        (b"IHDR", struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)),
        (b"IDAT", zlib.compress(bytes(10_000))),
        (b"IEND", b""),
    ):
        stream += struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
    return b"\x89PNG\r\n\x1a\n" + stream


@pytest.mark.parametrize(
    ("name", "content", "media_type"),
    [
        ("证书.jpg", a_picture("JPEG"), "image/jpeg"),
        ("a.png", a_picture("PNG"), "image/png"),
        ("a.gif", a_picture("GIF"), "image/gif"),
        ("a.pdf", a_pdf(), "application/pdf"),
        ("phone.jpg", a_phone_picture(), "image/jpeg"),
        ("opens at a page.pdf", a_pdf_with(with_a_page_to_open_at), "application/pdf"),
        ("wrongly named.pdf", a_picture("PNG"), "image/png"),
    ],
)
def test_what_can_be_opened_is_taken(name, content, media_type):
    """A picture or PDF that opens is taken as what it is."""
    assert media_type_of(name, content) == media_type


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "file_empty"),
        (b"GIF89a<script>alert(1)</script>", "file_type"),
        (b"%PDF-1.7 but nothing more", "file_type"),
        (a_picture("PNG")[:40], "file_type"),
        (a_picture("BMP"), "file_type"),
        (a_picture("PNG", width=30_000, height=30_000, mode="1"), "image_too_many_pixels"),
        (a_huge_picture(30_000), "image_too_many_pixels"),
        (a_huge_picture(2_000_000_000), "image_too_many_pixels"),
        (a_pdf(opens_with="app.alert(1)"), "pdf_active"),
        (a_pdf_with(with_a_link), "pdf_active"),
        (a_pdf_with(with_a_turn), "pdf_active"),
        (a_pdf_with(with_an_attachment), "pdf_active"),
        (a_pdf_with(with_a_program), "pdf_active"),
        (a_pdf_with(with_no_pages), "file_type"),
        (b"0" * (MAX_BYTES + 1), "file_too_large"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_cannot_be_trusted_is_refused(content, code):
    """Every refusal names the file and the remedy in both languages."""
    with pytest.raises(Refused) as caught:
        media_type_of("扫描件.png", content)

    (problem,) = caught.value.problems
    assert problem.code == code
    assert "扫描件.png" in message(problem)
    assert "扫描件.png" in message(problem, "en")
